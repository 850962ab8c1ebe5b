package openapitest

import (
	"regexp"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A pattern is a regular expression of the document. Most are for members below a link, and end in the name of a field,
// which is compared first.
type pattern struct {
	*regexp.Regexp
	end string
}

var fieldAtEnd = regexp.MustCompile(`\\(\.\w+)\$$`)

func readPattern(text string) (jsonschema.Regexp, error) {
	r, err := regexp.Compile(text)
	if err != nil {
		return nil, err
	}
	p := pattern{Regexp: r}
	if m := fieldAtEnd.FindStringSubmatch(text); m != nil {
		p.end = m[1]
	}
	return p, nil
}

func (p pattern) MatchString(s string) bool {
	return strings.HasSuffix(s, p.end) && p.Regexp.MatchString(s)
}
