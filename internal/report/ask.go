package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/report/rows"
	"github.com/dailymock/dailymock/internal/world"
)

// Ask checks a request and starts its report. The error wraps one of this package's errors.
func (e *Engine) Ask(a world.Account, r Request) (File, error) {
	j, notices, err := e.ask(a, r, nil)
	if err != nil {
		return File{}, err
	}
	f := e.file(j, e.token(j), j.status(j.created))
	f.notices = notices
	return f, nil
}

// ask starts a report, of the Studio if s is not nil.
func (e *Engine) ask(a world.Account, r Request, s *studioSpec) (*job, []edition.Notice, error) {
	r.Product = cmp.Or(r.Product, edition.Content)
	limits, notices, err := edition.Check(r, e.config.Matrix, e.config.Limits)
	if err != nil {
		return nil, nil, err
	}
	r.Metrics, r.Dimensions = slices.Clone(r.Metrics), slices.Clone(r.Dimensions)
	now := e.config.Now()
	spec := reportSpec{
		account: accountID(a), login: a.Login,
		created: now, edits: e.config.World.Moment(now).Edits, retention: limits.Retention,
		rows: e.config.RowsPerFile, request: r, studio: s,
	}
	j, err := e.slots.take(a.Key, now, limits.Concurrent, func(serial uint64) (*job, error) {
		if err := e.checkSorted(spec); err != nil { // too costly to check without a free slot
			return nil, err
		}
		spec.serial = serial
		return e.start(a.Key, spec, now)
	})
	return j, notices, err
}

// checkSorted returns an error if a report with an order has too many rows to be sorted.
func (e *Engine) checkSorted(s reportSpec) error {
	if s.query().Order.By == "" {
		return nil
	}
	if n := rows.NewTable(e.config.World, s.query()).MaxRows(); n > rows.MaxSorted {
		return edition.Refuse(ErrParameter, "the report can have %d rows, and orderBy allows at most %d; "+
			"ask for fewer days or dimensions, or leave orderBy out", n, rows.MaxSorted)
	}
	return nil
}

// start makes and holds the job of a new report.
func (e *Engine) start(key string, s reportSpec, now time.Time) (*job, error) {
	s.policy = e.policyFor(s, e.policies.of(key))
	s.policy.Outcome = cmp.Or(Status(s.request.Outcome), s.policy.Outcome)
	s.created = time.UnixMilli(s.created.UnixMilli()).UTC()
	j := newJob(s, string(s.encode()))
	j.progress.key = key
	j, err := e.jobs.add(j, now)
	if err == nil && s.policy.Outcome == Finished {
		e.results.start(j)
	}
	return j, err
}

// policyFor returns the policy of a new report: the given one, unless the request chooses its own end. It replaces
// Realistic by a duration.
func (e *Engine) policyFor(s reportSpec, p Policy) Policy {
	if own, ok := reservedPolicies[s.request.Filters.VisitorDomainGroup]; ok {
		return own
	}
	if p.Progress == Realistic {
		h := sha256.Sum256(s.encode())
		n := rows.NewTable(e.config.World, s.query()).MaxRows()
		p.Progress, p.Takes = After, realistic(n, binary.BigEndian.Uint64(h[:]))
	}
	for _, slug := range s.channelSlugs() {
		if c, err := e.config.World.Channel(slug); err == nil && c.Reports != "" {
			p.Outcome = Status(c.Reports)
		}
	}
	return p
}

// accountID returns a hash that identifies an account without naming it.
func accountID(a world.Account) uint64 {
	sum := sha256.Sum256([]byte(a.Key + "\x00" + a.Login))
	return binary.BigEndian.Uint64(sum[:])
}
