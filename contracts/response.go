package contracts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock/contracts/ledger"
)

// A Response holds a response and its decoded JSON. Its assertions belong to the case that sent the request.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	JSON   any // decoded, numbers as json.Number; nil if Body is not JSON

	t *T
}

// decode returns the JSON value of a body, or nil.
func decode(body []byte) any {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return nil
	}
	return v
}

// At returns the JSON value at a path of member names and list indices, or nil.
func (a *Response) At(path ...any) any {
	v := a.JSON
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[step]
		case int:
			l, _ := v.([]any)
			if step >= len(l) {
				return nil
			}
			v = l[step]
		}
	}
	return v
}

// Has reports whether there is a value at a path; null counts.
func (a *Response) Has(path ...any) bool {
	if len(path) == 0 {
		return a.JSON != nil
	}
	m, ok := a.At(path[:len(path)-1]...).(map[string]any)
	if !ok {
		return false
	}
	_, ok = m[path[len(path)-1].(string)]
	return ok
}

// String returns the text at a path, or "".
func (a *Response) String(path ...any) string {
	s, _ := a.At(path...).(string)
	return s
}

// Int returns the whole number at a path and reports whether there is one.
func (a *Response) Int(path ...any) (int64, bool) {
	n, ok := a.At(path...).(json.Number)
	if !ok {
		return 0, false
	}
	i, err := n.Int64()
	return i, err == nil
}

// List returns the list at a path, or nil.
func (a *Response) List(path ...any) []any {
	l, _ := a.At(path...).([]any)
	return l
}

// MustList returns the list at a path. The case fails if it is missing.
func (a *Response) MustList(path ...any) []any {
	a.t.Helper()
	list, ok := a.At(path...).([]any)
	require.True(a.t, ok, fmt.Sprintf("%v is a list", path))
	return list
}

// OK asserts that the status is 200 and the body JSON, and ends the case otherwise.
func (a *Response) OK() *Response {
	a.t.Helper()
	require.Equal(a.t, http.StatusOK, a.Status, "status")
	require.NotNil(a.t, a.JSON, "the response is JSON")
	return a
}

// Is asserts that the response has one of some statuses.
func (a *Response) Is(statuses ...int) *Response {
	a.t.Helper()
	if len(statuses) == 1 {
		assert.Equal(a.t, statuses[0], a.Status, "status")
	} else {
		assert.Contains(a.t, statuses, a.Status, "status")
	}
	return a
}

// IsClientError asserts that the status is 4xx.
func (a *Response) IsClientError() *Response {
	a.t.Helper()
	assert.True(a.t, a.Status >= 400 && a.Status < 500, fmt.Sprintf("status %d is 4xx", a.Status))
	return a
}

// Fits asserts that the JSON value at a path matches a schema in shapes/.
func (a *Response) Fits(schema string, path ...any) *Response {
	a.t.Helper()
	a.t.Fits(a.At(path...), schema)
	return a
}

// Equal asserts that the JSON value at a path is want, which may be an int.
func (a *Response) Equal(want any, path ...any) *Response {
	a.t.Helper()
	if n, ok := want.(int); ok {
		want = json.Number(strconv.Itoa(n))
	}
	assert.Equal(a.t, want, a.At(path...), label(path))
	return a
}

// Matches asserts that the text at a path matches a regular expression.
func (a *Response) Matches(pattern string, path ...any) *Response {
	a.t.Helper()
	assert.Regexp(a.t, pattern, a.String(path...), label(path))
	return a
}

// Contains asserts that the text at a path contains part.
func (a *Response) Contains(part string, path ...any) *Response {
	a.t.Helper()
	assert.Contains(a.t, a.String(path...), part, label(path))
	return a
}

// NotEmpty asserts that there is text at a path.
func (a *Response) NotEmpty(path ...any) *Response {
	a.t.Helper()
	assert.NotEmpty(a.t, a.String(path...), label(path))
	return a
}

// Null asserts that there is no value at a path, or null.
func (a *Response) Null(path ...any) *Response {
	a.t.Helper()
	assert.Nil(a.t, a.At(path...), label(path))
	return a
}

func label(path []any) string {
	var names []string
	for _, step := range path {
		names = append(names, fmt.Sprint(step))
	}
	return strings.Join(names, ".")
}

