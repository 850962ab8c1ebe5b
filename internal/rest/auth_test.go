package rest_test

import (
	"strings"
	"testing"
)

// TestAuthDescribesTheToken checks the wanted fields and their order.
func TestAuthDescribesTheToken(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana, key := d.user(t, "ana", "manage_videos userinfo"), d.key(t)
	anaID, newsID := d.id(t, "ana"), d.id(t, "harbour-news")
	ana.must("POST", "/me", "language=fr")
	const nobody = `{"id":null,"scope":[],"roles":[],"username":null,"screenname":null}`
	for _, c := range []struct {
		name string
		who  *client
		path string
		want string
	}{
		{"nobody", d.anybody(t), "/auth", nobody},
		{"no field at all", d.anybody(t), "/auth?fields=", nobody},
		{"a slash at the end", d.anybody(t), "/auth/", nobody},
		{"a user", ana, "/auth?fields=id,scope,username,screenname", `{"id":"` + anaID +
			`","scope":["manage_videos","userinfo"],"username":"ana","screenname":"Ana"}`},
		{"fields in another order", ana, "/auth?fields=screenname,language,id",
			`{"screenname":"Ana","language":"fr","id":"` + anaID + `"}`},
		{"fields with blanks, doubles and a comma at the end", ana, "/auth?fields=id,%20id%20,,", `{"id":"` + anaID + `"}`},
		{"a private key", key, "/auth?fields=id,roles,username,screenname", `{"id":"` + newsID +
			`","roles":[],"username":"harbour-news","screenname":"Harbour News"}`},
		{"a script", d.anybody(t), "/auth?fields=id&callback=cb", `/**/cb({"id":null});`},
	} {
		if status, body := c.who.do("GET", c.path, "", ""); status != 200 || body != c.want {
			t.Errorf("%s: %d %s, want %s", c.name, status, body, c.want)
		}
	}
	if got := ana.refused("GET", "/auth?fields=id,email"); got.Code != 400 || got.Type != "invalid_parameter" ||
		!strings.Contains(got.Message, `"email"`) {
		t.Errorf("a field that nobody knows: %+v", got)
	}
}
