package catalogue

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/dailymock/dailymock/internal/world/words"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// A Channel publishes videos. It never changes.
type Channel struct {
	Slug     string
	Name     string
	Partner  *Partner // nil for a channel that was opened on first use
	Language string
	Country  string   // of most viewers, ISO 3166-1 alpha-2; "" for none in particular
	Aside    bool     // left out of reports that do not name the channel
	Reports  string   // how reports that name the channel end; "" means as all others
	Claimer  *Channel // who claims what it uploads; nil for none

	Seed     uint64
	mark     uint64 // in the ids of its videos
	words    words.Source
	genre    string
	titles   []string
	audience int
	uploads  int
	detail   int

	listed    map[int][]Video // by year
	playlists []Playlist
	sites     []*Site // where its videos are watched; at most 256

	SiteWeights    hash.Weights // an index into Sites
	Rooms          []Room       // of each of Sites
	CountryWeights hash.Weights // an index into Countries

	years [lastYear - FirstYear + 1]atomic.Pointer[[]Video]
	grow  sync.Mutex
}

// A Partner is an organisation with channels of its own.
type Partner struct {
	Name     string
	Channels []*Channel

	account *Channel // that its own user has; it publishes nothing
}

// Detail is the most clusters of plays that a video of the channel has in a day.
func (c *Channel) Detail() int { return c.detail }

// Sites are the places where the channel's videos are watched. A Cluster's Site
// is an index into it.
func (c *Channel) Sites() []*Site { return c.sites }

// Playlists are the channel's own in the made world.
func (c *Channel) Playlists() []Playlist { return c.playlists }

// Videos returns those published on or before a day, oldest first.
func (c *Channel) Videos(until Day) []*Video {
	last, _, _ := until.Date()
	var videos []*Video
	for year := FirstYear; year <= last; year++ {
		of := c.Made(year)
		for i := range of {
			if of[i].first <= until {
				videos = append(videos, &of[i])
			}
		}
	}
	return videos
}

// Made are the videos of a year as the world made them, oldest first, those that
// are still to come among them. They must not be changed.
func (c *Channel) Made(year int) []Video {
	if year < FirstYear || year > lastYear {
		return nil
	}
	return c.year(year)
}

// PerYear returns how many videos the channel publishes in a year, without those that a world file lists.
func (c *Channel) PerYear() int { return c.uploads }

// CountUntil returns how many videos the channel publishes until the end of a year. It does not make them.
func (c *Channel) CountUntil(year int) int {
	n := max(0, min(year, lastYear)-FirstYear+1) * c.uploads
	for of, listed := range c.listed {
		if of <= year {
			n += len(listed)
		}
	}
	return n
}

// year returns the videos of one year, made when first asked for.
func (c *Channel) year(year int) []Video {
	slot := &c.years[year-FirstYear]
	if v := slot.Load(); v != nil {
		return *v
	}
	c.grow.Lock()
	defer c.grow.Unlock()
	if v := slot.Load(); v != nil {
		return *v
	}
	videos := make([]Video, c.uploads)
	for i := range videos {
		videos[i] = c.video(year, i)
	}
	videos = c.withListed(year, videos)
	memos := make([]memo, len(videos))
	for i := range videos {
		v := &videos[i]
		v.seq, v.memo, v.first = i, &memos[i], DayOf(v.Created)
	}
	slot.Store(&videos)
	return videos
}

// newChannel makes a channel from what is said of it and, for the rest, from
// its slug. Its sites are the vendor's own, the channel's own and the common ones.
func (w *Catalogue) newChannel(s ChannelSpec, p *Partner) *Channel {
	seed := hash.SumString(w.seed, "channel "+s.Slug)
	c := &Channel{
		Slug: s.Slug, Name: s.Name, Partner: p, Aside: s.Aside, Reports: s.Reports,
		Language: or(s.Language, "en"), Country: s.Country,
		Seed:     seed,
		mark:     w.mark(seed, p != nil),
		words:    w.words,
		genre:    or(s.Genre, drawnGenres[hash.Bounded(seed, len(drawnGenres))]),
		titles:   s.Titles,
		audience: orInt(s.Audience, 1200),
		uploads:  s.madeAYear(),
		detail:   s.Detail,
	}
	if c.Name == "" {
		c.Name = c.words.Text(c.subject(words.ChannelName, c.Slug))
	}
	if c.detail == 0 {
		c.detail = 24
	}
	c.CountryWeights = countryWeights(c.Language, s.Country)
	c.playlists = c.playlistsOf(s.Playlists)
	if len(c.playlists) == 0 {
		c.makePlaylists()
	}
	c.list(s.Videos, s.Playlists)
	c.settle(w, s)
	return c
}

