package explain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/source"
)

// explainEditions compares the editions in one table.
func explainEditions(editions []*edition.Edition) *Page {
	p := &Page{data: map[string]any{"editions": editions, "sources": source.All()}}
	head := []string{"limit"}
	endpoints := []string{"endpoint"}
	for _, e := range editions {
		head = append(head, e.Name)
		endpoints = append(endpoints, e.Endpoint)
	}
	rows := [][]string{endpoints}
	for _, k := range edition.LimitDefs {
		row := []string{k.Name + ": " + k.About}
		for _, e := range editions {
			f := k.Of(e)
			row = append(row, f.Value+" ("+f.Evidence.String()+")")
		}
		rows = append(rows, row)
	}
	for _, l := range lists {
		row := []string{l.about}
		for _, e := range editions {
			listed, schema := count(l.names, l.of(e))
			row = append(row, fmt.Sprintf("%d, and %d only in its schema", listed, schema))
		}
		rows = append(rows, row)
	}
	p.add(heading{1, "Editions"},
		paragraph("An edition is one generation of the vendor's documentation of reports, "+
			"with what was observed of the API at that time."),
		table{head, rows})
	p.cite()
	p.add(paragraph("See also: mockserver explain --edition 2026, mockserver explain VIEWS, " +
		"mockserver explain UPLOADS by VISITOR_COUNTRY."))
	return p
}

// lists are the lists of names in an edition.
var lists = []struct {
	about string
	names []string
	of    func(*edition.Edition) []edition.Listing
}{
	{"metrics on its pages", strs(edition.Metrics), metricsOf},
	{"dimensions on its pages", strs(edition.Dimensions), dimensionsOf},
	{"filters on its pages", edition.FilterNames, filtersOf},
	{"products on its pages", strs(edition.Products), productsOf},
}

func metricsOf(e *edition.Edition) []edition.Listing    { return e.Metrics }
func dimensionsOf(e *edition.Edition) []edition.Listing { return e.Dimensions }
func filtersOf(e *edition.Edition) []edition.Listing    { return e.Filters }
func productsOf(e *edition.Edition) []edition.Listing   { return e.Products }

// count returns how many names an edition has on its pages, and how many only
// in its schema.
func count(names []string, listings []edition.Listing) (listed, schema int) {
	for _, n := range names {
		switch edition.EntryOf(listings, n).Presence {
		case edition.Listed:
			listed++
		case edition.InSchema:
			schema++
		}
	}
	return listed, schema
}

// explainEdition describes one edition completely.
func explainEdition(e *edition.Edition) *Page {
	p := &Page{data: e}
	p.add(heading{1, "Edition " + e.Name},
		paragraph(strings.ToUpper(e.About[:1])+e.About[1:]+". Endpoint: "+e.Endpoint+"."))
	if len(e.Remarks) > 0 {
		p.add(bullets(e.Remarks))
	}
	p.add(heading{2, "Limits"}, table{[]string{"limit", "", "value", "evidence"}, limitRows(e)})
	for _, l := range lists {
		p.add(heading{2, strings.ToUpper(l.about[:1]) + strings.TrimSuffix(l.about[1:], " on its pages")},
			table{[]string{"", "names", "evidence"}, listRows(l.names, l.of(e))})
	}
	p.add(heading{2, "Combinations"}, table{[]string{"metrics", "", "dimensions", "evidence"}, matrixRows(e)},
		paragraph("A combination that is not listed here is accepted with a notice; --matrix strict refuses it. "+
			"No source says which filters and products a metric can be combined with; the mock accepts all."))
	p.cite()
	return p
}

func limitRows(e *edition.Edition) [][]string {
	var rows [][]string
	for _, k := range edition.LimitDefs {
		f := k.Of(e)
		rows = append(rows, []string{k.Name, k.About, f.Value, evidenceText(f.Evidence)})
	}
	return rows
}

// listRows groups the names that an edition lists in the same way.
func listRows(names []string, listings []edition.Listing) [][]string {
	var rows [][]string
	for _, presence := range []edition.Presence{edition.Listed, edition.InSchema, edition.Absent} {
		start := len(rows)
		for _, n := range names {
			entry := edition.EntryOf(listings, n)
			if entry.Presence != presence {
				continue
			}
			words, why := presenceText(entry), evidenceText(entry.Evidence)
			i := slices.IndexFunc(rows[start:], func(r []string) bool { return r[2] == why })
			if i < 0 {
				rows = append(rows, []string{words, n, why})
				continue
			}
			rows[start+i][1] += ", " + n
		}
	}
	return rows
}

func matrixRows(e *edition.Edition) [][]string {
	var rows [][]string
	for _, r := range e.Matrix {
		metrics := strings.Join(strs(r.Metrics), ", ")
		if len(r.Allowed) > 0 {
			evidence := evidenceText(r.Evidence) + coverageText(r.Coverage)
			rows = append(rows, []string{metrics, "combine with", strings.Join(strs(r.Allowed), ", "), evidence})
		}
		if len(r.Denied) > 0 {
			rows = append(rows, []string{metrics, "not with", strings.Join(strs(r.Denied), ", "), evidenceText(r.Evidence)})
		}
		if len(r.Tried) > 0 {
			rows = append(rows, []string{metrics, "tried with", strings.Join(strs(r.Tried), ", "), evidenceText(r.Evidence)})
		}
	}
	return rows
}

func coverageText(c edition.Coverage) string {
	switch c {
	case edition.Complete:
		return "; the complete row was observed: no other combination is allowed"
	case edition.Partial:
		return "; the row was observed only in part: more combinations may be allowed"
	default:
		return ""
	}
}

func explainLimit(limit string, editions []*edition.Edition) *Page {
	i := slices.IndexFunc(edition.LimitDefs, func(k edition.LimitDef) bool { return k.Name == limit })
	k := edition.LimitDefs[i]
	p := &Page{}
	facts := map[string]edition.LimitFact{}
	var rows [][]string
	for _, e := range editions {
		facts[e.Name] = k.Of(e)
		rows = append(rows, []string{"edition " + e.Name, k.Of(e).Value, evidenceText(k.Of(e).Evidence)})
	}
	p.data = map[string]any{"limit": k.Name, "about": k.About, "takes": k.Takes, "editions": facts}
	p.add(heading{1, "limit " + k.Name}, paragraph(name{"limit", limit}.about()), table{nil, rows},
		paragraph("To change it: --limit "+k.Name+"=VALUE; VALUE is "+k.Takes+"."))
	p.cite()
	return p
}

// explainOther says where the editions list a filter or product.
func explainOther(n name, editions []*edition.Edition) *Page {
	p := &Page{}
	var all []found
	var rows [][]string
	for _, e := range editions {
		listings := e.Filters
		if n.kind == "product" {
			listings = e.Products
		}
		f := found{Edition: e.Name, Place: edition.EntryOf(listings, n.text)}
		all = append(all, f)
		rows = append(rows, []string{"edition " + e.Name, presenceText(f.Place), evidenceText(f.Place.Evidence)})
	}
	p.data = map[string]any{n.kind: n.text, "about": n.about(), "editions": all}
	p.add(heading{1, n.kind + " " + n.text}, paragraph(n.about()), table{nil, rows},
		paragraph("No source says which metrics it can be combined with; the mock accepts all."))
	p.cite()
	return p
}

// days returns a number of days that the limits allow.
func days(e *edition.Edition, limits map[string]string) int {
	text := e.Limits.Shortest.Value
	if own, ok := limits["shortest"]; ok {
		text = own
	}
	n, _ := strconv.Atoi(text) // both are valid
	return n
}
