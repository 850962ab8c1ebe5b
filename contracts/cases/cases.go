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
		restRead(), restFields(), restErrors(), restWrite(), restUpload(), mcn(), dynTube(), withoutKeys(),
		withoutCredentials(), own(), survey.All(),
	))
}
