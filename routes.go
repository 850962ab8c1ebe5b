package dailymock

import (
	"cmp"
	"errors"
	"net/http"
	"slices"

	"github.com/dailymock/dailymock/graph"
	"github.com/dailymock/dailymock/internal/asset"
	"github.com/dailymock/dailymock/internal/control"
	"github.com/dailymock/dailymock/internal/control/ui"
	"github.com/dailymock/dailymock/internal/fault"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/oauth/consent"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/journal"
)

// routes is the whole map: what is served, by which surface, on which host.
//
// When a request names one of the vendor's hosts, only that host's paths exist, so that a client that mixes hosts up
// fails here as it would there. Any other name, such as 127.0.0.1, has all paths and the mock's own.
func (s *state) routes(server *Server) hosts {
	a, page := s.accounts, consent.New(s.accounts)
	public, private := s.objects(oauth.Public), http.StripPrefix("/rest", s.objects(oauth.Private))
	publicReports := forBrowsers(&postPages, []route{
		reporting.of("POST /{$}", "GraphQL for public API keys", s.graphql(oauth.Public, "2018")),
	})
	publicToken := forBrowsers(&postPages, []route{
		signIn.of("/oauth/token", "POST for access tokens for public API keys", countTokens(a.Token(oauth.Public))),
	})
	tokenAlias := forBrowsers(&postPages, []route{
		signIn.of("/oauth/token", "the same, as OAuth libraries ask it",
			withNotice(tokenAliasNotice, countTokens(a.Token(oauth.Public)))),
	})
	authorize := whole(
		signIn.of("GET /oauth/authorize", "the page on which a user lets a client in", page.Authorize()),
		signIn.of("POST /oauth/authorize", "the decision that the user made there", page.Authorize()),
	)
	logout := whole(
		signIn.of("GET /oauth/logout", "end a browser's session, as a script", page.SignOutScript()),
	)
	calls := forBrowsers(&dataPages, []route{
		objects.of("POST /{$}", "calls of the vendor's SDKs, as JSON", public),
	})
	// Only their bodies tell these two apart on the mock's own host.
	callsOrReports := forBrowsers(&dataPages, []route{
		{surface: reporting, pattern: "POST /{$}", about: "GraphQL for public API keys, or calls of the vendor's SDKs",
			handler: wire.Inflate(rpcOr(calls[0].handler, publicReports[0].handler), reporting.refuse)},
	})
	publicData := forBrowsers(&dataPages, objectRoutes(public))
	privateData := []route{
		objects.of("POST /rest", "calls of the vendor's SDKs, as JSON, for private API keys", private),
		objects.of("/rest/", "the same objects for private API keys", private),
	}
	uploads := forBrowsers(&uploadPages, whole(
		objects.plain("POST /upload", "the bytes of a file, at the upload_url of /file/upload", s.rest.Uploads.Receive()),
		objects.plain("POST /rupload", "the same for older clients", s.rest.Uploads.Receive()),
		objects.of("GET /progress", "the progress of an upload", s.rest.Uploads.Progress()),
	))
	privateReports := []route{
		reporting.of("POST /graphql", "GraphQL for private API keys", s.graphql(oauth.Private, "2026")),
		signIn.of("/oauth/v1/token", "POST for access tokens for private API keys", countTokens(a.Token(oauth.Private))),
	}
	download := s.withKey(countDownloads(s.Reports))
	downloads := whole(
		files.of("GET "+report.Bucket, "the files of reports", s.noticeAuthorization(download)),
	)
	storage := whole(
		files.of("GET "+report.Bucket, "the files of reports", s.refuseAuthorization(download)),
	)
	views := whole(
		dynTube.of("GET /v1/logs/data", "DynTube: views, asked by a query", s.dyntube.Logs),
		dynTube.of("POST /v1/logs/data", "DynTube: views, asked by JSON", s.dyntube.Logs),
	)
	videos := whole(
		dynTube.of("GET /v1/videos", "DynTube: the videos that views are of", s.dyntube.Videos),
		dynTube.of("GET /v1/videos/{id}", "DynTube: one video", s.dyntube.Video),
		dynTube.of("GET /v1/projects", "DynTube: the projects of videos", s.dyntube.Projects),
		dynTube.of("GET /v1/projects/{id}", "DynTube: one project", s.dyntube.Project),
		dynTube.of("GET /v1/channels", "DynTube: the channels that show projects", s.dyntube.Channels),
		dynTube.of("GET /v1/channels/{id}", "DynTube: one channel", s.dyntube.Channel),
		dynTube.of("GET /v1/channels/templates", "DynTube: how channels look", s.dyntube.Templates),
		dynTube.of("GET /v1/account/plans", "DynTube: the names of plan types", s.dyntube.Plans),
	)
	pictures := asset.New()
	media := whole(
		assets.of("GET /v/", "pictures of videos and playlists, at the addresses in REST's responses", pictures),
		assets.of("GET /u/", "pictures of users", pictures),
	)
	subtitles := whole(assets.of("GET /static/video/", "subtitles", pictures))
	own := healthRoutes()
	if !s.options.ControlOff {
		own = slices.Concat(dashboard(), s.controlRoutes(server), own)
	}
	all := slices.Concat(callsOrReports, publicToken, authorize, logout, publicData, privateReports, privateData, uploads,
		downloads,
		views, videos, media, subtitles, own)
	front := []route{{surface: mockAPI, pattern: "GET /{$}", about: "this list", handler: s.list(all)}}
	if !s.options.ControlOff {
		front[0].handler = ui.ForBrowsers(front[0].handler)
	}

	return hosts{
		named: map[string]http.Handler{
			"graphql.api.dailymotion.com": vendorHost(reporting, publicReports, publicToken),
			"partner.api.dailymotion.com": vendorHost(reporting, privateReports, privateData),
			"api.dailymotion.com":         vendorHost(objects, calls, publicToken, authorize, publicData),
			uploadHost:                    vendorHost(objects, uploads),
			"www.dailymotion.com":         vendorHost(objects, tokenAlias, authorize, logout),
			"geo.dailymotion.com":         vendorHost(objects),
			"oauth2.dailymotion.com":      vendorHost(objects),
			"s1.dmcdn.net":                vendorHost(assets, media),
			"s2.dmcdn.net":                vendorHost(assets, media),
			"static2.dmcdn.net":           vendorHost(assets, subtitles),
			"storage.googleapis.com":      vendorHost(files, storage),
			"api.dyntube.com":             vendorHost(dynTube, videos),
			"stats.dyntube.com":           vendorHost(dynTube, views),
			"upload.dyntube.com":          vendorHost(dynTube),
		},
		others: ownHost(server.check, all, front),
		routes: slices.Concat(all, subtitles),
	}
}

