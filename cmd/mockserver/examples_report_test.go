package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/slow"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reporters are the scripts of examples/report: one program in five languages.
var reporters = []struct {
	name    string
	command []string
	needs   []string // other programs
	probe   []string // fails where a library is missing
}{
	{name: "Bash", command: []string{"bash", "report.sh"}, needs: []string{"curl", "jq"}},
	{name: "Python", command: []string{"python3", "report.py"}},
	{name: "PHP", command: []string{"php", "report.php"}, probe: phpCurl},
	{name: "Node", command: []string{"node", "report.mjs"}},
	{name: "Go", command: []string{"go", "run", "report.go"}},
}

const (
	reportNow = "2026-07-01T12:00:00Z"
	reportCSV = "day,views\n2026-06-28,8090\n2026-06-29,5274\n2026-06-30,4569\n"
)

// TestReportExamples runs each script without changes, with the real hosts and by base URL, and wants the same of all.
func TestReportExamples(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	now, err := time.Parse(time.RFC3339, reportNow)
	require.NoError(t, err)
	for _, r := range reporters {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			tools(t, append(r.needs, r.command[0])...)
			works(t, r.probe...)
			for _, c := range []struct {
				name   string
				policy dailymock.ReportPolicy
				faults []string
				env    []string
				stdout string
				fails  string // what it says when it fails
				cut    bool   // it fails in words of its own, and may have printed a part
			}{
				{
					name: "one file", policy: dailymock.ReportPolicy{Polls: 1}, stdout: reportCSV,
					env: []string{"DAILYMOTION_API_KEY=a&b=c", "DAILYMOTION_API_SECRET=d+e% f"},
				},
				{
					name: "a file that is cut off", faults: []string{"file-cut"}, cut: true,
					env: []string{"METRICS=VIEWS,TIME_WATCHED_SECONDS"},
				},
				{name: "errors of the server that pass", faults: []string{"graphql-502=2"}, stdout: reportCSV},
				{name: "errors of the server that stay", faults: []string{"graphql-502"}, fails: "/graphql: status 502"},
				{
					name: "failed", policy: dailymock.ReportPolicy{Outcome: "FAILED"},
					fails: "the report ended with status FAILED",
				},
				{
					name: "expired", policy: dailymock.ReportPolicy{Outcome: "EXPIRED"},
					fails: "the report ended with status EXPIRED",
				},
				{
					name: "never finished", policy: dailymock.ReportPolicy{Progress: "hand"}, env: []string{"MAX_SECONDS=0"},
					fails: "the report was not finished after 0 seconds",
				},
				{
					name: "401 again and again", env: []string{"DAILYMOTION_API_KEY=rejected-always"},
					fails: "/graphql: status 401",
				},
				{
					name: "unknown key", env: []string{"DAILYMOTION_API_KEY=invalid-client"},
					fails: "/oauth/v1/token: status 401",
				},
				{
					name: "unknown metric", env: []string{"METRICS=CLICKS"},
					fails: "Expected type < PartnerReportMetric > at value.metrics[0]",
				},
			} {
				t.Run(c.name, func(t *testing.T) {
					c.policy.Progress = cmp.Or(c.policy.Progress, "polls")
					mock := dailymocktest.Start(t, dailymock.Options{Now: now, ReportPolicy: c.policy, Faults: c.faults})
					stdout, said, err := runReporter(t, append(c.env, "DAILYMOTION_URL="+mock.URL), r.command...)
					if c.cut {
						assert.Error(t, err)
						assert.NotEmpty(t, said)
						return
					}
					assert.Equal(t, c.stdout, stdout)
					if c.fails == "" {
						assert.NoError(t, err, said)
						assert.Empty(t, said)
						return
					}
					assert.Error(t, err)
					assert.Contains(t, said, "report: ")
					assert.Contains(t, said, c.fails)
				})
			}
			t.Run("with the real hosts, and two files", func(t *testing.T) {
				stdout, stderr, err := runReporter(t, nil, slices.Concat([]string{"mockserver", "run", "--time", reportNow,
					"--rows-per-file", "2", "--report-progress", "polls", "--fail-on", "escape,untrusted", "--"}, r.command)...)
				assert.NoError(t, err, stderr)
				assert.Equal(t, reportCSV, stdout)
			})
			t.Run("a token that expires in the middle", func(t *testing.T) {
				url, paths := expiring(t, now)
				stdout, stderr, err := runReporter(t, []string{"DAILYMOTION_URL=" + url}, r.command...)
				require.NoError(t, err, stderr)
				assert.Equal(t, reportCSV, stdout)
				assert.Equal(t, []string{
					"/oauth/v1/token 200", "/graphql 200", "/graphql 200", // the report is requested and polled
					"/graphql 401", "/oauth/v1/token 200", "/graphql 200", "/graphql 200",
				}, paths())
			})
		})
	}
}

// expiring starts a mock whose clock moves by two hours after the first poll, so that the client's token expires.
// The returned function lists the requests to the API with their statuses.
func expiring(t *testing.T, now time.Time) (string, func() []string) {
	mock, err := dailymock.New(dailymock.Options{
		Now: now, RowsPerFile: 2, ReportPolicy: dailymock.ReportPolicy{Progress: "polls", Polls: 2},
	})
	require.NoError(t, err)
	t.Cleanup(func() { mock.Close() })
	var mu sync.Mutex
	var paths []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		mock.ServeHTTP(seen, r)
		mu.Lock()
		defer mu.Unlock()
		if r.Method != http.MethodPost {
			return
		}
		paths = append(paths, fmt.Sprint(r.URL.Path, " ", seen.status))
		if len(paths) == 3 {
			mock.Advance(2 * time.Hour)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(paths)
	}
}

// A statusWriter notes the status of a response.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets the mock set deadlines.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// runReporter runs a command in examples/report for three days of views.
func runReporter(t *testing.T, env []string, command ...string) (stdout, stderr string, err error) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*patience) // go run builds first
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], append(slices.Clone(command[1:]), "2026-06-28", "2026-06-30")...)
	cmd.Dir = "../../examples/report"
	cmd.Env = append(append(plainEnviron(), "METRICS=VIEWS", "DIMENSIONS=DAY", "POLL_SECONDS=0"), env...)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}
