package dyntube_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/dailymock/dailymock/internal/dyntube"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A reporter is a test, a benchmark or a rapid.T.
type reporter interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// today is when the clock of a mock stands still.
var today = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

func open(tb reporter) *world.World {
	tb.Helper()
	text, err := os.ReadFile("../../fixtures/world.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	return openText(tb, string(text))
}

func openText(tb reporter, text string) *world.World {
	tb.Helper()
	spec, err := catalogue.ParseSpec([]byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	w, err := world.New(spec, world.Config{Seed: 1})
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

// A mock serves requests without a network, by the server's routes.
type mock struct {
	*dyntube.Handler
	mux *http.ServeMux
}

func start(tb reporter, c dyntube.Config) mock {
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
		"GET /v1/videos": h.Videos, "GET /v1/videos/{id}": h.Video,
		"GET /v1/projects": h.Projects, "GET /v1/projects/{id}": h.Project,
		"GET /v1/channels": h.Channels, "GET /v1/channels/{id}": h.Channel,
		"GET /v1/channels/templates": h.Templates, "GET /v1/account/plans": h.Plans,
	} {
		mux.Handle(pattern, handler)
	}
	return mock{h, mux}
}

// do sends a request, with a key unless it has an Authorization of its own.
func (m mock) do(r *http.Request) answer {
	if _, ok := r.Header["Authorization"]; !ok {
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

// logs asks for views; members are of JSON, without the braces.
func (m mock) logs(tb reporter, members string, args ...any) logs {
	tb.Helper()
	return decode[logs](tb, m.post("{"+fmt.Sprintf(members, args...)+"}"))
}

type answer struct {
	status int
	header http.Header
	body   string
}

func decode[T any](tb reporter, a answer) T {
	tb.Helper()
	var v T
	if err := json.Unmarshal([]byte(a.body), &v); err != nil || a.status != http.StatusOK {
		tb.Fatalf("%d %.300s: %v", a.status, a.body, err)
	}
	return v
}

// logs is the response as a client decodes it.
type logs struct {
	Pager pager
	Views []view
}

type pager struct{ Page, Size, Hits, Total, Pages int }

type view struct {
	ID, VideoKey, AccountKey, ProjectKey, ChannelKey string
	ChannelViewID, ViewerID, ViewID                  string
	ClientUserID, UserKey                            *string
	Date                                             time.Time
	Region                                           string
	Started, Ended, Muted                            bool
	PlanType, Duration, WatchTime                    int
	Browser                                          struct {
		Family       string
		Major, Minor int
	}
	Device struct{ Family, Brand, Model, Type string }
	OS     struct {
		Family    string
		Major     int
		Processor string
	}
	Geo   struct{ IP, City, Country, Region, Continent string }
	Embed struct {
		URL, Domain string
		Type        int
	}
}
