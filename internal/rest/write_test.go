package rest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/rest"
)

type restConfig = rest.Config

const minute = time.Minute

// upload creates a published video with all it needs.
func (d *server) upload(tb testing.TB, c *client, name string, form ...string) string {
	tb.Helper()
	all := append(
		[]string{"url=https://files.example/" + name + "&title=Mine&channel=news&is_created_for_kids=false&published=true"},
		form...)
	return c.must("POST", "/me/videos", strings.Join(all, "&"))["id"].(string)
}

func TestAVideoGoesThroughItsStages(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "a.mp4")
	failing := d.upload(t, ana, "encoding-error.mp4")
	unpublished := ana.must(
		"POST",
		"/me/videos",
		"url=https://files.example/b.mp4&title=No+category&published=true&fields=id,published",
	)
	if unpublished["published"] != false {
		t.Errorf("without a category: published = %v, want false", unpublished["published"])
	}
	for _, c := range []struct {
		after           time.Duration
		status, failure string
		least, most     float64
		seen, known     bool
	}{
		{0, "waiting", "waiting", -1, -1, false, false},
		{1999 * time.Millisecond, "waiting", "waiting", -1, -1, false, false},
		{2 * time.Second, "processing", "processing", 0, 10, false, false},
		{9 * time.Second, "processing", "processing", 50, 100, false, false},
		{10 * time.Second, "published", "encoding_error", -1, -1, true, true},
	} {
		d.mu.Lock()
		d.now = noon.Add(c.after)
		d.mu.Unlock()
		got := ana.must("GET", "/video/"+id+"?fields=status,encoding_progress,publishing_progress,duration")
		progress := got["encoding_progress"].(float64)
		if got["status"] != c.status || progress < c.least || progress > c.most || (got["duration"] != nil) != c.known {
			t.Errorf("after %v: %v, want %s and a progress of %v to %v", c.after, got, c.status, c.least, c.most)
		}
		if got := ana.must("GET", "/video/"+failing+"?fields=status")["status"]; got != c.failure {
			t.Errorf("after %v the failing one is %v, want %s", c.after, got, c.failure)
		}
		if status, _ := d.anybody(t).do("GET", "/video/"+id, "", ""); (status == 200) != c.seen {
			t.Errorf("after %v a stranger gets %d", c.after, status)
		}
	}
}

func TestWhatIsWrittenIsChecked(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "a.mp4", "explicit=true")
	long := func(n int) string { return strings.Repeat("x", n) }
	for form, phrase := range map[string]string{
		"title=" + long(256):        "Too long value, max allowed length is 255 for `title' parameter",
		"description=" + long(5001): "Too long value, max allowed length is 5000 for `description' parameter",
		"private=maybe":             "`private' parameter",
		"mode=radio": `Unrecognized value "radio" for ` + "`mode' parameter, allowed values: " +
			"vod, live",
		"channel=nope":                      "Can't find object channel for `channel' parameter",
		"soundtrack_popularity=-1":          "Too low value -1, min allowed value is 0 for `soundtrack_popularity' parameter",
		"publish_date=2026-01-01":           "`publish_date' parameter",
		"language=xx1":                      "`language' parameter",
		"country=ZQ":                        "`country' parameter",
		"geoloc=1":                          "`geoloc' parameter",
		"geoloc=181,0":                      "Too high value 181, max allowed value is 180 for `geoloc' parameter",
		"geoblocking=deny":                  "`geoblocking' parameter",
		"geoblocking=allow,france":          "`geoblocking' parameter",
		"tags=" + strings.Repeat("a,", 151): "Too many values, max allowed size is 150 for `tags' parameter",
		"custom_classification=a,b,c,d":     "max allowed size is 3",
		"tags=" + long(151):                 "Too long value",
		"explicit=false":                    "cannot be removed",
		"thumbnail_url=nope":                "`thumbnail_url' parameter",
		"player_next_video=xnotfound":       "Can't find object video for `player_next_video' parameter",
		"player_next_videos=xnotfound":      "Can't find object video for `player_next_videos' parameter",
		"title=%ff":                         "UTF-8",
	} {
		if got := ana.refused("POST", "/video/"+id, form); !strings.Contains(got.Message, phrase) {
			t.Errorf("%.40s: %q, want %q", form, got.Message, phrase)
		}
	}
	got := ana.must(
		"POST",
		"/video/"+id+"?fields=title,tags,geoblocking,geoloc,hashtags,private,password,password_protected,allow_embed,"+
			"publish_date,custom_classification",
		"title=New&tags=one,+two,&geoblocking=deny,FR,us&geoloc=-122.4,37.7&hashtags=hello,%23world&private=yes&"+
			"password=x&allow_embedded=0&publish_date=1&custom_classification[]=a&custom_classification[]=b&nonsense=1",
	)
	if want := `map[allow_embed:false custom_classification:[a b] geoblocking:[deny fr us] geoloc:[-122.4 37.7] ` +
		`hashtags:[#hello #world] password:<nil> password_protected:true private:true publish_date:<nil> tags:[one ` +
		`two] title:New]`; sprint(
		got,
	) != want {
		t.Errorf("edited = %v\nwant %s", got, want)
	}
}

