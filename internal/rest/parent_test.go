package rest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/rest"
)

// TestAParentManagesItsChildsAccount: it reads and writes the fields of the account, without scopes of its own unless a
// switch asks for them. A notice says that no source settles it.
func TestAParentManagesItsChildsAccount(t *testing.T) {
	t.Parallel()
	const private = "email,first_name,birthday,limits,revenues_video_last_month"
	for _, strict := range []bool{false, true} {
		d := open(t, func(c *rest.Config) { c.ParentScopes = strict })
		childID, parentID := d.id(t, "child"), d.id(t, "network")
		child, all, none := d.user(t, "child"), d.user(t, "network"), d.user(t, "network", "")
		videos, stranger := d.user(t, "network", "manage_videos"), d.user(t, "stranger")
		path := "/user/" + childID
		child.must("POST", path, "first_name=Ann&birthday=949536000")

		if got := all.must("GET", path+"?fields="+private); got["email"] != nil || got["first_name"] != nil {
			t.Errorf("before the adoption, the parent reads %v", got)
		}
		if got := all.refused("POST", path, "city=Lyon"); got.Code != 403 {
			t.Errorf("before the adoption, the parent writes: %+v", got)
		}
		child.must("POST", "/me/parents/"+parentID)

		check := func(who string, c *client, status int, notice bool, method, target, form string) string {
			t.Helper()
			got, body, header := c.send(method, target, form)
			if noticed := header.Get("X-Mock-Notice") != ""; got != status || noticed != notice {
				t.Errorf("%s, parent_scopes %v: %s %s %s = %d %s, notice %v; want %d, %v", who, strict, method, target, form,
					got, body, noticed, status, notice)
			}
			return body
		}
		allowed := map[bool]int{false: http.StatusOK, true: http.StatusForbidden}[strict]
		list := "/user/" + parentID + "/children?fields=" + private
		for _, target := range []string{path + "?fields=" + private, list} {
			body := check("all scopes", all, 200, false, "GET", target, "")
			if !strings.Contains(body, `"email":"child@`) || !strings.Contains(body, `"first_name":"Ann"`) ||
				strings.Contains(body, "null") {
				t.Errorf("%s: %s, want the child's private fields", target, body)
			}
			check("no scopes", none, allowed, !strict, "GET", target, "")
			if body := check("a stranger", stranger, 200, false, "GET", target, ""); strings.Contains(body, "Ann") {
				t.Errorf("a stranger reads %s", body)
			}
		}
		if body := check("all scopes", all, 200, false, "POST", path+"?fields=city", "city=Lyon"); body != `{"city":"Lyon"}` {
			t.Errorf("written: %s", body)
		}
		check("no scopes", none, allowed, !strict, "POST", path, "city=Nice")
		check("a stranger", stranger, 403, false, "POST", path, "city=Rome")
		// What a child does not grant stays with the scopes of the parent's token.
		hook := "webhook_url=" + url.QueryEscape("http://127.0.0.1:9/hook") + "&webhook_events=video.created"
		check("no scopes", none, 403, false, "POST", path, hook)
		check("manage_videos", videos, 200, false, "POST", path, hook)
		check("no scopes", none, 403, false, "POST", path+"/videos", "url=https://a.example/a.mp4&title=T&channel=fun")
		if got, body := none.do("GET", "/me?fields=email", "", ""); got != 403 {
			t.Errorf("the parent's own fields without a scope: %d %s, want 403", got, body)
		}

		all.must("DELETE", "/me/children/"+childID)
		if got := all.must("GET", path+"?fields="+private); got["email"] != nil || got["revenues_video_last_month"] != nil {
			t.Errorf("after the rejection, the former parent reads %v", got)
		}
		check("the former parent", all, 403, false, "POST", path, "city=Rome")
	}
}
