package contracts

import (
	"net/http"
	"slices"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// GraphQL sends a query through a endpoint, with a token that may ask for reports.
// Variables may be nil.
func (t *T) GraphQL(d Endpoint, query string, variables any) *Response {
	body := map[string]any{"query": query}
	if variables != nil {
		body["variables"] = variables
	}
	return t.GraphQLBody(d, body)
}

// GraphQLBody sends any JSON as a GraphQL request.
func (t *T) GraphQLBody(d Endpoint, body any) *Response {
	return t.Do(Request{Host: d.APIHost, Path: d.APIPath, JSON: body, Token: t.Token(d)})
}

// HasData asserts that a GraphQL answer has data and no errors.
func (t *T) HasData(a *Response) {
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, "status of a GraphQL answer")
	require.False(t, a.Has("errors"), "a GraphQL answer without mistakes has no errors")
	require.NotNil(t, a.At("data"), "a GraphQL answer has data")
}

// HasErrors asserts that a GraphQL answer has errors in the way that clients
// read them: a list that is not empty, of objects with a text as message.
func (t *T) HasErrors(a *Response) {
	t.Helper()
	errors := a.List("errors")
	require.NotEmpty(t, errors, "a refusal has errors")
	for i := range errors {
		assert.NotEmpty(t, a.String("errors", i, "message"), "each error has a message")
	}
}

// Invalid asserts that a document or its variables were refused as a whole:
// errors, and no data (docs/spec/reporting.md#contract-tests).
func (t *T) Invalid(a *Response) {
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, "errors of GraphQL come with status 200")
	t.HasErrors(a)
	assert.Nil(t, a.At("data"), "data of a refused request")
}

// Refused asserts that no report came of a request for one: an error, and no
// token. Should a real target have taken it after all, the ledger has it.
func (t *T) Refused(a *Response) {
	t.Helper()
	t.kept(a)
	require.Equal(t, http.StatusOK, a.Status, "errors of GraphQL come with status 200")
	t.HasErrors(a)
	assert.Empty(t, ReportTokens(a.At("data")), "report tokens in a refusal")
}

// kept enters reports that were made into the ledger.
func (t *T) kept(a *Response) {
	if t.Mock() {
		return
	}
	for range ReportTokens(a.At("data")) {
		t.run.Ledger.add(Entry{Kind: "report", Case: t.Case.ID, Run: t.RunID(), Made: t.Now()})
	}
}

// ReportTokens are those anywhere below v.
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
