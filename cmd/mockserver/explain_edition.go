package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/report"
)

// explainEditions puts the editions side by side.
func explainEditions(editions []*report.Edition) *page {
	p := &page{data: map[string]any{"editions": editions, "sources": report.Sources()}}
	head := []string{"limit"}
	doors := []string{"door"}
	for _, e := range editions {
		head = append(head, e.Name)
		doors = append(doors, e.Endpoint)
	}
	rows := [][]string{doors}
	for _, k := range report.LimitDefs {
		row := []string{k.Name + ": " + k.About}
		for _, e := range editions {
			f := k.Of(e)
			row = append(row, f.Value+" ("+f.Evidence.String()+")")
		}
		rows = append(rows, row)
	}
	for _, l := range kindsOfList {
		row := []string{l.about}
		for _, e := range editions {
			listed, schema := count(l.names, l.of(e))
			row = append(row, fmt.Sprintf("%d, and %d in its schema alone", listed, schema))
		}
		rows = append(rows, row)
	}
	p.add(heading{1, "Editions"},
		paragraph("An edition is what one generation of the documentation, and what was seen of the API in its time, says of reports."),
		table{head, rows})
	p.add(legend(p.blocks)...)
	p.add(paragraph("More: mockserver explain --edition 2026, mockserver explain VIEWS, mockserver explain UPLOADS by VISITOR_COUNTRY."))
	return p
}

// kindsOfList are the lists that an edition has.
var kindsOfList = []struct {
	about string
	names []string
	of    func(*report.Edition) []report.Listing
}{
	{"metrics on its pages", strs(report.Metrics), func(e *report.Edition) []report.Listing { return e.Metrics }},
	{"dimensions on its pages", strs(report.Dimensions), func(e *report.Edition) []report.Listing { return e.Dimensions }},
	{"filters on its pages", report.FilterNames(), func(e *report.Edition) []report.Listing { return e.Filters }},
	{"products on its pages", strs(report.Products()), func(e *report.Edition) []report.Listing { return e.Products }},
}

func count(names []string, listings []report.Listing) (listed, schema int) {
	for _, n := range names {
		switch report.EntryOf(listings, n).Presence {
		case report.Listed:
			listed++
		case report.InSchema:
			schema++
		}
	}
	return listed, schema
}

// explainEdition says all that is known of one edition.
func explainEdition(e *report.Edition) *page {
	p := &page{data: e}
	p.add(heading{1, "Edition " + e.Name},
		paragraph(strings.ToUpper(e.About[:1])+e.About[1:]+". Its door: "+e.Endpoint+"."))
	if len(e.Remarks) > 0 {
		p.add(bullets(e.Remarks))
	}
	p.add(heading{2, "Limits"}, table{[]string{"limit", "", "", "ground"}, limitRows(e)})
	for _, l := range kindsOfList {
		p.add(heading{2, strings.ToUpper(l.about[:1]) + strings.TrimSuffix(l.about[1:], " on its pages")},
			table{[]string{"", "which", "ground"}, listRows(l.names, l.of(e))})
	}
	p.add(heading{2, "What goes with what"}, table{[]string{"metrics", "", "dimensions", "ground"}, matrixRows(e)},
		paragraph("What stands nowhere here is accepted with a notice, or refused where the matrix is strict. Which filters and products go with a metric was seen nowhere; all do."))
	p.add(legend(p.blocks)...)
	return p
}

func limitRows(e *report.Edition) [][]string {
	var rows [][]string
	for _, k := range report.LimitDefs {
		f := k.Of(e)
		rows = append(rows, []string{k.Name, k.About, f.Value, ground(f.Evidence)})
	}
	return rows
}

// listRows puts names together that stand alike in an edition.
func listRows(names []string, listings []report.Listing) [][]string {
	var rows [][]string
	for _, standing := range []report.Presence{report.Listed, report.InSchema, report.Absent} {
		start := len(rows)
		for _, n := range names {
			place := report.EntryOf(listings, n)
			if place.Presence != standing {
				continue
			}
			words, why := placeWords(place), ground(place.Evidence)
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

func matrixRows(e *report.Edition) [][]string {
	var rows [][]string
	for _, r := range e.Matrix {
		metrics := strings.Join(strs(r.Metrics), ", ")
		if len(r.Allowed) > 0 {
			rows = append(rows, []string{metrics, "go with", strings.Join(strs(r.Allowed), ", "), ground(r.Evidence) + extent(r.Coverage)})
		}
		if len(r.Denied) > 0 {
			rows = append(rows, []string{metrics, "not with", strings.Join(strs(r.Denied), ", "), ground(r.Evidence)})
		}
		if len(r.Tried) > 0 {
			rows = append(rows, []string{metrics, "tried with", strings.Join(strs(r.Tried), ", "), ground(r.Evidence)})
		}
	}
	return rows
}

func extent(x report.Coverage) string {
	switch x {
	case report.Complete:
		return "; the row was seen whole, they go with nothing else"
	case report.Partial:
		return "; the row was cut off here, they may go with more"
	default:
		return ""
	}
}

func explainLimit(limit string, editions []*report.Edition) *page {
	i := slices.IndexFunc(report.LimitDefs, func(k report.LimitDef) bool { return k.Name == limit })
	k := report.LimitDefs[i]
	p := &page{}
	facts := map[string]report.LimitFact{}
	var rows [][]string
	for _, e := range editions {
		facts[e.Name] = k.Of(e)
		rows = append(rows, []string{"edition " + e.Name, k.Of(e).Value, ground(k.Of(e).Evidence)})
	}
	p.data = map[string]any{"limit": k.Name, "about": k.About, "takes": k.Takes, "editions": facts}
	p.add(heading{1, "limit " + k.Name}, paragraph(name{"limit", limit}.about()), table{nil, rows},
		paragraph("To change it: --limit "+k.Name+"=VALUE, where the value is "+k.Takes+"."))
	p.add(legend(p.blocks)...)
	return p
}

// explainOther says how a filter or product stands.
func explainOther(n name, editions []*report.Edition) *page {
	p := &page{}
	var all []found
	var rows [][]string
	for _, e := range editions {
		listings := e.Filters
		if n.kind == "product" {
			listings = e.Products
		}
		f := found{Edition: e.Name, Place: report.EntryOf(listings, n.text)}
		all = append(all, f)
		rows = append(rows, []string{"edition " + e.Name, placeWords(f.Place), ground(f.Place.Evidence)})
	}
	p.data = map[string]any{n.kind: n.text, "about": n.about(), "editions": all}
	p.add(heading{1, n.kind + " " + n.text}, paragraph(n.about()), table{nil, rows},
		paragraph("With which metrics it goes was seen nowhere; it is accepted with all."))
	p.add(legend(p.blocks)...)
	return p
}

// days is a range that the limits let pass.
func days(e *report.Edition, limits map[string]string) int {
	text := e.Limits.Shortest.Value
	if own, ok := limits["shortest"]; ok {
		text = own
	}
	n, _ := strconv.Atoi(text) // both were checked
	return n
}
