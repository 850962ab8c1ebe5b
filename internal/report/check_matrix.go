package report

import (
	"slices"
	"strings"
)

// checkMatrix holds a request to the lists and the matrix of its edition. With
// several metrics, a dimension has to go with each (docs/spec/reporting.md#compatibility-matrix).
func (c *checker) checkMatrix() error {
	if c.matrix == Off {
		return nil
	}
	metrics, err := unlisted(c, "metric", c.edition.Metrics, c.Metrics)
	if err != nil {
		return err
	}
	dimensions, err := unlisted(c, "dimension", c.edition.Dimensions, c.Dimensions)
	if err != nil {
		return err
	}
	if _, err := unlisted(c, "product", c.edition.Products, []Product{c.Product}); err != nil {
		return err
	}
	var gaps []gap
	for _, m := range distinct(c.Metrics) {
		found, err := c.checkCells(m)
		if err != nil {
			return err
		}
		if !slices.Contains(metrics, m) { // else it is no news
			gaps = mergeGaps(gaps, found, dimensions)
		}
	}
	for _, g := range gaps {
		c.notices = append(c.notices, g.notice())
	}
	return nil
}

// unlisted returns those of some names that the edition's pages do not list: it
// notes them, or refuses where the matrix is strict.
func unlisted[T ~string](c *checker, kind string, listings []Listing, names []T) ([]T, error) {
	var found []T
	for _, name := range distinct(names) {
		p := EntryOf(listings, string(name))
		if p.Presence == Listed {
			continue
		}
		where := p.where(c.edition.Name)
		if c.matrix == Strict {
			return nil, refuse(ErrParameter, "%s %s %s (%s), and the matrix is strict", kind, name, where, p.Evidence)
		}
		c.notices = append(c.notices, Notice{kind + " " + string(name) + " " + where, p.Evidence})
		found = append(found, name)
	}
	return found, nil
}

// where says in words how what is not listed stands in an edition.
func (p Entry) where(edition string) string {
	pages := "is on no page of edition " + edition
	if p.Partial {
		pages = "is not on the pages of edition " + edition + ", which could be read only in part"
	}
	if p.Presence == InSchema {
		return pages + "; its schema has it"
	}
	return pages + ", nor in its schema"
}

// checkCells looks at one metric with each of the dimensions, and returns those
// that no source speaks of.
func (c *checker) checkCells(m Metric) ([]gap, error) {
	var gaps []gap
	for _, d := range distinct(c.Dimensions) {
		cell := c.edition.Cell(m, d)
		switch {
		case cell.Compatibility == Allowed:
		case cell.Compatibility == Denied:
			return nil, refuse(ErrIncompatible, "metric %s does not go with dimension %s in edition %s: %s (%s)", m, d, c.edition.Name, cell.why(), cell.Evidence)
		case c.matrix == Strict:
			return nil, refuse(ErrIncompatible, "no source says that metric %s goes with dimension %s in edition %s: %s (%s), and the matrix is strict", m, d, c.edition.Name, cell.why(), cell.Evidence)
		default:
			i := slices.IndexFunc(gaps, func(g gap) bool { return g.cell.alike(cell) })
			if i < 0 {
				i, gaps = len(gaps), append(gaps, gap{metrics: []Metric{m}, cell: cell})
			}
			gaps[i].dimensions = append(gaps[i].dimensions, d)
		}
	}
	return gaps, nil
}

// A gap is some metrics and dimensions of which no source says that they go
// together, all for one reason.
type gap struct {
	metrics    []Metric
	dimensions []Dimension
	cell       Cell
}

func (g gap) notice() Notice {
	metrics, verb := join(g.metrics), " goes with "
	if len(g.metrics) > 1 {
		verb = " go with "
	}
	return Notice{"no source says whether " + metrics + verb + join(g.dimensions) + ": " + g.cell.why(), g.cell.Evidence}
}

// mergeGaps adds the gaps of one more metric, without the dimensions that were
// noted already, to those of others that are alike.
func mergeGaps(gaps, found []gap, noted []Dimension) []gap {
	for _, f := range found {
		f.dimensions = slices.DeleteFunc(f.dimensions, func(d Dimension) bool { return slices.Contains(noted, d) })
		if len(f.dimensions) == 0 {
			continue
		}
		i := slices.IndexFunc(gaps, func(g gap) bool { return slices.Equal(g.dimensions, f.dimensions) && g.cell.alike(f.cell) })
		if i < 0 {
			gaps = append(gaps, f)
			continue
		}
		gaps[i].metrics = append(gaps[i].metrics, f.metrics...)
	}
	return gaps
}

// alike tells whether two cells say the same for the same reason.
func (c Cell) alike(o Cell) bool {
	return c.Compatibility == o.Compatibility && c.String() == o.String() && c.Note == o.Note
}

func (c Cell) why() string {
	if c.Note == "" {
		return "a source says so"
	}
	return c.Note
}

func join[T ~string](values []T) string { return strings.Join(texts(values), ", ") }

func distinct[T comparable](values []T) []T {
	var all []T
	for _, v := range values {
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}
