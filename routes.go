package dailymock

import (
	"cmp"
	"net/http"

	"github.com/dailymock/dailymock/graph"
	"github.com/dailymock/dailymock/internal/control"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report"
)

// routes is the whole map: what is answered, by whom, and on which host.
//
// When a request names one of the vendor's hosts, only that host's paths exist,
// so that a client which mixes hosts up fails here as it would there. Any other
// name, such as 127.0.0.1, has all of them and the mock's own.
func (s *state) routes(server *Server) byHost {
	public := []route{
		{"POST /{$}", "GraphQL for public API keys", on("reporting", s.graphql(oauth.Public, "2018"))},
	}
	signIn := []route{
		{"/oauth/token", "POST for access tokens for public API keys", tokens(s.accounts.Token(oauth.Public))},
	}
	consent := []route{
		{"GET /oauth/authorize", "the page on which a user lets a client in", on("oauth", s.accounts.Authorize())},
		{"POST /oauth/authorize", "what the user said there", on("oauth", s.accounts.Authorize())},
	}
	goodbye := []route{
		{"GET /oauth/logout", "end a browser's session, as a script", on("oauth", s.accounts.SignOutScript())},
	}
	calls := []route{
		{"POST /{$}", "calls of the vendor's SDKs, as JSON", on("rest", s.objects(oauth.Public))},
		{"OPTIONS /{$}", "whether a browser may send them", on("rest", s.objects(oauth.Public))},
	}
	// On the mock's own host only their bodies tell these two apart.
	either := []route{
		{"POST /{$}", "GraphQL for public API keys, or calls of the vendor's SDKs", callsOr(calls[0].handler, public[0].handler)},
		calls[1],
	}
	objects := objectRoutes(on("rest", s.objects(oauth.Public)))
	own := on("rest", http.StripPrefix("/rest", s.objects(oauth.Private)))
	ownObjects := []route{
		{"POST /rest", "calls of the vendor's SDKs, as JSON, for private API keys", own},
		{"/rest/", "the same objects for private API keys", own},
	}
	uploads := []route{
		{"POST /upload", "the bytes of a file, at the upload_url of /file/upload", on("rest", s.rest.Receive())},
		{"POST /rupload", "the same for older clients", on("rest", s.rest.Receive())},
		{"GET /progress", "how far they have come", on("rest", s.rest.Progress())},
	}
	private := []route{
		{"POST /graphql", "GraphQL for private API keys", on("reporting", s.graphql(oauth.Private, "2026"))},
		{"/oauth/v1/token", "POST for access tokens for private API keys", tokens(s.accounts.Token(oauth.Private))},
	}
	files := []route{
		{"GET " + report.Bucket, "the files of reports", downloads(s.reports)},
	}
	views := []route{
		{"GET /v1/logs/data", "DynTube: views, asked by a query", on("dyntube", s.dyntube.Logs)},
		{"POST /v1/logs/data", "DynTube: views, asked by JSON", on("dyntube", s.dyntube.Logs)},
	}
	videos := []route{
		{"GET /v1/videos", "DynTube: the videos that views are of", on("dyntube", s.dyntube.Videos)},
		{"GET /v1/videos/{id}", "DynTube: one video", on("dyntube", s.dyntube.Video)},
		{"GET /v1/projects", "DynTube: the projects of videos", on("dyntube", s.dyntube.Projects)},
		{"GET /v1/projects/{id}", "DynTube: one project", on("dyntube", s.dyntube.Project)},
		{"GET /v1/channels", "DynTube: the channels that show projects", on("dyntube", s.dyntube.Channels)},
		{"GET /v1/channels/{id}", "DynTube: one channel", on("dyntube", s.dyntube.Channel)},
		{"GET /v1/channels/templates", "DynTube: how channels look", on("dyntube", s.dyntube.Templates)},
		{"GET /v1/account/plans", "DynTube: the names of plan types", on("dyntube", s.dyntube.Plans)},
	}
	mock := control.New(controlled{server})
	ours := []route{
		{"GET /_mock/clock", "how the mock's time stands", on("control", http.HandlerFunc(mock.Clock))},
		{"PUT /_mock/clock", `set it, any of {"now": "2026-01-31T12:00:00Z", "frozen": true, "speed": 60}`, on("control", http.HandlerFunc(mock.SetClock))},
		{"POST /_mock/clock/advance", `let time pass, {"by": "2h"}`, on("control", http.HandlerFunc(mock.Advance))},
		{"GET /_mock/journal", "what was asked and answered, without any secret", on("control", http.HandlerFunc(mock.Journal))},
		{"GET /_mock/faults", "the faults that requests meet", on("control", http.HandlerFunc(mock.Faults))},
		{"PUT /_mock/faults", `set them, {"faults": ["rest-500=3"]}`, on("control", http.HandlerFunc(mock.SetFaults))},
		{"GET /_mock/policy", "how long reports take and how they end; ?key=… for one API key", on("control", http.HandlerFunc(mock.Policy))},
		{"PUT /_mock/policy", `set it, {"progress": "polls", "polls": 3}, {"outcome": "FAILED", "key": "…"}`, on("control", http.HandlerFunc(mock.SetPolicy))},
		{"GET /_mock/reports", "the reports that were asked for, each with its history", on("control", http.HandlerFunc(mock.Reports))},
		{"PUT /_mock/reports/{report}", `end one by hand, {"status": "FINISHED"}`, on("control", http.HandlerFunc(mock.EndReport))},
		{"POST /_mock/expect", `what a loader must hold, {"input": …} as for the mutation, or {"reportToken": "…"}`, on("control", http.HandlerFunc(mock.Expect))},
		{"GET /_mock/invariants", "what holds in every report", on("control", http.HandlerFunc(mock.Invariants))},
		{"GET /_mock/webhooks", "the attempts to deliver webhooks of the object graph", on("control", http.HandlerFunc(mock.Webhooks))},
		{"GET /_mock/outbox", "the e-mails that the vendor would have sent; none leaves the mock", on("control", http.HandlerFunc(mock.Outbox))},
		{"POST /_mock/dyntube/events", `tell a webhook of DynTube's videos, {"url": "http://127.0.0.1:9000/hook", "after": "2026-01-31T12:00:00Z"}`, on("control", http.HandlerFunc(mock.DeliverDynTube))},
		{"GET /_mock/openapi/rest.yaml", "what users, videos, playlists and so on answer, as an OpenAPI document", on("control", http.HandlerFunc(describeREST))},
		{"POST /_mock/reset", "put everything back to how it started", on("control", http.HandlerFunc(mock.Reset))},
		{"GET /healthz", "is the process alive?", on("control", http.HandlerFunc(healthy))},
		{"GET /readyz", "can it answer?", on("control", http.HandlerFunc(healthy))},
	}
	everything := join(either, signIn, consent, goodbye, objects, private, ownObjects, uploads, files, views, videos, ours)
	front := route{"GET /{$}", "this page", frontPage{server, s.origin, everything}}

	return byHost{
		hosts: map[string]http.Handler{
			"graphql.api.dailymotion.com": site(lacksGraphQL, public, signIn),
			"partner.api.dailymotion.com": site(lacksGraphQL, private, ownObjects),
			"api.dailymotion.com":         site(lacksREST, calls, signIn, consent, objects),
			uploadHost:                    site(lacksREST, uploads),
			"www.dailymotion.com":         site(lacksREST, consent, goodbye),
			"geo.dailymotion.com":         site(lacksREST),
			"oauth2.dailymotion.com":      site(lacksREST),
			"storage.googleapis.com":      site(lacksFile, files),
			"api.dyntube.com":             site(lacksDynTube, videos),
			"stats.dyntube.com":           site(lacksDynTube, views),
			"upload.dyntube.com":          site(lacksDynTube),
		},
		others: site(lacksHere, everything, []route{front}),
	}
}

// fileHosts tell where links lead for a client that asked one of the vendor's
// hosts: not back to it, for it has no files (docs/spec/reporting.md#links).
var fileHosts = map[string]string{
	"graphql.api.dailymotion.com": "storage.googleapis.com",
	"partner.api.dailymotion.com": "storage.googleapis.com",
}

// uploadHost is one of those that the vendor's upload URLs lead to
// (docs/spec/rest.md#uploads).
const uploadHost = "upload-01.dc3.dailymotion.com"

// uploadHosts is the same as fileHosts for uploads.
var uploadHosts = map[string]string{
	"api.dailymotion.com":         uploadHost,
	"partner.api.dailymotion.com": uploadHost,
}

// graphql is the reporting API behind the tokens of one kind of key. It speaks
// the edition that the kind's own documentation describes, unless the Options
// want another.
func (s *state) graphql(kind oauth.KeyKind, edition string) http.Handler {
	h := graph.New(graph.Options{
		Reports: s.reports,
		Edition: cmp.Or(s.options.Edition, edition),
		Origin:  s.origin,
		Log:     s.options.Logger,
		Revenue: s.accounts.RequireRevenue,
	})
	return s.accounts.Require(kind, h, graph.Refuse)
}
