package mrss

import (
	"encoding/xml"
	"fmt"
	"strings"
)

const xmlSpace = "http://www.w3.org/XML/1998/namespace"

// The kinds of namespaces that a feed is read for.
const (
	rss   = ""
	media = "media"
	terms = "dcterms"
	dm    = "dm"
	other = "other"
)

// spaces are the namespaces without a final slash, which they may have or lack (docs/spec/mcn.md#feed-format).
var spaces = map[string]string{
	"":                                 rss,
	"http://backend.userland.com/rss2": rss, // older feeds have it
	"http://search.yahoo.com/mrss":     media,
	"http://purl.org/dc/terms":         terms,
	"http://www.dailymotion.com/dmrss": dm,
}

func kind(space string) string {
	if k, ok := spaces[strings.TrimSuffix(space, "/")]; ok && space != "/" {
		return k
	}
	return other
}

// lookalikes are what namespaces that were meant to be one of the known have in common.
var lookalikes = []struct{ part, want string }{
	{"mrss", "http://search.yahoo.com/mrss/"},
	{"search.yahoo.com", "http://search.yahoo.com/mrss/"},
	{"purl.org/dc/terms", "http://purl.org/dc/terms/"},
}

// meant returns the namespace that an element should have had; "" if it may have any.
func meant(name xml.Name, attrs []xml.Attr) string {
	if strings.Contains(name.Space, "dailymotion.com") {
		return "http://www.dailymotion.com/dmrss/"
	}
	for _, l := range lookalikes {
		if strings.Contains(strings.ToLower(name.Space), l.part) {
			return l.want
		}
	}
	switch name.Local {
	case "content", "thumbnail":
		for _, a := range attrs {
			if a.Name.Space == "" && a.Name.Local == "url" {
				return "http://search.yahoo.com/mrss/"
			}
		}
	}
	return ""
}

// foreign reports elements with an unknown namespace that looks like a known one, and prefixes without a
// declaration, each once. The elements are not read.
func (f *feed) foreign(t xml.StartElement, at place) {
	space := t.Name.Space
	if kind(space) != other || f.told[space] || len(f.told) >= maxTold {
		return
	}
	detail := ""
	switch want := meant(t.Name, t.Attr); {
	case !strings.ContainsAny(space, ":/"): // encoding/xml leaves the prefix
		detail = fmt.Sprintf("%s:%s has a prefix without a declaration", shown(space), shown(t.Name.Local))
	case want != "":
		detail = fmt.Sprintf("%s has the namespace %q, not %q", shown(t.Name.Local), shown(space), want)
	default:
		return
	}
	f.told[space] = true
	f.problem(Problem{at.line, at.column, WrongNamespace, detail})
}

// maxTold is the most namespaces that problems name.
const maxTold = 20

func shown(s string) string { return fmt.Sprintf("%.120s", s) }
