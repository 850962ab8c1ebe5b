package graph_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/graph"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/wire"
)

const typename = `{"data":{"__typename":"Query"}}`

func TestBodies(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	problem := func(message string) string {
		return `{"data":null,"errors":[{"type":"internal_error","message":"` + strings.ReplaceAll(message, `"`, `\"`) + `"}]}`
	}
	var (
		noObject   = problem(`Body should be a JSON object`)
		noQuery    = problem(`The mandatory "query" parameter is missing.`)
		noVars     = problem(`The "variables" parameter is invalid. A JSON mapping is expected.`)
		noText     = problem(`The "query" parameter is invalid. A string is expected.`)
		noNameText = problem(`The "operationName" parameter is invalid. A string is expected.`)
	)
	for _, row := range []struct{ body, want string }{
		{`{"query": "{ __typename }"}`, typename},
		{" \r\n\t{\"query\": \"{ __typename }\"}\n", typename},
		{`{"query": "{ __typename }", "variables": null, "operationName": null}`, typename},
		{`{"query": "{ __typename }", "variables": {}, "operationName": ""}`, typename},
		{`{"query": "{ __typename }", "extensions": {"persistedQuery": 1}, "id": [[]]}`, typename},
		{`{"query": "{ wrong }", "query": "{ __typename }"}`, typename},
		{`{"query": "query ($v: ID!) { node(id: $v) { id } }", "variables": "{\"v\": \"a\"}"}`, `{"data":{"node":null}}`},
		{`{"query": "{ __typename }", "variables": "null"}`, typename},
		{`{"query": "{ __typename }", "variables": {"a": 1e999999, "b": -0, "c": 123456789012345678901234567890}}`, typename},
		{`{"query": "{ __typename } # \ud800 \ud83d\ude00"}`, typename},

		{``, noObject},
		{`null`, noObject},
		{`"{ __typename }"`, noObject},
		{`[{"query": "{ __typename }"}]`, noObject},
		{`[]`, noObject},
		{`query={__typename}`, noObject},
		{`{"query": "{ __typename }"`, noObject},
		{`{"query": "{ __typename }"} {}`, noObject},
		{`{"query": "{ __typename }"}]`, noObject},
		{`{'query': '{ __typename }'}`, noObject},
		{"{\"query\": \"{ __typename # \xff }\"}", noObject},
		{"\xef\xbb\xbf{\"query\": \"{ __typename }\"}", noObject},
		{strings.Repeat("[", 5000), noObject},
		{`{"a": ` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `, "query": "{ __typename }"}`, noObject},

		{`{}`, noQuery},
		{`{"query": null}`, noQuery},
		{`{"query": ""}`, noQuery},
		{`{"QUERY": "{ __typename }"}`, noQuery},
		{`{"query": 5}`, noText},
		{`{"query": ["{ __typename }"]}`, noText},
		{`{"query": "{ __typename }", "operationName": 5}`, noNameText},
		{`{"query": "{ __typename }", "variables": []}`, noVars},
		{`{"query": "{ __typename }", "variables": 5}`, noVars},
		{`{"query": "{ __typename }", "variables": true}`, noVars},
		{`{"query": "{ __typename }", "variables": ""}`, noVars},
		{`{"query": "{ __typename }", "variables": "[]"}`, noVars},
		{`{"query": "{ __typename }", "variables": "{} x"}`, noVars},
	} {
		status, got := d.send(t, row.body)
		if status != http.StatusOK || got != row.want {
			t.Errorf("%.200q\n got %d %s\nwant 200 %s", row.body, status, got, row.want)
		}
	}
}

