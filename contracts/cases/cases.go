// Package cases holds the cases of the contract suite, a table for each part of a surface. Its files import package
// contracts without a qualifier, since every row of a table uses several of its names.
//
//	found, err := contracts.Run(ctx, contracts.Options{Target: target, Cases: cases.All()})
package cases

import (
	"slices"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/survey"
)

// All returns every case, ordered by surface and id. It panics if two cases share an id or a case is incomplete.
func All() []Case {
	return MustComplete(slices.Concat(
		oauthToken(), oauthUse(), reportingSchema(), reportingHTTP(), reportingValidation(), reportingLife(), reportingCSV(),
		restRead(), restFields(), restErrors(), restWrite(), restUpload(), mcn(), dynTube(), withoutKeys(), own(),
		survey.All(),
	))
}

// The endpoints for public and private keys.
var (
	pub  = PublicReports
	priv = PrivateReports
	data = PublicData
)

// row returns a case with the ids of its statements.
func row(id, title, states string, run func(t *T)) Case {
	return Case{ID: id, Title: title, States: states, Run: run}
}

// keyed returns a case with a private key.
func keyed(id, title, states string, run func(t *T)) Case {
	return needing(PrivateKey, row(id, title, states, run))
}

// each returns cases with an effect, unless they have another one.
func each(e Effect, cases ...Case) []Case {
	for i := range cases {
		if cases[i].Effect == "" {
			cases[i].Effect = e
		}
	}
	return cases
}

// should returns the case with the level Should.
func should(c Case) Case { c.Level = Should; return c }

// revised returns a case that checks something else than it did.
func revised(c Case) Case { c.Version++; return c }

// last returns the case to run after all others.
func last(c Case) Case { c.Last = true; return c }

// may returns the case as a probe.
func may(c Case) Case { c.Level = May; return c }

// alone returns the case to run while no other case runs.
func alone(c Case) Case { c.Exclusive = true; return c }

// with returns the case with another effect.
func with(e Effect, c Case) Case { c.Effect = e; return c }

// needing returns the case with one more need.
func needing(n Need, c Case) Case { c.Needs = append(c.Needs, n); return c }

// signedIn returns the case with the needs of a password grant.
func signedIn(c Case) Case { return needing(Login, needing(PublicKey, c)) }

// onMock returns the case to run on mocks only.
func onMock(c Case) Case { return needing(MockOnly, c) }

// moving returns a case that moves the clock.
func moving(c Case) Case { return alone(needing(Clock, c)) }

// unlessKeys returns all, or the first if the run has credentials, with which other cases see the rest.
func unlessKeys[E any](t *T, all ...E) []E {
	if k := t.Keys(); !t.Mock() && (k.Private.ID != "" || k.Public.ID != "" || k.DynTube != "") {
		return all[:1]
	}
	return all
}

const typename = `{ __typename }`

// body returns a GraphQL request with a query.
func body(query string) map[string]any { return map[string]any{"query": query} }

// query sends a query with a private key.
func query(t *T, text string) *Response { return priv.GraphQL(t, text, nil) }
