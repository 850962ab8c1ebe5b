package rest_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// sheet lists the fields with which the tests compare responses.
func sheet(tb testing.TB) map[string][]map[string]any {
	tb.Helper()
	text, err := os.ReadFile("catalog/fields.json")
	if err != nil {
		tb.Fatal(err)
	}
	var nouns map[string]struct{ Fields []map[string]any }
	if err := json.Unmarshal(text, &nouns); err != nil {
		tb.Fatal(err)
	}
	out := map[string][]map[string]any{}
	for noun, n := range nouns {
		out[noun] = n.Fields
	}
	return out
}

// TestEveryFieldAnswersByItsType checks that fields are null only if the sheet allows it, for every caller, of videos
// that are made, live, waiting and processed.
func TestEveryFieldAnswersByItsType(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small), func(c *restConfig) { c.StreamsReadNull = true })
	owner := d.user(t, "harbour-news")
	ch, _ := d.World.Channel("harbour-news")
	videos := ch.Videos(world.DayOf(noon))
	stream := videos[slices.IndexFunc(videos, func(v *world.Video) bool { return v.Live })].ID
	own := d.upload(t, owner, "mine.mp4")
	d.advance(minute)
	waiting := d.upload(t, owner, "new.mp4")
	list := owner.must("POST", "/me/playlists", "name=New")["id"].(string)
	player := owner.must("POST", "/me/players", "label=New")["id"].(string)
	sub := owner.must("POST", "/video/"+own+"/subtitles",
		"url=https://files.example/a.srt&language=fr&format=srt")["id"].(string)
	fields := sheet(t)
	for _, c := range []struct {
		noun    string
		private bool // strangers do not see it
		path    string
	}{
		{"video", false, "/video/" + d.video(t, "harbour-news").ID},
		{"video", false, "/video/" + stream},
		{"video", true, "/video/" + waiting},
		{"video", false, "/video/" + own},
		{"user", false, "/user/harbour-news"},
		{"playlist", false, "/playlist/" + ch.Playlists()[0].ID},
		{"playlist", false, "/playlist/" + list},
		{"player", false, "/player/" + ids(owner.must("GET", "/me/players?limit=1"))[0]},
		{"player", false, "/player/" + player},
		{"subtitle", false, "/subtitle/" + sub},
		{"channel", false, "/channel/news"},
		{"auth", false, "/auth"},
	} {
		var names []string
		for _, f := range fields[c.noun] {
			names = append(names, f["name"].(string))
		}
		for who, viewer := range map[string]*client{"owner": owner, "stranger": d.user(t, "bob"), "nobody": d.anybody(t)} {
			if c.private && who != "owner" || who == "nobody" && c.noun == "user" { // revenues need a token
				continue
			}
			answer := viewer.must("GET", c.path+"?fields="+strings.Join(names, ","))
			if len(answer) != len(names) {
				t.Errorf("%s answers %d fields of %d", c.path, len(answer), len(names))
			}
			for _, f := range fields[c.noun] {
				checkField(t, who+" of "+c.path, f, answer[f["name"].(string)])
			}
		}
	}
}

func checkField(t *testing.T, path string, f map[string]any, got any) {
	t.Helper()
	name := f["name"].(string)
	if got == nil {
		if f["nullable"] != true {
			t.Errorf("%s: %s is null", path, name)
		}
		return
	}
	var ok bool
	switch f["type"] {
	case "boolean":
		_, ok = got.(bool)
	case "number", "integer", "date":
		var n float64
		n, ok = got.(float64)
		if least, bounded := f["min"].(float64); ok && bounded {
			ok = n >= least
		}
	case "array":
		_, ok = got.([]any)
	case "dict":
		_, ok = got.(map[string]any)
	default:
		var s string
		s, ok = got.(string)
		if enum, bounded := f["enum"].([]any); ok && bounded {
			ok = slices.Contains(enum, any(s))
		}
	}
	if !ok {
		t.Errorf("%s: %s = %v, which is no %v", path, name, got, f["type"])
	}
}

