package dailymock

import (
	"context"
	"time"

	"github.com/dailymock/dailymock/internal/control"
	"github.com/dailymock/dailymock/internal/fault"
	"github.com/dailymock/dailymock/internal/mailbox"
	"github.com/dailymock/dailymock/internal/mcn"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/webhook"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/journal"
)

// What a running Server shows and changes. The types of this file are those of the packages below, which have the same
// fields: a conversion does not compile if they differ.

// A Tally sums up what clients did.
type Tally struct {
	Requests int            `json:"requests"`
	Surfaces map[string]int `json:"surfaces"` // requests by surface
	Errors   int            `json:"errors"`   // responses with a status of 400 or more, and missing ones
	Bytes    int64          `json:"bytes"`

	Tokens  int `json:"tokens"` // access tokens taken
	Reports struct {
		Asked      int `json:"asked"`
		Polls      int `json:"polls"`
		Ended      int `json:"ended"`      // seen by a poll to have ended
		Unfinished int `json:"unfinished"` // asked for and never seen to have ended
	} `json:"reports"`
	Files struct {
		Offered   int `json:"offered"`   // told to a client
		Fetched   int `json:"fetched"`   // downloads, of any file
		Unfetched int `json:"unfetched"` // offered and never downloaded
	} `json:"files"`

	Faults map[string]int `json:"faults"` // met, by name

	// Waited is the time between asking for a report and its polls, by the mock's clock; WaitedReally is in real time.
	Waited       time.Duration `json:"waited_ns"`
	WaitedReally time.Duration `json:"waited_really_ns"`
}

// Journal returns the last requests, oldest first.
func (s *Server) Journal() []journal.Entry {
	return s.state.Load().Journal.Entries()
}

// Verify counts the requests in the journal that match. Requests under way do not count. It returns an error for an
// invalid matcher or count.
func (s *Server) Verify(m journal.Matcher, n journal.Count) (journal.Verification, error) {
	return s.state.Load().Journal.Verify(m, n)
}

// ClearJournal forgets the entries that match; the zero Matcher means all. The Tally stays. It returns an error
// for an invalid matcher.
func (s *Server) ClearJournal(m journal.Matcher) error { return s.edit().Journal.Clear(m) }

// Tally returns the sums since the start, or the last Reset.
func (s *Server) Tally() Tally { return Tally(s.state.Load().Journal.Tally()) }

// A Fault is a rule that is set, and how often it fired.
type Fault struct {
	Name    string `json:"name"`           // in X-Mock-Fault and in the journal
	Rule    string `json:"rule"`           // its text, such as "file-cut=3"
	Matched uint64 `json:"matched"`        // requests
	Fired   uint64 `json:"fired"`          // requests that it changed
	Left    *int   `json:"left,omitempty"` // how often it still fires; nil means until it is cleared
}

// Faults returns the faults that are set.
func (s *Server) Faults() []Fault {
	return convert(s.state.Load().Faults.States(""), func(f fault.State) Fault { return Fault(f) })
}

// SetFaults replaces the faults and counts anew: by names of FaultNames, and by rules such as
// "status=503 surface=rest first=3"; docs/faults.md has all. Reset sets those of the Options. For an invalid rule, or
// one that can never fire, it changes nothing and returns an error.
func (s *Server) SetFaults(rules ...string) error { return s.edit().Faults.Replace("", rules...) }

// AddFault adds a rule to those that are set, otherwise as SetFaults.
func (s *Server) AddFault(rule string) error { return s.edit().Faults.Add("", rule) }

// ClearFaults removes the faults that are for an API key; with an empty key, all.
func (s *Server) ClearFaults(key string) { _ = s.edit().Faults.Clear(key, "") } // fails only for names

// A Webhook is one attempt to deliver a webhook.
type Webhook struct {
	At      time.Time // by the mock's clock
	Event   string    // such as "video.published"
	Owner   string    // the user's id
	Video   string    // its id
	URL     string    // without user, password and query
	Attempt int       // from 1
	Status  int       // of the response; 0 without one
	Error   string    // why there was none
}

// Webhooks returns the last attempts to deliver a webhook, oldest first.
func (s *Server) Webhooks() []Webhook {
	return convert(s.state.Load().Webhooks.Log().Attempts, func(a webhook.Attempt) Webhook { return Webhook(a) })
}

// An Email is one that the vendor would send to a user. No e-mail leaves the mock.
type Email struct {
	At      time.Time // by the mock's clock
	To      string    // the address
	User    string    // the id of the receiver
	Event   string    // "adopted" or "rejected"
	Network string    // the id of the account that manages the user, or did
}

// Mailbox returns the last e-mails, oldest first.
func (s *Server) Mailbox() []Email {
	return convert(s.state.Load().Mailbox.Emails(), func(e mailbox.Email) Email { return Email(e) })
}

