package cases

import (
	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
)

// Cases of GraphQL over HTTP: documents, headers and errors.

// invalidQueries returns a case of documents that are refused.
func invalidQueries(id, title, states string, queries ...string) Case {
	return keyed(id, title, states, func(t *T) {
		for _, text := range queries {
			query(t, text).Invalid()
		}
	})
}

// invalidBodies returns a case of bodies that are not requests.
func invalidBodies(id, title, states string, bodies ...any) Case {
	return keyed(id, title, states, func(t *T) {
		for _, body := range bodies {
			assert.NotEmpty(t, priv.GraphQLBody(t, body).Is(200).List("errors"), "errors")
		}
	})
}

// unknownReport reads a report with a token that was not issued.
func unknownReport(t *T) *Response {
	return priv.GraphQL(t, StatusDocument, map[string]any{"reportToken": "eyJ0eXAiOiJub25lIn0.e30.x"}).HasErrors()
}

const partnerType = `{ partner { __typename } }`

func reportingHTTP() []Case {
	return []Case{
		keyed("REPORTING-030", "a query posted as JSON with a Bearer token returns data",
			"reporting-3.1 reporting-2.20 reporting-1.2", func(t *T) {
				query(t, partnerType).HasData().Equal("PartnerSpace", "data", "partner", "__typename")
			}),
		signedIn(row("REPORTING-031", "the public host serves GraphQL at its root", "reporting-1.1", func(t *T) {
			pub.GraphQL(t, partnerType, nil).HasData().Equal("PartnerSpace", "data", "partner", "__typename")
		})),
		keyed("REPORTING-032", "operationName may be absent, null or set", "reporting-3.2", func(t *T) {
			for _, body := range []map[string]any{
				{"query": `query A { __typename }`},
				{"query": `query A { __typename }`, "operationName": nil},
				{"query": `query A { __typename }`, "operationName": "A", "variables": map[string]any{}},
				{"query": `query A { __typename }`, "variables": nil},
			} {
				priv.GraphQLBody(t, body).HasData()
			}
		}),
		keyed("REPORTING-033", "responses are application/json, also with errors", "reporting-3.3", func(t *T) {
			for _, text := range []string{typename, `{ nothing }`} {
				assert.Equal(t, "application/json", MediaType(query(t, text).Header), "content type")
			}
		}),
		keyed("REPORTING-034", "a response without errors has no member errors", "reporting-3.5", func(t *T) {
			assert.False(t, query(t, typename).Is(200).Has("errors"), "member errors")
		}),
		invalidQueries("REPORTING-035", "an unknown field returns 200 with errors that have messages",
			"reporting-3.4 reporting-10.1", `{ partner { nothing } }`),
		invalidQueries("REPORTING-036", "a syntax error returns 200 with errors", "reporting-10.10", `{ partner `),
		keyed("REPORTING-037", "an error has path and locations", "reporting-10.4", func(t *T) {
			a := query(t, `{ partner { nothing } }`).Invalid().Fits("graphql-error", "errors", 0)
			assert.True(t, a.Has("errors", 0, "path"), "member path")
			assert.NotNil(t, a.At("errors", 0, "locations"), "member locations")
		}),
		invalidQueries("REPORTING-038", "missing, unknown and undefined names are errors of the document", "reporting-10.9",
			`{ partner { reportFile { status } } }`,
			`{ partner { reportFile(reportToken: "x", other: 1) { status } } }`,
			`query ($a: String!) { partner { reportFile(reportToken: $b) { status } } }`,
			`{ partner }`,
			`query A { __typename } query B { __typename }`),
		invalidBodies("REPORTING-039", "a body that is not an object, or without query, returns 200 with errors",
			"reporting-10.11", "text", 7, map[string]any{}, map[string]any{"query": typename, "variables": []int{1}}),
		invalidBodies("REPORTING-040", "a batch of queries is refused", "reporting-3.10", []any{body(typename)}),
		keyed("REPORTING-041", "aliased root fields share an operation, with variables separated by blanks",
			"reporting-3.6", func(t *T) {
				priv.GraphQL(t, `query ($a: Boolean! $b: Boolean!) {
				one: partner { __typename @include(if: $a) id } two: partner { __typename @skip(if: $b) }
			}`, map[string]any{"a": true, "b": false}).HasData().
					Equal("PartnerSpace", "data", "one", "__typename").Equal("PartnerSpace", "data", "two", "__typename")
			}),
		keyed("REPORTING-042", "headers of the web site are ignored", "reporting-3.7", func(t *T) {
			t.Do(Request{Host: priv.APIHost, Path: priv.APIPath, Token: priv.Token(t), JSON: body(typename),
				Header: map[string]string{"X-DM-AppInfo-Id": "contract", "X-DM-Preferred-Country": "fr",
					"Origin": "https://www.dailymotion.com"}}).HasData()
		}),
		keyed("REPORTING-043", "a bad token returns 401, or 200 with errors, and never data", "reporting-10.5",
			func(t *T) { wantRefusedToken(t, priv, Secret("not-a-token-"+t.RunID())) }),
		row("REPORTING-049", "without a token both hosts return JSON, and no data", "reporting-10.5", func(t *T) {
			for _, d := range []Endpoint{pub, priv} {
				wantRefusedToken(t, d, "")
			}
		}),
		keyed("REPORTING-044", "a missing token returns 401, or 200 with errors, and never data", "reporting-10.5",
			func(t *T) { wantRefusedToken(t, priv, "") }),
		should(keyed("REPORTING-045", "the public host refuses the token of a private key",
			"reporting-10.5 reporting-1.3", func(t *T) { wantRefusedToken(t, pub, priv.Token(t)) })),
		needing(Hosts, signedIn(row("REPORTING-046", "the public host responds alike without a path and with a slash",
			"reporting-3.8", func(t *T) {
				for _, path := range []string{"", "/"} {
					t.Do(Request{Host: pub.APIHost, Path: path, Token: pub.Token(t), JSON: body(typename)}).HasData()
				}
			}))),
		may(keyed("REPORTING-047", "an unknown report token returns an error with the member type", "reporting-10.2",
			func(t *T) { unknownReport(t).NotEmpty("errors", 0, "type") })),
		keyed("REPORTING-048", "an unknown report token returns null and an error", "reporting-10.12 reporting-4.14",
			func(t *T) {
				unknownReport(t).Null("data", "partner", "reportFile").Equal("not_found", "errors", 0, "type")
			}),
	}
}
