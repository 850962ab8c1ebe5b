package rest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/world"
)

func TestCallsOfTheSDKs(t *testing.T) {
	t.Parallel()
	d := open(t)
	v := d.video(t, "harbour-news")
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "a.mp4")
	const form = "application/x-www-form-urlencoded"
	for _, c := range []struct{ name, contentType, body, want string }{
		{"one call", "application/json", `{"call":"GET /echo","args":{"message":"hi"},"id":"1"}`,
			`{"result":{"message":"hi"},"id":"1"}`},
		{"the JS client's content type", form, `[{"call":"/echo","args":{"message":"a&b=c"},"id":0}]`,
			`[{"result":{"message":"a&b=c"},"id":0}]`},
		{"a call that fails beside one that works", "application/json", `[{"call":"GET /video/` + v.ID +
			`?fields=id","id":1},{"call":"GET /nope/x","id":[2]}]`,
			`[{"result":{"id":"` + v.ID + `"},"id":1},{"error":{"more_info":"https://developer.dailymotion.com/` +
				`api#error-codes","code":404,"message":"No route matches GET ` +
				`/nope/x","type":"not_found","error_data":{"reason":"route_not_found"}},"id":[2]}]`},
		{"values of all types", "application/json", `{"call":"POST /video/` + id + `","args":{"title":"New",` +
			`"private":true,"tags":["a","b"],"description":null,"geoloc":[1.5,2],"fields":["title","private","tags",` +
			`"geoloc"]},"id":9}`,
			`{"result":{"title":"New","private":true,"tags":["a","b"],"geoloc":[1.5,2]},"id":9}`},
		{"arguments in their order", "application/json", `{"call":"POST /video/` + id + `","args":{"tags[]":"a",` +
			`"fields":"tags","tags":"b","tags[]":"c"}}`, `{"result":{"tags":["a","b","c"]}}`},
		{"a numbered object as PHP sends it", "application/json", `{"call":"POST /video/` + id + `","args":{` +
			`"fields":"tags","tags":{"10":"c","0":"a","2":"b"}}}`, `{"result":{"tags":["a","b","c"]}}`},
		{"null", "application/json", `{"call":"POST /video/` + id + `","args":{"fields":"tags,country,publish_date",` +
			`"tags":null,"country":null,"publish_date":null}}`, `{"result":{"tags":[],"country":null,"publish_date":null}}`},
		{"empty arguments as PHP sends them", "application/json", `{"call":"DELETE /video/` + id + `","args":[],"id":"x"}`,
			`{"result":{},"id":"x"}`},
		{"no calls", "application/json", `[]`, `[]`},
		{"logout", "application/json", `{"call":"/logout","args":[]}`, `{"result":{}}`},
	} {
		status, body := ana.do("POST", "/", c.contentType, c.body)
		if status != 200 || body != c.want {
			t.Errorf("%s = %d %s\nwant %s", c.name, status, body, c.want)
		}
	}
	many := `{"call":"/echo","args":{"message":1` + strings.Repeat(`,"x[]":2`, 1000) + `}}`
	if _, body := d.anybody(t).do("POST", "/", "", many); !strings.Contains(body, `"code":400`) {
		t.Errorf("a thousand and one arguments = %.200s, want 400", body)
	}
	eleven := "[" + strings.Repeat(`{"call":"/echo"},`, 10) + `{"call":"/echo"}]`
	if status, body := d.anybody(t).do("POST", "/", "application/json", eleven); status != 400 {
		t.Errorf("eleven calls = %d %s, want 400", status, body)
	}
	if status, body := ana.do("GET", "/me", "", ""); status != 401 {
		t.Errorf("after logout: %d %s, want 401", status, body)
	}
}