const typeYAML = "application/yaml" // RFC 9512

// dashboard has the page for people and what it loads.
func dashboard() []route {
	page := ui.New(control.Refuse)
	return []route{
		mockAPI.of("GET "+ui.Root+"{$}", "the dashboard, for a browser", page),
		mockAPI.of("GET "+ui.Prefix, "what the dashboard loads", page),
		mockAPI.of("GET /favicon.ico", "its icon", page),
	}
}

// controlRoutes are the mock's own.
func (s *state) controlRoutes(server *Server) []route {
	c := control.New(control.Config{
		Core:  func() *control.Core { return &server.state.Load().Core },
		Reset: server.Reset, ResetKey: server.ResetKey, State: server.State, SetState: server.SetState,
		Token: func(m oauth.MintRequest) oauth.TokenResponse { return server.edit().accounts.Mint(m) },
		Seed:  s.options.Seed, ReportTakes: s.options.ReportTakes, Origin: s.origin,
		Guarded: s.options.ControlToken != "",
	})
	faults := control.Faults{Control: c}
	page := c.Dashboard()
	of := func(pattern, about string, h http.HandlerFunc) route {
		return mockAPI.of(pattern, about, control.Quiet(h))
	}
	return []route{
		of("GET /_mock/clock", "the mock's clock", c.Clock),
		of("PUT /_mock/clock", `set it, any of {"now": "2026-01-31T12:00:00Z", "frozen": true, "speed": 60}`, c.SetClock),
		of("POST /_mock/clock/advance", `let time pass, {"by": "2h"}`, c.Advance),
		of("GET /_mock/clock/events", "what is to come by itself: reports, webhooks, crawls, expiring tokens", c.Events),
		of("POST /_mock/clock/next", "advance to the next of these, and show what happened", c.Next),
		of("GET /_mock/journal", "the last requests, without secrets, and sums of all; filters: ?status=4xx, …",
			c.Journal),
		of("GET /_mock/journal/events", "the same requests as they come, as server-sent events", c.FollowJournal),
		of("DELETE /_mock/journal", "forget the requests, or only those that match", c.ClearJournal),
		of("POST /_mock/verify", `were there such requests? {"matcher": {"surface": "rest"}, "exactly": 2}`,
			c.Verify),
		of("GET /_mock/faults", "the faults that are set", faults.Show),
		of("GET /_mock/faults/names", "the faults that have a name, and what they do", page.FaultNames),
		of("PUT /_mock/faults", `set them, {"faults": ["rest-500=3"]}; ?key=… for one API key`, faults.Set),
		of("POST /_mock/faults", `add one, {"fault": "status=503 surface=rest first=3"}`, faults.Add),
		of("DELETE /_mock/faults", "clear them, or those of ?key=… or ?name=…", faults.Clear),
		of("GET /_mock/policy", "how long reports take and how they end; ?key=… for one API key", c.Policy),
		of("PUT /_mock/policy", `set it, {"progress": "polls", "polls": 3}, {"outcome": "FAILED", "key": "…"}`, c.SetPolicy),
		of("GET /_mock/reports", "the reports that were asked for, each with its history; ?key=… of one API key", c.Reports),
		of("PUT /_mock/reports/{report}", `end one by hand, {"status": "FINISHED"}`, c.EndReport),
		of("GET /_mock/reports/{report}/preview", "the first rows of a finished one, its files, and its first metric by day",
			page.Preview),
		of("POST /_mock/expect", `what a loader must hold, {"input": …} as for the mutation, or {"reportToken": "…"}`,
			c.Expect),
		of("GET /_mock/invariants", "what holds in every report", c.Invariants),
		of("GET /_mock/world", "the channels of the world; the videos of one with ?channel=…", page.World),
		of("GET /_mock/quickstart", "the commands that lead to a first CSV", page.QuickStart),
		of("GET /_mock/webhooks", "the attempts to deliver webhooks, and how many are queued and dropped", c.Webhooks),
		of("GET /_mock/mailbox", "the e-mails that the vendor would have sent; none leaves the mock", c.Mailbox),
		of("POST /_mock/token", `an access token without a token request, {"kind": "private", "key": "my-key"}`, c.Token),
		of("POST /_mock/dyntube/events", `post DynTube's events to a webhook, `+
			`{"url": "http://127.0.0.1:9000/hook", "after": "2026-01-31T12:00:00Z"}`, c.DeliverDynTube),
		of("GET /_mock/importer", "what the importer of networks crawls, and when", c.Importer),
		of("PUT /_mock/importer", `set it, {"users": "http://127.0.0.1:9000/users.json", "callback": "http://…"}`,
			c.SetImporter),
		of("POST /_mock/importer/crawl", "crawl now", c.Crawl),
		of("GET /_mock/importer/log", "what the importer found and decided", c.ImporterLog),
		of("POST /_mock/importer/callback", "deliver the callbacks that are due, and the last ones again", c.CheckCallback),
		of("GET /_mock/openapi/rest.yaml", "the OpenAPI document of users, videos, playlists and so on",
			c.Document(typeYAML, RESTDocument)),
		of("GET /_mock/openapi/control.yaml", "the OpenAPI document of these paths", c.Document(typeYAML, ControlDocument)),
		of("GET /_mock/schema.graphql", "the GraphQL schema", c.Document("text/plain; charset=utf-8", graph.SDL)),
		of("GET /_mock/state", "all that has changed since the start, for a PUT", c.State),
		of("PUT /_mock/state", "restore it", c.SetState),
		of("POST /_mock/reset", `reset everything to the start, or with {"key": "my-key"} what one API key has`, c.Reset),
	}
}

