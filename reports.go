package dailymock

import (
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/world"
)

// How reports are asked for and end, as Go values. Their constants are plain
// text: ReportPolicy{Progress: "polls", Polls: 3, Outcome: "FAILED"}.
type (
	// A ReportPolicy says how long reports take and how they end.
	ReportPolicy = report.Policy
	// A ReportProgress is the way in which reports come to their end.
	ReportProgress = report.Progress
	// A ReportStatus is a state of a report, such as "FINISHED".
	ReportStatus = report.Status
	// A ReportRequest is what the mutation's input asks for.
	ReportRequest = report.Request
	// A ReportState is what became of a report so far.
	ReportState = report.State
	// An Expectation is what a loader must hold when it has loaded a report.
	Expectation = report.Expectation
)

// SetReportPolicy sets the policy of reports that an API key asks for from now
// on, or with an empty key that of all keys without one of their own. The error
// says what is wrong with a policy that cannot be.
func (s *Server) SetReportPolicy(key string, p ReportPolicy) error {
	return s.state.Load().reports.SetPolicy(key, p)
}

// ReportPolicy is the policy that holds for an API key, or with an empty one for
// all keys without one of their own.
func (s *Server) ReportPolicy(key string) ReportPolicy { return s.state.Load().reports.Policy(key) }

// Reports returns the reports of every account that are remembered, the one
// asked for last first.
func (s *Server) Reports() []ReportState { return s.state.Load().reports.States() }

// EndReport puts a report at its end from now on: status is FINISHED, FAILED or
// EXPIRED. The report is named by its ID or its token.
func (s *Server) EndReport(name, status string) (ReportState, error) {
	return s.state.Load().reports.End(name, report.Status(status))
}

// Expect says what a report holds that is asked for now, with the same login as
// the client's token, "" where it has none.
func (s *Server) Expect(login string, r ReportRequest) (Expectation, error) {
	return s.state.Load().reports.Expect(world.Account{Login: login}, r)
}

// ExpectOf says what the report behind a token holds.
func (s *Server) ExpectOf(token string) (Expectation, error) {
	return s.state.Load().reports.ExpectOf(token)
}
