package dyntube_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/dyntube"
	"github.com/dailymock/dailymock/internal/world"
)

// today is when the clock of a mock stands still.
var today = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

func open(tb testing.TB) *world.World {
	tb.Helper()
	text, err := os.ReadFile("../../fixtures/world.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	spec, err := world.ParseSpec(text)
	if err != nil {
		tb.Fatal(err)
	}
	w, err := world.New(spec, world.Config{Seed: 1})
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

// A mock answers without a network, as the routes of the server would.
type mock struct {
	*dyntube.Handler
	mux *http.ServeMux
}

func start(tb testing.TB, c dyntube.Config) mock {
	tb.Helper()
	if c.World == nil {
		c.World = open(tb)
	}
	if c.Now == nil {
		c.Now = func() time.Time { return today }
	}
	h := dyntube.New(c)
	mux := http.NewServeMux()
	for pattern, handler := range map[string]http.Handler{
		"GET /v1/logs/data": h.Logs, "POST /v1/logs/data": h.Logs,
	} {
		mux.Handle(pattern, handler)
	}
	return mock{h, mux}
}

// do sends a request with a key, unless it has one or noKey.
func (m mock) do(r *http.Request) answer {
	if r.Header.Get("Authorization") == "" {
		r.Header.Set("Authorization", "Bearer a-key")
	}
	w := httptest.NewRecorder()
	m.mux.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

func (m mock) get(target string) answer { return m.do(httptest.NewRequest("GET", target, nil)) }

func (m mock) post(body string) answer {
	r := httptest.NewRequest("POST", "/v1/logs/data", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return m.do(r)
}

type answer struct {
	status int
	header http.Header
	body   string
}

func decode[T any](tb testing.TB, a answer) T {
	tb.Helper()
	var v T
	if err := json.Unmarshal([]byte(a.body), &v); err != nil || a.status != http.StatusOK {
		tb.Fatalf("%d %.300s: %v", a.status, a.body, err)
	}
	return v
}

var _ = io.Discard
