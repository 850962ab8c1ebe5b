package cases

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of networks and their children. They change the parents of accounts, so that they run against mocks only.

const (
	childScopes  = "email userinfo delegate_account_management read_insights"
	parentScopes = "manage_videos read_insights"
)

// network returns a case with a new parent and a new child.
func network(id, title, states string, run func(t *T, parent, child account)) Case {
	return with(Deletes, onMock(signedIn(row(id, title, states, func(t *T) {
		run(t, open(t, "network-", parentScopes), open(t, "talent-", childScopes))
	}))))
}

// family returns a case whose child has adopted its parent.
func family(id, title, states string, run func(t *T, parent, child account)) Case {
	return network(id, title, states, func(t *T, parent, child account) {
		require.Equal(t, 200, adopt(t, parent, child).Status, "status of adopting")
		run(t, parent, child)
	})
}

// An account holds the id and the token of a user who has signed in.
type account struct {
	id    string
	token Secret
}

// read reads a path as the account.
func (m account) read(t *T, path string) *Response {
	return t.Do(Request{Host: Data, Path: path, Token: m.token})
}

// open signs in as a user of this run, whose name begins with a prefix.
func open(t *T, prefix, scopes string) account {
	t.Helper()
	m := account{token: access(grant(t, data, scopes, put("username", prefix+t.RunID()+"-"+t.ID())))}
	m.id = m.read(t, "/auth").OK().String("id")
	require.NotEmpty(t, m.id, "id of the user")
	return m
}

// adopt makes parent a parent of child.
func adopt(t *T, parent, child account) *Response {
	return t.Do(Request{Method: http.MethodPost, Host: Data, Path: "/me/parents/" + parent.id, Token: child.token,
		Header: map[string]string{"Accept": "application/json"}, Type: "application/x-www-form-urlencoded"})
}

// childIDs returns the ids of the children of a parent.
func childIDs(t *T, parent account) []any {
	t.Helper()
	var ids []any
	a := t.Get("/user/" + parent.id + "/children?fields=id&limit=100").OK()
	for i := range a.List("list") {
		ids = append(ids, a.At("list", i, "id"))
	}
	return ids
}

// revenues returns the names of the fields with revenues.
func revenues() []string {
	var names []string
	for _, kind := range strings.Fields("claim paidcontent video website") {
		for _, period := range strings.Fields("last_day last_week last_month total") {
			names = append(names, "revenues_"+kind+"_"+period)
		}
	}
	return names
}

