package config

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/rest/switches"
)

// Settings are the values of the flags in the table below.
type Settings struct {
	Listen       string
	ReadyFile    string
	DrainTimeout time.Duration
	LogFormat    string
	Quiet        bool // no log line for each request
	TLS          TLS

	allowHostnames List
	options        dailymock.Options // most settings set a field of it
	reportProgress string
	reportPolls    int
	rest           map[string]string
	oldFaults      []string // notices about old names of faults
	worldFile      string
	signingKeyFile string
}

// TLS says whether, and with which certificate, the mock listens with TLS, too.
type TLS struct {
	Mode      string // "off", or "auto" for an authority in Folder
	Listen    string
	Folder    string
	Cert, Key string // files
}

// Hostnames returns the host names of --allow-hostname.
func (s *Settings) Hostnames() []string { return s.allowHostnames.Words }

// A setting is a flag of serve. Its name makes the variable and the key of the
// file too.
type setting struct {
	name   string
	group  string
	value  func(*Settings) pflag.Value
	usage  string
	option string // the field of dailymock.Options whose errors it may cause
}

// The groups of settings in help.
const (
	server  = "Server"
	clock   = "World and clock"
	reports = "Reports"
	keys    = "Keys and tokens"
	others  = "Other surfaces and faults"
)

const after = "after" // stands for an empty Progress

