package dyntube_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/dyntube"
)

func jsonRequest(body string) *http.Request {
	r := httptest.NewRequest("POST", "/v1/logs/data", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return r
}

// refused checks the status and that the one member of the body says a word.
func refused(t *testing.T, name string, got answer, status int, word string) {
	t.Helper()
	var body map[string]string
	if err := json.Unmarshal([]byte(got.body), &body); err != nil || len(body) != 1 {
		t.Errorf("%s: body %s, want one message", name, got.body)
	}
	if got.status != status || !strings.Contains(body["message"], word) {
		t.Errorf("%s: %d %s, want %d and %q", name, got.status, got.body, status, word)
	}
	if got, want := got.header.Get("Content-Type"), "application/json; charset=utf-8"; got != want {
		t.Errorf("%s: content type %q, want %q", name, got, want)
	}
}

func TestKeysThatAreRefused(t *testing.T) {
	t.Parallel()
	any, listed := start(t, dyntube.Config{}), start(t, dyntube.Config{Keys: []string{"mine", "rate-limited"}})
	for _, c := range []struct {
		name          string
		mock          mock
		authorization string
		status        int
	}{
		{"no key", any, "", 401},
		{"an empty key", any, "Bearer ", 401},
		{"a key without its scheme", any, "a-key", 401},
		{"a key of another scheme", any, "Basic YTpi", 401},
		{"the key that is wrong on purpose", any, "Bearer wrong-key", 401},
		{"a key that is not listed", listed, "Bearer other", 401},
		{"no key where keys are listed", listed, "", 401},
		{"the key that asks too often", any, "Bearer rate-limited", 429},
		{"the key that breaks the server", any, "Bearer server-error", 500},
		{"any key", any, "Bearer a.b.c", 200},
		{"a key in lower case", any, "bearer a.b.c", 200},
		{"a key of a kilobyte", any, "Bearer " + strings.Repeat("x", 1024), 200},
		{"a key that is listed", listed, "Bearer mine", 200},
		{"a listed key that would be reserved", listed, "Bearer rate-limited", 200},
	} {
		for _, target := range []string{"/v1/logs/data?from=2026-01-01", "/v1/videos", "/v1/projects", "/v1/channels",
			"/v1/account/plans"} {
			r := httptest.NewRequest("GET", target, nil)
			r.Header.Set("Authorization", c.authorization)
			got := c.mock.do(r)
			switch c.status {
			case 200:
				if got.status != 200 {
					t.Errorf("%s, %s: %d %s, want 200", c.name, target, got.status, got.body)
				}
				continue
			case 401:
				refused(t, c.name, got, 401, "Unauthorized")
				if got.header.Get("WWW-Authenticate") == "" {
					t.Errorf("%s: no WWW-Authenticate", c.name)
				}
			default:
				refused(t, c.name, got, c.status, "")
			}
			if got, want := got.header.Get("Retry-After") != "", c.status == 429; got != want {
				t.Errorf("%s: Retry-After there: %v, want %v", c.name, got, want)
			}
		}
	}
}

func TestWithoutAuthenticationAKeyStillCounts(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{AuthOff: true})
	none := jsonRequest(`{"from": "2026-01-01"}`)
	none.Header["Authorization"] = nil
	without := decode[logs](t, m.do(none))
	if with := m.logs(t, `"from": "2026-01-01"`); with.Views[0].AccountKey == without.Views[0].AccountKey {
		t.Error("a key sees the account of no key")
	}
	wrong := jsonRequest(`{"from": "2026-01-01"}`)
	wrong.Header.Set("Authorization", "Bearer wrong-key")
	refused(t, "a wrong key", m.do(wrong), 401, "Unauthorized")
}

