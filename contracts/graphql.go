package contracts

import (
	"net/http"
	"slices"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// GraphQL sends a query to an endpoint with a token for reports. Variables may be nil.
func (t *T) GraphQL(d Endpoint, query string, variables any) *Response {
	body := map[string]any{"query": query}
	if variables != nil {
		body["variables"] = variables
	}
	return t.GraphQLBody(d, body)
}

// GraphQLBody sends a JSON value as a GraphQL request.
func (t *T) GraphQLBody(d Endpoint, body any) *Response {
	return t.Do(Request{Host: d.APIHost, Path: d.APIPath, JSON: body, Token: t.Token(d)})
}

// HasData asserts that a GraphQL response has data and no errors.
func (t *T) HasData(a *Response) {
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, "status of a GraphQL response")
	require.False(t, a.Has("errors"), "a GraphQL response to a valid request has no errors")
	require.NotNil(t, a.At("data"), "a GraphQL response has data")
}

// HasErrors asserts that a GraphQL response has a list of errors, each with a message.
func (t *T) HasErrors(a *Response) {
	t.Helper()
	errors := a.List("errors")
	require.NotEmpty(t, errors, "a refusal has errors")
	for i := range errors {
		assert.NotEmpty(t, a.String("errors", i, "message"), "each error has a message")
	}
}

// Invalid asserts that a document or its variables were refused: the response has errors and no data
// (docs/spec/reporting.md#contract-tests).
func (t *T) Invalid(a *Response) {
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, "errors of GraphQL come with status 200")
	t.HasErrors(a)
	assert.Nil(t, a.At("data"), "data of a refused request")
}

// Refused asserts that a report request was refused: the response has errors and no token. If a target accepts it, the
// report is added to the ledger.
func (t *T) Refused(a *Response) {
	t.Helper()
	t.recordReports(a)
	require.Equal(t, http.StatusOK, a.Status, "errors of GraphQL come with status 200")
	t.HasErrors(a)
	assert.Empty(t, ReportTokens(a.At("data")), "report tokens in a refusal")
}

// recordReports adds the reports in a response to the ledger, unless the target is a mock.
func (t *T) recordReports(a *Response) {
	if t.Mock() {
		return
	}
	for range ReportTokens(a.At("data")) {
		t.runner.Ledger.add(Entry{Kind: "report", Case: t.Case.ID, Run: t.RunID(), Made: t.Now()})
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