// HasData asserts that a GraphQL response has data and no errors.
func (a *Response) HasData() *Response {
	a.t.Helper()
	require.Equal(a.t, http.StatusOK, a.Status, "status of a GraphQL response")
	require.False(a.t, a.Has("errors"), "a GraphQL response to a valid request has no errors")
	require.NotNil(a.t, a.At("data"), "a GraphQL response has data")
	return a
}

// HasErrors asserts that a GraphQL response has the status 200 and a list of errors, each with a message.
func (a *Response) HasErrors() *Response {
	a.t.Helper()
	require.Equal(a.t, http.StatusOK, a.Status, "errors of GraphQL come with status 200")
	errors := a.List("errors")
	require.NotEmpty(a.t, errors, "a refusal has errors")
	for i := range errors {
		a.NotEmpty("errors", i, "message")
	}
	return a
}

// Invalid asserts that a document or its variables were refused: the response has errors and no data
// (docs/spec/reporting.md#contract-tests).
func (a *Response) Invalid() *Response {
	a.t.Helper()
	return a.HasErrors().Null("data")
}

// Refused asserts that a report request was refused: the response has errors and no token.
func (a *Response) Refused() *Response {
	a.t.Helper()
	a.HasErrors()
	assert.Empty(a.t, ReportTokens(a.At("data")), "report tokens in a refusal")
	return a
}

// recordReports adds the reports in a response to the ledger, unless the target is a mock.
func (a *Response) recordReports() {
	t := a.t
	if t.Mock() {
		return
	}
	for range ReportTokens(a.At("data")) {
		t.session.ledger.Add(ledger.Entry{Kind: "report", Case: t.id, Run: t.RunID(), Made: t.Now()})
	}
}

// made lists the kinds of objects that a POST to a path creates.
var made = map[string]string{"videos": "video", "playlists": "playlist", "players": "player", "subtitles": "subtitle"}

// surprise adds to the ledger what a target other than a mock created though the case expects a refusal.
func (a *Response) surprise() {
	t := a.t
	if t.Mock() || t.effect != Reads && t.effect != Validates || t.last.req.Method != http.MethodPost {
		return
	}
	a.recordReports()
	path, root := t.last.req.URL.Path, publicREST
	if t.last.Host == Partner {
		root = privateREST
	}
	kind := made[path[strings.LastIndex(path, "/")+1:]]
	if id := a.String("id"); a.Status == http.StatusOK && kind != "" && id != "" {
		t.session.ledger.Add(ledger.Entry{Kind: kind, ID: id, Root: root, Case: t.id, Run: t.RunID(), Made: t.Now()})
	}
}

// ReportTokens returns the values of all members reportToken in v, sorted.
func ReportTokens(v any) []string {
	var found []string
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if text, ok := value.(string); ok && name == "reportToken" && text != "" {
				found = append(found, text)
			}
			found = append(found, ReportTokens(value)...)
		}
	case []any:
		for _, value := range v {
			found = append(found, ReportTokens(value)...)
		}
	}
	slices.Sort(found)
	return found
}

// Granted asserts that a token was granted. The case ends as inconclusive if the credentials are refused.
func (a *Response) Granted() *Response {
	a.t.Helper()
	a.checkCredentials()
	require.Equal(a.t, http.StatusOK, a.Status, "status of a token response")
	require.NotEmpty(a.t, a.String("access_token"), "access_token")
	return a
}

// checkCredentials ends the case as inconclusive if a token response refuses the credentials. Any other refusal of a
// valid request is a change of the API.
func (a *Response) checkCredentials() {
	if a.t.Mock() || a.Status < 400 || a.Status >= 500 {
		return
	}
	code := a.String("error")
	if a.Status == http.StatusUnauthorized || code == "invalid_client" || code == "invalid_grant" {
		a.t.Inconclusivef("the credentials are refused: %d %s", a.Status, a.t.session.redact.Body(a.Body))
	}
}

// Denied asserts that a token request was refused, with 4xx and without a token.
func (a *Response) Denied() *Response {
	a.t.Helper()
	assert.False(a.t, a.Has("access_token"), "access_token in a refusal")
	assert.NotNil(a.t, a.JSON, "a refusal is JSON")
	return a.IsClientError()
}

// Failed asserts that the response is a REST error with a status and a type.
func (a *Response) Failed(status int, kind string) *Response {
	a.t.Helper()
	a.Is(status).Fits("rest-error").Equal(kind, "error", "type")
	if code, ok := a.Int("error", "code"); ok {
		assert.Equal(a.t, a.Status, int(code), "the code is the status")
	}
	return a
}
