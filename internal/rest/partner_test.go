package rest_test

import (
	"strings"
	"testing"
)

// TestWhatOnlyPartnersMayWrite is refused to others, except a picture, which is ignored.
func TestWhatOnlyPartnersMayWrite(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "a.mp4", "geoblocking=deny,fr")
	d.advance(minute)
	picture := ana.must("GET", "/video/"+id+"?fields=thumbnail_url")["thumbnail_url"]
	ana.must("POST", "/me", "partner=false")
	for _, form := range []string{"geoblocking=deny,gb", "advertising_custom_target=sport", "publish_date=2000000000",
		"expiry_date=2000000000", "url=https://a.example/b.mp4"} {
		if got := ana.refused("POST", "/video/"+id, form); got.Code != 403 || got.Type != "access_forbidden" {
			t.Errorf("%s = %+v", form, got)
		}
	}
	got := ana.must(
		"POST",
		"/video/"+id+"?fields=title,thumbnail_url",
		"title=Other&thumbnail_url=https://a.example/p.png",
	)
	if got["title"] != "Other" || got["thumbnail_url"] != picture {
		t.Errorf("%v, want another title and the same picture", got)
	}
	ana.must("POST", "/video/"+id, "geoblocking=")
	ana.must("POST", "/me", "partner=true")
	if got := ana.must(
		"POST",
		"/video/"+id+"?fields=thumbnail_url",
		"thumbnail_url=https://a.example/p.png",
	); got["thumbnail_url"] == picture {
		t.Error("a partner's picture is still the old one")
	}
}

// TestPartnersMayWriteLongerDescriptions: 5000 characters, others 3000.
func TestPartnersMayWriteLongerDescriptions(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana")
	path := "/video/" + d.upload(t, ana, "a.mp4")
	long := func(n int) string { return "description=" + strings.Repeat("é", n) }
	ana.must("POST", path, long(5000))
	if got := ana.refused("POST", path, long(5001)); got.Code != 400 ||
		!strings.Contains(got.Message, "max allowed length is 5000") {
		t.Errorf("a partner: %+v", got)
	}
	ana.must("POST", "/me", "partner=false")
	ana.must("POST", path, long(3000))
	if got := ana.refused("POST", path, long(3001)); got.Code != 400 ||
		!strings.Contains(got.Message, "max allowed length is 3000") {
		t.Errorf("another: %+v", got)
	}
}
