// Package world is the synthetic world that every surface shows a part of:
// partners with channels, their videos, and what was watched of them.
//
//	w, err := world.New(spec, world.Config{Seed: 1})
//	c, err := w.Channel("harbour-news")
//	for _, v := range c.Videos(today) {
//		plays = v.Clusters(plays, today, world.HourOf(now))
//	}
//
// All of it is a pure function of the seed, the spec and the names asked for.
// What was watched lies in clusters of plays, one value for every dimension and
// whole numbers to count; every figure on every surface is a sum over clusters.
package world

import (
	"errors"
	"fmt"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/world/words"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// ErrNotFound is what looking up answers for something that is not there.
var ErrNotFound = errors.New("not found")

// Config says how a world is made from its Spec.
type Config struct {
	Seed   uint64
	Closed bool // know only the channels of the Spec
	// Words writes titles, tags and the like; nil means words.Gofakeit.
	Words words.Source
}

// A World never changes but for the channels that are opened on first use, which
// are the same whenever that is, and for what users change (edits.go), which is
// seen as of a Moment. It is safe for concurrent use.
type World struct {
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
	edits    *edits
	sums     sums
}

// maxOpened bounds the opened channels that are kept; one that was dropped is
// made again, the same, when it is next asked for.
const maxOpened = 256

// New makes a world. The error is Faults.
func New(s Spec, c Config) (*World, error) {
	if found := s.check(); len(found) > 0 {
		return nil, asFaults(found, nil)
	}
	w := &World{seed: hash.Sum64(c.Seed), closed: c.Closed, words: c.Words, listed: map[string]*Channel{}, marks: map[uint64]bool{}}
	if w.words == nil {
		w.words = words.Gofakeit{}
	}
	w.opened, _ = lru.New[string, *Channel](maxOpened) // fails for sizes below 1 only
	w.known, w.edits, w.sums = newKnown(w), newEdits(), newSums()
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

// populate makes the listed channels, then puts each one's own site among those
// of all the others: partners embed each other's videos.
func (w *World) populate(s Spec) {
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
		c.neighbours(homes)
	}
}

// openAccount gives a partner the channel of its own user, unless one of its
// channels has that name already.
func (w *World) openAccount(p *Partner) {
	name := p.Username()
	if p.account = w.listed[name]; p.account == nil {
		nothing := 0
		p.account = w.newChannel(ChannelSpec{Slug: name, Name: p.Name, Uploads: &nothing, Audience: &nothing}, p)
		w.listed[name] = p.account
	}
}

// embedders is how many listed channels, the first ones, embed videos of others.
const embedders = 8

// Partners returns the listed partners. The first is that of every API key.
func (w *World) Partners() []*Partner { return w.partners }

// Channels returns all listed channels, in the order of the world file.
func (w *World) Channels() []*Channel {
	var all []*Channel
	for _, p := range w.partners {
		all = append(all, p.Channels...)
	}
	return all
}

// Channel finds a channel by its slug. An open world makes one that is not
// listed: nobody's in particular, from its name, always the same. It answers
// ErrNotFound for what cannot be a slug and, in a closed world, for all that is
// not listed.
func (w *World) Channel(slug string) (*Channel, error) {
	if c := w.listed[slug]; c != nil {
		return c, nil
	}
	if w.closed || !slugForm.MatchString(slug) {
		return nil, fmt.Errorf("channel %q: %w", slug, ErrNotFound)
	}
	if c := w.edits.channel(slug); c != nil {
		return c, nil
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
