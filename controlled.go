package dailymock

import (
	"errors"
	"fmt"
	"time"

	"github.com/dailymock/dailymock/internal/control"
	"github.com/dailymock/dailymock/internal/report"
)

// controlled shows a Server as internal/control wants it.
type controlled struct{ *Server }

func (c controlled) Clock() control.Clock { return control.Clock(c.Server.Clock()) }

func (c controlled) SetClock(to control.ClockChange) error {
	return c.Server.SetClock(ClockChange(to))
}

func (c controlled) Journal() any {
	return struct {
		Tally   Tally          `json:"tally"`
		Entries []JournalEntry `json:"entries"`
	}{c.Server.Tally(), c.Server.Journal()}
}

func (c controlled) Webhooks() any { return c.state.Load().webhooks.Log() }
func (c controlled) Outbox() any   { return some(c.Server.Mailbox()) }

// some is a list that JSON has as [] where it is empty.
func some[T any](list []T) []T { return append([]T{}, list...) }

func (c controlled) Policy(key string) control.Policy {
	p := c.Server.ReportPolicy(key)
	return control.Policy{
		Key: key, Progress: string(p.Progress), Takes: p.Takes.String(), Polls: p.Polls, Outcome: string(p.Outcome),
	}
}

func (c controlled) SetPolicy(p control.PolicyChange) error {
	return c.Server.SetReportPolicy(p.Key, ReportPolicy{
		Progress: report.Progress(p.Progress), Takes: p.Takes, Polls: p.Polls, Outcome: report.Status(p.Outcome),
	})
}

func (c controlled) Reports() []control.Report {
	reports := []control.Report{}
	for _, s := range c.Server.Reports() {
		reports = append(reports, shown(s))
	}
	return reports
}

func (c controlled) EndReport(name, status string) (control.Report, error) {
	s, err := c.Server.EndReport(name, status)
	if errors.Is(err, report.ErrNotFound) {
		return control.Report{}, fmt.Errorf("%w: %w", control.ErrNotFound, err)
	}
	return shown(s), err
}

func (c controlled) Expect(in control.Input) (control.Expectation, error) {
	r, err := requestOf(in)
	if err != nil {
		return control.Expectation{}, err
	}
	x, err := c.Server.Expect(in.Login, r)
	return expected(x), err
}

func (c controlled) ExpectOf(token string) (control.Expectation, error) {
	x, err := c.Server.ExpectOf(token)
	if errors.Is(err, report.ErrNotFound) {
		return control.Expectation{}, fmt.Errorf("%w: %w", control.ErrNotFound, err)
	}
	return expected(x), err
}

func (c controlled) Invariants() []control.Invariant {
	var all []control.Invariant
	for _, i := range report.Invariants() {
		all = append(all, control.Invariant(i))
	}
	return all
}

func shown(s ReportState) control.Report {
	r := control.Report{
		ID: s.ID, Login: s.Login, Status: string(s.Status), Polls: s.Polls,
		Edition: s.Request.Edition, Product: string(s.Request.Product),
		Metrics: texts(s.Request.Metrics), Dimensions: texts(s.Request.Dimensions),
		StartDate: s.Request.Start.Format(time.DateOnly), EndDate: s.Request.End.Format(time.DateOnly),
		Filters: control.Filters{
			ChannelSlug: s.Request.Filters.ChannelSlug, VideoOwnerChannelSlug: s.Request.Filters.VideoOwnerChannelSlug,
			MediaType: string(s.Request.Filters.MediaType), MonetizationType: string(s.Request.Filters.MonetizationType),
			VisitorDomainGroup: s.Request.Filters.VisitorDomainGroup,
		},
	}
	for _, t := range s.History {
		r.History = append(r.History, control.Transition{Status: string(t.Status), At: t.At})
	}
	return r
}

func expected(x Expectation) control.Expectation {
	return control.Expectation{
		Rows: x.Rows, Files: x.Files, Sums: keyed(x.Sums), First: keyed(x.First), Last: keyed(x.Last), SHA256: x.SHA256,
	}
}

func requestOf(in control.Input) (ReportRequest, error) {
	r := ReportRequest{
		Edition: in.Edition, Product: report.Product(in.Product),
		Metrics: values[report.Metric](in.Metrics), Dimensions: values[report.Dimension](in.Dimensions),
		Filters: report.Filters{
			ChannelSlug: in.Filters.ChannelSlug, VideoOwnerChannelSlug: in.Filters.VideoOwnerChannelSlug,
			MediaType: report.MediaType(in.Filters.MediaType), MonetizationType: report.MonetizationType(in.Filters.MonetizationType),
			VisitorDomainGroup: in.Filters.VisitorDomainGroup,
		},
	}
	if r.Edition == "" {
		r.Edition = "2026"
	}
	var err error
	if r.Start, err = time.Parse(time.DateOnly, in.StartDate); err != nil {
		return r, fmt.Errorf("startDate %q must be a day such as \"2026-01-31\"", in.StartDate)
	}
	if r.End, err = time.Parse(time.DateOnly, in.EndDate); err != nil {
		return r, fmt.Errorf("endDate %q must be a day such as \"2026-01-31\"", in.EndDate)
	}
	return r, nil
}

func texts[T ~string](values []T) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

func values[T ~string](texts []string) []T {
	all := make([]T, len(texts))
	for i, t := range texts {
		all[i] = T(t)
	}
	return all
}

func keyed[K ~string](m map[K]string) map[string]string {
	all := make(map[string]string, len(m))
	for k, v := range m {
		all[string(k)] = v
	}
	return all
}
