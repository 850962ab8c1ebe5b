package graph

import (
	"slices"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report"
)

// permit returns an error of package oauth if a grant may not ask for a report with the
// metrics (docs/spec/reporting.md#tokens, docs/spec/reporting.md#error-cases).
func (r *Resolver) permit(g oauth.Grant, metrics []report.Metric) error {
	if err := g.RequireReports(); err != nil {
		return err
	}
	if slices.ContainsFunc(metrics, report.Metric.IsRevenue) {
		return r.Revenue(g)
	}
	return nil
}