// healthRoutes are for those who run the mock.
func healthRoutes() []route {
	return []route{
		mockAPI.of("GET /healthz", "is the process alive?", http.HandlerFunc(control.Health)),
		mockAPI.of("GET /readyz", "is it ready?", http.HandlerFunc(control.Health)),
	}
}

// objectRoutes are the paths of REST for public API keys. One handler serves them: patterns for its routes would
// overlap.
func objectRoutes(h http.Handler) []route {
	var routes []route
	for _, p := range []struct{ path, about string }{
		{"/me", "the user who signed in"},
		{"/user", "a user by id or name, and what hangs from it: videos, playlists, players, children, likes, …"},
		{"/users", "users"},
		{"/video", "a video: GET, POST to edit, DELETE; its subtitles and related videos"},
		{"/videos", "videos, with filters and sorts"},
		{"/playlist", "a playlist and its videos"},
		{"/playlists", "playlists"},
		{"/player", "a player"},
		{"/subtitle", "a subtitle"},
		{"/channel", "a category and its videos"},
		{"/channels", "the categories"},
		{"/file/upload", "where to upload a file"},
		{"/auth", "whose the access token is"},
		{"/logout", "end its session"},
		{"/echo", "the message that was sent"},
		{"/languages", "languages"},
		{"/locale", "the client's locale"},
		{"/locales", "locales"},
	} {
		routes = append(routes, objects.of(p.path, p.about, h), objects.of(p.path+"/", p.about, h))
	}
	return routes
}

