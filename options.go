package dailymock

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/netip"
	"net/url"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/fault"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/rest/switches"
	"github.com/dailymock/dailymock/internal/wire"
)

// Immediate is the ReportTakes of reports that are finished as soon as they are asked for.
const Immediate time.Duration = -1

// Options shape a Server. The zero Options are ready to use.
type Options struct {
	Seed uint64 // same seed, same tokens and figures; zero means 1

	Now   time.Time // pins the clock; zero follows the wall clock
	Speed float64   // seconds of the mock per real second; if set, the clock runs even from a Now; zero means 1

	ReportTakes  time.Duration // from asking to FINISHED; zero means 2 seconds, Immediate no time
	ReportPolicy ReportPolicy  // other ways for reports to end; the zero value means after ReportTakes
	RowsPerFile  int           // data rows in one file of a report; zero means 50,000
	World        []byte        // a world file; nil means fixtures/world.yaml
	ClosedWorld  bool          // knows only the listed channels; else any name opens one
	Edition      string        // the documentation whose limits hold, one of Editions; "" means each endpoint's own

	Matrix string            // how requests are held to the edition's matrix, one of Matrices; "" means "lenient"
	Limits map[string]string // replace the edition's own, such as {"days": "30"}; docs/editions.md has the names

	SignIn SignIn // how tokens are handed out; the zero value accepts any key and user

	DynTubeAuthOff bool // DynTube responds without an API key, too, like the samples in its documentation
	DynTubeMaxSize int  // most views on a page of DynTube; zero means 1,000

	REST             RESTSwitches // how REST behaves where no source says; the zero value is the likelier behaviour
	WebhooksAnywhere bool         // webhooks go beyond this machine; else to loopback addresses only

	SigningKey     []byte         // MACs the tokens, at least 16 bytes; nil derives one from Seed
	PublicURL      string         // base URL in links, such as "https://mock.example"; "" means that of the request
	TrustedProxies []netip.Prefix // peers whose Forwarded headers are trusted; nil means none

	AllowHostnames []string // further names of the mock in Host headers; docs/cli.md#host-names has the others
	ControlToken   string   // /_mock/… needs it as a bearer token; "" means that anyone who connects may control the mock
	ControlOff     bool     // /_mock/… does not exist, and the mock is controlled by methods of Server only

	// StorageAuthLenient has the storage of report files ignore a header Authorization. By default it refuses one behind
	// the vendor's host, and adds a notice elsewhere.
	StorageAuthLenient bool

	Faults []string // rules for failures on purpose, such as "status=503 surface=rest first=3" or "file-cut=3"

	StateFile string // the state is loaded from this file and saved to it, see docs/state.md; "" means none

	JournalBodies int // bytes of each body that the journal keeps, without credentials; zero means none, nor headers

	Logger     *slog.Logger // for internal errors; nil means slog.Default
	RequestLog *slog.Logger // gets one line for each request; nil means none
}

// SignIn says how tokens are handed out. The zero SignIn accepts any API key, secret, login and password. The switches
// are for what no source says about the vendor; each zero value is the likelier behaviour.
type SignIn struct {
	Strict bool // only the keys and users of the world file, with their secrets

	PublicLifetime  time.Duration // of access tokens of public keys; zero means ten hours
	PrivateLifetime time.Duration // of access tokens of private keys; zero means one hour
	RefreshLifetime time.Duration // of refresh tokens; zero means until logout

	RefusePublicClientCredentials bool   // public keys have to name a user
	IgnoreUnknownScopes           bool   // unknown scopes are left out instead of refused
	StickyScopes                  bool   // a session keeps its first scopes until logout
	RotateRefreshTokens           bool   // a refresh token works once
	ExpiredTokenCode              string // in WWW-Authenticate; "" means invalid_token
	RevenueScopeRequired          bool   // revenue metrics need the scope access_revenue
}

// RESTSwitches say how REST behaves where the vendor's behaviour is not certain, or not wanted; see docs/rest.md.
type RESTSwitches struct {
	EscapeSlashes      bool          // JSON has \/ for /, as it had until 2017
	PageChannels       bool          // /channels has pages of ten like other lists, not all 17 at once
	StrictPublish      bool          // published=true without a title or a category is an error
	MissingKids        string        // "unpublished", "publish" or "error": published=true without is_created_for_kids
	StablePrivateIDs   bool          // a video has one private_id, not another one at each reading
	StrictFormNames    bool          // an unknown name in a form is an error
	ParentScopes       bool          // a parent needs email, userinfo, read_insights of its own for a child's fields
	StreamsReadNull    bool          // a stream field without the right is null, not 403
	DeleteArray        bool          // deleting responds [], not {}
	UnknownCategory400 bool          // an unknown category is 400, not 404
	DeleteUsers        bool          // DELETE /user/{id} works
	NoUploadQuota      bool          // any number, size and length of videos
	TotalCap           int           // the largest total of a list; zero means 1000
	ItemCap            int           // how many items of a list can be paged; zero means 1000
	RequestsPerMinute  int           // of one key or, without a token, of one address; zero means no limit
	RateLimitStatus    int           // of requests beyond it; zero means 429
	RequestWork        int           // units that one HTTP request may cost; zero means what the size of the world allows
	Waits, Encodes     time.Duration // how long a new video waits and is encoded; zero means 2 and 8 seconds
	ExpiryGrace        time.Duration // how long after its expiry a video is deleted; zero means 30 days
}

