package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/agnivade/levenshtein"

	"github.com/dailymock/dailymock/graph"
	"github.com/dailymock/dailymock/internal/report"
)

// A name is something that explain knows: a metric, dimension, filter, product
// or limit.
type name struct{ kind, text string }

var knownNames = sync.OnceValue(func() []name {
	var all []name
	for kind, texts := range map[string][]string{
		"metric": strs(report.Metrics), "dimension": strs(report.Dimensions),
		"filter": report.FilterNames(), "product": strs(report.Products()),
	} {
		for _, text := range texts {
			all = append(all, name{kind, text})
		}
	}
	for _, k := range report.LimitDefs {
		all = append(all, name{"limit", k.Name})
	}
	slices.SortFunc(all, func(a, b name) int { return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(a.kind, b.kind)) })
	return all
})

// about says in a sentence what a name means, in the words of the schema.
func (n name) about() string {
	types := map[string]string{
		"metric": "PartnerReportMetric", "dimension": "PartnerReportDimension",
		"product": "PartnerReportProduct", "filter": "PartnerReportFilters",
	}
	if n.kind == "limit" {
		i := slices.IndexFunc(report.LimitDefs, func(k report.LimitDef) bool { return k.Name == n.text })
		about := report.LimitDefs[i].About
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

// namesIn reads what is asked about: names in any case, with plus signs, commas,
// blanks or the word "by" between.
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
	for _, spelt := range []func(string) string{exact, folded} {
		for _, n := range knownNames() {
			if spelt(n.text) == spelt(word) {
				return n, nil
			}
		}
	}
	near := nearTo(word)
	if len(near) == 0 {
		return name{}, fmt.Errorf("nothing is called %q; mockserver explain --edition 2026 lists all names", word)
	}
	return name{}, fmt.Errorf("nothing is called %q; did you mean %s?", word, strings.Join(near, " or "))
}

func exact(text string) string { return text } // tells channelSlug from CHANNEL_SLUG

// folded is a name without case, hyphens and underscores.
func folded(text string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToUpper(text))
}

// nearTo returns up to three names that are spelt nearly as a word, or hold it.
func nearTo(word string) []string {
	type near struct {
		text string
		far  int
	}
	var found []near
	for _, n := range knownNames() {
		far := levenshtein.ComputeDistance(folded(word), folded(n.text))
		switch {
		case far <= max(2, len(word)/4):
			found = append(found, near{n.text, far})
		case len(word) > 3 && strings.Contains(folded(n.text), folded(word)):
			found = append(found, near{n.text, 100 + far})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return a.far - b.far })
	var texts []string
	for _, n := range found[:min(len(found), 3)] {
		texts = append(texts, n.text)
	}
	return texts
}
