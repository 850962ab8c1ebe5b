package graph_test

import (
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/node"
	"github.com/dailymock/dailymock/internal/testing/slow"
)

// Why the endpoints do not do what the audit of GraphQL over HTTP recommends: the
// vendor does not (docs/spec/reporting.md#errors).
const (
	always200 = "The vendor's HTTP layer has status 200 for whatever is wrong with a request, " +
		"whatever the client accepts (ENGINE)."
	alwaysData = "The vendor's engine writes data, null, beside errors in any answer (ENGINE)."
	jsonOnly   = "The vendor's content type is application/json for any Accept header (OBSERVED); " +
		"the newer type is younger than its engine."
	anyBodyType = "The vendor's HTTP layer parses a body as JSON whatever its content type says (ENGINE); " +
		"clients in the field send none."
)

// warnings explains each recommendation ("SHOULD") that the endpoints do not follow, by
// the audit's ID. The audit's notices are about what a server MAY do and need no reason.
var warnings = map[string]string{
	"22EB": jsonOnly,    // application/graphql-response+json
	"9ABE": anyBodyType, // 4xx if a POST has no content type
	"BCF8": always200,   // 400 if the body is not JSON
	"B7N8": always200,   // the same for clients that accept application/graphql-response+json
	"865D": always200,   // 4xx or 5xx if the document cannot be parsed
	"556A": always200,   // 400 for that
	"D586": alwaysData,  // no data for that
	"51FE": always200,   // 4xx or 5xx if the document is invalid
	"74FF": always200,   // 400 for that
	"5E5B": alwaysData,  // no data for that
	"86EE": always200,   // 400 if a variable is invalid
}

func TestGraphQLOverHTTPAudit(t *testing.T) {
	t.Parallel()
	slow.Test(t)
	m := dailymocktest.Start(t, dailymock.Options{})
	for _, endpoint := range []struct {
		path     string
		endpoint dailymocktest.Endpoint
	}{{"/", dailymocktest.Public}, {"/graphql", dailymocktest.Private}} {
		t.Run(endpoint.path, func(t *testing.T) {
			var results []struct{ ID, Name, Status, Reason string }
			node.Run(t, &results, nil, "graphql-http", "audit.js", m.URL+endpoint.path, m.MustToken(t, endpoint.endpoint))
			met, musts := map[string]bool{}, 0
			for _, r := range results {
				if strings.HasPrefix(r.Name, "MUST") {
					musts++
				}
				switch met[r.ID] = r.Status == "warn"; r.Status {
				case "ok", "notice":
				case "warn":
					if warnings[r.ID] == "" {
						t.Errorf("no reason is given for %s, %s: %s", r.ID, r.Name, r.Reason)
					}
				default:
					t.Errorf("%s %s, %s: %s", r.Status, r.ID, r.Name, r.Reason)
				}
			}
			for id := range warnings {
				if !met[id] {
					t.Errorf("%s is no warning any more", id)
				}
			}
			if musts < 10 {
				t.Errorf("the audit checked %d things that a server MUST do, want 10 or more", musts)
			}
		})
	}
}