const (
	defaultSeed        = 1
	defaultReportTakes = 2 * time.Second
	defaultRowsPerFile = 50_000
	minSigningKey      = 16 // bytes
	maxJournalBodies   = 1 << 20
)

// An OptionError says which field of Options is invalid, and why.
type OptionError struct {
	Option string // such as "SigningKey"
	Err    error
}

// Error names the field.
func (e OptionError) Error() string { return "dailymock: Options." + e.Option + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e OptionError) Unwrap() error { return e.Err }

func optionError(option, format string, args ...any) error {
	return OptionError{option, fmt.Errorf(format, args...)}
}

// Editions returns the names of the documentations whose limits a mock can apply.
func Editions() []string { return edition.Names() }

// Matrices returns the ways to apply an edition's compatibility matrix: "lenient" refuses what a source says is wrong
// and notes what no source states, "strict" refuses both, "off" does neither.
func Matrices() []string {
	return convert(edition.Matrices, func(m edition.Matrix) string { return string(m) })
}

// complete sets the defaults, or returns an error that names each invalid option.
func (o Options) complete() (Options, error) {
	if o.Seed == 0 {
		o.Seed = defaultSeed
	}
	switch {
	case o.ReportTakes == 0:
		o.ReportTakes = defaultReportTakes
	case o.ReportTakes < 0:
		o.ReportTakes = 0
	}
	if o.RowsPerFile == 0 {
		o.RowsPerFile = defaultRowsPerFile
	}
	if o.World == nil {
		o.World = defaultWorld
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	o.SigningKey = slices.Clone(o.SigningKey)
	o.Limits = maps.Clone(o.Limits)
	o.AllowHostnames = slices.Clone(o.AllowHostnames)
	return o, errors.Join(o.checkFaults(), o.checkJournal(), o.checkReports(), o.checkREST(), o.checkIdentity(),
		o.checkAccess())
}

// policy returns ReportPolicy, with ReportTakes if it does not say how reports progress.
func (o Options) policy() report.Policy {
	p := o.ReportPolicy.internal()
	if p.Progress == "" && p.Takes == 0 && p.Polls == 0 {
		p.Takes = o.ReportTakes
	}
	return p
}

// FaultNames returns the names of the ready-made faults and profiles for Options, such as "token-500" and "flaky".
func FaultNames() []string { return fault.Names() }

func (o Options) checkFaults() error {
	for _, text := range o.Faults {
		if _, err := fault.Parse(text); err != nil {
			return OptionError{"Faults", err}
		}
	}
	return nil
}

func (o Options) checkReports() error {
	if _, err := o.policy().Check(); err != nil {
		return OptionError{"ReportPolicy", err}
	}
	if o.RowsPerFile < 0 {
		return optionError("RowsPerFile", "got %d, need at least 1", o.RowsPerFile)
	}
	if o.DynTubeMaxSize < 0 {
		return optionError("DynTubeMaxSize", "got %d, need at least 1", o.DynTubeMaxSize)
	}
	if o.Edition != "" && !slices.Contains(Editions(), o.Edition) {
		return optionError("Edition", "got %q, need one of %q", o.Edition, Editions())
	}
	if o.Matrix != "" && !slices.Contains(Matrices(), o.Matrix) {
		return optionError("Matrix", "got %q, need one of %q", o.Matrix, Matrices())
	}
	if err := edition.CheckLimits(o.Limits); err != nil {
		return OptionError{"Limits", err}
	}
	return nil
}

func (o Options) checkJournal() error {
	if o.JournalBodies < 0 || o.JournalBodies > maxJournalBodies {
		return optionError("JournalBodies", "got %d, need 0 to %d bytes", o.JournalBodies, maxJournalBodies)
	}
	return nil
}

func (o Options) checkREST() error {
	if value := o.REST.MissingKids; value != "" && !slices.Contains(switches.MissingKids, value) {
		return optionError("REST.MissingKids", "got %q, need one of %q", value, switches.MissingKids)
	}
	return nil
}

func (o Options) checkIdentity() error {
	if n := len(o.SigningKey); n > 0 && n < minSigningKey {
		return optionError("SigningKey", "key has %d bytes, need at least %d", n, minSigningKey)
	}
	if o.PublicURL == "" {
		return nil
	}
	u, err := url.Parse(o.PublicURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil ||
		u.RawQuery+u.Fragment != "" {
		return optionError("PublicURL", "got %q, need an address such as https://mock.example", o.PublicURL)
	}
	return nil
}

func (o Options) checkAccess() error {
	for _, name := range o.AllowHostnames {
		if !wire.ValidName(name) {
			return optionError("AllowHostnames", "got %q, need a host name such as mock.example.com", name)
		}
	}
	for _, c := range []byte(o.ControlToken) {
		if c <= ' ' || c > '~' {
			return optionError("ControlToken", "need visible ASCII characters without blanks")
		}
	}
	return nil
}