var settings = []setting{
	{"listen", server, func(s *Settings) pflag.Value { return Text(&s.Listen, "address") },
		"address to listen on; port 0 picks a free port", ""},
	{"ready-file", server, func(s *Settings) pflag.Value { return Text(&s.ReadyFile, "file") },
		"file that holds the base URL while the server accepts requests", ""},
	{"tls", server, func(s *Settings) pflag.Value { return Choice(&s.TLS.Mode, "off", "auto") },
		"auto also listens with TLS, with certificates of an authority in --tls-folder", ""},
	{"tls-folder", server, func(s *Settings) pflag.Value { return Text(&s.TLS.Folder, "folder") },
		"folder of the authority of --tls auto, made on first use; clients trust its ca.pem", ""},
	{"tls-listen", server, func(s *Settings) pflag.Value { return Text(&s.TLS.Listen, "address") },
		"address to listen on with TLS, if there is a certificate", ""},
	{"tls-cert", server, func(s *Settings) pflag.Value { return Text(&s.TLS.Cert, "file") },
		"certificate, in PEM, to listen with TLS, too", ""},
	{"tls-key", server, func(s *Settings) pflag.Value { return Text(&s.TLS.Key, "file") },
		"key of --tls-cert, in PEM", ""},
	{"drain-timeout", server, func(s *Settings) pflag.Value { return Duration(&s.DrainTimeout) },
		"longest wait for open requests when the server stops", ""},
	{"log-format", server, func(s *Settings) pflag.Value { return Choice(&s.LogFormat, "auto", "text", "json") },
		"format of the log; auto is text on a terminal, else json", ""},
	{"quiet", server, func(s *Settings) pflag.Value { return Switch(&s.Quiet) }, "do not log each request", ""},
	{"journal-bodies", server, func(s *Settings) pflag.Value { return size.value(&s.options.JournalBodies) },
		"how much of each body the journal keeps, without credentials, such as 64KB; 0 means none", "JournalBodies"},
	{"public-url", server, func(s *Settings) pflag.Value { return Text(&s.options.PublicURL, "URL") },
		"base URL in links to this server; default: the one that the request used", "PublicURL"},
	{"allow-hostname", server, func(s *Settings) pflag.Value { return &s.allowHostnames },
		"further host names under which clients reach the mock; requests with other names get 421", "AllowHostnames"},
	{"control", server, func(s *Settings) pflag.Value { return either(&s.options.ControlOff, "on", "off") },
		"off removes /_mock/…: nothing can show or change the mock but its own settings", ""},
	{"control-token", server, func(s *Settings) pflag.Value { return Text(&s.options.ControlToken, "token") },
		"requests to /_mock/… need it as a bearer token; better set by " + Variable("control-token"), "ControlToken"},
	{"trusted-proxy", server, func(s *Settings) pflag.Value { return prefixes.value(&s.options.TrustedProxies) },
		"proxies whose Forwarded and X-Forwarded-… headers are used, such as 10.0.0.0/8", "TrustedProxies"},
	{"state", server, func(s *Settings) pflag.Value { return Text(&s.options.StateFile, "file") },
		"file from which the state is loaded, and to which changes are saved", "StateFile"},

	{"seed", clock, func(s *Settings) pflag.Value { return seed.value(&s.options.Seed) },
		"seed of all figures and tokens; the same seed gives the same responses", "Seed"},
	{"time", clock, func(s *Settings) pflag.Value { return moment.value(&s.options.Now) },
		"start of the clock, such as 2026-01-31T12:00:00Z; the clock is frozen unless --speed is set", "Now"},
	{"speed", clock, func(s *Settings) pflag.Value { return speed.value(&s.options.Speed) },
		"seconds on the mock's clock per real second", "Speed"},
	{"world", clock, func(s *Settings) pflag.Value { return Text(&s.worldFile, "file") },
		"YAML file with channels and sites; see mockserver world", "World"},
	{"closed-world", clock, func(s *Settings) pflag.Value { return Switch(&s.options.ClosedWorld) },
		"know only the listed channels; by default any name opens a channel", "ClosedWorld"},

	{"report-takes", reports, func(s *Settings) pflag.Value { return takes.value(&s.options.ReportTakes) },
		"time from request to FINISHED; 0 means at once", "ReportTakes"},
	{"report-progress", reports, func(s *Settings) pflag.Value {
		return Choice(&s.reportProgress, after, "polls", "hand", "realistic")
	}, "how a report finishes: after --report-takes, after --report-polls polls, by hand through the control API, " +
		"or after a realistic time for its size", "ReportPolicy"},
	{"report-polls", reports, func(s *Settings) pflag.Value { return Number(&s.reportPolls, 1) },
		"polls that return IN_PROGRESS, with --report-progress polls", ""},
	{"report-outcome", reports, func(s *Settings) pflag.Value {
		return Choice(&s.options.ReportPolicy.Outcome, "FINISHED", "FAILED", "EXPIRED")
	}, "status in which reports end", ""},
	{"rows-per-file", reports, func(s *Settings) pflag.Value { return Number(&s.options.RowsPerFile, 1) },
		"most rows in one file of a report", "RowsPerFile"},
	{"edition", reports, func(s *Settings) pflag.Value {
		return Choice(&s.options.Edition, append(dailymock.Editions(), "")...)
	}, "documentation whose limits apply; default: each endpoint's own", "Edition"},
	{"matrix", reports, func(s *Settings) pflag.Value { return Choice(&s.options.Matrix, dailymock.Matrices()...) },
		"lenient refuses combinations that a source excludes, strict also those that no source states, off none", "Matrix"},
	{"limit", reports, func(s *Settings) pflag.Value { return Limits(&s.options.Limits) },
		"replace a limit of the edition, such as days=30; may be repeated", "Limits"},

	{"auth", keys, func(s *Settings) pflag.Value { return either(&s.options.SignIn.Strict, "lenient", "strict") },
		"lenient accepts any API key and user, strict only those of the world file", "SignIn"},
	{"signing-key-file", keys, func(s *Settings) pflag.Value { return Text(&s.signingKeyFile, "file") },
		"file with the key that signs tokens, at least 16 bytes; default: derived from the seed", "SigningKey"},
	{"public-token-lifetime", keys, func(s *Settings) pflag.Value { return Duration(&s.options.SignIn.PublicLifetime) },
		"lifetime of access tokens of public keys; 0 means ten hours", ""},
	{"private-token-lifetime", keys, func(s *Settings) pflag.Value { return Duration(&s.options.SignIn.PrivateLifetime) },
		"lifetime of access tokens of private keys; 0 means one hour", ""},
	{"expired-token-code", keys, func(s *Settings) pflag.Value {
		return Choice(&s.options.SignIn.ExpiredTokenCode, "invalid_token", "expired_token")
	}, "error code in WWW-Authenticate for an expired token", ""},
	{"revenue-scope-required", keys, func(s *Settings) pflag.Value {
		return Switch(&s.options.SignIn.RevenueScopeRequired)
	}, "revenue metrics need the scope access_revenue", ""},
	{"sticky-scopes", keys, func(s *Settings) pflag.Value { return Switch(&s.options.SignIn.StickyScopes) },
		"a session keeps its first scopes until logout", ""},
	{"rotate-refresh-token", keys, func(s *Settings) pflag.Value { return Switch(&s.options.SignIn.RotateRefreshTokens) },
		"a refresh token works once; using it again ends the session", ""},
	{"ignore-unknown-scopes", keys, func(s *Settings) pflag.Value { return Switch(&s.options.SignIn.IgnoreUnknownScopes) },
		"drop unknown scopes instead of refusing the request", ""},
	{"refuse-public-client-credentials", keys, func(s *Settings) pflag.Value {
		return Switch(&s.options.SignIn.RefusePublicClientCredentials)
	}, "public keys need a user", ""},

	{"rest", others, func(s *Settings) pflag.Value { return restSwitches(&s.rest) },
		"switches of REST, such as strict_publish or total_cap=500; may be repeated: " +
			strings.Join(switches.Names(), ", "), "REST"},
	{"storage-auth", others, func(s *Settings) pflag.Value {
		return either(&s.options.StorageAuthLenient, "strict", "lenient")
	}, "strict refuses a header Authorization on files of reports at storage.googleapis.com, lenient ignores it", ""},
	{"webhooks-anywhere", others, func(s *Settings) pflag.Value { return Switch(&s.options.WebhooksAnywhere) },
		"send webhooks to any address; by default only to this machine", ""},
	{"dyntube-auth", others, func(s *Settings) pflag.Value { return either(&s.options.DynTubeAuthOff, "bearer", "off") },
		"bearer requires an API key for DynTube, off does not", ""},
	{"dyntube-max-size", others, func(s *Settings) pflag.Value { return Number(&s.options.DynTubeMaxSize, 1) },
		"most views on a page of DynTube", "DynTubeMaxSize"},
	{"fault", others, func(s *Settings) pflag.Value {
		return &faults{into: &s.options.Faults, notices: &s.oldFaults}
	},
		"rules for failures on purpose, such as \"status=503 surface=rest first=3\", or ready-made ones, " +
			"such as file-cut=3 (every third); may be repeated: " + strings.Join(dailymock.FaultNames(), ", "),
		"Faults"},
}