// What pages of other sites may send, host by host (docs/spec/rest.md#browsers). All else is for servers: the hosts of
// private keys, the files of reports, DynTube, and the mock's own paths.
var (
	dataPages = wire.Browsers{
		Methods: []string{"GET", "POST", "DELETE"}, Headers: []string{"Authorization", "Content-Type"},
	}
	postPages   = wire.Browsers{Methods: []string{"POST"}, Headers: dataPages.Headers}
	uploadPages = wire.Browsers{
		Methods: []string{"GET", "POST"},
		Headers: []string{"Authorization", "Content-Type", "Content-Range", "X-Content-Range", "Content-Disposition",
			"X-Requested-With"},
		Exposed: []string{"Range"},
	}
)

// fileHosts are the hosts in links to files, by the host that was asked: those have no files
// (docs/spec/reporting.md#links).
var fileHosts = map[string]string{
	"graphql.api.dailymotion.com": "storage.googleapis.com",
	"partner.api.dailymotion.com": "storage.googleapis.com",
}

// uploadHost is one of the hosts in the vendor's upload URLs (docs/spec/rest.md#uploads).
const uploadHost = "upload-01.dc3.dailymotion.com"

// uploadHosts are the hosts in upload URLs, by the host that was asked.
var uploadHosts = map[string]string{
	"api.dailymotion.com":         uploadHost,
	"partner.api.dailymotion.com": uploadHost,
}

