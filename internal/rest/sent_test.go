package rest_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/rest/catalog"
)

// TestArraysAreSentInManyWays: as one member, repeated, with brackets and numbered, in forms of both kinds, queries and
// calls in JSON.
func TestArraysAreSentInManyWays(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "a.mp4")
	const want = `{"tags":["one","two"]}`
	multipart := "--b\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\none\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\ntwo\r\n--b--\r\n"
	path := "/video/" + id + "?fields=tags"
	for _, c := range []struct{ path, contentType, body, want string }{
		{path, "", "tags=one,two", want},
		{path, "", "tags=one&tags=two", want},
		{path, "", "tags[]=one&tags[]=two", want},
		{path, "", "tags%5B0%5D=one&tags%5B1%5D=two", want},
		{path, "", "tags[first]=one&tags[last]=two", want},
		{path, "multipart/form-data; boundary=b", multipart, want},
		{path + "&tags=one&tags=two", "", "", want},
		{path + "&tags=zero&tags=nought", "", "tags=one&tags=two", want}, // the body replaces the query
		{path + "&tags[]=zero", "", "tags=one,two", want},
		{path, "", "tags[]=", `{"tags":[]}`},
		{"/video/" + id + "?fields=tags&fields=title", "", "tags=one&tags=two&title=A&title=B",
			`{"tags":["one","two"],"title":"B"}`},
		{"/", "application/json", `{"call":"POST /video/` + id + `?fields=tags&tags=zero","args":{"tags":["one","two"]}}`,
			`{"result":` + want + `}`},
		{"/", "application/json", `{"call":"POST /video/` + id + `?fields=tags&tags=one&tags=two"}`,
			`{"result":` + want + `}`},
	} {
		if status, got := ana.do("POST", c.path, c.contentType, c.body); status != 200 || got != c.want {
			t.Errorf("POST %s %s: %d %s, want %s", c.path, c.body, status, got, c.want)
		}
	}
}

// TestEveryArrayCanBeRepeated compares each parameter that is a list with itself in one member.
func TestEveryArrayCanBeRepeated(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana")
	a, b := d.upload(t, ana, "a.mp4", "tags=sea,old"), d.upload(t, ana, "b.mp4", "language=fr")
	d.advance(minute)
	list := ana.must("POST", "/me/playlists", "name=Both")["id"].(string)
	for _, line := range []string{
		"GET /videos?ids=" + a + "," + b, "GET /videos?owners=ana,harbour-fans", "GET /user/ana/videos?languages=fr,de",
		"GET /user/ana/videos?tags=sea,old", "GET /user/ana/videos?exclude_ids=" + a + "," + b,
		"GET /user/ana/videos?flags=hd,no_live", "GET /videos?exclude_channel_ids=sport,music",
		"GET /user/ana/videos?fields=id,title",
		"GET /users?usernames=ana,harbour-news", "GET /users?ids=" + d.id(t, "ana") + "," + d.id(t, "harbour-news"),
		"GET /user/ana/playlists?ids=" + list + ",x123", "POST /playlist/" + list + "/videos?ids=" + a + "," + b,
		"POST /me?fields=webhook_events&webhook_events=video.created,video.deleted",
		"POST /video/" + a + "?fields=geoblocking&geoblocking=deny,fr,us", "POST /video/" + a + "?fields=geoloc&geoloc=1.5,2",
		"POST /video/" + a + "?fields=hashtags&hashtags=one,two",
		"POST /video/" + a + "?fields=custom_classification&custom_classification=a,b",
		"POST /video/" + a + "?fields=player_next_videos&player_next_videos=" + a + "," + b,
	} {
		last := line[strings.LastIndexAny(line, "?&")+1:]
		name, value, _ := strings.Cut(last, "=")
		before := strings.TrimSuffix(line, last)
		first, second, _ := strings.Cut(value, ",")
		want := ana.line(line, "")
		if strings.Contains(want, `"error"`) {
			t.Errorf("%s = %s", line, want)
		}
		for _, query := range []string{
			name + "=" + first + "&" + name + "=" + second,
			name + "[]=" + first + "&" + name + "[]=" + second,
			name + "%5B0%5D=" + first + "&" + name + "%5B1%5D=" + second,
		} {
			if got := ana.line(before+query, ""); got != want {
				t.Errorf("%s = %s, want that of %s: %s", before+query, got, last, want)
			}
		}
	}
	want := []string{"a", "b", "c"}
	if got := catalog.CommaList(catalog.Collect(nil, catalog.Params{{Name: "ids", Value: "a"}, {Name: "x", Value: "1"},
		{Name: "ids[7]", Value: "b"}, {Name: "ids", Value: "c"}}).Get("ids")); !slices.Equal(got, want) {
		t.Errorf("ids = %v, want %v", got, want)
	}
}