// A DynTubeDelivery asks to post the events of an account and a time span to a webhook.
type DynTubeDelivery struct {
	URL   string    // of the webhook, http or https
	Key   string    // the API key of the account; "" means the account of requests without a key
	After time.Time // events after this time
	Until time.Time // and until this one; zero means now
}

// A DynTubeDelivered is an event that was posted.
type DynTubeDelivered struct {
	Event    string
	VideoKey string
	At       time.Time // when it happened
	Status   int       // of the response
}

// DeliverDynTube posts to a webhook what happened on DynTube: videos that were published, streams that started and
// stopped. It goes to loopback addresses only, unless Options.WebhooksAnywhere is set.
func (s *Server) DeliverDynTube(ctx context.Context, d DynTubeDelivery) ([]DynTubeDelivered, error) {
	posted, err := s.edit().DynTube.Deliver(ctx, webhook.Order(d))
	return convert(posted, func(r webhook.Receipt) DynTubeDelivered { return DynTubeDelivered(r) }), err
}

// An Importer says what the importer of a multi-channel network crawls, and when.
type Importer struct {
	Users    string        // URL of the user list, http or https
	Callback string        // URL that events are posted to, http or https
	Period   time.Duration // between crawls on the mock's clock, at least a minute; zero crawls only when asked
	Parent   string        // id or name of the network's account; "" means the world's first channel

	Login, Password string // HTTP Basic, for the host of the list; "" means none

	AllowHosts []string // names or addresses to fetch from, beside those of Users and Callback
	Adopt      bool     // listed users become children of Parent
}

// An ImporterEntry is what the importer found and decided, or a rule that the network's software broke.
type ImporterEntry struct {
	At       time.Time `json:"at"`       // by the mock's clock
	About    string    `json:"about"`    // "list", "feed", "item" or "callback"
	Decision string    `json:"decision"` // such as "new", "changed" or "failed"
	URL      string    `json:"url"`      // of the document, without credentials
	Line     int       `json:"line,omitempty"`
	Column   int       `json:"column,omitempty"`
	Child    string    `json:"child,omitempty"` // the user's id
	GUID     string    `json:"guid,omitempty"`
	Video    string    `json:"video,omitempty"` // the new video's id
	Status   int       `json:"status,omitempty"`
	Rule     string    `json:"rule,omitempty"`     // the id of the broken one
	Severity string    `json:"severity,omitempty"` // that of the rule
	Detail   string    `json:"detail,omitempty"`
}

// An ImporterReport is what one crawl found and decided, in order.
type ImporterReport struct {
	Entries []ImporterEntry `json:"entries"`
	Ready   time.Time       `json:"ready"` // when the last video of this crawl is ready; zero without one
	Left    int             `json:"left"`  // entries beyond the first 50,000
}

func importerReport(r mcn.Report) ImporterReport {
	return ImporterReport{importerEntries(r.Entries), r.Ready, r.Left}
}

func importerEntries(entries []mcn.Entry) []ImporterEntry {
	return convert(entries, func(e mcn.Entry) ImporterEntry { return ImporterEntry(e) })
}

// An ImporterRule is a rule that the importer checks a network's software against.
type ImporterRule struct {
	ID       string `json:"id"`
	Severity string `json:"severity"` // "finding", "warning" or "unreachable"
	Text     string `json:"text"`     // what is expected
	Basis    string `json:"basis"`    // its mark and where it is written
	Fix      string `json:"fix"`      // what to change in software that breaks it
}

// ImporterRules returns all rules.
func ImporterRules() []ImporterRule {
	return convert(mcn.Rules, func(r mcn.Rule) ImporterRule { return ImporterRule(r) })
}

// ErrNoImporter is returned by Crawl if nothing says what to crawl.
var ErrNoImporter = mcn.ErrNotSet

// Importer returns what the importer crawls, without credentials.
func (s *Server) Importer() Importer {
	i := s.state.Load().Importer.Settings()
	return Importer{i.Users, i.Callback, i.Period, i.Parent, i.Login, i.Password, i.AllowHosts, i.Adopt}
}

// SetImporter replaces what the importer crawls. The first crawl by the clock is one Period from now. Callbacks go to
// loopback addresses only, unless Options.WebhooksAnywhere is set. It returns an error if a value is invalid.
func (s *Server) SetImporter(i Importer) error {
	return s.edit().Importer.Set(mcn.Settings{
		Users: i.Users, Callback: i.Callback, Period: i.Period, Parent: i.Parent, Login: i.Login, Password: i.Password,
		AllowHosts: i.AllowHosts, Adopt: i.Adopt,
	})
}

// Crawl imports what is new or changed in the network's feeds, and queues the callbacks. It returns ErrNoImporter, an
// error for an unknown Parent, or that of the context; what is wrong with list and feeds is in the report.
func (s *Server) Crawl(ctx context.Context) (ImporterReport, error) {
	defer s.changed()
	r, err := s.state.Load().Importer.Crawl(ctx)
	return importerReport(r), err
}

