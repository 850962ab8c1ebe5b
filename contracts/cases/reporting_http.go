package cases

import (
	"net/http"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of GraphQL over HTTP: documents, headers and errors.

var reportingHTTP = []Case{
	{
		ID: "REPORTING-030", Surface: Reporting, States: "reporting-3.1 reporting-2.20 reporting-1.2",
		Needs: []Need{PrivateKey},
		Title: "a query posted as JSON with a Bearer token returns data",
		Run: func(t *T) {
			a := t.GraphQL(PrivateReports, `{ partner { __typename } }`, nil)
			t.HasData(a)
			assert.Equal(t, "PartnerSpace", a.String("data", "partner", "__typename"), "type of partner")
		},
	},
	{
		ID: "REPORTING-031", Surface: Reporting, States: "reporting-1.1", Needs: []Need{PublicKey, Login},
		Title: "the public host serves GraphQL at its root",
		Run: func(t *T) {
			a := t.GraphQL(PublicReports, `{ partner { __typename } }`, nil)
			t.HasData(a)
			assert.Equal(t, "PartnerSpace", a.String("data", "partner", "__typename"), "type of partner")
		},
	},
	{
		ID: "REPORTING-032", Surface: Reporting, States: "reporting-3.2", Needs: []Need{PrivateKey},
		Title: "operationName may be absent, null or set",
		Run: func(t *T) {
			for _, body := range []map[string]any{
				{"query": `query A { __typename }`},
				{"query": `query A { __typename }`, "operationName": nil},
				{"query": `query A { __typename }`, "operationName": "A", "variables": map[string]any{}},
				{"query": `query A { __typename }`, "variables": nil},
			} {
				t.HasData(t.GraphQLBody(PrivateReports, body))
			}
		},
	},
	{
		ID: "REPORTING-033", Surface: Reporting, States: "reporting-3.3", Needs: []Need{PrivateKey},
		Title: "responses are application/json, also with errors",
		Run: func(t *T) {
			for _, query := range []string{`{ __typename }`, `{ nothing }`} {
				a := t.GraphQL(PrivateReports, query, nil)
				assert.Regexp(t, `^application/json`, a.Header.Get("Content-Type"), "content type")
			}
		},
	},
	{
		ID: "REPORTING-034", Surface: Reporting, States: "reporting-3.5", Needs: []Need{PrivateKey},
		Title: "a response without errors has no member errors",
		Run: func(t *T) {
			a := t.GraphQL(PrivateReports, `{ __typename }`, nil)
			require.Equal(t, http.StatusOK, a.Status)
			assert.False(t, a.Has("errors"), "member errors")
		},
	},
	{
		ID: "REPORTING-035", Surface: Reporting, States: "reporting-3.4 reporting-10.1", Needs: []Need{PrivateKey},
		Title: "an unknown field returns 200 with errors that have messages",
		Run:   func(t *T) { t.Invalid(t.GraphQL(PrivateReports, `{ partner { nothing } }`, nil)) },
	},
	{
		ID: "REPORTING-036", Surface: Reporting, States: "reporting-10.10", Needs: []Need{PrivateKey},
		Title: "a syntax error returns 200 with errors",
		Run:   func(t *T) { t.Invalid(t.GraphQL(PrivateReports, `{ partner `, nil)) },
	},
	{
		ID: "REPORTING-037", Surface: Reporting, States: "reporting-10.4", Needs: []Need{PrivateKey},
		Title: "an error has path and locations",
		Run: func(t *T) {
			a := t.GraphQL(PrivateReports, `{ partner { nothing } }`, nil)
			t.Invalid(a)
			t.FitsValue(a.At("errors", 0), "graphql-error")
			assert.True(t, a.Has("errors", 0, "path"), "member path")
			assert.NotNil(t, a.At("errors", 0, "locations"), "member locations")
		},
	},
	{
		ID: "REPORTING-038", Surface: Reporting, States: "reporting-10.9", Needs: []Need{PrivateKey},
		Title: "missing, unknown and undefined names are errors of the document",
		Run: func(t *T) {
			for _, query := range []string{
				`{ partner { reportFile { status } } }`,
				`{ partner { reportFile(reportToken: "x", other: 1) { status } } }`,
				`query ($a: String!) { partner { reportFile(reportToken: $b) { status } } }`,
				`{ partner }`,
				`query A { __typename } query B { __typename }`,
			} {
				t.Invalid(t.GraphQL(PrivateReports, query, nil))
			}
		},
	},
	{
		ID: "REPORTING-039", Surface: Reporting, States: "reporting-10.11", Needs: []Need{PrivateKey},
		Title: "a body that is not an object, or without query, returns 200 with errors",
		Run: func(t *T) {
			for _, body := range []any{"text", 7, map[string]any{},
				map[string]any{"query": `{ __typename }`, "variables": []int{1}}} {
				a := t.GraphQLBody(PrivateReports, body)
				assert.Equal(t, http.StatusOK, a.Status, "status")
				assert.NotEmpty(t, a.List("errors"), "errors")
			}
		},
	},
	{
		ID: "REPORTING-040", Surface: Reporting, States: "reporting-3.10", Needs: []Need{PrivateKey},
		Title: "a batch of queries is refused",
		Run: func(t *T) {
			a := t.GraphQLBody(PrivateReports, []any{map[string]any{"query": `{ __typename }`}})
			assert.Equal(t, http.StatusOK, a.Status, "status")
			assert.NotEmpty(t, a.List("errors"), "errors")
		},
	},
	{
		ID: "REPORTING-041", Surface: Reporting, States: "reporting-3.6", Needs: []Need{PrivateKey},
		Title: "aliased root fields share an operation, with variables separated by blanks",
		Run: func(t *T) {
			a := t.GraphQL(PrivateReports, `query ($a: Boolean! $b: Boolean!) {
				one: partner { __typename @include(if: $a) id } two: partner { __typename @skip(if: $b) }
			}`, map[string]any{"a": true, "b": false})
			t.HasData(a)
			assert.Equal(t, "PartnerSpace", a.String("data", "one", "__typename"))
			assert.Equal(t, "PartnerSpace", a.String("data", "two", "__typename"))
		},
	},
	{
		ID: "REPORTING-042", Surface: Reporting, States: "reporting-3.7", Needs: []Need{PrivateKey},
		Title: "headers of the web site are ignored",
		Run: func(t *T) {
			d := PrivateReports
			a := t.Do(Request{Host: d.APIHost, Path: d.APIPath, Token: t.Token(d),
				JSON: map[string]any{"query": `{ __typename }`},
				Header: map[string]string{"X-DM-AppInfo-Id": "contract", "X-DM-Preferred-Country": "fr",
					"Origin": "https://www.dailymotion.com"}})
			t.HasData(a)
		},
	},
	{
		ID: "REPORTING-043", Surface: Reporting, States: "reporting-10.5", Needs: []Need{PrivateKey},
		Title: "a bad token returns 401, or 200 with errors, and never data",
		Run:   func(t *T) { wantRefusedToken(t, PrivateReports, Secret("not-a-token-"+t.RunID())) },
	},
	{
		ID: "REPORTING-044", Surface: Reporting, States: "reporting-10.5", Needs: []Need{PrivateKey},
		Title: "a missing token returns 401, or 200 with errors, and never data",
		Run:   func(t *T) { wantRefusedToken(t, PrivateReports, "") },
	},
	{
		ID: "REPORTING-045", Surface: Reporting, States: "reporting-10.5 reporting-1.3", Needs: []Need{PrivateKey},
		Level: Should,
		Title: "the public host refuses the token of a private key",
		Run:   func(t *T) { wantRefusedToken(t, PublicReports, t.Token(PrivateReports)) },
	},
	{
		ID: "REPORTING-046", Surface: Reporting, States: "reporting-3.8", Needs: []Need{PublicKey, Login, Hosts},
		Title: "the public host responds alike without a path and with a slash",
		Run: func(t *T) {
			d := PublicReports
			for _, path := range []string{"", "/"} {
				t.HasData(t.Do(Request{Host: d.APIHost, Path: path, Token: t.Token(d),
					JSON: map[string]any{"query": `{ __typename }`}}))
			}
		},
	},
	{
		ID: "REPORTING-047", Surface: Reporting, States: "reporting-10.2", Needs: []Need{PrivateKey}, Level: May,
		Title: "an unknown report token returns an error with the member type",
		Run: func(t *T) {
			a := t.GraphQL(PrivateReports, StatusDocument, map[string]any{"reportToken": "eyJ0eXAiOiJub25lIn0.e30.x"})
			require.Equal(t, http.StatusOK, a.Status)
			t.HasErrors(a)
			assert.NotEmpty(t, a.String("errors", 0, "type"), "type of the error")
		},
	},
	{
		ID: "REPORTING-048", Surface: Reporting, States: "reporting-10.12 reporting-4.14", Needs: []Need{PrivateKey},
		Title: "an unknown report token returns null and an error",
		Run: func(t *T) {
			a := t.GraphQL(PrivateReports, StatusDocument, map[string]any{"reportToken": "eyJ0eXAiOiJub25lIn0.e30.x"})
			require.Equal(t, http.StatusOK, a.Status)
			t.HasErrors(a)
			assert.Nil(t, a.At("data", "partner", "reportFile"), "reportFile")
			assert.Equal(t, "not_found", a.String("errors", 0, "type"), "type of the error")
		},
	},
}

// wantRefusedToken asserts that GraphQL returns no data for a token; "" sends none.
func wantRefusedToken(t *T, d Endpoint, token Secret) {
	t.Helper()
	a := t.Do(Request{Host: d.APIHost, Path: d.APIPath, Token: token, JSON: map[string]any{"query": `{ partner { id } }`}})
	assert.Contains(t, []int{http.StatusOK, http.StatusUnauthorized}, a.Status, "status")
	assert.Nil(t, a.At("data"), "data")
	if a.Status == http.StatusOK {
		t.HasErrors(a)
	}
}
