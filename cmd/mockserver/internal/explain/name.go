package explain

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/suggest"
	"github.com/dailymock/dailymock/graph"
	"github.com/dailymock/dailymock/internal/report/edition"
)

// A name is a metric, dimension, filter, product or limit.
type name struct{ kind, text string }

var knownNames = sync.OnceValue(func() []name {
	var all []name
	for kind, texts := range map[string][]string{
		"metric": strs(edition.Metrics), "dimension": strs(edition.Dimensions),
		"filter": edition.FilterNames, "product": strs(edition.Products),
	} {
		for _, text := range texts {
			all = append(all, name{kind, text})
		}
	}
	for _, k := range edition.LimitDefs {
		all = append(all, name{"limit", k.Name})
	}
	slices.SortFunc(all, func(a, b name) int { return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(a.kind, b.kind)) })
	return all
})

// about returns a sentence that describes the name; the schema has most of them.
func (n name) about() string {
	types := map[string]string{
		"metric": "PartnerReportMetric", "dimension": "PartnerReportDimension",
		"product": "PartnerReportProduct", "filter": "PartnerReportFilters",
	}
	if n.kind == "limit" {
		i := slices.IndexFunc(edition.LimitDefs, func(k edition.LimitDef) bool { return k.Name == n.text })
		about := edition.LimitDefs[i].About
		return strings.ToUpper(about[:1]) + about[1:] + "."
	}
	def := graph.NewExecutableSchema(graph.Config{}).Schema().Types[types[n.kind]]
	if v := def.EnumValues.ForName(n.text); v != nil {
		return v.Description
	}
	if f := def.Fields.ForName(n.text); f != nil {
		return f.Description
	}
	return ""
}

// namesIn reads names in any case, separated by plus signs, commas, blanks or the
// word "by".
func namesIn(text string) ([]name, error) {
	var names []name
	var errs []error
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '+' || r == ',' || r == ' ' }) {
		if strings.EqualFold(word, "by") {
			continue
		}
		n, err := nameOf(word)
		names, errs = append(names, n), append(errs, err)
	}
	return names, errors.Join(errs...)
}

func nameOf(word string) (name, error) {
	for _, spelt := range []func(string) string{exact, suggest.Fold} {
		for _, n := range knownNames() {
			if spelt(n.text) == spelt(word) {
				return n, nil
			}
		}
	}
	var known []string
	for _, n := range knownNames() {
		known = append(known, n.text)
	}
	if question := suggest.Question(word, known, ""); question != "" {
		return name{}, fmt.Errorf("unknown name %q%s", word, question)
	}
	return name{}, fmt.Errorf("unknown name %q; mockserver explain --edition 2026 lists all names", word)
}

func exact(text string) string { return text } // tells channelSlug from CHANNEL_SLUG
