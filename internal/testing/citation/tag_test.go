package citation_test

import (
	"regexp"
	"strings"
	"testing"
)

// old are the ways to cite that a reader could not follow.
var old = []*regexp.Regexp{
	regexp.MustCompile(`§`),
	regexp.MustCompile(`(^|[^/\w(]|[^\]]\()spec/[a-z0-9-]+\.(md|json)`),
	regexp.MustCompile(`\b(DOCUMENTED|OBSERVED|ENGINE|ASSUMED)[,:]? \(?[SGCT]\d{1,2}\b`),
	regexp.MustCompile(`[(|] ?[SGC]\d{1,2}( [SGC]\d{1,2})* ?[)|]|\b(sources|source): \[?[SGC]\d`),
	regexp.MustCompile(`\((PAR|ERR|UPL|ADV|EDIT|GUIDE|DMRSS|MIG|FAQ|GVA|HUB|VERBB|KEY|NAV|TOK|HOOK)( [^)]*)?\)`),
}

func TestNoCitationByTag(t *testing.T) {
	t.Parallel()
	for _, path := range files(t) {
		if strings.HasSuffix(path, "tag_test.go") {
			continue
		}
		for n, line := range strings.Split(read(t, path), "\n") {
			for _, re := range old {
				if m := re.FindString(line); m != "" {
					t.Errorf("%s:%d: %q: cite a heading such as docs/spec/rest.md#errors, or a source by its title and address",
						path, n+1, m)
				}
			}
		}
	}
}
