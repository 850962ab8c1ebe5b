package fault

import (
	"maps"
	"slices"
)

// A shorthand is a name for one rule, or a profile of several.
type shorthand struct {
	about string
	rules []string
}

// named are the shorthands. The HTML pages where JSON is expected are OBSERVED
// (docs/spec/oauth.md#public-token-errors); the rest is ASSUMED (there, and docs/spec/reporting.md#error-cases).
var named = map[string]shorthand{
	"token-500": {"the token endpoint responds with status 500 and a page of HTML", []string{"html=500 surface=oauth"}},
	"token-429": {"the token endpoint responds with status 429 and Retry-After", []string{"too-many surface=oauth"}},

	"graphql-502": {"GraphQL responds with status 502 and a page of HTML", []string{"html=502 surface=reporting"}},
	"graphql-429": {"GraphQL responds with status 429 and Retry-After", []string{"too-many surface=reporting"}},

	"file-503": {"a report file responds with status 503 as an object store does",
		[]string{"error=ServiceUnavailable surface=files"}},
	"file-cut": {"a report file breaks off after 64 bytes", []string{"truncate=64 surface=files"}},

	"rest-500": {"REST responds with status 500 and a page of HTML", []string{"html=500 surface=rest"}},
	"rest-429": {"REST responds with status 429 and Retry-After", []string{"too-many surface=rest"}},

	"dyntube-500": {"DynTube responds with status 500 and a page of HTML", []string{"html=500 surface=dyntube"}},

	"importer-duplicate": {"the importer delivers a callback twice", []string{"importer=duplicate"}},
	"importer-out-of-order": {"the importer delivers a callback 30 seconds later than its time",
		[]string{"importer=out-of-order"}},
	"importer-batch":       {"the importer delivers a callback together with earlier ones", []string{"importer=batch"}},
	"importer-failed-item": {"the importer says in a callback that the import failed", []string{"importer=failed-item"}},
	"importer-unknown-event": {"the importer delivers a callback of an unknown type",
		[]string{"importer=unknown-event"}},
	"importer-late-crawl": {"the importer leaves out a crawl of its period", []string{"importer=late-crawl"}},

	"flaky": {"of all requests 5 % get 503, 2 % are reset, and 2 % of the files break off", []string{
		"status=503 probability=0.05 name=flaky-503",
		"reset probability=0.02 name=flaky-reset",
		"truncate=500 surface=files probability=0.02 name=flaky-truncate",
	}},
	"slow": {"all requests wait 300 ms to 1.2 s, and files come at 200,000 bytes per second", []string{
		"latency=300ms spread=900ms name=slow-latency",
		"drip=200000 surface=files name=slow-drip",
	}},
	"quota": {"each tenth request gets 429 with Retry-After, each third report is refused, one report too many", []string{
		"error=concurrent_reports_limit surface=reporting field=askPartnerReportFile.* every=3 name=quota-reports",
		"too-many every=10 retry-after=5s name=quota-429",
	}},
	"outage": {"all requests get a page of HTML with 503", []string{"html=503"}},
}

// renamed are old names of faults, which work until the next release.
var renamed = map[string]string{"token_html_500": "token-500", "html_500": "rest-500"}

// OldNames returns a notice for each old name of a fault in a text, which Parse reads as the new one.
func OldNames(text string) (notices []string) {
	lists, _ := wordsOf(text)
	for _, words := range lists {
		for _, w := range words {
			if now, ok := renamed[w.name]; ok {
				notices = append(notices, w.name+" has the name "+now+" now; the old name works until the next release")
			}
		}
	}
	return notices
}

// Names returns the names of all faults and profiles, sorted.
func Names() []string { return slices.Sorted(maps.Keys(named)) }

// AboutName returns what a fault or profile does, or "" for an unknown name.
func AboutName(name string) string { return named[name].about }

// Expand returns the rules of a name, as text.
func Expand(name string) []string { return slices.Clone(named[name].rules) }

// rulesOf returns the rules of a shorthand. The only rule of one has its name.
func rulesOf(name string) []Rule {
	texts := named[name].rules
	rules := make([]Rule, len(texts))
	for i, text := range texts {
		words, _ := inWords(text) // a test parses all
		_ = rules[i].read(words[0], "")
		if len(texts) == 1 {
			rules[i].Name = name
		}
	}
	return rules
}