func TestJSONP(t *testing.T) {
	t.Parallel()
	d := open(t)
	status, body := d.anybody(t).do("GET", "/echo?message=x&callback=f.a", "", "")
	if status != 200 || body != `/**/f.a({"message":"x"});` {
		t.Errorf("JSONP = %d %s", status, body)
	}
	if status, _ := d.anybody(t).do("GET", "/echo?message=x&callback=alert(1)", "", ""); status != 400 {
		t.Errorf("a callback that is no name = %d, want 400", status)
	}
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "a.mp4")
	if _, body := ana.do(
		"GET",
		"/video/"+id+"?method=post&title=By+script&fields=title&callback=f",
		"",
		"",
	); body != `/**/f({"title":"By script"});` {
		t.Errorf("POST by JSONP = %s", body)
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	d := open(t)
	c := d.anybody(t)
	_, body := c.do("GET", "/videos", "", "")
	if !strings.HasPrefix(body, `{"page":1,"limit":10,"explicit":false,"total":1000,"has_more":true,"list":[{"id":"x`) {
		t.Errorf("envelope %.200s", body)
	}
	if got := c.must("GET", "/videos?page=11&limit=100"); len(ids(got)) != 0 || got["has_more"] != false {
		t.Errorf("beyond what can be paged: %v", got)
	}
	if got := c.must("GET", "/videos?page=10&limit=100"); len(ids(got)) != 100 || got["has_more"] != false {
		t.Errorf("the last page: %d items, has_more %v", len(ids(got)), got["has_more"])
	}
	if got := ids(c.must("GET", "/channels?fields=id&sort=popular")); got[0] != "news" || len(got) != 17 {
		t.Errorf("the most watched categories: %v", got)
	}
	if got := c.must("GET", "/channels?fields=id"); len(ids(got)) != 17 || got["total"] != 17.0 ||
		got["has_more"] != false {
		t.Errorf("categories: %v", got)
	}
	seen := map[string]bool{}
	for page := 1; ; page++ {
		got := c.must("GET", fmt.Sprintf("/user/no-views/videos?limit=7&page=%d", page))
		for _, id := range ids(got) {
			if seen[id] {
				t.Errorf("%s is on two pages", id)
			}
			seen[id] = true
		}
		if got["has_more"] == false {
			if total := int(got["total"].(float64)); total != len(seen) || total < 20 {
				t.Errorf("%d items, total %d", len(seen), total)
			}
			break
		}
	}
}

// textsOf are the texts of a video that a search looks at.
func textsOf(v map[string]any) string {
	return strings.ToLower(fmt.Sprint(v["title"], v["description"], v["tags"]))
}

func TestFiltersAndSorts(t *testing.T) {
	t.Parallel()
	d := open(t)
	c := d.anybody(t)
	const base = "/user/harbour-news/videos?limit=100&fields=id,title,tags,mode,duration,created_time,views_total," +
		"channel,owner,live_airing_time,description&"
	for query, keep := range map[string]func(v map[string]any) bool{
		"mode=live":                 func(v map[string]any) bool { return v["mode"] == "live" },
		"no_live":                   func(v map[string]any) bool { return v["mode"] == "vod" },
		"flags=live,verified":       func(v map[string]any) bool { return v["mode"] == "live" },
		"longer_than=5":             func(v map[string]any) bool { return v["duration"].(float64) >= 300 },
		"shorter_than=2":            func(v map[string]any) bool { return v["duration"].(float64) <= 120 },
		"created_after=1735689600":  func(v map[string]any) bool { return v["created_time"].(float64) > 1735689600 },
		"created_before=1735689600": func(v map[string]any) bool { return v["created_time"].(float64) < 1735689600 },
		"tags=politics": func(v map[string]any) bool {
			return slices.Contains(v["tags"].([]any),
				any("politics"))
		},
		"tags=(politics,local)": func(v map[string]any) bool {
			return slices.Contains(v["tags"].([]any), any("politics")) || slices.Contains(v["tags"].([]any), any("local"))
		},
		"search=tram":  func(v map[string]any) bool { return strings.Contains(textsOf(v), "tram") },
		"channel=news": func(v map[string]any) bool { return v["channel"] == "news" },
	} {
		list := c.must("GET", base+query)["list"].([]any)
		if len(list) == 0 {
			t.Errorf("%s keeps nothing", query)
		}
		for _, v := range list {
			if !keep(v.(map[string]any)) {
				t.Errorf("%s keeps %v", query, v)
			}
		}
	}
	for query, key := range map[string]func(v map[string]any) float64{
		"":                           func(v map[string]any) float64 { return -v["created_time"].(float64) },
		"sort=old":                   func(v map[string]any) float64 { return v["created_time"].(float64) },
		"sort=visited":               func(v map[string]any) float64 { return -v["views_total"].(float64) },
		"sort=least-visited":         func(v map[string]any) float64 { return v["views_total"].(float64) },
		"sort=live-airing-time&live": func(v map[string]any) float64 { return -v["live_airing_time"].(float64) },
	} {
		list := c.must("GET", base+query)["list"].([]any)
		if !slices.IsSortedFunc(list, func(a, b any) int { return int(key(a.(map[string]any)) - key(b.(map[string]any))) }) {
			t.Errorf("%q is not in order", query)
		}
	}
}

