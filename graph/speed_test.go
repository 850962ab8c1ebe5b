package graph_test

import (
	"fmt"
	"testing"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/testing/benchratio"
)

// poll is what every documented client asks again and again.
const poll = `query PartnerGetReportFile($reportToken: String!) {
	partner { reportFile(reportToken: $reportToken) { status downloadLinks { edges { node { link } } } } }
}`

// BenchmarkStatusPoll is a status poll through the transport alone, beside a bare
// handler. The whole server's is at the root.
func BenchmarkStatusPoll(b *testing.B) {
	r := &reports{links: []report.Link{{ID: "1", Path: report.Bucket + "21da4e2e74c0ffee21da4e2e74c0ffee"}}}
	token := fmt.Sprintf("eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.%0300d", 7)
	r.put("key", token, report.Finished)
	ours := open(b, r)
	asked := body(poll, `{"reportToken": "`+token+`"}`)
	benchratio.Ratio(b, ours.Config.Handler, benchratio.Post("/", "application/json", "", asked))
}