// TestTheWordNullResetsEveryNullableField, and no other.
func TestTheWordNullResetsEveryNullableField(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana")
	video := d.upload(t, ana, "a.mp4")
	player := ana.must("POST", "/me/players", "label=Main")["id"].(string)
	list := ana.must("POST", "/me/playlists", "name=List")["id"].(string)
	for path, noun := range map[string]string{
		"/video/" + video: "video", "/me": "user", "/player/" + player: "player", "/playlist/" + list: "playlist",
	} {
		for _, f := range catalog.SchemaOf(noun).Fields {
			if !f.Writable || !f.Nullable {
				continue
			}
			target := path + "?fields=" + f.Name
			_, empty := ana.do("POST", target, "", f.Name+"=")
			status, got := ana.do("POST", target, "", f.Name+"=null")
			if status != 200 || got != empty || strings.Contains(got, `"null"`) {
				t.Errorf("POST %s %s=null: %d %s, want that of an empty value: %s", path, f.Name, status, got, empty)
			}
		}
	}
	for line, want := range map[string]string{
		"/playlist/" + list + "?fields=name": `{"name":"null"}`, "/player/" + player + "?fields=label": `{"label":"null"}`,
	} {
		_, name, _ := strings.Cut(line, "=")
		if _, got := ana.do("POST", line, "", name+"=null"); got != want {
			t.Errorf("POST %s %s=null = %s, want %s", line, name, got, want)
		}
	}
	if got := ana.refused("POST", "/video/"+video, "private=null"); got.Code != 400 {
		t.Errorf("private=null: %+v, want 400", got)
	}
}

// TestGlobalParametersWithoutAValue: those that are boolean are on, others say nothing.
func TestGlobalParametersWithoutAValue(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana")
	d.upload(t, ana, "a.mp4", "explicit=1", "private=1")
	d.advance(minute)
	plain := ana.line("GET /videos?limit=3&fields=id,thumbnail_url,embed_url", "")
	for _, name := range []string{
		"ams_country", "context", "device_filter", "family_filter", "localization", "thumbnail_ratio", "ssl_assets",
	} {
		for _, end := range []string{"", "="} {
			if got := ana.line("GET /videos?limit=3&fields=id,thumbnail_url,embed_url&"+name+end, ""); got != plain {
				t.Errorf("%s%s: %s, want %s", name, end, got, plain)
			}
			status, got := ana.do("GET", "/file/upload?"+name+end, "", "")
			if status != 200 || !strings.Contains(got, "upload_url") {
				t.Errorf("GET /file/upload?%s%s: %d %s", name, end, status, got)
			}
		}
	}
	for _, name := range []string{"explicit", "private", "is_created_for_kids", "unpublished", "password_protected"} {
		target := "/me/videos?family_filter=false&fields=id&" + name
		if got, want := ana.line("GET "+target, ""), ana.line("GET "+target+"=true", ""); got != want {
			t.Errorf("%s alone: %s, want %s", name, got, want)
		}
	}
}

