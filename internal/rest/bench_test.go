package rest_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest"
	"github.com/dailymock/dailymock/internal/seal"
)

// BenchmarkItem is one video with ten fields.
func BenchmarkItem(b *testing.B) {
	bench(b, "/video/{video}?fields=id,title,owner,owner.screenname,channel,created_time,duration,status,thumbnail_url,views_total")
}

// BenchmarkList is a page of a hundred of a channel's videos.
func BenchmarkList(b *testing.B) {
	bench(b, "/user/harbour-news/videos?limit=100&fields=id,title,views_total")
}

// BenchmarkAll is the first page of all videos, the most seen first.
func BenchmarkAll(b *testing.B) { bench(b, "/videos?sort=visited") }

func bench(b *testing.B, target string) {
	d := open(b)
	now := func() time.Time { return noon }
	s := rest.New(rest.Config{World: d.World, Seal: seal.FromSeed(1), Now: now})
	accounts := oauth.NewIssuer(oauth.Config{Seal: seal.FromSeed(1), Now: now})
	h := accounts.Admit(oauth.Public, s.Root(oauth.Public), accounts.Refuse)
	if i := len("/video/"); target[:i] == "/video/" {
		target = "/video/" + d.video(b, "harbour-news").ID + target[i+len("{video}"):]
	}
	for b.Loop() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", target, nil))
		if w.Code != http.StatusOK {
			b.Fatal(w.Code, w.Body)
		}
	}
}
