package driftcmd_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/driftcmd"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/contracts/shapes"
	"github.com/dailymock/dailymock/dailymocktest"
)

// closed returns the address of a mock that refuses introspection, and an access token for it.
func closed(t *testing.T) (address, token string) {
	t.Helper()
	mock := dailymocktest.Start(t, dailymock.Options{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if bytes.Contains(body, []byte("__schema")) {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"errors":[{"message":"Introspection is disabled"}]}`)
			return
		}
		if bytes.Contains(body, []byte("mutation")) {
			t.Errorf("a probe with a mutation: %s", body)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		mock.Server.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/graphql", mock.MustToken(t, dailymocktest.Private)
}

// run runs the command, and returns what it prints and its exit status.
func run(t *testing.T, args ...string) (string, int) {
	t.Helper()
	var out bytes.Buffer
	cmd := driftcmd.Command(func(int, int) cobra.PositionalArgs { return nil })
	cmd.SetArgs(args)
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	err := cmd.ExecuteContext(t.Context())
	if err == nil {
		return out.String(), 0
	}
	return out.String() + err.Error(), exit.Status(err)
}

// TestServersCannotWriteToTheTerminal reads schemas and pages from a server whose texts have terminal sequences.
func TestServersCannotWriteToTheTerminal(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"errors":[{"message":"\u001b[2Jclosed"}]}`, `{"data":{"\u001b]0;x\u0007":1}}`, "\x1b[2Jplain",
		"# \x1b[2JPage\n\ntext\n",
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) }))
		defer s.Close()
		for _, args := range [][]string{{"schema", s.URL, "contract"}, {"schema", "contract", s.URL}, {"docs", s.URL}} {
			if out, _ := run(t, args...); strings.ContainsAny(out, "\x1b\x07") {
				t.Errorf("%v with %q prints %q", args, body, out)
			}
		}
	}
}

func TestClosedIntrospectionIsProbed(t *testing.T) {
	t.Parallel()
	graphQL, access := closed(t)
	out, status := run(t, "schema", "contract", graphQL, "--token", access)
	if status != 0 || !strings.Contains(out, "\n0 breaking, 0 dangerous, 0 additive") ||
		!strings.Contains(out, "unknown: the types and the new parts of the schema: introspection is closed") {
		t.Errorf("status %d:\n%s", status, out)
	}

	folder := t.TempDir()
	schema, query := filepath.Join(folder, "old.graphqls"), filepath.Join(folder, "old.graphql")
	old := strings.Replace(shapes.Reporting(), "createDate: DateTime!", "createDate: DateTime! gone: String", 1)
	for file, text := range map[string]string{schema: old,
		query: `query Old { partner { reportFile(reportToken: "x") { gone } } }`} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, status = run(t, "schema", schema, graphQL, "--token", access, "--operations", query)
	if status != 1 || !strings.Contains(out, "FIELD_REMOVED PartnerReportFile.gone") ||
		!strings.Contains(out, "breaks: Old") {
		t.Errorf("status %d:\n%s", status, out)
	}
	out, status = run(t, "schema", schema, graphQL, "--token", access, "--operations", query, "--budget", "1")
	if status != 3 || !strings.Contains(out, "the budget of 1 requests is used up") {
		t.Errorf("status %d:\n%s", status, out)
	}
}
