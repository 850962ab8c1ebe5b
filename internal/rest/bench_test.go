package rest_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/testing/benchratio"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// tenFields are the fields of the lists that are measured.
const tenFields = "fields=id,title,owner,owner.screenname,channel,created_time," +
	"duration,status,thumbnail_url,views_total"

// BenchmarkList measures a page of a hundred videos with ten fields, in the default world and in one with 100,000
// videos: the same request again, and the first request of an hour.
func BenchmarkList(b *testing.B) {
	for _, size := range []string{"default", "large"} {
		o := newBareSurface(b, size)
		for _, l := range []struct{ name, target string }{
			{"user", "/user/" + o.channel + "/videos?limit=100&"},
			{"user-visited", "/user/" + o.channel + "/videos?limit=100&sort=visited&"},
			{"all", "/videos?limit=100&"},
			{"all-page-10", "/videos?limit=100&page=10&"},
			{"all-old", "/videos?limit=100&sort=old&"},
			{"all-visited", "/videos?limit=100&sort=visited&"},
			{"all-visited-week", "/videos?limit=100&sort=visited-week&"},
			{"all-random", "/videos?limit=100&sort=random&"},
			{"all-search", "/videos?limit=100&search=the+market&"},
			{"all-search-visited", "/videos?limit=100&search=market&sort=visited&"},
			{"all-search-nothing", "/videos?limit=100&search=nowhere&"},
			{"all-tags", "/videos?limit=100&tags=recipe&"},
			{"all-country", "/videos?limit=100&country=fr&"},
			{"all-onair", "/videos?limit=100&flags=live_onair&"},
			{"all-timeframe", "/videos?limit=100&timeframe=8640000&"},
			{"category", "/channel/music/videos?limit=100&"},
		} {
			b.Run(size+"/"+l.name, func(b *testing.B) {
				o.ask(b, l.target+tenFields)
				for b.Loop() {
					o.ask(b, l.target+tenFields)
				}
			})
			b.Run(size+"/"+l.name+"/new-hour", func(b *testing.B) {
				o.ask(b, l.target+tenFields)
				for b.Loop() {
					o.now = o.now.Add(time.Hour)
					o.ask(b, l.target+tenFields)
				}
				o.now = noon
			})
		}
	}
}

// BenchmarkFirstList measures the first request to a new mock.
func BenchmarkFirstList(b *testing.B) {
	for _, size := range []string{"default", "large"} {
		for _, query := range []string{"", "sort=visited&", "search=the+market&", "search=nowhere&"} {
			b.Run(size+"/"+query, func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					o := newBareSurface(b, size)
					b.StartTimer()
					o.ask(b, "/videos?limit=100&"+query+tenFields)
				}
			})
		}
	}
}

// BenchmarkHundredChannels measures as many channels as one request can open, with a sum over all of their past.
func BenchmarkHundredChannels(b *testing.B) {
	var names []string
	for i := range 100 {
		names = append(names, "opened-"+string(rune('a'+i/10))+string(rune('a'+i%10)))
	}
	for b.Loop() {
		b.StopTimer()
		o := newBareSurface(b, "default")
		b.StartTimer()
		o.ask(b, "/users?limit=100&fields=id,views_total&usernames="+strings.Join(names, ","))
	}
}

// A bareSurface is a surface without a network.
type bareSurface struct {
	http.Handler
	now     time.Time
	channel string // one of the world's
}

func newBareSurface(b *testing.B, size string) *bareSurface {
	text, channel := benchratio.LargeWorld(), "channel-7"
	if size == "default" {
		var err error
		if text, err = os.ReadFile("../../fixtures/world.yaml"); err != nil {
			b.Fatal(err)
		}
		channel = "harbour-news"
	}
	spec, err := catalogue.ParseSpec(text)
	if err != nil {
		b.Fatal(err)
	}
	w, err := world.New(spec, world.Config{Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	o := &bareSurface{now: noon, channel: channel}
	now := func() time.Time { return o.now }
	s := rest.New(rest.Config{World: w, Signer: signed.FromSeed(1), Now: now})
	accounts := oauth.NewIssuer(oauth.Config{Signer: signed.FromSeed(1), Now: now})
	o.Handler = accounts.Admit(oauth.Public, s.Root(oauth.Public), accounts.Refuse)
	return o
}

func (o *bareSurface) ask(b *testing.B, target string) {
	w := httptest.NewRecorder()
	o.ServeHTTP(w, httptest.NewRequest("GET", target, nil))
	if w.Code != http.StatusOK {
		b.Fatal(w.Code, w.Body)
	}
}
