package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/report"
)

// An explainer says what may be asked, and on what evidence.
type explainer struct {
	edition string // "" means all, the newest first
	format  string
	matrix  string
	limits  map[string]string
}

func explainCommand() *cobra.Command {
	e := explainer{format: "text", matrix: "lenient"}
	cmd := &cobra.Command{
		Use:   "explain [NAME | METRIC+METRIC by DIMENSION,…]",
		Short: "Say what a report may ask for, and on what evidence",
		Long: "Says of a metric, a dimension, a filter, a product, a limit or a whole request what\n" +
			"each edition allows, and how that is known. Without an argument it sums the editions\n" +
			"up; with --edition alone it says all that is known of one.",
		Example: "  mockserver explain VIEWS\n  mockserver explain UPLOADS by VISITOR_COUNTRY\n  mockserver explain views+uploads by day --edition 2026 -o json",
		RunE: func(cmd *cobra.Command, args []string) error {
			page, err := e.explain(args)
			if err != nil {
				return failure{exitUsage, err}
			}
			return page.write(cmd.OutOrStdout(), e.format)
		},
	}
	fs := cmd.Flags()
	fs.Var(as(&e.edition, oneOf(append(dailymock.Editions(), "")...)), "edition", "only this `edition`: "+strings.Join(dailymock.Editions(), ", "))
	fs.VarP(as(&e.format, oneOf("text", "json", "markdown")), "output", "o", "`text`, json or markdown")
	fs.Var(as(&e.matrix, oneOf(dailymock.Matrices()...)), "matrix", "judge a request by a `lenient` matrix, a strict one, or none: off")
	fs.Var(limits(&e.limits), "limit", "judge a request by `name=value` instead of the edition's own limit")
	return cmd
}

// A page is what explain has found out: for people as blocks, for programs as data.
type page struct {
	blocks []block
	data   any
}

func (p *page) write(w io.Writer, format string) error {
	switch format {
	case "json":
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(p.data)
	case "markdown":
		return writeBlocks(w, p.blocks, block.markdown)
	default:
		return writeBlocks(w, p.blocks, block.text)
	}
}

func (p *page) add(b ...block) { p.blocks = append(p.blocks, b...) }