// Flags adds the settings to a command's flags with their defaults, or only
// those that are named, and --config.
func (s *Settings) Flags(fs *pflag.FlagSet, names ...string) {
	*s = Settings{
		Listen: "127.0.0.1:8080", DrainTimeout: 10 * time.Second, LogFormat: "auto",
		TLS:            TLS{Mode: "off", Listen: "127.0.0.1:8443"},
		reportProgress: after, reportPolls: 3,
	}
	s.options = dailymock.Options{
		Seed: 1, ReportTakes: 2 * time.Second, RowsPerFile: 50_000, Matrix: "lenient", DynTubeMaxSize: 1000,
		SignIn:       dailymock.SignIn{ExpiredTokenCode: "invalid_token"},
		ReportPolicy: dailymock.ReportPolicy{Outcome: "FINISHED"},
	}
	s.allowHostnames.Name = "name"
	fs.SortFlags = false
	for _, row := range settings {
		if len(names) == 0 || slices.Contains(names, row.name) {
			inGroup(Add(fs, row.value(s), row.name, "", row.usage), row.group)
		}
	}
	AddFile(fs)
}

// AddFile adds --config.
func AddFile(fs *pflag.FlagSet) {
	fs.Var(Text(new(string), "file"), "config", "YAML file with settings; mockserver config prints one")
}
