package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock/graph"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/world"
)

// asked is when every report of these tests was asked for.
var asked = time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)

// reports imitates the engine of package report. Tokens are t1, t2, … in
// the order asked; a report belongs to the key that asked.
type reports struct {
	mu       sync.Mutex
	requests []report.Request
	studio   []report.StudioRequest
	accounts []world.Account
	files    map[string]report.File
	owner    map[string]string

	status report.Status // of new reports; "" is InProgress
	links  []report.Link // of new reports, once finished
	refuse error         // what Ask returns, if anything
	panics bool
}

func (r *reports) Ask(a world.Account, q report.Request) (report.File, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.panics {
		panic("the secret of the house")
	}
	r.accounts = append(r.accounts, a)
	r.requests = append(r.requests, q)
	if r.refuse != nil {
		return report.File{}, r.refuse
	}
	status := r.status
	if status == "" {
		status = report.InProgress
	}
	return r.put(a.Key, fmt.Sprintf("t%d", len(r.requests)), status), nil
}

func (r *reports) put(key, token string, status report.Status) report.File {
	if r.files == nil {
		r.files, r.owner = map[string]report.File{}, map[string]string{}
	}
	f := report.File{Token: token, Created: asked, Status: status, Files: func() []report.Link { return r.links }}
	r.files[token], r.owner[token] = f, key
	return f
}

func (r *reports) File(a world.Account, token string) (report.File, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f, ok := r.files[token]; ok && r.owner[token] == a.Key {
		return f, nil
	}
	return report.File{}, fmt.Errorf("%w: %.2000s", report.ErrNotFound, token)
}

func (r *reports) Link(a world.Account, id string) (report.Link, error) {
	for _, l := range r.links {
		if l.ID == id && a.Key == "key" {
			return l, nil
		}
	}
	return report.Link{}, report.ErrNotFound
}

// endpoint is a running server and what was logged behind it.
type endpoint struct {
	*httptest.Server
	log *bytes.Buffer
}

// open starts an endpoint where everyone who asks is Ann with the key "key".
func open(tb testing.TB, r graph.Reports) endpoint {
	tb.Helper()
	return openAs(tb, r, oauth.Grant{Kind: oauth.Private, Scopes: []string{"create_reports"}, Key: "key",
		Login: "ann@example.com"})
}

func openAs(tb testing.TB, r graph.Reports, who oauth.Grant) endpoint {
	tb.Helper()
	d := endpoint{log: new(bytes.Buffer)}
	d.Server = httptest.NewServer(graph.New(graph.Options{
		Reports: r,
		Edition: "2026",
		Grant:   func(context.Context) (oauth.Grant, bool) { return who, who.Key != "" },
		Log:     slog.New(slog.NewTextHandler(d.log, nil)),
	}))
	tb.Cleanup(d.Close)
	return d
}

// send posts a body and returns what came back, which is JSON in any case.
func (d endpoint) send(tb testing.TB, body string) (int, string) {
	tb.Helper()
	res, err := http.Post(d.URL, "application/json", strings.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		tb.Fatal(err)
	}
	if !json.Valid(got) {
		tb.Fatalf("the answer is no JSON: %.200s", got)
	}
	return res.StatusCode, string(got)
}

// ask posts a query with variables, a JSON object or nothing, and wants 200.
func (d endpoint) ask(tb testing.TB, query, variables string) string {
	tb.Helper()
	status, got := d.send(tb, body(query, variables))
	if status != http.StatusOK {
		tb.Errorf("status = %d, want 200; body %.300s", status, got)
	}
	return got
}

func body(query, variables string) string {
	q, _ := json.Marshal(query)
	if variables == "" {
		return fmt.Sprintf(`{"query": %s}`, q)
	}
	return fmt.Sprintf(`{"query": %s, "variables": %s}`, q, variables)
}

func wantAnswer(tb testing.TB, got, want string) {
	tb.Helper()
	if got != want {
		tb.Errorf("answer\n got %s\nwant %s", got, want)
	}
}