func TestHeadersOfAnAnswer(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, contentType := range []string{"application/json", "text/plain; charset=latin-1",
		"application/x-www-form-urlencoded", ""} {
		req, err := http.NewRequest(http.MethodPost, d.URL+"/", strings.NewReader(`{"query": "{ __typename }"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", contentType)
		req.Header.Set("X-DM-AppInfo-Id", "anything")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if string(got) != typename {
			t.Errorf("as %q: %s", contentType, got)
		}
		if got, want := res.Header.Get("Content-Type"), "application/json; charset=utf-8"; got != want {
			t.Errorf("content type = %q, want %q", got, want)
		}
		if got, want := res.Header.Get("Content-Length"), strconv.Itoa(len(typename)); got != want {
			t.Errorf("content length = %q, want %q", got, want)
		}
	}
}

func TestOtherMethodsAreRefused(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		req, err := http.NewRequest(method, d.URL+"/?query={__typename}", nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusMethodNotAllowed || res.Header.Get("Allow") != http.MethodPost {
			t.Errorf("%s: status, Allow = %d, %q", method, res.StatusCode, res.Header.Get("Allow"))
		}
		wantAnswer(
			t,
			string(got),
			`{"data":null,"errors":[{"message":"GraphQL is asked with `+
				`POST.","path":null,"locations":[],"type":"method_not_allowed"}]}`,
		)
	}
}

func TestABodyHasALimit(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	const limit = 1 << 20
	fill := func(n int) string {
		const head, tail = `{"query": "{ __typename }", "x": "`, `"}`
		return head + strings.Repeat("x", n-len(head)-len(tail)) + tail
	}
	if status, got := d.send(t, fill(limit)); status != http.StatusOK || got != typename {
		t.Errorf("a body of the limit: %d %s", status, got)
	}
	status, got := d.send(t, fill(limit+1))
	if status != http.StatusRequestEntityTooLarge {
		t.Errorf("status of a body beyond the limit = %d, want 413", status)
	}
	wantAnswer(
		t,
		got,
		`{"data":null,"errors":[{"message":"The body is longer than 1048576 bytes, which is the `+
			`limit.","path":null,"locations":[],"type":"request_too_large"}]}`,
	)
}

func TestABodyThatBreaksOff(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader(`{"query": "`), brokenReader{}))
	quiet(&reports{}, "key").ServeHTTP(w, r)
	if got, want := w.Code, http.StatusBadRequest; got != want {
		t.Errorf("status = %d, want %d", got, want)
	}
	wantAnswer(
		t,
		w.Body.String(),
		`{"data":null,"errors":[{"message":"The body could not be read to its `+
			`end.","path":null,"locations":[],"type":"bad_request"}]}`,
	)
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("the line is dead") }

// The statuses, texts and headers are those of docs/spec/reporting.md#error-cases; a response
// without a token carries no header, since one without an error part crashes the
// vendor's Python SDK (docs/spec/oauth.md#bad-tokens).
func TestRequestsWithoutAGoodTokenAreRefused(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		err                        error
		message, reason, challenge string
	}{
		{oauth.ErrMissing, "The access token is missing.", "missing_token", ""},
		{oauth.ErrInvalid, "The access token is invalid.", "invalid_token",
			`Bearer error="invalid_token", error_description="The access token is invalid."`},
		{oauth.ErrExpired, "The access token has expired.", "token_expired",
			`Bearer error="invalid_token", error_description="The access token has expired."`},
		{fmt.Errorf("opening it: %w", oauth.ErrExpired), "The access token has expired.", "token_expired",
			`Bearer error="invalid_token", error_description="The access token has expired."`},
		{errors.New("something else"), "The access token is invalid.", "invalid_token",
			`Bearer error="invalid_token", error_description="The access token is invalid."`},
	} {
		w := httptest.NewRecorder()
		graph.Refuse(w, httptest.NewRequest(http.MethodPost, "/", nil), row.err)
		if got, want := w.Code, http.StatusUnauthorized; got != want {
			t.Errorf("%v: status = %d, want %d", row.err, got, want)
		}
		if got := w.Header().Get("WWW-Authenticate"); got != row.challenge {
			t.Errorf("%v: challenge = %q, want %q", row.err, got, row.challenge)
		}
		wantAnswer(t, w.Body.String(), `{"data":null,"errors":[{"message":"`+row.message+
			`","path":null,"locations":[],"type":"unauthorized","reason":"`+row.reason+`"}]}`)
	}
}

func TestNobodyIsLetInWithoutAGrant(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{"query": "{ __typename }"}`))
	graph.New(graph.Options{Reports: &reports{}}).ServeHTTP(w, r)
	if got, want := w.Code, http.StatusUnauthorized; got != want {
		t.Errorf("status = %d, want %d", got, want)
	}
}

func TestLinksNameThePublicAddress(t *testing.T) {
	t.Parallel()
	r := &reports{links: []report.Link{{ID: "1", Path: "/file"}}}
	r.put("key", "t", report.Finished)
	h := graph.New(graph.Options{
		Reports: r,
		Origin:  wire.Origin{Public: "https://mock.example"},
		Grant: func(context.Context) (oauth.Grant, bool) {
			return oauth.Grant{Kind: oauth.Private, Scopes: []string{"create_reports"}, Key: "key"}, true
		},
	})
	req := httptest.NewRequest(http.MethodPost, "http://somewhere.else/", strings.NewReader(body(poll,
		`{"reportToken": "t"}`)))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	if want := (wire.Origin{Public: "https://mock.example"}).Of(req) + "/file"; !strings.Contains(w.Body.String(), want) {
		t.Errorf("%s does not link to %s", w.Body, want)
	}
}