func (c *Channel) makePlaylists() {
	for i := range 2 + hash.Bounded(hash.Sum64(c.Seed), 5) {
		h := hash.Sum64(c.Seed + uint64(i))
		c.playlists = append(c.playlists, Playlist{ID: "x" + hash.Base36(h, 5), kind: uint8(h >> 63), owner: c, number: i})
	}
}

// settle chooses where the channel's videos are watched: on the vendor's own
// pages, on the channel's site, and on the common ones.
func (c *Channel) settle(w *Catalogue, s ChannelSpec) {
	home := w.newSite(or(s.Site, siteName(c.Slug)), c, 16)
	home.embed(s.Players)
	c.sites = append([]*Site{w.vendor, home}, w.sites...)
	c.weigh()
}

// weigh gives half as many plays to the channel's own site as to all others
// together, and as many to the vendor's.
func (c *Channel) weigh() {
	weights := make([]int, len(c.sites))
	rest := 0
	for i, s := range c.sites[2:] {
		weights[i+2] = hash.Bounded(hash.SumString(c.Seed, s.Domain), 100) + 1
		rest += weights[i+2]
	}
	weights[0], weights[1] = max(rest, 1), max(rest/2, 1)
	c.SiteWeights = hash.NewWeights(weights)
	c.Rooms = nil
	for _, s := range c.sites {
		c.Rooms = append(c.Rooms, roomOf(s))
	}
}

// siteName makes a domain from a slug. Names under .example belong to no real site.
func siteName(slug string) string { return hostLabel(slug) + ".example" }

// hostLabel makes a text fit to be a part of a host's name.
func hostLabel(text string) string {
	b := make([]byte, 0, len(text))
	for i := range len(text) {
		switch ch := text[i]; {
		case ch >= 'a' && ch <= 'z', ch >= '0' && ch <= '9', ch == '-' && len(b) > 0:
			b = append(b, ch)
		case ch >= 'A' && ch <= 'Z':
			b = append(b, ch+'a'-'A')
		case len(b) > 0 && b[len(b)-1] != '-':
			b = append(b, '-')
		}
	}
	if len(b) == 0 {
		b = append(b, "channel-"...)
		b = append(b, hash.Base36(hash.SumString(0, text), 6)...)
	}
	return strings.TrimRight(string(b[:min(len(b), 60)]), "-")
}

// addOtherSites adds the sites of other channels to those where this one's videos
// are watched.
func (c *Channel) addOtherSites(homes []*Site) {
	own := c.sites[1]
	for _, s := range homes {
		if s != own {
			c.sites = append(c.sites, s)
		}
	}
	c.weigh()
}

// CountryOf draws an index into Countries, each as often as the channel is watched there.
func (c *Channel) CountryOf(h uint64) int { return int(c.CountryWeights[h&0xff]) }

// Audience is how many plays a typical new video of the channel has on its first day; 0 is a channel that is not
// watched.
func (c *Channel) Audience() int { return c.audience }

// Fingerprint returns a hash of all that decides when the channel's videos are watched and who earns from them.
func (c *Channel) Fingerprint() uint64 {
	made := fmt.Sprint(c.genre, c.audience, c.uploads, c.detail, c.Claimer != nil, len(c.listed) > 0)
	h := hash.SumString(c.Seed, made)
	for i, site := range c.sites {
		h = hash.SumString(h, fmt.Sprint(site.Domain, c.Rooms[i].Published))
	}
	return hash.SumString(h, string(c.SiteWeights[:]))
}
