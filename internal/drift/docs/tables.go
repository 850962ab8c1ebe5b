package docs

import (
	"regexp"
	"slices"
	"strings"
)

// Lists holds what the tables of one or more pages say about reports. A list is
// nil if no table of its kind was found.
type Lists struct {
	Metrics    []string
	Dimensions []string
	Filters    []string
	Products   []string
	Matrix     map[string][]string // by metric: the dimensions that it can be combined with
}

// Kinds names the lists, in the order of Lists.
var Kinds = []string{"metrics", "dimensions", "filters", "products", "matrix"}

// Empty reports whether no table was found.
func (l Lists) Empty() bool { return len(l.found()) == 0 }

// found names the lists for which there was a table.
func (l Lists) found() []string {
	var kinds []string
	for i, list := range [][]string{l.Metrics, l.Dimensions, l.Filters, l.Products} {
		if list != nil {
			kinds = append(kinds, Kinds[i])
		}
	}
	if l.Matrix != nil {
		kinds = append(kinds, "matrix")
	}
	return kinds
}

var (
	constant = regexp.MustCompile(`[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*`) // such as VIEWS
	filter   = regexp.MustCompile(`^[a-z][a-zA-Z0-9]+$`)           // such as channelSlug
)

// Tables collects the lists of all tables of a page. known are names of metrics
// and dimensions, with which names that a page runs together are told apart.
func (p Page) Tables(known []string) Lists {
	var l Lists
	for _, s := range p.Sections {
		for _, t := range s.Tables {
			l.add(t, known)
		}
	}
	return l
}

// Add adds the lists of another page.
func (l *Lists) Add(o Lists) {
	l.Metrics = distinct(l.Metrics, o.Metrics)
	l.Dimensions = distinct(l.Dimensions, o.Dimensions)
	l.Filters = distinct(l.Filters, o.Filters)
	l.Products = distinct(l.Products, o.Products)
	for metric, dimensions := range o.Matrix {
		l.allow(metric, dimensions)
	}
}

func (l *Lists) allow(metric string, dimensions []string) {
	if l.Matrix == nil {
		l.Matrix = map[string][]string{}
	}
	l.Matrix[metric] = distinct(l.Matrix[metric], dimensions)
}

func (l *Lists) add(t Table, known []string) {
	if len(t.Header) < 2 {
		return
	}
	first, second := strings.ToLower(t.Header[0]), strings.ToLower(t.Header[1])
	switch {
	case strings.HasPrefix(first, "metric") && strings.Contains(second, "dimension"):
		for _, row := range t.Rows {
			if len(row) < 2 {
				continue
			}
			for _, metric := range names(row[0], known) {
				l.allow(metric, names(row[1], known))
			}
		}
	case strings.HasPrefix(first, "metric"):
		l.Metrics = distinct(l.Metrics, t.firstColumn(known))
	case strings.HasPrefix(first, "dimension") && ticks(t, known):
		l.ticked(t, known)
	case strings.HasPrefix(first, "dimension"):
		l.Dimensions = distinct(l.Dimensions, t.firstColumn(known))
	case strings.HasPrefix(first, "filter"):
		for _, row := range t.Rows {
			if name := strings.Trim(firstLine(row[0]), "`"); filter.MatchString(name) {
				l.Filters = distinct(l.Filters, []string{name})
			}
		}
	case strings.HasPrefix(first, "product"):
		l.Products = distinct(l.Products, t.firstColumn(known))
	}
}

// ticks reports whether a table has metrics across and dimensions down.
func ticks(t Table, known []string) bool {
	return len(names(strings.Join(t.Header[1:], "\n"), known)) == len(t.Header)-1
}

// ticked reads a matrix in which a mark stands where two names can be combined.
func (l *Lists) ticked(t Table, known []string) {
	for _, row := range t.Rows {
		dimension := names(row[0], known)
		for i := 1; i < min(len(row), len(t.Header)); i++ {
			if mark := strings.ToLower(strings.TrimSpace(row[i])); mark != "" && !slices.Contains(crosses, mark) {
				l.allow(names(t.Header[i], known)[0], dimension)
			}
		}
	}
}

var crosses = []string{"-", "–", "—", "✗", "✘", "❌", "no", "n"}

// firstColumn returns the names of a table's rows, one a row.
func (t Table) firstColumn(known []string) []string {
	var list []string
	for _, row := range t.Rows {
		if found := names(firstLine(row[0]), known); len(found) > 0 {
			list = append(list, found[0])
		}
	}
	return list
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// names returns the names in a cell. A name that is not known, but
// consists of two or more of them, was run together when the page was made.
func names(cell string, known []string) []string {
	var list []string
	for _, name := range constant.FindAllString(cell, -1) {
		if slices.Contains(known, name) || len(name) < 2 {
			if len(name) >= 2 {
				list = append(list, name)
			}
			continue
		}
		if parts := split(name, known); parts != nil {
			list = append(list, parts...)
		} else {
			list = append(list, name)
		}
	}
	return list
}

// maxRun bounds the length of a name that is cut into known ones, in bytes.
const maxRun = 400

// split cuts a name into known ones, nil if it does not consist of them.
func split(name string, known []string) []string {
	if name == "" {
		return []string{}
	}
	if len(name) > maxRun {
		return nil
	}
	for _, k := range known {
		rest, ok := strings.CutPrefix(name, k)
		if !ok {
			continue
		}
		if parts := split(rest, known); parts != nil {
			return append([]string{k}, parts...)
		}
	}
	return nil
}

// distinct appends the elements that a list lacks. It returns an empty list, not
// nil, if both are empty and the other is not nil.
func distinct(list, more []string) []string {
	if more != nil && list == nil {
		list = []string{}
	}
	for _, e := range more {
		if !slices.Contains(list, e) {
			list = append(list, e)
		}
	}
	return list
}