// graphql serves the reporting API to one kind of key, in the edition of its documentation unless the Options name
// another.
func (s *state) graphql(kind oauth.KeyKind, edition string) http.Handler {
	h := graph.New(graph.Options{
		Reports: s.Reports,
		Edition: cmp.Or(s.options.Edition, edition),
		Origin:  s.origin,
		Log:     s.options.Logger,
		Revenue: s.accounts.RequireRevenue,
	})
	return s.accounts.Require(kind, h, graph.Refuse)
}

// objects serves REST to one kind of key. Public data needs no token, except at the root for private keys
// (docs/spec/rest.md#protocol).
func (s *state) objects(kind oauth.KeyKind) http.Handler {
	root := s.rest.Root(kind)
	if kind == oauth.Private {
		return s.accounts.Require(kind, root, s.refuseToken)
	}
	return s.accounts.Admit(kind, root, s.refuseToken)
}

// refuseToken responds to a request with a wrong token. Without any token the status is 401, too (ASSUMED).
func (s *state) refuseToken(w http.ResponseWriter, r *http.Request, err error) {
	v := s.accounts.Denial(err)
	if errors.Is(err, oauth.ErrMissing) {
		v.Status = http.StatusUnauthorized
	}
	if v.Challenge != "" {
		w.Header().Set("WWW-Authenticate", v.Challenge)
	}
	s.rest.Refuse(w, r, v.Status, v.Type, v.Message)
}

func (s *state) list(routes []route) http.Handler {
	return control.List{
		Seed: s.options.Seed, Clock: s.Clock, ReportTakes: s.options.ReportTakes, Origin: s.origin,
		Guarded: s.options.ControlToken != "", Uncontrolled: s.options.ControlOff,
		Routes: convert(routes, func(r route) control.Route { return control.Route{Pattern: r.pattern, About: r.about} }),
	}
}

// tokenAliasNotice is for clients that post token requests to www.dailymotion.com (docs/spec/oauth.md#endpoints).
const tokenAliasNotice = "no page of the vendor names https://www.dailymotion.com/oauth/token; " +
	"use https://api.dailymotion.com/oauth/token"

// withNotice adds a notice to the responses of h.
func withNotice(line string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add(wire.NoticeHeader, line)
		h.ServeHTTP(w, r)
	})
}

// refuseAuthorization refuses requests with a header Authorization, as the vendor's storage does: links to files need
// no token, and those of the vendor's APIs mean nothing there (docs/spec/reporting.md#links).
func (s *state) refuseAuthorization(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.options.StorageAuthLenient || r.Header.Get("Authorization") == "" {
			h.ServeHTTP(w, r)
			return
		}
		w.Header().Set("WWW-Authenticate", `Bearer realm="https://accounts.google.com/"`)
		wire.XMLError(w, http.StatusUnauthorized, "AuthenticationRequired", "Authentication required.", "")
	})
}

// withKey enters the API key that asked for a report in the journal, since links to files need no token, and applies
// the faults of that key.
func (s *state) withKey(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		traffic.SetKey(r.Context(), s.Reports.KeyOf(r.URL.Path))
		if met := fault.Met(r); met != nil {
			met.Serve(w, r, func(w http.ResponseWriter) { h.ServeHTTP(w, r) })
			return
		}
		h.ServeHTTP(w, r)
	})
}

// noticeAuthorization adds a notice where the vendor's storage would refuse a request.
func (s *state) noticeAuthorization(h http.Handler) http.Handler {
	warned := withNotice("storage.googleapis.com refuses a header Authorization with 401; fetch files without one", h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.options.StorageAuthLenient && r.Header.Get("Authorization") != "" {
			warned.ServeHTTP(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// countTokens counts the tokens that an endpoint gives.
func countTokens(h http.Handler) http.Handler { return traffic.After(journal.TokenTaken, nil, h) }

// countDownloads counts the files that are fetched. HEAD fetches nothing.
func countDownloads(h http.Handler) http.Handler {
	get := traffic.After(journal.Fetched, func(r *http.Request) string { return r.URL.Path }, h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			get.ServeHTTP(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}
