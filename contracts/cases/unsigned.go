package cases

import (
	"fmt"
	"net/url"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases that send without credentials what needs them. They show that an endpoint is there, and a history compares the
// status and the shape of its refusal, also in runs that may not use it.

// unknownID is the id of no object.
const unknownID = "xnotfound000"

// refusedCalls returns a case that sends calls to a host, one a line, such as "POST /video/{id}", and expects that each
// is refused. seen reports whether other cases of a run send them with credentials.
func refusedCalls(id, title, states string, host Host, seen func(t *T) bool, calls string) Case {
	return unless(seen, elsewhere, with(Validates, row(id, title, states, func(t *T) {
		for line := range strings.SplitSeq(strings.TrimSpace(calls), "\n") {
			refuseCall(t, host, strings.TrimSpace(line))
		}
	})))
}

// Why a run leaves out cases that it could run.
const (
	elsewhere = "other cases send these requests, with credentials"
	manyMade  = "the run makes reports, which take its requests"
	manyKeys  = "the run has credentials, and uses its requests for what they show"
)

// unless returns the case to be skipped on targets other than mocks if something is true of the run.
func unless(so func(t *T) bool, reason string, c Case) Case {
	run := c.Run
	c.Run = func(t *T) {
		if !t.Mock() && so(t) {
			t.Skipf("%s", reason)
		}
		run(t)
	}
	return c
}

// refuseCall sends a call without credentials, and expects that it is refused.
func refuseCall(t *T, host Host, call string) {
	t.Helper()
	method, path, _ := strings.Cut(strings.ReplaceAll(call, "{id}", unknownID), " ")
	q := Request{Method: method, Host: host, Path: path}
	if method != "GET" {
		q.Form = url.Values{"title": {"contract"}}
	}
	if a := t.Do(q); host == Management {
		a.Is(401)
	} else {
		a.IsClientError().Fits("rest-error")
	}
}

// never reports that no other case sends the calls.
func never(*T) bool { return false }

// writes reports whether the run creates and deletes objects.
func writes(t *T) bool {
	k := t.Keys()
	return t.Allows(Deletes) && t.Allows(Uploads) && k.Source != "" && k.Public.ID != "" && k.Username != ""
}

// uses returns a check for credentials.
func uses(has func(k Keys) bool) func(t *T) bool { return func(t *T) bool { return has(t.Keys()) } }

var (
	privateKey = uses(func(k Keys) bool { return k.Private.ID != "" })
	publicKey  = uses(func(k Keys) bool { return k.Public.ID != "" && k.Username != "" })
	dynTubeKey = uses(func(k Keys) bool { return k.DynTube != "" })
	bothKeys   = uses(func(k Keys) bool { return k.Private.ID != "" && k.Public.ID != "" && k.Username != "" })
	anyKey     = uses(func(k Keys) bool { return k.Private.ID != "" || k.Public.ID != "" || k.DynTube != "" })
)

// spare reports whether the run has requests left for what few clients use: the reports of a run take many.
func spare(t *T) bool { return t.Mock() || !reporting(t) }

func reporting(t *T) bool { return t.Allows(CreatesReport) }

// unknownKey returns a token request of a key that does not exist, without a secret, since a mock knows all keys. Pairs
// are names and values of further fields.
func unknownKey(grantType string, pairs ...string) url.Values {
	return values(url.Values{"grant_type": {grantType}, "client_id": {"contract-unknown-key"}}, pairs)
}

// A filteredList is a list whose items have a value in a field; "" means none.
type filteredList struct {
	wideList
	field, want string
}

// filtered returns lists with filters and sorts, and connections.
func filtered(t *T) []filteredList {
	owner := someOwner(t)
	return []filteredList{
		{wideList{"/videos?languages=en&limit=5", itemOfVideo}, "language", "en"},
		{wideList{"/videos?country=US&limit=5", itemOfVideo}, "country", "US"},
		{wideList{"/videos?mode=vod&limit=5", itemOfVideo}, "mode", "vod"},
		{wideList{"/videos?flags=verified&limit=5", itemOfVideo}, "verified", "true"},
		{wideList{"/videos?sort=visited&limit=5", itemOfVideo}, "", ""},
		{wideList{"/videos?sort=trending&limit=5", itemOfVideo}, "", ""},
		{wideList{"/users?verified&limit=5", userFields}, "verified", "true"},
		{wideList{"/users?sort=popular&limit=5", userFields}, "", ""},
		{wideList{"/playlists?sort=alpha&limit=5", itemOfOther}, "", ""},
		{wideList{"/playlists?owner=" + owner + "&limit=5", itemOfOther}, "owner", owner},
		{wideList{"/channels?sort=alpha", channelFields}, "item_type", "channel"},
		{wideList{video(t) + "/related", itemOfOwner}, "", ""},
		{wideList{playlist(t) + "/videos", itemOfOwner}, "", ""},
		{wideList{user(t) + "/playlists", itemOfOther}, "owner", owner},
	}
}

func withoutKeys() []Case {
	return []Case{
		with(Validates, row("OAUTH-120", "each token endpoint refuses each grant without a secret",
			"oauth-1.1 oauth-1.2 oauth-1.3 oauth-3.1 oauth-8.4 oauth-8.10", func(t *T) {
				for _, d := range []Endpoint{pub, data} {
					if !t.Mock() && publicKey(t) {
						break // other cases see the refusals
					}
					for _, form := range []url.Values{
						unknownKey("password", "username", "contract", "password", "contract", "version", "2"),
						unknownKey("refresh_token", "refresh_token", "contract"), unknownKey("client_credentials"),
						unknownKey("authorization_code", "code", "contract", "redirect_uri", callback),
					} {
						d.AskToken(t, form).Denied().Is(400).NotEmpty("error_description")
					}
				}
				priv.AskToken(t, unknownKey("client_credentials", "scope", ReportScopes)).Denied().Is(422)
			})),
		{
			ID: "OAUTH-121", Title: "the pages of a browser respond, and give nothing to a key that does not exist",
			States: "oauth-1.4 oauth-1.5 oauth-1.9 oauth-3.1", Effect: Validates, ExtraHost: Site, Level: Should,
			Run: func(t *T) {
				query := url.Values{"response_type": {"code"}, "client_id": {"contract-unknown-key"}, "redirect_uri": {callback}}
				for _, host := range []Host{Site, Data} {
					a := t.Do(Request{Host: host, Path: "/oauth/authorize", Query: query})
					assert.NotContains(t, a.Header.Get("Location"), "code=", "code for a key that does not exist")
				}
				if spare(t) {
					t.Do(Request{Host: Site, Path: "/oauth/logout?callback=done"})
					t.Do(Request{Host: Site, Path: "/oauth/token", Form: unknownKey("client_credentials")}).Denied()
				}
				data.AskToken(t, unknownKey("client_credentials")).Denied()
			},
		},
		unless(bothKeys, elsewhere, should(row("OAUTH-122",
			"a token that does not exist is refused on each host, however it is sent",
			"oauth-8.11 oauth-8.14 reporting-10.5", func(t *T) {
				for _, q := range []Request{{Path: "/me", Token: unknownID}, {Path: "/me", Token: unknownID, Scheme: "OAuth"},
					{Path: "/videos?access_token=" + unknownID}, {Path: "/user/" + unknownID, Token: unknownID}} {
					q.Host = Data
					t.Do(q).Is(401).Fits("rest-error").Equal(401, "error", "code")
				}
				t.Do(Request{Host: Partner, Path: "/rest/auth", Token: unknownID}).IsClientError().Fits("rest-error")
				for _, d := range []Endpoint{pub, priv} {
					wantRefusedToken(t, d, unknownID)
				}
			}))),
		unless(bothKeys, elsewhere, with(Validates, row("REPORTING-093",
			"without a token no host shows its schema, or takes a request for a report",
			"reporting-10.5", func(t *T) {
				for _, d := range []Endpoint{pub, priv} {
					for _, body := range []any{body(`{ __schema { queryType { name } } }`),
						map[string]any{"query": AskDocument, "variables": map[string]any{"input": input(t)}},
						map[string]any{"query": StatusDocument, "variables": map[string]any{"reportToken": "contract"}}} {
						a := d.GraphQLAs(t, "", body).Is(200, 401, 403)
						assert.Empty(t, ReportTokens(a.JSON), "report tokens")
						a.Null("data")
						for i := range a.List("errors") {
							a.NotEmpty("errors", i, "message")
						}
					}
				}
			}))),
		refusedCalls("REST-180", "each write to an object is refused without a token",
			"rest-1.3 oauth-9.6 rest-8.2 rest-8.3 rest-8.5 rest-8.7 rest-8.8 rest-8.10", Data, writes, `
			POST /me/videos
			POST /videos
			POST /user/{id}/videos
			POST /video/{id}
			DELETE /video/{id}
			POST /video/{id}/subtitles
			DELETE /subtitle/{id}
			POST /me/players
			POST /player/{id}
			DELETE /player/{id}
			POST /me/playlists
			POST /playlist/{id}
			DELETE /playlist/{id}
			POST /playlist/{id}/videos
			POST /playlist/{id}/videos/{id}
			DELETE /playlist/{id}/videos/{id}`),
		refusedCalls("REST-181", "each write to an account is refused without a token", "rest-8.19 rest-8.20 rest-8.22",
			Data, never, `
			POST /me
			DELETE /user/{id}
			POST /me/likes/{id}
			POST /me/following/{id}`),
		refusedCalls("REST-182", "each list of what a user owns is refused without a token", "rest-1.10 rest-6.16", Data,
			publicKey, `
			GET /me/videos
			GET /me/playlists
			GET /me/players
			GET /me/likes
			GET /me/subscriptions
			GET /file/upload`),
		refusedCalls("REST-183", "the root of private keys refuses requests without a token", "rest-1.2 oauth-1.7", Partner,
			privateKey, `
			GET /rest/auth
			GET /rest/videos
			GET /rest/video/{id}
			GET /rest/users
			GET /rest/user/{id}
			GET /rest/user/{id}/videos
			GET /rest/user/{id}/players
			GET /rest/playlists
			GET /rest/playlist/{id}
			GET /rest/player/{id}
			GET /rest/channels
			GET /rest/file/upload
			POST /rest/user/{id}/videos
			POST /rest/video/{id}`),
		refusedCalls("MCN-020", "adopting, verifying, rejecting and reading as a network are refused without a token",
			"mcn-2.1 mcn-2.2 mcn-2.3 rest-1.10", Data, never, `
			POST /me/parents/{id}
			GET /me/parents/{id}
			DELETE /me/children/{id}
			GET /me/children`),
		refusedCalls("DYNTUBE-060", "each endpoint of DynTube is refused without a key",
			"dyntube-1.2 dyntube-4.1 dyntube-6.3", Management, dynTubeKey, `
			GET /v1/videos/{id}
			GET /v1/channels/{id}
			GET /v1/channels/templates`),
		unless(reporting, manyMade, should(row("REST-187",
			"pages of other sites may read responses, and ask whether they may send requests",
			"rest-5.3", func(t *T) {
				for host, path := range map[Host]string{Data: "/videos", PublicGraphQL: "/oauth/token"} {
					t.Do(Request{Method: "OPTIONS", Host: host, Path: path, Header: map[string]string{
						"Origin": "https://example.com", "Access-Control-Request-Method": "POST"}})
				}
				a := t.Do(Request{Host: Data, Path: "/videos", Header: map[string]string{"Origin": "https://example.com"}})
				assert.NotEmpty(t, a.OK().Header.Get("Access-Control-Allow-Origin"), "Access-Control-Allow-Origin")
			}))),
		unless(reporting, manyMade, should(row("REST-184",
			"lists and objects that few clients read are lists, or refused with a REST error",
			"rest-8.14 rest-8.16 rest-8.18 rest-6.1 rest-12.6", func(t *T) {
				video, user := video(t), user(t)
				for _, path := range []string{video + "/recordings", video + "/comments", user + "/relations", user + "/features",
					user + "/likes", user + "/subscriptions", user + "/watchlater", user + "/players", "/channel/news/users",
					"/subtitle/" + unknownID, "/player/" + unknownID, "/user/" + unknownID, "/channel/contract", "/locale",
					"/video/" + unknownID + "/related", "/user/" + unknownID + "/videos", "/playlist/" + unknownID + "/videos",
					"/videos?sort=contract", "/users?limit=101", "/playlists?fields=nope", "/channels?fields=nope"} {
					if a := t.Get(path); a.Status != 200 {
						a.IsClientError().Fits("rest-error")
					} else if path != "/locale" {
						a.Fits("rest-list")
					}
				}
			}))),
		unless(reporting, manyMade, should(row("REST-185",
			"each filter selects items, and each list has the fields asked for",
			"rest-11.1 rest-11.2 rest-11.5 rest-11.6 rest-8.6 rest-8.9 rest-8.14", func(t *T) {
				for _, l := range filtered(t) {
					a := t.Get(asking(l.path, l.fields)).OK().Fits("rest-list")
					for _, item := range a.MustList("list") {
						hasFields(t, item, l.fields)
						m, _ := item.(map[string]any)
						if l.field != "" {
							assert.Equal(t, l.want, fmt.Sprint(m[l.field]), l.field+" with "+l.path)
						}
					}
				}
			}))),
		unless(reporting, manyMade, should(row("REST-186",
			"shorter_than is in minutes, and the hundredth page of ten is the last", "rest-11.5 rest-4.2",
			func(t *T) {
				eachItem(t, t.Get(asking("/videos?shorter_than=5", "id duration")), func(item map[string]any) {
					assert.LessOrEqual(t, whole(t, item["duration"]), int64(300), "duration")
				})
				t.Get("/videos?fields=id&page=100").OK().Fits("rest-list").Equal(100, "page")
			}))),
		row("MCN-021", "the children of a network are listed without a token, with the fields asked for",
			"mcn-2.4 mcn-2.11 rest-8.14", func(t *T) {
				parents := t.Get(user(t) + "/parents").OK().Fits("rest-list")
				if len(parents.MustList("list")) == 0 {
					t.Notef("the owner of the first video has no network")
					return
				}
				a := t.Get(asking("/user/"+parents.String("list", 0, "id")+"/children", childOfParent)).OK().Fits("rest-list")
				require.NotEmpty(t, a.MustList("list"), "children of a network")
				for _, item := range a.MustList("list") {
					hasFields(t, item, childOfParent)
				}
			}),
	}
}

// rarely returns a case that runs on mocks and without credentials.
func rarely(id, title, states string, run func(t *T)) Case {
	return unless(anyKey, manyKeys, should(row(id, title, states, run)))
}

func withoutCredentials() []Case {
	return []Case{
		rarely("REST-188", "each documented sort and filter is accepted, and its lists have the fields asked for",
			"rest-11.1 rest-11.2 rest-11.3 rest-11.6 rest-5.2 rest-2.3", func(t *T) {
				for _, l := range []wideList{
					{"/videos", itemOfVideo}, {"/users", userFields}, {"/playlists", itemOfOther}, {"/channels", channelFields},
				} {
					for some := range strings.FieldsSeq(accepted[l.path]) {
						a := t.Get(asking(l.path+"?limit=5&"+some, l.fields)).OK().Fits("rest-list")
						for _, item := range a.MustList("list") {
							hasFields(t, item, l.fields)
						}
					}
				}
			}),
		rarely("REST-189", "values that a parameter cannot have, and other methods, are refused with a REST error or ignored",
			"rest-6.1 rest-6.4 rest-6.5 rest-6.16 rest-8.11 rest-8.22", func(t *T) {
				for _, path := range []string{"/videos?limit=0", "/videos?limit=x", "/users?page=0", "/playlists?limit=101",
					"/channels?limit=101", "/videos?created_after=x", "/videos?longer_than=x", "/videos?mode=contract",
					"/videos?flags=contract", "/videos?country=contract", "/videos?channel=contract", "/users?sort=contract",
					"/playlists?sort=contract", "/videos?thumbnail_ratio=contract", "/videos?localization=contract",
					"/videos?private=1", "/videos?owners=" + unknownID, "/videos?ids=" + unknownID, "/users?fields=nope",
					user(t) + "/favorites", user(t) + "/recommended", user(t) + "/contract", video(t) + "/contract",
					user(t) + "?fields=email", video(t) + "?fields=stream_h264_url", playlist(t) + "/videos?limit=101"} {
					if a := t.Get(path); a.Status != 200 {
						a.IsClientError().Fits("rest-error")
					}
				}
				for _, call := range []string{"POST /user/{id}", "DELETE /me/likes/{id}", "POST /me/watchlater/{id}",
					"POST /me/features/{id}", "POST /video/{id}/playlists/{id}", "DELETE /channel/news", "POST /channels"} {
					refuseCall(t, Data, call)
				}
			}),
	}
}

// accepted lists parameters of lists, by path.
var accepted = map[string]string{
	"/videos": `sort=random sort=least-visited sort=visited-hour sort=visited-today sort=visited-week sort=visited-month
		sort=live-audience sort=relevance&search=news sort=id-asc flags=featured hd timeframe=86400 tags=news
		mode=live list=what-to-watch thumbnail_ratio=square localization=fr_FR family_filter=false`,
	"/users":     `sort=recent sort=activity sort=relevance&search=news partner country=US language=en`,
	"/playlists": `sort=recent sort=most sort=least sort=alphaza sort=changed search=a`,
	"/channels":  `sort=popular localization=fr_FR`,
}