func TestBodiesThatAreRefused(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	for _, c := range []struct {
		name, body string
		status     int
		word       string
	}{
		{"no from", `{"to": "2026-01-01"}`, 400, "from is required"},
		{"an empty from", `{"from": ""}`, 400, "from is required"},
		{"a null from", `{"from": null}`, 400, "from is required"},
		{"an empty object", `{}`, 400, "from is required"},
		{"a from in another case", `{"FROM": "2026-01-01"}`, 400, "from is required"},
		{"a from that is no string", `{"from": 20260101}`, 400, "from must be a string"},
		{"a from that is no date", `{"from": "yesterday"}`, 400, "from is no date"},
		{"a from with a month of one digit", `{"from": "2026-1-01"}`, 400, "from is no date"},
		{"a from with an hour of one digit", `{"from": "2026-01-01T1:00:00"}`, 400, "from is no date"},
		{"a from without seconds", `{"from": "2026-01-01T10:00"}`, 400, "from is no date"},
		{"a from with a blank", `{"from": "2026-01-01 10:00:00"}`, 400, "from is no date"},
		{"a thirtieth of February", `{"from": "2026-02-30"}`, 400, "from is no date"},
		{"an hour of 25", `{"from": "2026-02-03T25:00:00"}`, 400, "from is no date"},
		{"a zone without a colon", `{"from": "2026-02-03T05:00:00+0100"}`, 400, "from is no date"},
		{"a from in another alphabet", `{"from": "２０２６-01-01"}`, 400, "from is no date"},
		{"a to that is no date", `{"from": "2026-01-01", "to": "later"}`, 400, "to is no date"},
		{"a to that is no string", `{"from": "2026-01-01", "to": {}}`, 400, "to must be a string"},
		{"page 0", `{"from": "2026-01-01", "page": 0}`, 400, "page must be"},
		{"a page below 0", `{"from": "2026-01-01", "page": -1}`, 400, "page must be"},
		{"half a page", `{"from": "2026-01-01", "page": 1.5}`, 400, "page must be"},
		{"a page with an exponent", `{"from": "2026-01-01", "page": 1e2}`, 400, "page must be"},
		{"a page in quotes", `{"from": "2026-01-01", "page": "1"}`, 400, "page must be"},
		{"a page beyond 32 bits", `{"from": "2026-01-01", "page": 2147483648}`, 400, "page must be"},
		{"a page beyond 64 bits", `{"from": "2026-01-01", "page": 99999999999999999999}`, 400, "page must be"},
		{"size 0", `{"from": "2026-01-01", "size": 0}`, 400, "size must be"},
		{"a size in quotes", `{"from": "2026-01-01", "size": "20"}`, 400, "size must be"},
		{"a size that is true", `{"from": "2026-01-01", "size": true}`, 400, "size must be"},
		{"a size that is a list", `{"from": "2026-01-01", "size": [20]}`, 400, "size must be"},
		{"a videoKey that is a number", `{"from": "2026-01-01", "videoKey": 5}`, 400, "videoKey must be a string"},
		{"a channelKey that is a list", `{"from": "2026-01-01", "channelKey": []}`, 400, "channelKey must be a string"},
		{"a projectKey that is true", `{"from": "2026-01-01", "projectKey": true}`, 400, "projectKey must be a string"},
		{"no body", ``, 400, "one JSON object"},
		{"half a body", `{"from": "2026-`, 400, "one JSON object"},
		{"two bodies", `{"from": "2026-01-01"} {}`, 400, "one JSON object"},
		{"a list", `[{"from": "2026-01-01"}]`, 400, "one JSON object"},
		{"a null", `null`, 400, "one JSON object"},
		{"a form", `from=2026-01-01`, 400, "one JSON object"},
		{"brackets of great depth", strings.Repeat("[", 60<<10), 400, "one JSON object"},
		{"a body of more than 64 KiB", `{"from": "2026-01-01"` + strings.Repeat(" ", 64<<10) + `}`, 413, "too large"},
	} {
		refused(t, c.name, m.post(c.body), c.status, c.word)
	}
}

func TestContentTypes(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	for contentType, status := range map[string]int{
		"application/json": 200, "application/json; charset=utf-8": 200, "Application/JSON": 200,
		"": 415, "text/plain": 415, "application/x-www-form-urlencoded": 415, "multipart/form-data; boundary=x": 415,
		"nonsense;;": 415, "application/jsonp": 415,
	} {
		r := jsonRequest(`{"from": "2026-01-01"}`)
		r.Header.Set("Content-Type", contentType)
		got := m.do(r)
		if got.status != status {
			t.Errorf("content type %q: %d %.100s, want %d", contentType, got.status, got.body, status)
		}
		if status == 415 {
			refused(t, contentType, got, 415, "application/json")
		}
	}
}

func TestQueriesThatAreRefused(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	for query, word := range map[string]string{
		"":                               "from is required",
		"from=":                          "from is required",
		"to=2026-01-01":                  "from is required",
		"from=2026-01-01&to=x":           "to is no date",
		"from=2026-01-01&page=":          "page must be",
		"from=2026-01-01&page=0":         "page must be",
		"from=2026-01-01&page=one":       "page must be",
		"from=2026-01-01&size=-1":        "size must be",
		"from=2026-01-01&size=1.0":       "size must be",
		"from=2026-01-01&x=%zz":          "query cannot be read",
		"from=2026-01-01T00:00:00+00:00": "%2B",
	} {
		refused(t, "?"+query, m.get("/v1/logs/data?"+query), 400, word)
	}
	if got := m.get("/v1/logs/data?from=2026-01-01&size=%32%30&page=1"); got.status != 200 {
		t.Errorf("numbers in a query: %d %s, want 200", got.status, got.body)
	}
}

// FuzzLogs sends requests that no client should send; each gets a response.
func FuzzLogs(f *testing.F) {
	f.Add(`{"from": "2026-01-01", "to": "2026-02-01T00:00:00", "page": 2, "size": 3, "videoKey": ""}`, "from=2026-01-01")
	f.Add(
		`{"from": "0000-01-01", "page": 2147483647, "size": 2147483647}`,
		"from=9999-12-31T23:59:59.999999999-23:59&to=0000-01-01",
	)
	m := start(f, dyntube.Config{MaxSize: 20})
	f.Fuzz(func(t *testing.T, body, query string) {
		r := httptest.NewRequest("GET", "/v1/logs/data", nil)
		r.URL.RawQuery = query
		for _, got := range []answer{m.post(body), m.do(r)} {
			if got.status >= 500 || !json.Valid([]byte(got.body)) {
				t.Fatalf("%q, %q: %d %s", body, query, got.status, got.body)
			}
		}
	})
}