// TestAStreamIsOnAirEachWeek checks its time with viewers, and then the times that its owner writes.
func TestAStreamIsOnAirEachWeek(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	owner := d.user(t, "harbour-news")
	ch, _ := d.World.Channel("harbour-news")
	videos := ch.Videos(world.DayOf(noon) - 30)
	v := videos[slices.IndexFunc(videos, func(v *world.Video) bool { return v.Live })]
	path := "/video/" + v.ID + "?fields=onair,live_airing_time,end_time,recurrence"
	for weeks := range 4 {
		at := v.Created.AddDate(0, 0, 7*weeks)
		for _, c := range []struct {
			after time.Duration
			onair bool
		}{{0, true}, {time.Duration(v.Duration)*time.Second - 1, true}, {time.Duration(v.Duration) * time.Second, false},
			{6 * 24 * time.Hour, false}} {
			d.advance(at.Add(c.after).Sub(d.Now()))
			got := d.anybody(t).must("GET", path)
			if got["onair"] != c.onair || got["live_airing_time"] != float64(at.Unix()) ||
				got["end_time"] != float64(at.Unix()+int64(v.Duration)) ||
				got["recurrence"] != "weekly" {
				t.Errorf("%v after week %d: %v, want onair %v", c.after, weeks, got, c.onair)
			}
		}
		if plays.Total(v, world.DayOf(at)) == 0 {
			t.Errorf("nobody watched on %v", at)
		}
	}
	d.advance(noon.Sub(d.Now()))
	if got := owner.must(
		"POST",
		path,
		fmt.Sprintf("start_time=%d&end_time=%d", noon.Unix()-1, noon.Unix()+60),
	); got["onair"] != true ||
		got["recurrence"] != "once" {
		t.Errorf("on air as its owner says: %v", got)
	}
}

// TestASourceIsKeptForSomeDays checks that its address is null later.
func TestASourceIsKeptForSomeDays(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana", everyScope+" read_video_streams")
	id := d.upload(t, ana, "a.mp4")
	d.advance(minute)
	path := "/video/" + id + "?fields=stream_source_url"
	if got := ana.must("GET", path)["stream_source_url"]; got == nil {
		t.Error("after a minute there is none")
	}
	d.advance(7 * 24 * time.Hour)
	if got := d.user(t, "ana", everyScope+" read_video_streams").must("GET", path)["stream_source_url"]; got != nil {
		t.Errorf("after a week: %v", got)
	}
}

// TestAVideoIsAsVerifiedAsItsOwner checks its fields and the filters.
func TestAVideoIsAsVerifiedAsItsOwner(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana")
	ana.must("POST", "/me", "partner=0")
	for owner, want := range map[string]bool{"ana": false, "harbour-news": true} {
		path := "/user/" + owner + "/videos?limit=1&fields=partner,verified,owner.partner,owner.verified"
		got := ana.must("GET", path)["list"].([]any)[0]
		if want := fmt.Sprintf(
			"map[owner.partner:%[1]v owner.verified:%[1]v partner:%[1]v verified:%[1]v]",
			want,
		); sprint(got) != want {
			t.Errorf("%s: %v, want %s", owner, got, want)
		}
		for flag, kept := range map[string]bool{"verified": want, "partner": want, "ugc": !want} {
			if n := len(ids(ana.must("GET", "/user/"+owner+"/videos?limit=1&"+flag))); (n == 1) != kept {
				t.Errorf("%s with %s: %d videos", owner, flag, n)
			}
		}
	}
}