// editions are those that are asked about, the newest first.
func (e explainer) editions() ([]*report.Edition, error) {
	var all []*report.Edition
	for _, name := range report.Editions() {
		if e.edition == "" || e.edition == name {
			one, err := report.EditionOf(name)
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
	}
	slices.Reverse(all)
	return all, nil
}

func (e explainer) explain(args []string) (*page, error) {
	editions, err := e.editions()
	if err != nil {
		return nil, err
	}
	names, err := namesIn(strings.Join(args, " "))
	if err != nil {
		return nil, err
	}
	switch {
	case len(names) == 0 && e.edition != "":
		return explainEdition(editions[0]), nil
	case len(names) == 0:
		return explainEditions(editions), nil
	case len(names) == 1:
		return names[0].explain(editions), nil
	default:
		return e.explainRequest(names, editions)
	}
}

// explain says all about one name.
func (n name) explain(editions []*report.Edition) *page {
	switch n.kind {
	case "metric":
		return explainMetric(report.Metric(n.text), editions)
	case "dimension":
		return explainDimension(report.Dimension(n.text), editions)
	case "limit":
		return explainLimit(n.text, editions)
	default:
		return explainOther(n, editions)
	}
}

// A cells is some cells of the matrix that are alike.
type cells struct {
	Verdict report.Compatibility `json:"verdict"`
	Names   []string             `json:"names"`
	report.Evidence
}

// A found is how a metric or dimension stands in an edition.
type found struct {
	Edition string       `json:"edition"`
	Place   report.Entry `json:"place"`
	Cells   []cells      `json:"cells,omitempty"`
}

// explainMetric says with which dimensions a metric goes.
func explainMetric(m report.Metric, editions []*report.Edition) *page {
	return explainCells(name{"metric", string(m)}, "dimensions", editions,
		func(e *report.Edition) []report.Listing { return e.Metrics },
		func(e *report.Edition) []cells {
			return groupCells(report.Dimensions, func(d report.Dimension) report.Cell { return e.Cell(m, d) })
		})
}

// explainDimension says with which metrics a dimension goes.
func explainDimension(d report.Dimension, editions []*report.Edition) *page {
	return explainCells(name{"dimension", string(d)}, "metrics", editions,
		func(e *report.Edition) []report.Listing { return e.Dimensions },
		func(e *report.Edition) []cells {
			return groupCells(report.Metrics, func(m report.Metric) report.Cell { return e.Cell(m, d) })
		})
}

func explainCells(n name, others string, editions []*report.Edition, listings func(*report.Edition) []report.Listing, group func(*report.Edition) []cells) *page {
	p := &page{}
	p.add(heading{1, n.text}, paragraph(n.about()))
	var all []found
	for _, e := range editions {
		f := found{e.Name, report.EntryOf(listings(e), n.text), group(e)}
		all = append(all, f)
		rows := [][]string{{"listed", placeWords(f.Place), ground(f.Place.Evidence)}}
		for _, c := range f.Cells {
			rows = append(rows, []string{verdictWords[c.Verdict], namesOrCount(c, others), ground(c.Evidence)})
		}
		p.add(heading{2, "Edition " + e.Name}, table{nil, rows})
	}
	p.data = map[string]any{n.kind: n.text, "about": n.about(), "editions": all}
	p.add(legend(p.blocks)...)
	return p
}

// groupCells puts names together whose cells say the same for the same reason,
// what is allowed first.
func groupCells[T ~string](names []T, cell func(T) report.Cell) []cells {
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
	order := []report.Compatibility{report.Allowed, report.Denied, report.Unknown}
	slices.SortStableFunc(groups, func(a, b cells) int {
		return slices.Index(order, a.Verdict) - slices.Index(order, b.Verdict)
	})
	return groups
}

var verdictWords = map[report.Compatibility]string{
	report.Allowed: "goes with", report.Denied: "not with", report.Unknown: "nobody says",
}

// namesOrCount names what goes with a thing, and counts what many do not.
func namesOrCount(c cells, others string) string {
	if c.Verdict != report.Allowed && len(c.Names) > 12 {
		return fmt.Sprintf("%d other %s", len(c.Names), others)
	}
	return strings.Join(c.Names, ", ")
}

// ground is the evidence as people read it.
func ground(e report.Evidence) string {
	if e.Note == "" {
		return e.String()
	}
	return e.String() + ": " + e.Note
}

func placeWords(p report.Entry) string {
	switch {
	case p.Presence == report.Listed:
		return "on its pages"
	case p.Presence == report.InSchema && p.Partial:
		return "not on its pages, which were seen in part; in its schema"
	case p.Presence == report.InSchema:
		return "not on its pages; in its schema"
	case p.Partial:
		return "not on its pages, which were seen in part, nor in its schema"
	default:
		return "neither on its pages nor in its schema"
	}
}

// A judgement is what an edition makes of a request.
type judgement struct {
	Edition string   `json:"edition"`
	Passes  bool     `json:"passes"`
	Refusal string   `json:"refusal,omitempty"`
	Notices []string `json:"notices,omitempty"`
}

// explainRequest says whether a report could be asked for, and why.
func (e explainer) explainRequest(names []name, editions []*report.Edition) (*page, error) {
	var r report.Request
	for _, n := range names {
		switch n.kind {
		case "metric":
			r.Metrics = append(r.Metrics, report.Metric(n.text))
		case "dimension":
			r.Dimensions = append(r.Dimensions, report.Dimension(n.text))
		case "product":
			r.Product = report.Product(n.text)
		default:
			return nil, fmt.Errorf("%s is a %s; a request is METRIC+METRIC by DIMENSION,DIMENSION", n.text, n.kind)
		}
	}
	if len(r.Metrics) == 0 || len(r.Dimensions) == 0 {
		return nil, fmt.Errorf("a request has at least one metric and one dimension: METRIC+METRIC by DIMENSION,DIMENSION")
	}
	p := &page{}
	title := strings.Join(strs(r.Metrics), " + ") + " by " + strings.Join(strs(r.Dimensions), ", ")
	p.add(heading{1, title})
	var all []judgement
	for _, edition := range editions {
		j := e.judge(r, edition)
		all = append(all, j)
		p.add(heading{2, "Edition " + edition.Name})
		switch {
		case !j.Passes:
			p.add(paragraph("Refused: " + j.Refusal + "."))
		case len(j.Notices) > 0:
			p.add(paragraph("Accepted, with notices:"), bullets(j.Notices))
		default:
			p.add(paragraph("Accepted."))
		}
		p.add(table{[]string{"metric", "dimension", "", "ground"}, cellRows(r, edition)})
	}
	p.data = map[string]any{"metrics": r.Metrics, "dimensions": r.Dimensions, "editions": all}
	p.add(legend(p.blocks)...)
	return p, nil
}

func (e explainer) judge(r report.Request, edition *report.Edition) judgement {
	j := judgement{Edition: edition.Name, Passes: true}
	r.Edition = edition.Name
	r.Start = dailymock.Earliest // some days that no limit is about
	r.End = r.Start.AddDate(0, 0, days(edition, e.limits)-1)
	notices, err := report.Check(r, report.Matrix(e.matrix), e.limits)
	if err != nil {
		j.Passes, j.Refusal = false, err.Error()
	}
	for _, n := range notices {
		j.Notices = append(j.Notices, n.String())
	}
	return j
}

func cellRows(r report.Request, e *report.Edition) [][]string {
	var rows [][]string
	for _, m := range r.Metrics {
		for _, d := range r.Dimensions {
			c := e.Cell(m, d)
			rows = append(rows, []string{string(m), string(d), string(c.Compatibility), ground(c.Evidence)})
		}
	}
	return rows
}

func strs[T ~string](values []T) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return texts
}