// CheckCallback delivers the callbacks that are due, reports all deliveries, and then posts the last events again:
// several in one delivery, and one alone.
func (s *Server) CheckCallback(ctx context.Context) ImporterReport {
	return importerReport(s.edit().Importer.CheckCallback(ctx))
}

// ImporterLog returns the last entries of all crawls, oldest first.
func (s *Server) ImporterLog() []ImporterEntry { return importerEntries(s.state.Load().Importer.Log()) }

// A TokenOrder says which token is wanted.
type TokenOrder struct {
	Kind     string        // of the API key, KeyPublic or KeyPrivate
	Key      string        // the API key
	Login    string        // the user; "" means the key alone. A private key has none
	Scopes   []string      // nil means none
	Lifetime time.Duration // of the access token; zero means its kind's
	Opaque   bool          // an opaque token instead of a JWT; public keys only
}

// The kinds of API keys.
const (
	KeyPublic  = "public"
	KeyPrivate = "private"
)

// A TokenAnswer is what a token endpoint responds.
type TokenAnswer struct {
	AccessToken  string `json:"access_token"`
	ExpiresIn    int64  `json:"expires_in"`              // seconds
	RefreshToken any    `json:"refresh_token,omitempty"` // a text, or null for a private key; nil leaves it out
	Scope        string `json:"scope"`                   // names separated by blanks; "" if none was granted
	TokenType    string `json:"token_type"`              // always "Bearer"
	UID          string `json:"uid,omitempty"`           // of the user's channel, for opaque tokens
}

// Token makes an access token without a token request. Any server with the same seed, or signing key, accepts it.
func (s *Server) Token(o TokenOrder) TokenAnswer {
	return TokenAnswer(s.edit().accounts.Mint(oauth.MintRequest{
		Kind: oauth.KeyKind(o.Kind), Key: o.Key, Login: o.Login, Scopes: o.Scopes, Lifetime: o.Lifetime, Opaque: o.Opaque,
	}))
}

// A ReportPolicy says how long reports take and how they end. The zero ReportPolicy finishes them at once.
type ReportPolicy struct {
	Progress string        // one of the constants; "" means ProgressAfter
	Takes    time.Duration // for ProgressAfter: from asking to the end; whole milliseconds
	Polls    int           // for ProgressPolls: how often a report is seen IN_PROGRESS before its end
	Outcome  string        // StatusFinished, StatusFailed or StatusExpired; "" means StatusFinished
}

// The ways in which reports progress.
const (
	ProgressAfter     = string(report.After)     // for a time on the clock
	ProgressPolls     = string(report.Polls)     // until they were polled some times
	ProgressHand      = string(report.ByHand)    // until EndReport
	ProgressRealistic = string(report.Realistic) // for minutes to two hours, by size
)

// The states of a report.
const (
	StatusInProgress = string(report.InProgress)
	StatusFinished   = string(report.Finished)
	StatusFailed     = string(report.Failed)
	StatusExpired    = string(report.Expired)
)

func (p ReportPolicy) internal() report.Policy {
	return report.Policy{
		Progress: report.Progress(p.Progress), Takes: p.Takes, Polls: p.Polls, Outcome: report.Status(p.Outcome),
	}
}

// SetPolicy sets the policy of the reports that an API key asks for from now on, or with an empty key that of all
// keys without one of their own. It returns an error if the policy is invalid.
func (s *Server) SetPolicy(key string, p ReportPolicy) error {
	return s.edit().Reports.SetPolicy(key, p.internal())
}

// Policy returns the policy of an API key, or with an empty key that of all keys without one of their own.
func (s *Server) Policy(key string) ReportPolicy {
	p := s.state.Load().Reports.Policy(key)
	return ReportPolicy{string(p.Progress), p.Takes, p.Polls, string(p.Outcome)}
}

// A ReportRequest is what the input of the mutation asks for.
type ReportRequest struct {
	Edition    string // the documentation whose limits hold, one of Editions
	Metrics    []string
	Dimensions []string
	Start, End time.Time // days, both included; the time of day is ignored
	Product    string    // "CONTENT", "EMBED", "CLAIM" or "ALL"; "" means "CONTENT"
	Filters    ReportFilters
}

// ReportFilters keep a part of what was watched. An empty field filters nothing.
type ReportFilters struct {
	ChannelSlug           string
	VideoOwnerChannelSlug string
	MediaType             string // "VIDEO" or "LIVE"
	MonetizationType      string // "VIDEO_MONETIZATION", "WEBSITE_MONETIZATION" or "CLAIM"
	VisitorDomainGroup    string
}

