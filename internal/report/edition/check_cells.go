package edition

import (
	"slices"
	"strings"
)

// checkMatrix checks a request against the lists and the matrix of its edition. With several metrics, each dimension
// has to go with each metric (docs/spec/reporting.md#compatibility-matrix).
func (c *checker) checkMatrix() error {
	if c.matrix == Off {
		return nil
	}
	metrics, err := checkListed(c, "metric", c.edition.Metrics, c.Metrics)
	if err != nil {
		return err
	}
	dimensions, err := checkListed(c, "dimension", c.edition.Dimensions, c.Dimensions)
	if err != nil {
		return err
	}
	if _, err := checkListed(c, "product", c.edition.Products, []Product{c.Product}); err != nil {
		return err
	}
	var gaps []gap
	for _, m := range distinct(c.Metrics) {
		found, err := c.checkCells(m)
		if err != nil {
			return err
		}
		if !slices.Contains(metrics, m) { // those have a notice already
			gaps = mergeGaps(gaps, found, dimensions)
		}
	}
	for _, g := range gaps {
		c.notices = append(c.notices, g.notice())
	}
	return nil
}

// checkListed returns the names that the pages of the edition do not list. It adds a notice for each, or refuses the
// first if the matrix is strict.
func checkListed[T ~string](c *checker, kind string, listings []Listing, names []T) ([]T, error) {
	var missing []T
	for _, name := range distinct(names) {
		entry := EntryOf(listings, string(name))
		if entry.Presence == Listed {
			continue
		}
		presence := entry.describe(c.edition.Name)
		if other := synonymOf(listings, string(name)); other != "" {
			presence += ", which has " + other + " instead"
		}
		if c.matrix == Strict {
			return nil, Refuse(ErrParameter, "%s %s %s (%s), and the matrix is strict", kind, name, presence, entry.cited())
		}
		c.notices = append(c.notices, Notice{kind + " " + string(name) + " " + presence, entry.Evidence})
		missing = append(missing, name)
	}
	return missing, nil
}

// describe says how an edition knows a name that it does not list.
func (e Entry) describe(edition string) string {
	pages := "is on no page of edition " + edition
	if e.Partial {
		pages = "is not on the pages of edition " + edition + ", some of which could be read only in part"
	}
	if e.Presence == InSchema {
		return pages + "; its schema has it"
	}
	return pages + ", nor in its schema"
}

// checkCells checks one metric against each dimension, and returns the pairs that no source speaks of.
func (c *checker) checkCells(m Metric) ([]gap, error) {
	var gaps []gap
	for _, d := range distinct(c.Dimensions) {
		cell := c.edition.Cell(m, d)
		switch {
		case cell.Compatibility == Allowed:
		case cell.Compatibility == Denied:
			return nil, Refuse(ErrIncompatible, "%s cannot be combined with %s in edition %s: %s. Use --matrix off to allow it",
				m, d, c.edition.Name, cell.reason())
		case c.matrix == Strict:
			return nil, Refuse(ErrIncompatible, "no source says that %s can be combined with %s in edition %s: %s, "+
				"and the matrix is strict", m, d, c.edition.Name, cell.reason())
		default:
			i := slices.IndexFunc(gaps, func(g gap) bool { return g.cell.sameReason(cell) })
			if i < 0 {
				i, gaps = len(gaps), append(gaps, gap{metrics: []Metric{m}, cell: cell})
			}
			gaps[i].dimensions = append(gaps[i].dimensions, d)
		}
	}
	return gaps, nil
}

// A gap is a set of metrics and dimensions of which no source says whether they can be combined, for one reason.
type gap struct {
	metrics    []Metric
	dimensions []Dimension
	cell       Cell
}

func (g gap) notice() Notice {
	pairs := strings.Join(texts(g.metrics), ", ") + " can be combined with " + strings.Join(texts(g.dimensions), ", ")
	return Notice{"no source says whether " + pairs + ": " + g.cell.Note, g.cell.Evidence}
}

// mergeGaps adds the gaps of one more metric to those with the same dimensions and reason. It leaves out dimensions
// that have a notice already.
func mergeGaps(gaps, found []gap, noted []Dimension) []gap {
	for _, f := range found {
		f.dimensions = slices.DeleteFunc(f.dimensions, func(d Dimension) bool { return slices.Contains(noted, d) })
		if len(f.dimensions) == 0 {
			continue
		}
		i := slices.IndexFunc(gaps, func(g gap) bool {
			return slices.Equal(g.dimensions, f.dimensions) && g.cell.sameReason(f.cell)
		})
		if i < 0 {
			gaps = append(gaps, f)
			continue
		}
		gaps[i].metrics = append(gaps[i].metrics, f.metrics...)
	}
	return gaps
}

func distinct[T comparable](values []T) []T {
	var all []T
	for _, v := range values {
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}
