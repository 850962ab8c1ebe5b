package report

import (
	"cmp"
	"context"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/report/rows"
	"github.com/dailymock/dailymock/internal/world"
)

// Expect returns what a report would contain that an account asks for now. One expectation is computed at a time; it
// stops when the context ends.
func (e *Engine) Expect(ctx context.Context, a world.Account, r Request) (Expectation, error) {
	r.Product = cmp.Or(r.Product, edition.Content)
	if _, _, err := edition.Check(r, e.config.Matrix, e.config.Limits); err != nil {
		return Expectation{}, err
	}
	now := e.config.Now()
	s := reportSpec{
		account: accountID(a), login: a.Login, rows: e.config.RowsPerFile, request: r,
		created: now, edits: e.config.World.Moment(now).Edits,
	}
	return e.results.expect(ctx, rows.NewTable(e.config.World, s.query()))
}

// ExpectOf returns what the report behind a token contains. It returns an error wrapping ErrNotFound for a token of
// another engine.
func (e *Engine) ExpectOf(ctx context.Context, token string) (Expectation, error) {
	j, err := e.open(token)
	if err != nil {
		return Expectation{}, edition.Refuse(ErrNotFound, "no report has the token %q", edition.Clip(token))
	}
	return e.results.expect(ctx, e.results.table(j))
}

// An Invariant holds in all responses of a mock.
type Invariant struct {
	Name  string `json:"name"`
	Holds string `json:"holds"`
}

// Invariants returns what a loader can rely on in every report, with any world, seed and time. A property test checks
// each of them.
func Invariants() []Invariant {
	return []Invariant{
		{"sums", "The rows of a finer report add up to those of a coarser one, to the last digit, for every additive " +
			"metric and any two lists of dimensions."},
		{"inventory", "TOTAL_INVENTORY = SELLABLE_INVENTORY + NO_ADS, and SELLABLE_INVENTORY = NB_IMPRESSION + " +
			"NB_MISSED_IMPRESSION, in every row."},
		{"missed", "NB_MISSED_IMPRESSION = NO_FILLS + AD_ERRORS + TIMEOUTS, in every row."},
		{"viewability", "NB_IMPRESSION = HIGH_VIEWABLE_IMPRESSIONS + LOW_VIEWABLE_IMPRESSIONS = AD_VIEW_COMPLETED + " +
			"AD_VIEW_NOT_COMPLETED, in every row."},
		{"traffic", "TOTAL_INVENTORY = VALID_TRAFFIC_INVENTORY + INVALID_TRAFFIC_INVENTORY, in every row."},
		{"consent", "TOTAL_INVENTORY is the sum of the five GDPR_…_INVENTORY metrics, in every row."},
		{"bandwidth", "BANDWIDTH_USED_TOTAL_BYTES = BANDWIDTH_USED_VOD_BYTES + BANDWIDTH_USED_LIVE_BYTES, in every row."},
		{"ratios", "Every rate and score is computed from the sums of its row, never from other rates."},
		{"files", "The files of a report hold each row once, each file with the same header, none with more rows than " +
			"asked for."},
		{"past", "The figures of a day that is over never change; nothing is dated after now."},
		{"asked", "A report never changes once it was asked for."},
		{"restart", "A token and a link return the same after a restart with the same seed and world."},
	}
}