func (r ReportRequest) internal() report.Request {
	f := r.Filters
	return report.Request{
		Edition:    r.Edition,
		Metrics:    convert(r.Metrics, func(m string) report.Metric { return report.Metric(m) }),
		Dimensions: convert(r.Dimensions, func(d string) report.Dimension { return report.Dimension(d) }),
		Start:      r.Start, End: r.End, Product: report.Product(r.Product),
		Filters: report.Filters{
			ChannelSlug: f.ChannelSlug, VideoOwnerChannelSlug: f.VideoOwnerChannelSlug, MediaType: report.MediaType(f.MediaType),
			MonetizationType: report.MonetizationType(f.MonetizationType), VisitorDomainGroup: f.VisitorDomainGroup,
		},
	}
}

func requestOf(r report.Request) ReportRequest {
	f := r.Filters
	return ReportRequest{
		r.Edition,
		convert(r.Metrics, func(m report.Metric) string { return string(m) }),
		convert(r.Dimensions, func(d report.Dimension) string { return string(d) }),
		r.Start, r.End, string(r.Product),
		ReportFilters{
			f.ChannelSlug, f.VideoOwnerChannelSlug, string(f.MediaType), string(f.MonetizationType), f.VisitorDomainGroup,
		},
	}
}

// A Report shows one report.
type Report struct {
	ID      string // short, for EndReport; not the report token
	Request ReportRequest
	Key     string // the API key that asked; "" if it is not known, because no client has polled since a restart
	Login   string // of the user who asked; "" for a key
	Status  string
	Polls   int                // how often it was seen in progress; counted if the policy needs it
	History []ReportTransition // up to now, oldest first
}

// A ReportTransition is a change of a report's status.
type ReportTransition struct {
	Status string
	At     time.Time
}

func reportOf(s report.State) Report {
	history := convert(s.History, func(t report.Transition) ReportTransition {
		return ReportTransition{string(t.Status), t.At}
	})
	return Report{s.ID, requestOf(s.Request), s.Key, s.Login, string(s.Status), s.Polls, history}
}

// Reports returns the reports of an API key that are remembered, or with an empty key those of all keys, the last one
// first.
func (s *Server) Reports(key string) []Report {
	return convert(s.state.Load().Reports.States(key), reportOf)
}

// EndReport ends a report now, by its ID or its token. status is StatusFinished, StatusFailed or StatusExpired.
func (s *Server) EndReport(name, status string) (Report, error) {
	r, err := s.edit().Reports.End(name, report.Status(status))
	return reportOf(r), err
}

// An Expectation is what a loader must hold after it has loaded a whole report.
type Expectation struct {
	Rows  int // of data, in all files
	Files int
	// Sums has the sum of each additive metric over all rows, as the CSV writes it.
	Sums map[string]string
	// First and Last have the least and the greatest value of each time dimension, as the CSV writes them.
	First map[string]string
	Last  map[string]string
	// SHA256 is the hexadecimal hash of the data rows, sorted by their bytes, each ended by one line feed. It is empty for
	// more than a million rows.
	SHA256 string
}

// Expect returns what a report holds that is asked for now. login is that of the client's token, "" without one. One
// expectation is computed at a time. Expect returns the error of the context when that ends, and an error for a report
// that can have more than 100 million rows.
func (s *Server) Expect(ctx context.Context, login string, r ReportRequest) (Expectation, error) {
	x, err := s.state.Load().Reports.Expect(ctx, world.Account{Login: login}, r.internal())
	return Expectation(x), err
}

// ExpectOf returns what the report with a token holds. Otherwise it is like Expect.
func (s *Server) ExpectOf(ctx context.Context, token string) (Expectation, error) {
	x, err := s.state.Load().Reports.ExpectOf(ctx, token)
	return Expectation(x), err
}

// An Invariant is a rule that holds in every report.
type Invariant struct{ Name, Holds string }

// Invariants returns what holds in every report, with any world, seed and time.
func (s *Server) Invariants() []Invariant {
	return convert(report.Invariants(), func(i report.Invariant) Invariant { return Invariant(i) })
}

// A Step is one command of the quick start, for people to paste.
type Step struct{ About, Command string }

// QuickStart returns the commands that lead to a first CSV, about the week before the mock's today, with bash, curl and
// sed. base is the URL of this server, such as "http://127.0.0.1:8080".
func (s *Server) QuickStart(base string) []Step {
	guarded := s.options.ControlToken != ""
	now, off := s.state.Load().Clock.Read(), s.options.ControlOff
	steps := control.QuickStart(now, s.options.ReportTakes, base, guarded, off)
	return convert(steps, func(step control.Step) Step { return Step(step) })
}

// convert returns the list with each element converted.
func convert[From, To any](list []From, to func(From) To) []To {
	all := make([]To, len(list))
	for i, from := range list {
		all[i] = to(from)
	}
	return all
}