// TestEveryRefusalNamesTheTemplateOfItsRoute, never an id.
func TestEveryRefusalNamesTheTemplateOfItsRoute(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	eve, none, video := d.user(t, "eve"), d.user(t, "bob", "userinfo"), d.video(t, "harbour-news").ID
	owner := d.user(t, "harbour-news")
	player := owner.must("POST", "/me/players", "label=Main")["id"].(string)
	list := owner.must("POST", "/me/playlists", "name=List")["id"].(string)
	subtitle := owner.must("POST", "/video/"+video+"/subtitles",
		"url="+url.QueryEscape("https://files.example/a.srt")+"&language=en&format=SRT")["id"].(string)
	user := d.id(t, "harbour-news")
	ids := []string{video, player, list, subtitle, user, "harbour-news", d.id(t, "bob"), d.id(t, "eve")}
	for line, want := range map[string]string{
		"POST /video/" + video:                        "POST /video/<id>",
		"DELETE /video/" + video:                      "DELETE /video/<id>",
		"POST /video/" + video + "/subtitles":         "POST /video/<id>/subtitles",
		"DELETE /subtitle/" + subtitle:                "DELETE /subtitle/<id>",
		"POST /user/" + user + "/videos?url=a":        "POST /user/<id>/videos",
		"POST /user/harbour-news/videos?url=a":        "POST /user/<id>/videos",
		"POST /user/" + user:                          "POST /user/<id>",
		"DELETE /user/" + user:                        "DELETE /user/<id>",
		"GET /user/" + user + "/players":              "GET /user/<id>/players",
		"POST /user/" + user + "/players?label=a":     "POST /user/<id>/players",
		"POST /player/" + player:                      "POST /player/<id>",
		"DELETE /player/" + player:                    "DELETE /player/<id>",
		"POST /user/" + user + "/playlists?name=a":    "POST /user/<id>/playlists",
		"POST /playlist/" + list:                      "POST /playlist/<id>",
		"DELETE /playlist/" + list:                    "DELETE /playlist/<id>",
		"POST /playlist/" + list + "/videos?ids=a":    "POST /playlist/<id>/videos",
		"POST /playlist/" + list + "/videos/" + video: "POST /playlist/<id>/videos/<id>",
		"POST /video/" + video + "/playlists/" + list: "POST /video/<id>/playlists/<id>",
		"GET /user/" + user + "/likes":                "GET /user/<id>/likes",
		"GET /user/" + user + "/likes/" + video:       "GET /user/<id>/likes/<id>",
		"POST /user/" + user + "/likes/" + video:      "POST /user/<id>/likes/<id>",
		"POST /user/" + user + "/following/eve":       "POST /user/<id>/following/<id>",
		"POST /user/" + user + "/parents/eve":         "POST /user/<id>/parents/<id>",
		"DELETE /user/" + user + "/parents/eve":       "DELETE /user/<id>/parents/<id>",
		"DELETE /user/" + user + "/children/eve":      "DELETE /user/<id>/children/<id>",
	} {
		method, path, _ := strings.Cut(line, " ")
		for _, who := range []*client{eve, none, d.anybody(t)} {
			got := who.refused(method, path)
			if got.Code != 403 || !strings.Contains(got.Message, "route "+want) && !strings.Contains(got.Message, "`"+want+"'") {
				t.Errorf("%s: %d %s, want %s in it", line, got.Code, got.Message, want)
			}
			for _, id := range ids {
				if strings.Contains(got.Message, id) {
					t.Errorf("%s: %s has an id", line, got.Message)
				}
			}
		}
	}
	for line, want := range map[string]string{
		"GET /me": "GET /user/<id>", "GET /me/players": "GET /user/<id>/players",
		"POST /me/likes/" + video: "POST /user/<id>/likes/<id>",
		"GET /file/upload":        "GET /file/upload", "GET /videos/subscriptions": "GET /videos/subscriptions",
	} {
		method, path, _ := strings.Cut(line, " ")
		if got := d.anybody(t).refused(method, path); !strings.Contains(got.Message, want) {
			t.Errorf("%s: %s, want %s", line, got.Message, want)
		}
	}
}

// TestTheThumbnailOfALiveStreamIsTheVendors: it cannot be set, and a notice says so.
func TestTheThumbnailOfALiveStreamIsTheVendors(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana")
	const written = "thumbnail_url=https://files.example/a.jpg"
	created := ana.must("POST", "/me/videos", "mode=live&title=A&channel=news&is_created_for_kids=0&published=1")
	live := created["id"].(string)
	file, turned := d.upload(t, ana, "a.mp4", written), d.upload(t, ana, "b.mp4")
	d.advance(minute)
	for _, c := range []struct {
		name, id, form string
		changes        bool
	}{
		{"a stream", live, written, false},
		{"a file that becomes a stream", turned, "mode=live&" + written, false},
		{"a video", file, "thumbnail_url=https://files.example/b.jpg", true},
	} {
		before := ana.line("GET /video/"+c.id+"?fields=thumbnail_url", "")
		status, after, header := ana.send("POST", "/video/"+c.id+"?fields=thumbnail_url", c.form)
		notice := header.Get("X-Mock-Notice")
		if status != 200 || (after != before) != c.changes || (notice == "") != c.changes {
			t.Errorf("%s: %s, then %d %s with notice %q", c.name, before, status, after, notice)
		}
	}
	custom := ana.line("GET /video/"+file+"?fields=thumbnail_url", "")
	if got := ana.line("POST /video/"+file+"?mode=live&fields=thumbnail_url", ""); got == custom {
		t.Errorf("a video with a thumbnail that becomes a stream keeps it: %s", got)
	}
}

// TestAVideoThatIsMissingAFieldIsNotPublishedInSilence: a notice says what it lacks, whatever the switches say.
func TestAVideoThatIsMissingAFieldIsNotPublishedInSilence(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	const sample = "url=https://files.example/a.mp4&title=My+Upload&channel=fun&published=true"
	for _, c := range []struct{ form, want string }{
		{sample, "published=true needs is_created_for_kids: the video stays unpublished"},
		{"url=https://files.example/a.mp4&published=true", "published=true needs channel, is_created_for_kids, title: "},
		{sample + "&is_created_for_kids=false", ""},
		{"url=https://files.example/a.mp4", ""},
	} {
		ana := d.user(t, "ana")
		_, _, header := ana.send("POST", "/me/videos", c.form)
		_, _, inJSON := ana.exchange("POST", "/", "application/json", `{"call":"POST /me/videos?`+c.form+`"}`)
		for _, got := range []string{header.Get("X-Mock-Notice"), inJSON.Get("X-Mock-Notice")} {
			if !strings.HasPrefix(got, c.want) || (got == "") != (c.want == "") {
				t.Errorf("%s: notice %q, want %q", c.form, got, c.want)
			}
		}
	}
}