func TestExplicitVideosAreHiddenByTheFamilyFilter(t *testing.T) {
	t.Parallel()
	d := open(t)
	id := d.upload(t, d.user(t, "ana"), "a.mp4", "explicit=1")
	d.advance(minute)
	c := d.anybody(t)
	if got := c.must("GET", "/user/ana/videos"); slices.Contains(ids(got), id) || got["explicit"] != false {
		t.Errorf("by default: %v", got)
	}
	if got := c.must("GET", "/user/ana/videos?family_filter=false"); !slices.Contains(ids(got), id) ||
		got["explicit"] != true {
		t.Errorf("without the filter: %v", got)
	}
}

func TestPrivateVideos(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "a.mp4", "private=1")
	d.advance(minute)
	secret := ana.must("GET", "/video/"+id+"?fields=private_id")["private_id"].(string)
	c := d.anybody(t)
	if got := c.refused("GET", "/video/"+id); got.Code != 403 ||
		got.Message != "Unsufficient scope to access private video, required scope: read." {
		t.Errorf("by its id: %+v", got)
	}
	if got := c.must("GET", "/video/"+secret+"?fields=id,private_id"); got["id"] != id || got["private_id"] != nil {
		t.Errorf("by its private id %s: %v", secret, got)
	}
	other := secret[:len(secret)-1] + "0"
	if other == secret {
		other = secret[:len(secret)-1] + "1"
	}
	if got := c.refused("GET", "/video/"+other); got.Code != 404 {
		t.Errorf("by another private id: %+v", got)
	}
	if slices.Contains(ids(c.must("GET", "/user/ana/videos")), id) ||
		!slices.Contains(ids(ana.must("GET", "/me/videos")), id) {
		t.Error("a private video is in the list of its owner, and of nobody else")
	}
}

func TestPlaylists(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	a, b := d.upload(t, ana, "a.mp4"), d.upload(t, ana, "b.mp4")
	id := ana.must("POST", "/me/playlists", "name=Goals&description=Ten")["id"].(string)
	path := "/playlist/" + id + "/videos"
	ana.must("POST", path+"/"+a)
	ana.must("POST", path+"/"+a)
	ana.must("POST", "/video/"+b+"/playlists/"+id)
	if got := ids(ana.must("GET", path)); !slices.Equal(got, []string{a, b}) {
		t.Errorf("videos %v, want %s and %s", got, a, b)
	}
	if _, shown := ana.must("GET", path)["total"]; shown {
		t.Error("videos of a playlist have a total")
	}
	ana.must("POST", path, "ids="+b+","+a)
	if got := ids(ana.must("GET", path)); !slices.Equal(got, []string{b, a}) {
		t.Errorf("in another order %v", got)
	}
	if got := ids(ana.must("GET", path+"/"+a)); !slices.Equal(got, []string{a}) {
		t.Errorf("is it in? %v", got)
	}
	ana.must("DELETE", path+"/"+a)
	if got := ana.must("GET", "/playlist/"+id+"?fields=name,videos_total,owner"); got["videos_total"] != 1.0 ||
		got["name"] != "Goals" {
		t.Errorf("playlist %v", got)
	}
	if got := ana.must("POST", "/playlist/"+id, "name=Saves&private=1"); got["name"] != "Saves" {
		t.Errorf("edited %v", got)
	}
	if got := d.anybody(t).refused("GET", "/playlist/"+id); got.Code != 404 {
		t.Errorf("a private one, seen by a stranger: %+v", got)
	}
	ana.must("DELETE", "/playlist/"+id)
	if got := ana.refused("GET", "/playlist/"+id); got.Code != 404 || got.Data.ObjectType != "collection" {
		t.Errorf("a deleted one: %+v", got)
	}
}

