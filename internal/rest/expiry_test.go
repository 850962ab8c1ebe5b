package rest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// A receiver receives webhooks.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	events []string
}

func (d *server) receiver(tb testing.TB) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		_, event, _ := strings.Cut(string(body), `"type":"`)
		event, _, _ = strings.Cut(event, `"`)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.events = append(r.events, event)
	}))
	tb.Cleanup(r.Close)
	return r
}

// told are the events up to now.
func (r *receiver) told(d *server) []string {
	d.Hooks.Deliver(context.Background())
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.events)
}

// TestAnExpiredVideoIsDeleted checks that a video is deleted after its grace period, unless its owner keeps it.
func TestAnExpiredVideoIsDeleted(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	hook := d.receiver(t)
	ana.must("POST", "/me", "webhook_url="+hook.URL+"&webhook_events=video.deleted,video.format.deleted")
	end := fmt.Sprint(noon.Add(24 * time.Hour).Unix())
	gone, kept := d.upload(t, ana, "a.mp4", "expiry_date="+end), d.upload(
		t,
		ana,
		"b.mp4",
		"expiry_date="+end,
		"expiry_date_deletion=false",
	)
	changed := d.upload(t, ana, "c.mp4", "expiry_date="+end)
	d.advance(25 * time.Hour)
	ana = d.user(t, "ana")
	for _, id := range []string{gone, kept} {
		if got := d.anybody(t).refused("GET", "/video/"+id); got.Code != 403 {
			t.Errorf("to strangers, an expired video is %+v", got)
		}
		if got := ana.must("GET", "/video/"+id); got["id"] != id {
			t.Errorf("to its owner, an expired video is %v", got)
		}
	}
	ana.must("POST", "/video/"+changed, "expiry_date=")
	ana.must("POST", "/video/"+gone, "title=Once more") // and still it is deleted once
	d.advance(30 * 24 * time.Hour)
	ana = d.user(t, "ana")
	if got := ana.refused("GET", "/video/"+gone); got.Code != 404 {
		t.Errorf("after the grace period it is %+v", got)
	}
	for _, id := range []string{kept, changed} {
		if got := ana.must("GET", "/video/"+id); got["id"] != id {
			t.Errorf("one that is to be kept is %v", got)
		}
	}
	if list := ana.must("GET", "/me/videos?limit=100")["list"].([]any); slices.ContainsFunc(
		list,
		func(v any) bool { return v.(map[string]any)["id"] == gone },
	) {
		t.Error("a deleted video is listed")
	}
	if got := hook.told(d); !slices.Equal(got, []string{"video.format.deleted", "video.deleted"}) {
		t.Errorf("events %v, want one deletion", got)
	}
}

// TestWebhooksTellWhenAVideoIsFirstSeen: once it is encoded and its date has come.
func TestWebhooksTellWhenAVideoIsFirstSeen(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	hook := d.receiver(t)
	ana.must(
		"POST",
		"/me",
		"webhook_url="+hook.URL+"&webhook_events=video.published,video.format.ready,video.format.deleted",
	)
	d.upload(t, ana, "a.mp4", fmt.Sprint("publish_date=", noon.Add(time.Hour).Unix()))
	draft := d.upload(t, ana, "b.mp4", "published=false")
	dropped := d.upload(t, ana, "c.mp4")
	ana.must("DELETE", "/video/"+dropped)
	d.advance(time.Minute)
	if got := hook.told(d); !slices.Equal(
		got,
		[]string{"video.format.deleted", "video.format.ready", "video.format.ready"},
	) {
		t.Errorf("after encoding: %v", got)
	}
	ana.must("POST", "/video/"+draft, "published=true")
	if got := hook.told(d)[3:]; !slices.Equal(got, []string{"video.published"}) {
		t.Errorf("after publishing: %v", got)
	}
	ana.must("POST", "/video/"+draft, "title=Again")
	d.advance(2 * time.Hour)
	if got := hook.told(d)[4:]; !slices.Equal(got, []string{"video.published"}) {
		t.Errorf("at the date: %v", got)
	}
}

// private reads a private id of a video as its owner.
func (c *client) private(id string) string {
	c.Helper()
	return c.must("GET", "/video/"+id+"?fields=private_id")["private_id"].(string)
}

// TestThePrivateURLWorksBeforeAndAfterTheDates checks the private id of a video outside of its dates; the owner can
// turn it off after the expiry.
func TestThePrivateURLWorksBeforeAndAfterTheDates(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana, stranger := d.user(t, "ana"), d.anybody(t)
	from, until := noon.Add(24*time.Hour).Unix(), noon.Add(48*time.Hour).Unix()
	dates := fmt.Sprintf("publish_date=%d&expiry_date=%d", from, until)
	open, closed := d.upload(t, ana, "a.mp4", dates), d.upload(t, ana, "b.mp4", dates, "expiry_date_availability=false")
	private := d.upload(t, ana, "c.mp4", dates, "private=1")
	kept := d.upload(t, ana, "d.mp4", dates, "private=1", "publish_date_keep_private=1")
	ids := []string{open, closed, private, kept}
	secrets := map[string]string{}
	for _, id := range ids {
		secrets[id] = ana.private(id)
	}
	for _, when := range []struct {
		name   string
		after  time.Duration
		byID   []int  // the status by id, of each of ids
		secret []int  // and by private id
		reads  []bool // the field private
	}{
		{"before the publish date", minute, []int{404, 404, 404, 404}, []int{200, 200, 200, 200},
			[]bool{false, false, true, true}},
		{"between the dates", 24 * time.Hour, []int{200, 200, 200, 403}, []int{200, 200, 200, 200},
			[]bool{false, false, false, true}},
		{"after the expiry date", 24 * time.Hour, []int{403, 403, 403, 403}, []int{200, 404, 200, 200},
			[]bool{true, true, true, true}},
	} {
		d.advance(when.after)
		ana = d.user(t, "ana")
		for i, id := range ids {
			if got, body := stranger.do("GET", "/video/"+id, "", ""); got != when.byID[i] {
				t.Errorf("%s, video %d by its id: %d %s, want %d", when.name, i, got, body, when.byID[i])
			}
			got, body := stranger.do("GET", "/video/"+secrets[id]+"?fields=private", "", "")
			if want := fmt.Sprintf(`{"private":%v}`, when.reads[i]); got != when.secret[i] || got == 200 && body != want {
				t.Errorf("%s, video %d by its private id: %d %s, want %d %s", when.name, i, got, body, when.secret[i], want)
			}
			if got := ana.must("GET", "/video/"+id+"?fields=private"); got["private"] != when.reads[i] {
				t.Errorf("%s, private of video %d is %v to its owner, want %v", when.name, i, got, when.reads[i])
			}
		}
	}
}

