package catalogue

import (
	"fmt"
	"strings"

	"github.com/dailymock/dailymock/internal/world/words"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// A Site is where players stand: a publisher's web site, or Dailymotion's own.
type Site struct {
	Domain    string   // what reports call the visitor's domain group
	Publisher *Channel // the channel that embeds there; nil if it is not in this world

	seed    uint64
	pages   []page
	players []string          // ids of the players embedded there; none on Dailymotion's own pages
	titles  map[string]string // of the players that a world file names
	words   words.Source
}

// A page is one address that viewers watched on.
type page struct {
	subdomain string
	url       string
}

// Own reports whether this is the vendor's own site, where the page's address
// names the video.
func (s *Site) Own() bool { return s.Domain == dailymotion }

// Pages counts the addresses that Page knows. It is 0 on the vendor's own site.
func (s *Site) Pages() int { return len(s.pages) }

// Page returns an address of the site, from 0 to Pages()-1.
func (s *Site) Page(i int) string { return s.pages[i].url }

// Players are the ids of the players embedded on the site, in a fixed order.
func (s *Site) Players() []string { return s.players }

var sections = []string{"", "news", "video", "watch", "stories", "live", "archive", "topics", "most-seen", "weekend"}

// newSite makes the pages and players of a site from its domain alone, so that
// a site is the same in every channel's audience.
func (w *Catalogue) newSite(domain string, publisher *Channel, pages int) *Site {
	s := &Site{Domain: domain, Publisher: publisher, seed: hash.SumString(w.seed, domain), words: w.words}
	if s.Own() {
		return s
	}
	h := s.seed
	for i := range pages {
		h = hash.Sum64(h)
		sub := "www." + domain
		if i%7 == 5 {
			sub = "m." + domain
		}
		s.pages = append(s.pages, page{sub, pageURL(sub, i, h)})
	}
	for i := range 1 + hash.Bounded(hash.Sum64(h), 2) {
		s.players = append(s.players, "x"+hash.Base36(hash.Sum64(h+uint64(i)), 4))
	}
	return s
}

// pageURL names the i-th page of a host: its front page, then articles.
func pageURL(host string, i int, h uint64) string {
	if i == 0 {
		return "https://" + host + "/"
	}
	parts := []string{"https://" + host}
	if section := sections[hash.Bounded(h, len(sections))]; section != "" {
		parts = append(parts, section)
	}
	parts = append(parts, fmt.Sprintf("%d", 1000+hash.Bounded(hash.Sum64(h), 90000)))
	return strings.Join(parts, "/") + "/"
}

// videoURL is the page of a video on the vendor's own site.
func videoURL(id string) string { return "https://" + OwnHost + "/video/" + id }

// A Room is what placing a play needs of a site, side by side with those of the channel's other sites.
type Room struct {
	Pages, Players uint64
	Published      bool // a channel of this world embeds there
	AdsTxt         bool // HasAdsTxt
}

func roomOf(s *Site) Room {
	return Room{uint64(len(s.pages)), uint64(len(s.players)), s.Publisher != nil, s.HasAdsTxt()}
}

// HasAdsTxt reports whether the site lets anybody check who may sell its ads: one site in eight does not.
func (s *Site) HasAdsTxt() bool { return s.Own() || s.seed%8 != 0 }

// Subdomain is the host of a page of the site.
func (s *Site) Subdomain(page int) string { return s.pages[page].subdomain }