func TestAMadePlaylistCanBeChanged(t *testing.T) {
	t.Parallel()
	d := open(t)
	ch, _ := d.World.Channel("harbour-news")
	owner := d.user(t, "harbour-news")
	p := ch.Playlists()[0].ID
	before := ids(owner.must("GET", "/playlist/"+p+"/videos?limit=100"))
	id := d.upload(t, owner, "a.mp4")
	owner.must("POST", "/playlist/"+p+"/videos/"+id)
	owner.must("DELETE", "/playlist/"+p+"/videos/"+before[0])
	after := ids(owner.must("GET", "/playlist/"+p+"/videos?limit=100"))
	if want := append(before[1:], id); !slices.Equal(after[:20], want[:20]) || len(after) != len(want) {
		t.Errorf("%d videos, then %d", len(before), len(after))
	}
}

func TestLikesAndFollows(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	v := d.video(t, "harbour-news")
	ana.must("POST", "/me/likes/"+v.ID)
	ana.must("POST", "/me/following/harbour-news")
	if got := ids(ana.must("GET", "/me/likes")); !slices.Equal(got, []string{v.ID}) {
		t.Errorf("likes %v", got)
	}
	if got := ana.must("GET", "/video/"+v.ID+"?fields=liked_at")["liked_at"]; got != float64(noon.Unix()) {
		t.Errorf("liked_at %v", got)
	}
	if got := ana.must("GET", "/user/harbour-news?fields=is_following,screenname")["is_following"]; got != true {
		t.Errorf("is_following %v", got)
	}
	if got := ids(d.anybody(t).must("GET", "/user/harbour-news/followers")); !slices.Equal(got, []string{d.id(t, "ana")}) {
		t.Errorf("followers %v", got)
	}
	for _, name := range []string{"harbour-news", d.id(t, "harbour-news")} {
		if got := ids(ana.must("GET", "/me/following/"+name)); len(got) != 1 {
			t.Errorf("following %s: %v", name, got)
		}
	}
	ana.must("DELETE", "/me/following/harbour-news")
	if got := ids(ana.must("GET", "/me/following")); len(got) != 0 {
		t.Errorf("following %v", got)
	}
}

func TestANetworkAndItsChildren(t *testing.T) {
	t.Parallel()
	d := open(t)
	parent := d.user(t, "network")
	child := d.user(t, "child-one")
	anybody := d.anybody(t)
	parentID, childID := d.id(t, "network"), d.id(t, "child-one")

	if got := ids(child.must("GET", "/me/parents/"+parentID)); len(got) != 0 {
		t.Errorf("parents before: %v", got)
	}
	if got := parent.refused(
		"POST",
		"/user/"+childID+"/videos",
		"url=https://a.example/a.mp4&title=T&channel=fun&published=true",
	); got.Code != 403 {
		t.Errorf("upload for a stranger: %+v", got)
	}
	for range 2 { // again is no error
		if status, body := child.do(
			"POST",
			"/me/parents/"+parentID,
			"application/x-www-form-urlencoded",
			"",
		); status != 200 ||
			body != "{}" {
			t.Errorf("adopt = %d %s", status, body)
		}
	}
	if got := ids(child.must("GET", "/me/parents/"+parentID)); !slices.Equal(got, []string{parentID}) {
		t.Errorf("parents after: %v", got)
	}
	if got := ids(anybody.must("GET", "/users?parent="+parentID)); !slices.Equal(got, []string{childID}) {
		t.Errorf("users of the parent: %v", got)
	}
	_, body := anybody.do("GET", "/user/"+parentID+"/children", "", "")
	if want := `{"page":1,"limit":10,"explicit":false,"total":1,"has_more":false,` +
		`"list":[{"id":"` + childID + `","screenname":"Child One"}]}`; body != want {
		t.Errorf("children = %s\nwant %s", body, want)
	}
	if got := parent.must(
		"GET",
		"/user/"+childID+"?fields=username,parent,revenues_video_last_month",
	); got["username"] != "child-one" || got["parent"] != parentID ||
		got["revenues_video_last_month"].(float64) <= 0 {
		t.Errorf("the child's revenue: %v", got)
	}
	if got := d.user(t, "stranger").must(
		"GET",
		"/user/"+childID+"?fields=revenues_video_last_day",
	); got["revenues_video_last_day"] != nil {
		t.Errorf("a stranger sees %v", got)
	}
	contentType, form := "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; "+
		"name=\"url\"\r\n\r\nhttps://a.example/a.mp4\r\n--b\r\nContent-Disposition: form-data; "+
		"name=\"title\"\r\n\r\nFor a child\r\n--b--\r\n"
	status, text := parent.do("POST", "/user/"+childID+"/videos?fields=id,owner,title", contentType, form)
	var made map[string]string
	if err := json.Unmarshal([]byte(text), &made); err != nil || status != 200 || made["owner"] != childID ||
		made["title"] != "For a child" {
		t.Fatalf("upload for the child = %d %s", status, text)
	}
	parent.must("POST", "/video/"+made["id"], "title=Better")

	if got := letters(d); !slices.Equal(got, []string{"adopted child-one@mail.example by " + parentID}) {
		t.Errorf("letters %v", got)
	}
	if got := parent.must("DELETE", "/me/children/"+childID); len(got) != 0 {
		t.Errorf("reject = %v", got)
	}
	if got := letters(d); len(got) != 2 || got[1] != "rejected child-one@mail.example by "+parentID {
		t.Errorf("letters %v", got)
	}
	if got := parent.refused("DELETE", "/me/children/"+childID); got.Code != 404 {
		t.Errorf("reject again: %+v", got)
	}
	if got := parent.must("GET", "/user/"+childID+"?fields=revenues_video_total"); got["revenues_video_total"] != nil {
		t.Errorf("after rejecting, the network sees %v", got)
	}
	if got := parent.refused("DELETE", "/video/"+made["id"]); got.Code != 403 && got.Code != 404 {
		t.Errorf("after rejecting, the network deletes: %+v", got)
	}
}