// TestWhatIsRefusedChangesNothing includes calls that are refused because of the parameter fields.
func TestWhatIsRefusedChangesNothing(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana", "manage_videos manage_playlists manage_players manage_subtitles userinfo")
	id := d.upload(t, ana, "a.mp4")
	player := ana.must("POST", "/me/players", "label=P")["id"].(string)
	list := ana.must("POST", "/me/playlists", "name=P")["id"].(string)
	state := func() string {
		return sprint(
			ana.must("GET", "/video/"+id+"?fields=title"),
		) + sprint(
			ana.must("GET", "/player/"+player),
		) + sprint(
			ana.must("GET", "/playlist/"+list),
		) +
			sprint(
				ana.must("GET", "/me?fields=city,playlists_total,players.fields(id),videos.fields(id)"),
			) + sprint(
			ana.must("GET", "/video/"+id+"/subtitles"),
		)
	}
	before := state()
	for _, c := range []struct {
		code       int
		path, form string
	}{
		{400, "/me/videos?fields=id,nope", "url=https://files.example/b.mp4&title=B"},
		{403, "/me/videos?fields=stream_h264_url", "url=https://files.example/b.mp4&title=B"},
		{400, "/video/" + id + "?fields=nope", "title=B"},
		{403, "/video/" + id, "title=B&fields=stream_h264_url"},
		{400, "/video/" + id + "/subtitles?fields=nope", "format=SRT&language=en&url=https://files.example/a.srt"},
		{400, "/me/players?fields=nope", "label=B"},
		{400, "/player/" + player + "?fields=nope", "label=B"},
		{400, "/me/playlists?fields=nope", "name=B"},
		{400, "/playlist/" + list + "?fields=nope", "name=B"},
		{400, "/me?fields=nope", "city=B"},
		{403, "/me?fields=email", "city=B"},
		{403, "/video/" + id + "?fields=owner.email", "title=B"},
	} {
		if got := ana.refused("POST", c.path, c.form); got.Code != c.code {
			t.Errorf("%s: %+v, want %d", c.path, got, c.code)
		}
		if after := state(); after != before {
			t.Errorf("%s: now %s\nwas %s", c.path, after, before)
			before = after
		}
	}
}

// TestCountriesAndLanguagesAreSpeltAsEverywhere writes them in capitals and in small letters.
func TestCountriesAndLanguagesAreSpeltAsEverywhere(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "a.mp4", "country=fr&language=EN")
	if got := ana.must("GET", "/video/"+id+"?fields=country,language"); got["country"] != "FR" || got["language"] != "en" {
		t.Errorf("%v", got)
	}
}

func TestWaysToWrite(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "a.mp4")
	multipart := "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nBy parts\r\n--b--\r\n"
	for _, c := range []struct{ path, contentType, body, want string }{
		{"?title=By+query", "", "", "By query"},
		{"", "application/x-www-form-urlencoded", "title=By+form", "By form"},
		{"?title=By+query", "application/x-www-form-urlencoded", "title=The+body+wins", "The body wins"},
		{"", "multipart/form-data; boundary=b", multipart, "By parts"},
		{"", "", "", "By parts"},
	} {
		status, body := ana.do("POST", "/video/"+id+c.path, c.contentType, c.body)
		if want := `"title":"` + c.want + `"`; status != 200 || !strings.Contains(body, want) {
			t.Errorf("%+v = %d %s, want %s", c, status, body, want)
		}
	}
	if got := ana.must("DELETE", "/video/"+id); len(got) != 0 {
		t.Errorf("deleting answers %v", got)
	}
	if got := ana.refused("GET", "/video/"+id); got.Code != 404 {
		t.Errorf("after deletion: %+v", got)
	}
}
