package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/world"
)

// Config says what an Engine works with.
type Config struct {
	World  *world.World
	Signer *signed.Signer
	Now    func() time.Time

	Policy      Policy // of API keys that have none of their own; zero means finished at once
	RowsPerFile int    // data rows in one file; zero means 50,000

	Matrix Matrix            // how requests are held to the matrix; "" means Lenient
	Limits map[string]string // instead of the editions' own, by name; CheckLimits says what may be
}

// An Engine takes report requests, tells how they stand and serves their files.
// It is safe for concurrent use.
type Engine struct {
	config   Config
	slots    *slots
	policies *policies
	tokens   *lru.Cache[string, *job] // by report token
	jobs     *lru.Cache[string, *job] // by encoded ticket
	tables   *lru.Cache[*job, *table] // those used lately
	ordered  *lru.Cache[*job, func() *ordered]
}

// How many reports are remembered, by token and by ticket. The index of a large
// one takes some KiB.
const (
	maxTokens = 4096
	maxJobs   = 2048
	// A table of the default world takes up to a MiB.
	maxTables = 8
)

// NewEngine returns an Engine. The policy must have passed Check.
func NewEngine(c Config) *Engine {
	c.RowsPerFile = cmp.Or(c.RowsPerFile, 50_000)
	tokens, _ := lru.New[string, *job](maxTokens) // these fail for sizes below 1 only
	tickets, _ := lru.New[string, *job](maxJobs)
	tables, _ := lru.New[*job, *table](maxTables)
	ordered, _ := lru.New[*job, func() *ordered](maxOrderedTables)
	return &Engine{config: c, slots: newSlots(), policies: newPolicies(c.Policy), tokens: tokens, jobs: tickets, tables: tables, ordered: ordered}
}

// Ask checks a request and starts its report. The error wraps one of this
// package's errors and says what was wrong in words meant for the client.
func (e *Engine) Ask(a world.Account, r Request) (File, error) {
	rec, notices, err := e.ask(a, r, nil)
	if err != nil {
		return File{}, err
	}
	f := rec.file(e.token(rec), rec.status(rec.created))
	f.notices = notices
	return f, nil
}

// ask is Ask, in the Studio or, with a nil *studio, elsewhere.
func (e *Engine) ask(a world.Account, r Request, s *studioSpec) (*job, []Notice, error) {
	r.Product = cmp.Or(r.Product, Content)
	passed, err := e.config.check(r)
	if err != nil {
		return nil, nil, err
	}
	r.Metrics, r.Dimensions = slices.Clone(r.Metrics), slices.Clone(r.Dimensions)
	now := e.config.Now()
	t := reportSpec{
		account: accountID(a), login: a.Login,
		created: now, edits: e.config.World.Moment(now).Edits, retention: passed.limits.Retention,
		rows: e.config.RowsPerFile, request: r, studio: s,
	}
	rec := e.slots.take(a.Key, now, passed.limits.Concurrent, func(serial uint64) *job {
		if err = e.checkOrdered(t); err != nil { // costs too much to be looked at without a free place
			return nil
		}
		t.serial = serial
		return e.start(t, e.policies.of(a.Key))
	})
	switch {
	case err != nil:
		return nil, nil, err
	case rec == nil:
		return nil, nil, refuse(ErrConcurrent, "%d reports of this API key are in progress, the most at once is %d; wait until one has finished", passed.limits.Concurrent, passed.limits.Concurrent)
	}
	return rec, passed.notices, nil
}

// start makes the record of a new report.
func (e *Engine) start(t reportSpec, p Policy) *job {
	t.policy = e.policyFor(t, p)
	t.created = time.UnixMilli(t.created.UnixMilli()).UTC()
	text := t.encode()
	r := e.newJob(t, text)
	e.jobs.Add(string(text), r)
	return r
}

// policyFor is the policy under which a report is started: the one given, unless
// the request chooses an end of its own; with a duration in the place of Realistic.
func (e *Engine) policyFor(t reportSpec, p Policy) Policy {
	f := t.request.Filters
	if own, ok := reservedPolicies[f.VisitorDomainGroup]; ok {
		return own
	}
	if p.Progress == Realistic {
		h := sha256.Sum256(t.encode())
		p.Progress, p.Takes = After, realistic(newTable(e.config.World, t).maxRows(), binary.BigEndian.Uint64(h[:]))
	}
	for _, slug := range t.named() {
		if c, err := e.config.World.Channel(slug); err == nil && c.Reports != "" {
			p.Outcome = Status(c.Reports)
		}
	}
	return p
}

// File tells how the report behind a token stands now. It answers ErrNotFound
// for a token that this engine did not make, or made for another account.
func (e *Engine) File(a world.Account, token string) (File, error) {
	rec, err := e.open(token)
	if err != nil || rec.account != accountID(a) {
		return File{}, refuse(ErrNotFound, "no report of this account has the token %q", clip(token))
	}
	return rec.file(token, rec.poll(e.config.Now())), nil
}

// Link finds one link by its ID, for the account that asked for the report.
func (e *Engine) Link(a world.Account, id string) (Link, error) {
	text, n, err := openObject(e.config.Signer, id)
	if err == nil {
		rec, err := e.jobOf(text)
		if err == nil && rec.account == accountID(a) && rec.status(e.config.Now()) == Finished && n < len(rec.links()) {
			return rec.links()[n], nil
		}
	}
	return Link{}, refuse(ErrNotFound, "no file of this account has the id %q", clip(id))
}

// token seals a record's ticket.
func (e *Engine) token(r *job) string {
	token := e.config.Signer.JWT("report token", claims{Report: r.encoded})
	e.tokens.Add(token, r)
	return token
}

// open finds the record behind a token. Verified tokens are remembered by their
// text; how the report stands is not.
func (e *Engine) open(token string) (*job, error) {
	if r, ok := e.tokens.Get(token); ok {
		return r, nil
	}
	var c claims
	if err := e.config.Signer.OpenJWT("report token", token, &c); err != nil {
		return nil, err
	}
	r, err := e.jobOf(c.Report)
	if err == nil {
		e.tokens.Add(token, r)
	}
	return r, err
}

// jobOf finds the record of an encoded ticket, or makes it.
func (e *Engine) jobOf(text []byte) (*job, error) {
	if r, ok := e.jobs.Get(string(text)); ok {
		return r, nil
	}
	t, err := decodeSpec(text)
	if err != nil {
		return nil, err
	}
	r := e.newJob(t, slices.Clone(text))
	if earlier, there, _ := e.jobs.PeekOrAdd(string(text), r); there {
		return earlier, nil
	}
	return r, nil
}

// accountID tells accounts apart without naming them.
func accountID(a world.Account) uint64 {
	sum := sha256.Sum256([]byte(a.Key + "\x00" + a.Login))
	return binary.BigEndian.Uint64(sum[:])
}

// A File is a report as its token shows it at one moment.
type File struct {
	Token   string
	Created time.Time
	Status  Status
	Files   func() []Link // makes the links; nil means none
	notices []Notice      // of a report that was just asked for
}

func (r *job) file(token string, s Status) File {
	return File{Token: token, Created: r.created, Status: s, Files: r.links}
}

// Links returns where the files can be fetched: none unless Finished, at least
// one then.
func (f File) Links() []Link {
	if f.Status != Finished || f.Files == nil {
		return nil
	}
	return f.Files()
}

// A Link names one file of a report.
type Link struct {
	ID   string // a key that Engine.Link understands, unique among all links
	Path string // below Bucket
}
