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
	return Case{
		ID: id, Title: title, Surface: MCN, States: states, Effect: Deletes, Needs: []Need{PublicKey, Login, MockOnly},
		Run: func(t *T) {
			name := strings.ToLower(t.Case.ID)
			run(t, signIn(t, "network-"+name, parentScopes), signIn(t, "talent-"+name, childScopes))
		},
	}
}

// An account holds the id and the token of a user who has signed in.
type account struct {
	id    string
	token Secret
}

// signIn requests a token for a user.
func signIn(t *T, username, scopes string) account {
	t.Helper()
	form := t.TokenForm(PublicData, scopes)
	form.Set("username", username)
	a := t.AskToken(PublicData, form)
	t.Granted(a)
	m := account{token: Secret(a.String("access_token"))}
	m.id = t.OK(t.Do(Request{Host: Data, Path: "/auth", Token: m.token})).String("id")
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
	a := t.OK(t.Get("/user/" + parent.id + "/children?fields=id&limit=100"))
	for i := range a.List("list") {
		ids = append(ids, a.At("list", i, "id"))
	}
	return ids
}

const revenueFields = "revenues_claim_last_day,revenues_claim_last_week,revenues_claim_last_month," +
	"revenues_claim_total,revenues_paidcontent_last_day,revenues_paidcontent_last_week," +
	"revenues_paidcontent_last_month,revenues_paidcontent_total," +
	"revenues_video_last_day,revenues_video_last_week,revenues_video_last_month,revenues_video_total," +
	"revenues_website_last_day,revenues_website_last_week,revenues_website_last_month,revenues_website_total"