// TestAVideoThatWasMadePrivateAgainStaysSo: the later of the dates and the field counts.
func TestAVideoThatWasMadePrivateAgainStaysSo(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "a.mp4", "private=1", fmt.Sprint("publish_date=", noon.Unix()))
	for _, step := range []struct {
		form string
		want bool
	}{
		{"title=A", false}, {"private=1", true}, {"title=B", true}, {fmt.Sprint("publish_date=", noon.Unix()), false},
		{"publish_date=", true}, {"private=0", false},
	} {
		if got := ana.must("POST", "/video/"+id, step.form+"&fields=private"); got["private"] != step.want {
			t.Errorf("after %s: %v, want %v", step.form, got, step.want)
		}
	}
}

// TestThePastExpiryDateOfThePageDeletesLater: the grace period starts with the edit, and starts anew only if the end
// changes.
func TestThePastExpiryDateOfThePageDeletesLater(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "a.mp4")
	made := d.video(t, "harbour-news").ID
	owner := d.user(t, "harbour-news")
	d.advance(minute)
	for _, v := range []struct {
		who *client
		id  string
	}{{ana, id}, {owner, made}} {
		got := v.who.must("POST", "/video/"+v.id, "expiry_date=1287507036&fields=id,private,expiry_date,status")
		if got["id"] != v.id || got["private"] != true || got["expiry_date"] != 1287507036.0 || got["status"] != "published" {
			t.Errorf("after the edit: %v", got)
		}
	}
	d.advance(20 * 24 * time.Hour)
	ana = d.user(t, "ana")
	ana.must("POST", "/video/"+id, "title=Late&expiry_date=1287507036")
	d.advance(10*24*time.Hour - time.Second)
	d.user(t, "ana").must("GET", "/video/"+id)
	d.advance(time.Second)
	for _, v := range []struct{ login, id string }{{"ana", id}, {"harbour-news", made}} {
		if got := d.user(t, v.login).refused("GET", "/video/"+v.id); got.Code != 404 {
			t.Errorf("30 days after the edit: %+v, want 404", got)
		}
	}
}

// TestALateDeletionHasAGracePeriod: turning it on is a change of the end.
func TestALateDeletionHasAGracePeriod(t *testing.T) {
	t.Parallel()
	d := open(t)
	end := fmt.Sprint("expiry_date=", noon.Add(time.Hour).Unix())
	id := d.upload(t, d.user(t, "ana"), "a.mp4", end, "expiry_date_deletion=0")
	d.advance(100 * 24 * time.Hour)
	ana := d.user(t, "ana")
	if got := ana.must("POST", "/video/"+id, "expiry_date_deletion=1&fields=id"); got["id"] != id {
		t.Errorf("after the edit: %v", got)
	}
	d.advance(30 * 24 * time.Hour)
	if got := d.user(t, "ana").refused("GET", "/video/"+id); got.Code != 404 {
		t.Errorf("30 days after the edit: %+v", got)
	}
}

// TestAFutureExpiryDatePublishes checks that a draft with all required fields is published, unless the form has
// published.
func TestAFutureExpiryDatePublishes(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	until := fmt.Sprint("expiry_date=", noon.Add(24*time.Hour).Unix())
	for _, c := range []struct {
		form   string
		want   bool
		notice string
	}{
		{until, true, ""},
		{until + "&publish_date=null", true, ""},
		{until + "&published=0", false, ""},
		{fmt.Sprint(until, "&publish_date=", noon.Add(time.Hour).Unix()), false, ""},
		{"expiry_date=1287507036", false, ""},
		{until + "&title=", false, "expiry_date without publish_date, which publishes a video, needs title"},
	} {
		id := d.upload(t, ana, "a.mp4", "published=0")
		status, body, header := ana.send("POST", "/video/"+id+"?fields=published", c.form)
		if want := fmt.Sprintf(`{"published":%v}`, c.want); status != 200 || body != want {
			t.Errorf("after %s: %d %s, want %s", c.form, status, body, want)
		}
		if got := header.Get("X-Mock-Notice"); !strings.HasPrefix(got, c.notice) || (got == "") != (c.notice == "") {
			t.Errorf("after %s: notice %q, want %q", c.form, got, c.notice)
		}
	}
	owner, made := d.user(t, "harbour-news"), d.video(t, "harbour-news").ID
	owner.must("POST", "/video/"+made, "published=0")
	if got := owner.must("POST", "/video/"+made, until+"&fields=published"); got["published"] != true {
		t.Errorf("a draft of the made world: %v", got)
	}
}