func TestDefaultFieldsAndTheirOrder(t *testing.T) {
	t.Parallel()
	d := open(t)
	v := d.video(t, "harbour-news")
	c := d.anybody(t)
	for query, want := range map[string]string{
		"": fmt.Sprintf(`{"id":%q,"title":%q,"channel":"news","owner":%q}`, v.ID, v.Title(),
			v.Owner.ID()),
		"?fields=": fmt.Sprintf(`{"id":%q,"title":%q,"channel":"news","owner":%q}`, v.ID, v.Title(),
			v.Owner.ID()),
		"?fields=owner.screenname,id,": fmt.Sprintf(`{"owner.screenname":"Harbour News","id":%q}`, v.ID),
		"?fields=+id+,,owner.parent.screenname,id": fmt.Sprintf(`{"id":%q,"owner.parent.screenname":"Harbour Media Group"}`,
			v.ID),
		"?fields=channel.name&localization=fr_FR": `{"channel.name":"Actu"}`,
		"?fields=embed_url&context=player%3Dxc394": fmt.Sprintf(`{"embed_url":"https://geo.dailymotion.com/player/`+
			`xc394.html?video=%s"}`, v.ID),
	} {
		if status, body := c.do("GET", "/video/"+v.ID+query, "", ""); status != 200 || body != want {
			t.Errorf("GET %s = %d %s, want %s", query, status, body, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	d := open(t)
	v := d.video(t, "harbour-news")
	anybody, ana, none := d.anybody(t), d.user(t, "ana"), d.user(t, "ana", "")
	anaID := d.id(t, "ana")
	for _, c := range []struct {
		who          *client
		line         string
		code         int
		kind, phrase string
	}{
		{anybody, "GET /video/xnotfound", 404, "not_found", "Can't find object video for `id' parameter"},
		{anybody, "GET /playlist/xnotfound", 404, "not_found", "Can't find object collection for `id' parameter"},
		{anybody, "GET /user/xnotfound", 404, "not_found", "Can't find object user for `id' parameter"},
		{anybody, "GET /player/xnotfound", 404, "not_found", "Can't find object player for `id' parameter"},
		{anybody, "GET /invalid/path", 404, "not_found", "/invalid/path"},
		{anybody, "GET /video/" + v.ID + "?fields=id,nope", 400, "invalid_parameter",
			`Unrecognized values "nope" for ` + "`fields' parameter, allowed values: "},
		{anybody, "GET /video/" + v.ID + "?fields=dislikes_total", 400, "invalid_parameter", "dislikes_total"},
		{anybody, "GET /video/" + v.ID + "?fields=owner.nope", 400, "invalid_parameter", "owner.nope"},
		{anybody, "GET /video/" + v.ID + "?fields=owner.avatar_url", 400, "invalid_parameter", "owner.avatar_url"},
		{anybody, "GET /videos?limit=200", 400, "invalid_parameter", "Too high value 200, max allowed value is 100 " +
			"for `limit' parameter"},
		{anybody, "GET /videos?limit=0", 400, "invalid_parameter", "Too low value 0, min allowed value is 1 for " +
			"`limit' parameter"},
		{anybody, "GET /videos?page=x", 400, "invalid_parameter", "`page' parameter"},
		{anybody, "GET /videos?sort=nope", 400, "invalid_parameter", "`sort' parameter"},
		{anybody, "GET /videos?private=true", 403, "access_forbidden", "`private' parameter"},
		{anybody, "GET /videos?family_filter=maybe", 400, "invalid_parameter", "`family_filter' parameter"},
		{anybody, "GET /videos/subscriptions", 403, "access_forbidden", ""},
		{anybody, "GET /me", 403, "access_forbidden", ""},
		{anybody, "GET /echo", 400, "missing_required_parameter", "Missing required parameter `message'"},
		{anybody, "GET /file/upload", 403, "access_forbidden", "scope required: manage_videos"},
		{anybody, "GET /video/" + v.ID + "?fields=stream_hls_url", 403, "access_forbidden",
			"Required roles: can-read-video-streams, can-read-my-video-streams"},
		{anybody, "GET /user/" + anaID + "?fields=revenues_video_total", 403, "access_forbidden",
			"Unsufficient scope for `fields' parameter"},
		{none, "GET /me?fields=email", 403, "access_forbidden", "scope required: email"},
		{none, "GET /me/players", 403, "access_forbidden", "Insufficient rights for route GET /user/<id>/players"},
		{none, "POST /me/videos?url=https://a.example/a.mp4", 403, "access_forbidden",
			"Unsufficient scope for `POST /user/<id>/videos', scope required: manage_videos"},
		{ana, "POST /video/" + v.ID + "?title=Mine", 403, "access_forbidden",
			"Insufficient rights for route POST /video/<id>"},
		{ana, "DELETE /video/" + v.ID, 403, "access_forbidden", ""},
		{ana, "GET /user/harbour-news/likes", 403, "access_forbidden", ""},
		{ana, "DELETE /me", 403, "access_forbidden", ""},
		{ana, "POST /me/videos?title=Nothing", 400, "missing_required_parameter", "Missing required parameter `url'"},
		{ana, "POST /me/playlists?description=Nameless", 400, "missing_required_parameter",
			"Missing required parameter `name'"},
		{ana, "POST /me/players", 400, "missing_required_parameter", "Missing required parameter `label'"},
		{d.key(t), "GET /me", 403, "access_forbidden", ""},
	} {
		method, path, _ := strings.Cut(c.line, " ")
		got := c.who.refused(method, path)
		if got.Code != c.code || got.Type != c.kind || !strings.Contains(got.Message, c.phrase) || got.Info == "" {
			t.Errorf(
				"%s = %d %s %q %s, want %d %s with %q",
				c.line,
				got.Code,
				got.Type,
				got.Message,
				got.Info,
				c.code,
				c.kind,
				c.phrase,
			)
		}
	}
}

// TestTheDocumentedError compares with the body that the vendor documents
// (docs/spec/rest.md#errors).
func TestTheDocumentedError(t *testing.T) {
	t.Parallel()
	_, got := open(t).anybody(t).do("GET", "/video/xnotfound", "", "")
	want := `{"error":{"more_info":"https://developer.dailymotion.com/api#error-codes","code":404,` +
		`"message":"Can't find object video for ` + "`id'" + ` parameter","type":"not_found",` +
		`"error_data":{"reason":"object_not_found","object_type":"video","object_id":"xnotfound","param":"id"}}}`
	if got != want {
		t.Errorf("error = %s\nwant %s", got, want)
	}
}

// TestAnUnknownPathIsNamedAsItCame changes each part of a path.
func TestAnUnknownPathIsNamedAsItCame(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana")
	for _, line := range []string{
		"GET /nope", "GET /channel/news/nope", "POST /user/ana/followers/harbour-news", "GET /user/ana/recommended/x1",
	} {
		method, path, _ := strings.Cut(line, " ")
		got := ana.refused(method, path)
		if got.Code != 404 || got.Data.Reason != "route_not_found" || got.Message != "No route matches "+line {
			t.Errorf("%s = %+v", line, got)
		}
	}
}

// TestOldNamesOfFilters compares them with the new names.
func TestOldNamesOfFilters(t *testing.T) {
	t.Parallel()
	d := open(t)
	c := d.anybody(t)
	for _, list := range []string{"/videos?limit=100&fields=id", "/users?limit=100&fields=id"} {
		flag := map[bool]string{true: "hd,featured", false: "mostpopular"}[strings.HasPrefix(list, "/videos")]
		all, old, new := ids(c.must("GET", list)), ids(c.must("GET", list+"&filters="+flag)), ids(
			c.must("GET", list+"&flags="+flag),
		)
		if !slices.Equal(old, new) || slices.Equal(old, all) || len(old) == 0 {
			t.Errorf("%s: %d by filters=%s, %d by flags, %d in all", list, len(old), flag, len(new), len(all))
		}
		if got := c.refused("GET", list+"&filters=nope"); got.Code != 400 || got.Data.Param != "filters" {
			t.Errorf("%s: %+v", list, got)
		}
	}
}

// TestATimeframeIsNoDate checks that its error has a text of its own.
func TestATimeframeIsNoDate(t *testing.T) {
	t.Parallel()
	c := openWorld(t, []byte(small)).anybody(t)
	if got := c.refused("GET", "/videos?timeframe=week"); got.Code != 400 ||
		!strings.Contains(got.Message, "an integer is expected") {
		t.Errorf("%+v", got)
	}
	c.must("GET", "/videos?timeframe=9223372036854775807")
}

// TestAfterAllCategoriesThereIsNoMore checks that a client that counts pages up gets each category once.
func TestAfterAllCategoriesThereIsNoMore(t *testing.T) {
	t.Parallel()
	c := openWorld(t, []byte(small)).anybody(t)
	if got := c.must("GET", "/channels?page=2"); got["has_more"] != false || len(ids(got)) != 0 || got["total"] != 17.0 {
		t.Errorf("page 2: %v", got)
	}
	if got := ids(c.must("GET", "/channels?page=2&limit=10")); len(got) != 7 {
		t.Errorf("page 2 of pages of ten: %v", got)
	}
}

// TestOwnersListWhatOthersDoNotSee names the list and the filter in both ways; others are refused.
func TestOwnersListWhatOthersDoNotSee(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana, bela := d.user(t, "ana"), d.user(t, "bela")
	id := d.upload(t, ana, "a.mp4", "private=true")
	d.advance(minute)
	for _, list := range []string{"/user/ana/videos?", "/videos?owners=ana&", "/videos?owner=ana&"} {
		for _, filter := range []string{"private=1", "flags=private"} {
			if got := ids(ana.must("GET", list+filter)); got[0] != id {
				t.Errorf("%s%s = %v, want %s first", list, filter, got, id)
			}
			if got := bela.refused("GET", list+filter); got.Code != 403 {
				t.Errorf("%s%s by another = %+v", list, filter, got)
			}
		}
	}
	if got := ana.refused("GET", "/videos?owners=ana,bela&unpublished=1"); got.Code != 403 {
		t.Errorf("with another's: %+v", got)
	}
}