var mcn = []Case{
	{
		ID: "MCN-001", Surface: MCN, States: "mcn-1.1", Needs: []Need{PublicKey, Login}, Level: Should,
		Title: "/auth returns the roles of the key",
		Run: func(t *T) {
			a := t.OK(t.Do(Request{Host: Data, Path: "/auth", Token: t.Token(PublicData)}))
			require.IsType(t, []any{}, a.At("roles"), "roles")
			if t.Mock() {
				assert.Contains(t, a.List("roles"), "can-adopt-users", "roles")
			}
		},
	},
	network("MCN-002", "a child that adopts a parent is listed among its children, without a token",
		"mcn-2.1 mcn-2.4 mcn-1.2", func(t *T, parent, child account) {
			require.Equal(t, http.StatusOK, adopt(t, parent, child).Status, "status of adopting")
			assert.Contains(t, childIDs(t, parent), child.id, "children")
		}),
	network("MCN-003", "an adoption is verified with the child's token", "mcn-2.3", func(t *T, parent, child account) {
		verify := func() bool {
			a := t.Do(Request{Host: Data, Path: "/me/parents/" + parent.id, Token: child.token})
			return a.Status == http.StatusOK && strings.Contains(string(a.Body), parent.id)
		}
		assert.False(t, verify(), "verified before")
		require.Equal(t, http.StatusOK, adopt(t, parent, child).Status, "status of adopting")
		assert.True(t, verify(), "verified after")
	}),
	network("MCN-004", "adopting works with the scheme OAuth too", "mcn-1.4", func(t *T, parent, child account) {
		a := t.Do(Request{Method: http.MethodPost, Host: Data, Path: "/me/parents/" + parent.id, Token: child.token,
			Scheme: "OAuth"})
		assert.Equal(t, http.StatusOK, a.Status, "status")
	}),
	network("MCN-005", "adopting twice succeeds", "mcn-2.17", func(t *T, parent, child account) {
		for range 2 {
			assert.Equal(t, http.StatusOK, adopt(t, parent, child).Status, "status")
		}
		assert.Len(t, childIDs(t, parent), 1, "children")
	}),
	network("MCN-006", "a parent no longer lists a rejected child", "mcn-2.2", func(t *T, parent, child account) {
		require.Equal(t, http.StatusOK, adopt(t, parent, child).Status, "status of adopting")
		a := t.Do(Request{Method: http.MethodDelete, Host: Data, Path: "/me/children/" + child.id, Token: parent.token})
		require.Equal(t, http.StatusOK, a.Status, "status of rejecting")
		assert.NotContains(t, childIDs(t, parent), child.id, "children")
	}),
	network("MCN-007", "adopting without delegate_account_management returns 403 with its name", "mcn-2.12 mcn-1.2",
		func(t *T, parent, _ account) {
			a := adopt(t, parent, signIn(t, "talent-"+strings.ToLower(t.Case.ID), "email userinfo"))
			refusedREST(t, a, http.StatusForbidden, "access_forbidden")
			assert.Contains(t, a.String("error", "message"), "delegate_account_management", "message")
		}),
	network("MCN-008", "adopting with a key without the role returns 403", "mcn-2.13", func(t *T, parent, _ account) {
		form := t.TokenForm(PublicData, childScopes)
		form.Set("client_id", "no-role")
		a := t.AskToken(PublicData, form)
		t.Granted(a)
		refusedREST(t, adopt(t, parent, account{token: Secret(a.String("access_token"))}), http.StatusForbidden,
			"access_forbidden")
	}),
	network("MCN-009", "an unknown parent returns 404", "mcn-2.14", func(t *T, _, child account) {
		refusedREST(t, adopt(t, account{id: "xnotfound000"}, child), http.StatusNotFound, "not_found")
	}),
	network("MCN-010", "a user cannot adopt itself", "mcn-2.15", func(t *T, _, child account) {
		a := adopt(t, child, child)
		assert.True(t, a.Status == http.StatusBadRequest || a.Status == http.StatusForbidden, "status is 400 or 403")
	}),
	network("MCN-011", "the parent reads the sixteen revenues of a child, as numbers", "mcn-2.5 mcn-2.7",
		func(t *T, parent, child account) {
			require.Equal(t, http.StatusOK, adopt(t, parent, child).Status, "status of adopting")
			a := t.OK(t.Do(Request{Host: Data, Path: "/user/" + child.id + "?fields=username," + revenueFields,
				Token: parent.token}))
			for name := range strings.SplitSeq(revenueFields, ",") {
				assert.IsType(t, json.Number(""), a.At(name), name)
			}
		}),
	network("MCN-012", "the parent reads revenues of all children in a list", "mcn-2.6 mcn-2.11",
		func(t *T, parent, child account) {
			require.Equal(t, http.StatusOK, adopt(t, parent, child).Status, "status of adopting")
			a := t.OK(t.Do(Request{Host: Data, Path: "/user/" + parent.id +
				"/children?fields=id,username,revenues_video_last_week,revenues_website_last_week", Token: parent.token}))
			t.Fits(a, "rest-list")
			eachItem(t, a, func(item map[string]any) {
				assert.IsType(t, json.Number(""), item["revenues_video_last_week"], "revenue")
			})
		}),
	network("MCN-013", "another user cannot read the revenues", "mcn-2.16", func(t *T, parent, child account) {
		a := t.Do(Request{Host: Data, Path: "/user/" + child.id + "?fields=id,revenues_video_total", Token: parent.token})
		assert.Nil(t, a.At("revenues_video_total"), "revenue of another user")
	}),
	network("MCN-014", "the parent uploads for a child by a multipart form", "mcn-2.8", func(t *T, parent, child account) {
		require.Equal(t, http.StatusOK, adopt(t, parent, child).Status, "status of adopting")
		a := t.OK(t.Do(Request{Host: Data, Path: "/user/" + child.id + "/videos", Token: parent.token, Part: &Part{},
			Form: url.Values{
				"url": {t.Keys().Source}, "title": {t.Name()}, "channel": {"fun"}, "published": {"true"}, "fields": {"id,owner"},
			}}))
		assert.Equal(t, child.id, a.String("owner"), "owner")
	}),
	network("MCN-015", "only a parent can upload for another user", "mcn-2.16", func(t *T, parent, child account) {
		a := t.Do(Request{Host: Data, Path: "/user/" + child.id + "/videos", Token: parent.token,
			Form: url.Values{"url": {t.Keys().Source}, "title": {"x"}}})
		assert.Equal(t, http.StatusForbidden, a.Status, "status")
	}),
	network("MCN-016", "parent, children_total and relations show the network", "mcn-2.9",
		func(t *T, parent, child account) {
			require.Equal(t, http.StatusOK, adopt(t, parent, child).Status, "status of adopting")
			assert.Equal(t, parent.id, t.OK(t.Get("/user/"+child.id+"?fields=parent")).At("parent"), "parent")
			n, _ := t.OK(t.Get("/user/" + parent.id + "?fields=children_total")).Int("children_total")
			assert.Equal(t, int64(1), n, "children_total")
			t.Fits(t.OK(t.Get("/user/"+child.id+"/relations")), "rest-list")
		}),
}