func letters(d *server) (all []string) {
	for _, l := range d.Mailbox.Emails() {
		all = append(all, l.Event+" "+l.To+" by "+l.Network)
	}
	return all
}

// TestAKeyAdoptsForItsOwnerAlone refuses adoptions by a key of another account.
func TestAKeyAdoptsForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *restConfig) { c.KeyOwner = func(string) string { return "network" } })
	child := d.user(t, "child")
	if got := child.refused("POST", "/me/parents/"+d.id(t, "other")); got.Code != 403 || got.Type != "access_forbidden" {
		t.Errorf("another network: %+v", got)
	}
	child.must("POST", "/me/parents/network")
}

func TestAdoptionIsRefused(t *testing.T) {
	t.Parallel()
	d := open(t)
	childID, parentID := d.id(t, "child"), d.id(t, "network")
	path := "/me/parents/" + parentID
	if got, want := d.user(t, "child", "userinfo").refused(
		"POST",
		path,
	), "Unsufficient scope for `POST /user/<id>/parents/<id>', scope required: "+
		"delegate_account_management"; got.Code != 403 ||
		got.Message != want {
		t.Errorf("without the scope: %+v, want %s", got, want)
	}
	roleless := *d.user(t, "child")
	roleless.token = d.tokenFrom(t, "/oauth/token", map[string][]string{
		"grant_type": {
			"password",
		},
		"client_id":     {"no-role"},
		"client_secret": {"s"},
		"username":      {"child"},
		"password":      {"p"},
		"scope":         {everyScope},
	})
	if got, want := roleless.refused(
		"POST",
		path,
	), "Insufficient rights for route POST /user/<id>/parents/<id>"+
		". Required roles: can-adopt-users"; got.Code != 403 ||
		got.Message != want {
		t.Errorf("without the role: %+v, want %s", got, want)
	}
	for path, code := range map[string]int{"/me/parents/xnotfound": 404, "/me/parents/" + childID: 403} {
		if got := d.user(t, "child").refused("POST", path); got.Code != code {
			t.Errorf("%s: %+v, want %d", path, got, code)
		}
	}
	if got := d.anybody(t).refused("POST", path); got.Code != 403 {
		t.Errorf("without a token: %+v", got)
	}
}

func TestAPartnersOwnAccountHasItsChannels(t *testing.T) {
	t.Parallel()
	d := open(t)
	p := d.World.Partners()[0]
	got := ids(d.anybody(t).must("GET", "/user/"+p.ID()+"/children?limit=100"))
	if !slices.Contains(got, d.id(t, "harbour-news")) || len(got) < 3 {
		t.Errorf("children %v", got)
	}
	if got := d.anybody(
		t,
	).must(
		"GET",
		"/user/harbour-news?fields=parent.screenname",
	); got["parent.screenname"] != "Harbour Media Group" {
		t.Errorf("parent %v", got)
	}
	network := d.user(t, p.Username())
	if got := network.must("GET", "/me?fields=id,children_total,screenname"); got["id"] != p.ID() {
		t.Errorf("me %v", got)
	}
	d.upload(t, &client{t, d, network.token, ""}, "a.mp4")
}

