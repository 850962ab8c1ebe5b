// Package catalogue is what the world consists of before anybody watches or changes it: partners, channels, videos,
// playlists, players and the sites that embed them.
//
//	all, err := catalogue.New(spec, catalogue.Config{Seed: 1})
//	c, err := all.Channel("harbour-news")
//	videos := c.Videos(today)
//
// All of it is a pure function of the seed, the world file and the names asked for.
package catalogue

import (
	"errors"
	"fmt"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/world/hash"
	"github.com/dailymock/dailymock/internal/world/words"
)

// ErrNotFound says that nothing has the id or name that was looked up.
var ErrNotFound = errors.New("not found")

// Config says how a catalogue is made from its Spec.
type Config struct {
	Seed   uint64
	Closed bool // know only the channels of the Spec
	// Words writes titles, tags and the like; nil means words.Gofakeit.
	Words words.Source
}

// A Catalogue never changes, except that channels are opened on first use; they are the same whenever that is. It is
// safe for concurrent use.
type Catalogue struct {
	seed     uint64
	closed   bool
	words    words.Source
	vendor   *Site
	sites    []*Site
	partners []*Partner
	listed   map[string]*Channel
	marks    map[uint64]bool // those of listed channels
	opened   *lru.Cache[string, *Channel]
	known    known
	kept     sync.Map // channels that were opened and stay, by slug
}

// maxOpened bounds the opened channels that are kept; one that was dropped is
// made again, the same, when it is next asked for.
const maxOpened = 256

// New makes a catalogue. The error is Faults.
func New(s Spec, c Config) (*Catalogue, error) {
	if found := s.check(); len(found) > 0 {
		return nil, asFaults(found, nil)
	}
	w := &Catalogue{
		seed: hash.Sum64(c.Seed), closed: c.Closed, words: c.Words, listed: map[string]*Channel{}, marks: map[uint64]bool{},
	}
	if w.words == nil {
		w.words = words.Gofakeit{}
	}
	w.opened, _ = lru.New[string, *Channel](maxOpened) // fails for sizes below 1 only
	w.known = newKnown(w)
	w.vendor = w.newSite(dailymotion, nil, 0)
	for _, site := range s.Sites {
		pages := site.Pages
		if pages == 0 {
			pages = 16
		}
		made := w.newSite(site.Domain, nil, pages)
		made.embed(site.Players)
		w.sites = append(w.sites, made)
	}
	w.populate(s)
	return w, nil
}

// populate makes the listed channels, then puts the site of each among those
// of all the others: partners embed each other's videos.
func (w *Catalogue) populate(s Spec) {
	var all []*Channel
	for _, ps := range s.Partners {
		p := &Partner{Name: ps.Name}
		for _, cs := range ps.Channels {
			c := w.newChannel(cs, p)
			p.Channels = append(p.Channels, c)
			w.listed[c.Slug] = c
			all = append(all, c)
		}
		w.openAccount(p)
		w.partners = append(w.partners, p)
	}
	for _, ps := range s.Partners {
		for _, cs := range ps.Channels {
			w.listed[cs.Slug].Claimer = w.listed[cs.ClaimedBy]
		}
	}
	for i, site := range s.Sites {
		w.sites[i].Publisher = w.listed[site.Publisher]
	}
	homes := make([]*Site, 0, embedders)
	for _, c := range all[:min(len(all), embedders)] {
		homes = append(homes, c.sites[1])
	}
	for _, c := range all {
		c.addOtherSites(homes)
	}
}

// openAccount gives a partner the channel of its own user, unless one of its
// channels has that name already.
func (w *Catalogue) openAccount(p *Partner) {
	name := p.Username()
	if p.account = w.listed[name]; p.account == nil {
		nothing := 0
		p.account = w.newChannel(ChannelSpec{Slug: name, Name: p.Name, Uploads: &nothing, Audience: &nothing}, p)
		w.listed[name] = p.account
	}
}

// embedders is how many listed channels, the first ones, embed videos of others.
const embedders = 8

// Partners returns the listed partners. Every API key acts for the first, unless a user signs in.
func (w *Catalogue) Partners() []*Partner { return w.partners }

// Channels returns all listed channels, in the order of the world file.
func (w *Catalogue) Channels() []*Channel {
	var all []*Channel
	for _, p := range w.partners {
		all = append(all, p.Channels...)
	}
	return all
}

// Keep makes an opened channel stay and returns it: from now on its slug always gives the same Channel.
func (w *Catalogue) Keep(c *Channel) *Channel {
	if w.listed[c.Slug] != nil {
		return c
	}
	kept, _ := w.kept.LoadOrStore(c.Slug, c)
	return kept.(*Channel)
}

// Bounded returns a number from 0 to n-1 that follows from the seed and a subject, for what surfaces show beside the
// figures.
func (w *Catalogue) Bounded(subject string, n int) int {
	return hash.Bounded(hash.SumString(w.seed, subject), n)
}

// Channel finds a channel by its slug. An open world makes one that is not listed, from its name, which belongs to no
// partner. It returns ErrNotFound for an invalid slug and, in a closed world, for every channel that is not listed.
func (w *Catalogue) Channel(slug string) (*Channel, error) {
	if c := w.listed[slug]; c != nil {
		return c, nil
	}
	if w.closed || !validSlug(slug) {
		return nil, fmt.Errorf("channel %q: %w", slug, ErrNotFound)
	}
	if c, ok := w.kept.Load(slug); ok {
		return c.(*Channel), nil
	}
	if c, ok := w.opened.Get(slug); ok {
		return c, nil
	}
	made := w.newChannel(ChannelSpec{Slug: slug}, nil)
	if earlier, there, _ := w.opened.PeekOrAdd(slug, made); there {
		return earlier, nil
	}
	w.known.open(made)
	return made, nil
}
