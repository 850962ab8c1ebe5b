package main

import (
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/rest"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/spf13/pflag"
)

// settings are what flags, the environment and the configuration file say.
type settings struct {
	config string // the file; itself no key of it

	listen       string
	readyFile    string
	drainTimeout time.Duration
	logFormat    string

	seed           uint64
	time           time.Time
	speed          float64
	reportTakes    time.Duration
	reportProgress string
	reportPolls    int
	reportOutcome  string
	rowsPerFile    int
	world          string
	closedWorld    bool
	edition        string
	matrix         string
	limits         map[string]string
	auth           string
	signIn         dailymock.SignIn
	rest           map[string]string
	webhooksAway   bool
	dyntubeAuth    string
	dyntubeMaxSize int
	faults         []string
	signingKeyFile string
	publicURL      string
	trustedProxies []netip.Prefix
}

// flags declares each setting once. Its name makes the environment variable and
// the key in the file too; load fills them in.
func (s *settings) flags(fs *pflag.FlagSet) {
	*s = settings{
		listen: "127.0.0.1:8080", drainTimeout: 10 * time.Second, logFormat: "auto",
		seed: 1, reportTakes: 2 * time.Second, rowsPerFile: 50_000, matrix: "lenient", auth: "lenient",
		signIn:      dailymock.SignIn{ExpiredTokenCode: "invalid_token"},
		dyntubeAuth: "bearer", dyntubeMaxSize: 1000,
		reportProgress: "after", reportPolls: 3, reportOutcome: "FINISHED",
	}
	fs.StringVar(&s.config, "config", "", "read settings from a YAML `file`")

	fs.StringVar(&s.listen, "listen", s.listen, "`address` to listen at; port 0 takes a free one")
	fs.StringVar(&s.readyFile, "ready-file", "", "`file` that holds the base URL while requests are answered")
	fs.Var(as(&s.drainTimeout, duration), "drain-timeout", "how long a stop waits for requests under way, as a `duration`")
	fs.Var(as(&s.logFormat, oneOf("auto", "text", "json")), "log-format", "`auto`, text or json; auto is text on a terminal")

	fs.Var(as(&s.seed, seed), "seed", "`number` that everything is made up from; same seed, same answers")
	fs.Var(as(&s.time, moment), "time", "`time` at which the clock starts, such as 2026-01-31T12:00:00Z; it stands still there unless --speed is given")
	fs.Var(as(&s.speed, speed), "speed", "how many `seconds` of the mock pass in a real one")
	fs.Var(as(&s.reportTakes, duration), "report-takes", "`duration` from asking for a report to its end; 0 means at once")
	fs.Var(as(&s.reportProgress, oneOf("after", "polls", "hand", "realistic")), "report-progress", "how reports come to their end: `after` --report-takes, after --report-polls polls, by hand, or realistic, minutes to two hours by size")
	fs.Var(as(&s.reportPolls, rows), "report-polls", "`number` of polls that see a report in progress, with --report-progress polls")
	fs.Var(as(&s.reportOutcome, oneOf("FINISHED", "FAILED", "EXPIRED")), "report-outcome", "`status` in which reports end: FINISHED, FAILED or EXPIRED")
	fs.Var(as(&s.rowsPerFile, rows), "rows-per-file", "`number` of rows at which a report goes on in another file")
	fs.StringVar(&s.world, "world", "", "`file` with channels and sites, in YAML; else a world of our own")
	fs.BoolVar(&s.closedWorld, "closed-world", false, "know only the channels that are listed")
	fs.Var(as(&s.edition, oneOf(append(dailymock.Editions(), "")...)), "edition", "`edition` whose limits hold on each endpoint: "+strings.Join(dailymock.Editions(), ", "))
	fs.Var(as(&s.matrix, oneOf(dailymock.Matrices()...)), "matrix", "`lenient`, strict or off: refuse what a source proves wrong; also what no source states; neither")
	fs.Var(limits(&s.limits), "limit", "`name=value` instead of the edition's own limit, such as days=30; may be repeated")
	fs.Var(as(&s.auth, oneOf("lenient", "strict")), "auth", "`lenient` takes any API key and user; strict those of the world file alone")
	fs.BoolVar(&s.signIn.RevenueScopeRequired, "revenue-scope-required", false, "revenue metrics need the scope access_revenue")
	fs.BoolVar(&s.signIn.StickyScopes, "sticky-scopes", false, "a session keeps its first scopes until logout")
	fs.BoolVar(&s.signIn.RotateRefreshTokens, "rotate-refresh-token", false, "a refresh token serves once")
	fs.BoolVar(&s.signIn.IgnoreUnknownScopes, "ignore-unknown-scopes", false, "leave unknown scopes out instead of refusing them")
	fs.BoolVar(&s.signIn.RefusePublicClientCredentials, "refuse-public-client-credentials", false, "public keys have to name a user")
	fs.Var(as(&s.signIn.ExpiredTokenCode, oneOf("invalid_token", "expired_token")), "expired-token-code", "`code` in WWW-Authenticate for a token that has expired: invalid_token or expired_token")
	fs.Var(as(&s.signIn.PublicLifetime, duration), "public-token-lifetime", "`duration` of access tokens of public keys; 0 means ten hours")
	fs.Var(as(&s.signIn.PrivateLifetime, duration), "private-token-lifetime", "`duration` of access tokens of private keys; 0 means an hour")
	fs.Var(switches(&s.rest), "rest", "`name=value` of a switch of the object graph, such as strict_publish or total_cap=500; may be repeated: "+strings.Join(rest.SwitchNames(), ", "))
	fs.BoolVar(&s.webhooksAway, "webhooks-anywhere", false, "deliver webhooks beyond this machine, too")
	fs.Var(as(&s.dyntubeAuth, oneOf("bearer", "off")), "dyntube-auth", "`bearer`: DynTube wants an API key; or off")
	fs.Var(as(&s.dyntubeMaxSize, rows), "dyntube-max-size", "`number` of views that a page of DynTube's holds at most")
	fs.Var(as(&s.faults, faults), "fault", "`names` of trouble on purpose with commas between, such as token-500,file-cut=3 (each third): "+strings.Join(dailymock.FaultNames(), ", "))
	fs.StringVar(&s.signingKeyFile, "signing-key-file", "", "`file` with the key that tokens are signed with; else the seed makes one")
	fs.StringVar(&s.publicURL, "public-url", "", "`URL` by which answers name this server; else as the request did")
	fs.Var(as(&s.trustedProxies, prefixes), "trusted-proxy", "`addresses` whose X-Forwarded headers are believed, such as 10.0.0.0/8, with commas between")
}

