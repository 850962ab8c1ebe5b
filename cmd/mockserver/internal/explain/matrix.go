package explain

import (
	"slices"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
)

// cells groups cells of the matrix that have the same result and evidence.
type cells struct {
	Verdict edition.Compatibility `json:"verdict"`
	Names   []string              `json:"names"`
	edition.Evidence
}

// found says where an edition lists a name, and what the name combines with.
type found struct {
	Edition string        `json:"edition"`
	Place   edition.Entry `json:"place"`
	Cells   []cells       `json:"cells,omitempty"`
}

// explainMetric lists the dimensions that a metric combines with.
func explainMetric(m report.Metric, editions []*edition.Edition) *Page {
	return explainCells(name{"metric", string(m)}, "dimensions", editions,
		metricsOf,
		func(e *edition.Edition) []cells {
			return groupCells(edition.Dimensions, func(d report.Dimension) edition.Cell { return e.Cell(m, d) })
		})
}

// explainDimension lists the metrics that a dimension combines with.
func explainDimension(d report.Dimension, editions []*edition.Edition) *Page {
	return explainCells(name{"dimension", string(d)}, "metrics", editions,
		dimensionsOf,
		func(e *edition.Edition) []cells {
			return groupCells(edition.Metrics, func(m report.Metric) edition.Cell { return e.Cell(m, d) })
		})
}

// explainCells lists what a name combines with in each edition. others names the
// other axis of the matrix.
func explainCells(
	n name, others string, editions []*edition.Edition,
	listings func(*edition.Edition) []edition.Listing, group func(*edition.Edition) []cells,
) *Page {
	p := &Page{}
	p.add(heading{1, n.text}, paragraph(n.about()))
	var all []found
	for _, e := range editions {
		f := found{e.Name, edition.EntryOf(listings(e), n.text), group(e)}
		all = append(all, f)
		rows := [][]string{{"listed", presenceText(f.Place), evidenceText(f.Place.Evidence)}}
		for _, c := range f.Cells {
			rows = append(rows, []string{verdictTexts[c.Verdict], namesOrCount(c, others), evidenceText(c.Evidence)})
		}
		p.add(heading{2, "Edition " + e.Name}, table{nil, rows})
	}
	p.data = map[string]any{n.kind: n.text, "about": n.about(), "editions": all}
	p.cite()
	return p
}

// groupCells groups names whose cells have the same result and evidence,
// allowed ones first.
func groupCells[T ~string](names []T, cell func(T) edition.Cell) []cells {
	var groups []cells
	for _, n := range names {
		c := cell(n)
		i := slices.IndexFunc(groups, func(g cells) bool {
			return g.Verdict == c.Compatibility && g.String() == c.Evidence.String() && g.Note == c.Note
		})
		if i < 0 {
			i, groups = len(groups), append(groups, cells{Verdict: c.Compatibility, Evidence: c.Evidence})
		}
		groups[i].Names = append(groups[i].Names, string(n))
	}
	order := []edition.Compatibility{edition.Allowed, edition.Denied, edition.Unknown}
	slices.SortStableFunc(groups, func(a, b cells) int {
		return slices.Index(order, a.Verdict) - slices.Index(order, b.Verdict)
	})
	return groups
}