func mcn() []Case {
	return []Case{
		should(signedIn(row("MCN-001", "/auth returns the roles of the key", "mcn-1.1", func(t *T) {
			a := data.Read(t, "/auth", "").OK()
			require.IsType(t, []any{}, a.At("roles"), "roles")
			if t.Mock() {
				assert.Contains(t, a.List("roles"), "can-adopt-users", "roles")
			}
		}))),
		family("MCN-002", "a child that adopts a parent is listed among its children, without a token",
			"mcn-2.1 mcn-2.4 mcn-1.2", func(t *T, parent, child account) {
				assert.Contains(t, childIDs(t, parent), child.id, "children")
			}),
		network("MCN-003", "an adoption is verified with the child's token", "mcn-2.3", func(t *T, parent, child account) {
			verify := func() bool {
				a := child.read(t, "/me/parents/"+parent.id)
				return a.Status == 200 && strings.Contains(string(a.Body), parent.id)
			}
			assert.False(t, verify(), "verified before")
			require.Equal(t, 200, adopt(t, parent, child).Status, "status of adopting")
			assert.True(t, verify(), "verified after")
		}),
		network("MCN-004", "adopting works with the scheme OAuth too", "mcn-1.4", func(t *T, parent, child account) {
			t.Do(Request{Method: http.MethodPost, Host: Data, Path: "/me/parents/" + parent.id, Token: child.token,
				Scheme: "OAuth"}).Is(200)
		}),
		family("MCN-005", "adopting twice succeeds", "mcn-2.17", func(t *T, parent, child account) {
			adopt(t, parent, child).Is(200)
			assert.Len(t, childIDs(t, parent), 1, "children")
		}),
		family("MCN-006", "a parent no longer lists a rejected child", "mcn-2.2", func(t *T, parent, child account) {
			t.Do(Request{Method: http.MethodDelete, Host: Data, Path: "/me/children/" + child.id, Token: parent.token}).Is(200)
			assert.NotContains(t, childIDs(t, parent), child.id, "children")
		}),
		revised(network("MCN-007", "adopting without delegate_account_management returns 403", "mcn-2.12 mcn-1.2",
			func(t *T, parent, _ account) {
				a := adopt(t, parent, open(t, "talent-", "email userinfo")).Failed(403, "access_forbidden")
				mentions(t, a, "delegate_account_management")
			})),
		network("MCN-008", "adopting with a key without the role returns 403", "mcn-2.13", func(t *T, parent, _ account) {
			child := account{token: access(grant(t, data, childScopes, put("client_id", "no-role")))}
			adopt(t, parent, child).Failed(403, "access_forbidden")
		}),
		network("MCN-009", "an unknown parent returns 404", "mcn-2.14", func(t *T, _, child account) {
			adopt(t, account{id: "xnotfound000"}, child).Failed(404, "not_found")
		}),
		network("MCN-010", "a user cannot adopt itself", "mcn-2.15", func(t *T, _, child account) {
			adopt(t, child, child).Is(400, 403)
		}),
		family("MCN-011", "the parent reads the sixteen revenues of a child, as numbers", "mcn-2.5 mcn-2.7",
			func(t *T, parent, child account) {
				a := parent.read(t, "/user/"+child.id+"?fields=username,"+strings.Join(revenues(), ",")).OK()
				for _, name := range revenues() {
					assert.IsType(t, json.Number(""), a.At(name), name)
				}
			}),
		revised(family("MCN-012", "the parent reads revenues of all children in a list", "mcn-2.6 mcn-2.11",
			func(t *T, parent, _ account) {
				a := parent.read(t, "/user/"+parent.id+
					"/children?fields=id,username,revenues_video_last_week,revenues_website_last_week").OK().Fits("rest-list")
				eachItem(t, a, func(item map[string]any) {
					for _, name := range []string{"id", "username"} {
						assert.NotEmpty(t, item[name], name)
					}
					for _, name := range []string{"revenues_video_last_week", "revenues_website_last_week"} {
						assert.IsType(t, json.Number(""), item[name], name)
					}
				})
			})),
		network("MCN-013", "another user cannot read the revenues", "mcn-2.16", func(t *T, parent, child account) {
			parent.read(t, "/user/"+child.id+"?fields=id,revenues_video_total").Null("revenues_video_total")
		}),
		family("MCN-014", "the parent uploads for a child by a multipart form", "mcn-2.8", func(t *T, parent, child account) {
			t.Do(Request{Host: Data, Path: "/user/" + child.id + "/videos", Token: parent.token, Part: &Part{},
				Form: url.Values{"url": {t.Keys().Source}, "title": {t.Name()}, "channel": {"fun"}, "published": {"true"},
					"fields": {"id,owner"}}}).OK().Equal(child.id, "owner")
		}),
		network("MCN-015", "only a parent can upload for another user", "mcn-2.16", func(t *T, parent, child account) {
			t.Do(Request{Host: Data, Path: "/user/" + child.id + "/videos", Token: parent.token,
				Form: url.Values{"url": {t.Keys().Source}, "title": {"x"}}}).Is(403)
		}),
		family("MCN-016", "parent, children_total and relations show the network", "mcn-2.9",
			func(t *T, parent, child account) {
				t.Get("/user/"+child.id+"?fields=parent").OK().Equal(parent.id, "parent")
				t.Get("/user/"+parent.id+"?fields=children_total").OK().Equal(1, "children_total")
				t.Get("/user/" + child.id + "/relations").OK().Fits("rest-list")
			}),
	}
}