// options are the settings as the mock wants them.
func (s *settings) options() (dailymock.Options, error) {
	o := dailymock.Options{
		Seed: s.seed, Now: s.time, Speed: s.speed,
		ReportTakes: s.reportTakes, RowsPerFile: s.rowsPerFile,
		ClosedWorld: s.closedWorld, Edition: s.edition, Matrix: s.matrix, Limits: s.limits,
		DynTubeAuthOff: s.dyntubeAuth == "off", DynTubeMaxSize: s.dyntubeMaxSize,
		PublicURL: s.publicURL, TrustedProxies: s.trustedProxies,
	}
	if s.reportTakes == 0 {
		o.ReportTakes = dailymock.Immediate
	}
	o.ReportPolicy = s.policy()
	o.SignIn = s.signIn
	o.Faults = s.faults
	o.SignIn.Strict = s.auth == "strict"
	o.WebhooksAnywhere = s.webhooksAway
	switches, err := rest.ReadSwitches(s.rest)
	if err != nil {
		return o, err
	}
	o.REST = dailymock.RESTSwitches(switches)
	if o.SigningKey, err = contents("signing-key-file", s.signingKeyFile); err != nil {
		return o, err
	}
	if o.World, err = contents("world", s.world); err != nil || s.world == "" {
		return o, err
	}
	_, err = readWorld(s.world, o.World) // names the file, as New cannot
	return o, err
}

// policy is how reports end, apart from --report-takes.
func (s *settings) policy() dailymock.ReportPolicy {
	p := dailymock.ReportPolicy{Outcome: s.reportOutcome}
	if s.reportProgress != "after" {
		p.Progress = s.reportProgress
	}
	if s.reportProgress == "polls" {
		p.Polls = s.reportPolls
	}
	return p
}