func TestPrivateKeys(t *testing.T) {
	t.Parallel()
	d := open(t)
	key := d.key(t)
	v := d.video(t, "harbour-news")
	if got := key.must("GET", "/video/"+v.ID); got["id"] != v.ID {
		t.Errorf("video %v", got)
	}
	id := key.must("POST", "/user/harbour-news/videos", "url=https://a.example/a.mp4&title=T")["id"].(string)
	key.must("DELETE", "/video/"+id)
	if got := key.refused("POST", "/user/northlight/videos", "url=https://a.example/a.mp4"); got.Code != 403 {
		t.Errorf("upload to another organisation's channel: %+v", got)
	}
	if got := key.must("GET", "/auth"); got["id"] == nil || got["username"] != "harbour-news" {
		t.Errorf("auth %v", got)
	}
	nobody := &client{t, d, "", "/rest"}
	if status, _ := nobody.do("GET", "/video/"+v.ID, "", ""); status != 401 && status != 403 {
		t.Errorf("without a token: %d", status)
	}
}

func TestSubRequests(t *testing.T) {
	t.Parallel()
	d := open(t)
	_, body := d.anybody(t).do("GET", "/user/harbour-news?fields=id,videos.fields(id,title).limit(2),screenname", "", "")
	var got struct {
		Videos struct {
			Limit int
			List  []map[string]string
		}
		Screenname string
	}
	if err := json.Unmarshal(
		[]byte(body),
		&got,
	); err != nil || got.Videos.Limit != 2 || len(got.Videos.List) != 2 || len(got.Videos.List[0]) != 2 ||
		got.Screenname != "Harbour News" {
		t.Errorf("sub-request = %s", body)
	}
}

// TestOneSubRequestOfAName: a response has room for one list of a name; the first counts.
func TestOneSubRequestOfAName(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	_, body := d.anybody(t).do("GET", "/user/harbour-fans?fields=videos.fields(id).limit(2),id,videos.limit(1)", "", "")
	if !strings.HasPrefix(body, `{"videos":{"page":1,"limit":2,`) || strings.Count(body, `"videos":`) != 1 {
		t.Errorf("two sub-requests = %s", body)
	}
}

func TestUsersAreEdited(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	if got := ana.must(
		"POST",
		"/me?fields=screenname,city,email",
		"screenname=Ana+B.&city=Lagos",
	); got["screenname"] != "Ana B." || got["city"] != "Lagos" ||
		got["email"] == nil {
		t.Errorf("edited %v", got)
	}
	if got := d.user(
		t,
		"bob",
	).must(
		"GET",
		"/user/ana?fields=screenname,email",
	); got["email"] != nil ||
		got["screenname"] != "Ana B." {
		t.Errorf("seen by another: %v", got)
	}
	if got := d.user(t, "bob").refused("POST", "/user/ana", "city=X"); got.Code != 403 {
		t.Errorf("edited by another: %+v", got)
	}
	uploader := d.user(t, "ana", "manage_videos")
	uploader.must("POST", "/me", "webhook_url=http://127.0.0.1:9/&webhook_events=video.created")
	if got := uploader.refused(
		"POST",
		"/me",
		"webhook_url=http://127.0.0.1:9/&city=X",
	); !strings.Contains(
		got.Message,
		"scope required: userinfo",
	) {
		t.Errorf("a city beside a webhook: %+v", got)
	}
}

