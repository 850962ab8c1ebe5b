package explain

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
)

// A decision says whether an edition accepts a request.
type decision struct {
	Edition string   `json:"edition"`
	Passes  bool     `json:"passes"`
	Refusal string   `json:"refusal,omitempty"`
	Notices []string `json:"notices,omitempty"`
}

// explainRequest checks a request against each edition.
func (o Options) explainRequest(names []name, editions []*edition.Edition) (*Page, error) {
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
			return nil, fmt.Errorf("%s is a %s; write a request as METRIC+METRIC by DIMENSION,DIMENSION", n.text, n.kind)
		}
	}
	if len(r.Metrics) == 0 || len(r.Dimensions) == 0 {
		return nil, errors.New("a request needs a metric and a dimension: METRIC+METRIC by DIMENSION,DIMENSION")
	}
	p := &Page{}
	title := strings.Join(strs(r.Metrics), " + ") + " by " + strings.Join(strs(r.Dimensions), ", ")
	p.add(heading{1, title})
	var all []decision
	for _, e := range editions {
		j := o.decide(r, e)
		all = append(all, j)
		p.add(heading{2, "Edition " + e.Name})
		switch {
		case !j.Passes:
			p.add(paragraph("Refused: " + j.Refusal + "."))
		case len(j.Notices) > 0:
			p.add(paragraph("Accepted, with notices:"), bullets(j.Notices))
		default:
			p.add(paragraph("Accepted."))
		}
		p.add(table{[]string{"metric", "dimension", "verdict", "evidence"}, cellRows(r, e)})
	}
	p.data = map[string]any{"metrics": r.Metrics, "dimensions": r.Dimensions, "editions": all}
	p.cite()
	return p, nil
}

func (o Options) decide(r report.Request, e *edition.Edition) decision {
	j := decision{Edition: e.Name, Passes: true}
	r.Edition = e.Name
	r.Start = dailymock.Earliest // any range that the limits allow
	r.End = r.Start.AddDate(0, 0, days(e, o.Limits)-1)
	_, notices, err := edition.Check(r, edition.Matrix(o.Matrix), o.Limits)
	if err != nil {
		j.Passes, j.Refusal = false, err.Error()
	}
	for _, n := range notices {
		j.Notices = append(j.Notices, n.String())
	}
	return j
}

func cellRows(r report.Request, e *edition.Edition) [][]string {
	var rows [][]string
	for _, m := range r.Metrics {
		for _, d := range r.Dimensions {
			c := e.Cell(m, d)
			rows = append(rows, []string{string(m), string(d), string(c.Compatibility), evidenceText(c.Evidence)})
		}
	}
	return rows
}