// contents are those of the file that a flag names, nil where it names none.
func contents(flag, file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	return text, nil
}

// A value is a setting that is read out of text, as a pflag.Value.
type value[T any] struct {
	into *T
	kind[T]
}

// A kind says how text becomes a T and back. The error of read says what would do.
type kind[T any] struct {
	read  func(string) (T, error)
	write func(T) string
}

func as[T any](into *T, k kind[T]) value[T] { return value[T]{into, k} }

func (v value[T]) String() string {
	if v.into == nil { // pflag asks a zero value what its default would be
		return ""
	}
	return v.write(*v.into)
}

func (v value[T]) Set(text string) error {
	got, err := v.read(text)
	if err == nil {
		*v.into = got
	}
	return err
}

// Type is empty: every usage names its own.
func (v value[T]) Type() string { return "" }

var duration = kind[time.Duration]{
	func(text string) (time.Duration, error) {
		d, err := time.ParseDuration(text)
		if err != nil || d < 0 {
			return 0, fmt.Errorf("a duration such as 2s, 90m or 0 is needed")
		}
		return d, nil
	},
	time.Duration.String,
}

var moment = kind[time.Time]{
	func(text string) (time.Time, error) {
		if text == "" {
			return time.Time{}, nil
		}
		t, err := time.Parse(time.RFC3339, text)
		if err != nil || t.Before(dailymock.Earliest) || t.After(dailymock.Latest) {
			return t, fmt.Errorf("a time such as 2026-01-31T12:00:00Z is needed, in the years %d to %d", dailymock.Earliest.Year(), dailymock.Latest.Year()-1)
		}
		return t, nil
	},
	func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339Nano)
	},
}

var seed = kind[uint64]{
	func(text string) (uint64, error) {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil || n == 0 {
			return 0, fmt.Errorf("a whole number from 1 is needed")
		}
		return n, nil
	},
	func(n uint64) string { return strconv.FormatUint(n, 10) },
}

var rows = kind[int]{
	func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return 0, fmt.Errorf("a whole number from 1 is needed")
		}
		return n, nil
	},
	strconv.Itoa,
}

var speed = kind[float64]{
	func(text string) (float64, error) {
		if text == "" {
			return 0, nil
		}
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || !(x > 0 && x <= dailymock.MaxSpeed) {
			return 0, fmt.Errorf("a number above 0 is needed, %d at most", dailymock.MaxSpeed)
		}
		return x, nil
	},
	func(x float64) string {
		if x == 0 {
			return ""
		}
		return strconv.FormatFloat(x, 'g', -1, 64)
	},
}

var prefixes = kind[[]netip.Prefix]{
	func(text string) ([]netip.Prefix, error) {
		var all []netip.Prefix
		for _, one := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
			prefix, err := netip.ParsePrefix(one)
			if err != nil {
				var addr netip.Addr
				if addr, err = netip.ParseAddr(one); err != nil {
					return nil, fmt.Errorf("addresses such as 127.0.0.1 or 10.0.0.0/8 are needed, with commas between")
				}
				prefix = netip.PrefixFrom(addr, addr.BitLen())
			}
			all = append(all, prefix)
		}
		return all, nil
	},
	func(all []netip.Prefix) string {
		var texts []string
		for _, p := range all {
			texts = append(texts, p.String())
		}
		return strings.Join(texts, ",")
	},
}

var faults = kind[[]string]{
	func(text string) ([]string, error) {
		var all []string
		for _, one := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
			if _, err := traffic.ParseFault(one); err != nil {
				return nil, err
			}
			all = append(all, one)
		}
		return all, nil
	},
	func(all []string) string { return strings.Join(all, ",") },
}

func oneOf(words ...string) kind[string] {
	return kind[string]{
		func(text string) (string, error) {
			for _, word := range words {
				if text == word {
					return text, nil
				}
			}
			return "", fmt.Errorf("one of %s is needed", strings.Trim(strings.Join(words, ", "), ", "))
		},
		func(text string) string { return text },
	}
}