func TestOthers(t *testing.T) {
	t.Parallel()
	d := open(t)
	c := d.anybody(t)
	if _, body := c.do("GET", "/echo?message=a", "", ""); body != `{"message":"a"}` {
		t.Errorf("echo %s", body)
	}
	for path, want := range map[string]string{
		"/languages": `{"code":"fr","name":"French","native_name":"français",` +
			`"localized_name":"French","display_name":"français (French)"}`,
		"/locales":                   `"locale":"fr_FR","site_code":"fr"`,
		"/locale?localization=fr_FR": `"locale":"fr_FR"`,
		"/channel/news?fields=name&localization=de": `{"name":"Nachrichten"}`,
		"/auth":   `{"id":null,"scope":[],"roles":[],"username":null,"screenname":null}`,
		"/logout": `{}`,
	} {
		if status, body := c.do("GET", path, "", ""); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s = %d %s, want %s", path, status, body, want)
		}
	}
	ana := d.user(t, "ana", "userinfo")
	if _, body := ana.do(
		"GET",
		"/auth?fields=id,scope,language",
		"",
		"",
	); body != `{"id":"`+d.id(
		t,
		"ana",
	)+`","scope":["userinfo"],"language":"en"}` {
		t.Errorf("auth %s", body)
	}
}

func TestWebhooks(t *testing.T) {
	t.Parallel()
	d := open(t)
	var mu sync.Mutex
	var events []string
	failures := 2
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		var e struct {
			Type string
			Data struct {
				Owner string `json:"owner_id"`
				Video string `json:"video_id"`
			}
		}
		body, _ := io.ReadAll(r.Body)
		if err := json.Unmarshal(body, &e); err != nil || e.Data.Owner != d.id(t, "ana") {
			t.Errorf("event %s", body)
		}
		if e.Type == "video.deleted" && failures > 0 {
			failures--
			w.WriteHeader(500)
			return
		}
		events = append(events, e.Type)
	}))
	t.Cleanup(receiver.Close)
	ana := d.user(t, "ana")
	if got := ana.refused("POST", "/me", "webhook_url="+receiver.URL+"&webhook_events=video.born"); got.Code != 400 {
		t.Errorf("an unknown event: %+v", got)
	}
	ana.must(
		"POST",
		"/me",
		"webhook_url="+receiver.URL+"&webhook_events=video.created,video.published,video.format.ready,video.deleted",
	)
	id := d.upload(t, ana, "a.mp4")
	told := func() []string {
		d.Hooks.Deliver(context.Background())
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(events)
	}
	if got := told(); !slices.Equal(got, []string{"video.created"}) {
		t.Errorf("at once: %v", got)
	}
	if due, ok := d.Hooks.Next(); !ok || !due.Equal(noon.Add(10*time.Second)) {
		t.Errorf("the next is due at %v", due)
	}
	d.advance(10 * time.Second)
	if got := told(); !slices.Equal(got[1:], []string{"video.format.ready", "video.published"}) {
		t.Errorf("after encoding: %v", got)
	}
	ana.must("DELETE", "/video/"+id)
	told()
	d.advance(minute)
	told()
	d.advance(4 * minute)
	if got := told(); len(got) != 3 {
		t.Errorf("before the second retry: %v", got)
	}
	d.advance(minute)
	if got := told(); len(got) != 4 || got[3] != "video.deleted" {
		t.Errorf("after two retries: %v", got)
	}
	if log := d.Hooks.Log().Attempts; len(log) != 6 || log[5].Attempt != 3 || log[5].Status != 200 ||
		log[4].Status != 500 {
		t.Errorf("log %+v", log)
	}
}

func TestWebhooksStayOnThisMachine(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	for i, host := range []string{"192.0.2.1", "hooks.invalid"} { // names are not looked up either
		ana.must("POST", "/me", "webhook_url=http://"+host+"/&webhook_events=video.created")
		d.upload(t, ana, "a.mp4")
		d.Hooks.Deliver(context.Background())
		if log := d.Hooks.Log().Attempts; len(log) != i+1 || !strings.Contains(log[i].Error, "loopback") {
			t.Errorf("%s: log %+v", host, log)
		}
	}
}

func TestEverythingAtOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			login := fmt.Sprintf("user-%d", i%3)
			c := d.user(t, login)
			for range 4 {
				id := d.upload(t, c, "a-60s.mp4")
				c.must("POST", "/video/"+id, "title=New&tags=a,b")
				c.must("GET", "/me/videos?fields=id,title,views_total")
				c.must("POST", "/me/likes/"+id)
				if status, _ := c.do("DELETE", "/video/"+id, "", ""); status != 200 {
					t.Errorf("delete = %d", status)
				}
			}
		})
	}
	wg.Wait()
	if n := len(d.World.VideosAt(must(d.World.Channel("user-1")), world.DayOf(noon), d.World.Moment(noon))); n < 8 {
		t.Errorf("%d videos", n)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
