package catalogue

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// An id leads back to what it names. A video's says itself which channel it is
// of, which year and which number (videoID); the ids of channels, playlists and
// players are looked up. Those of channels that were opened are remembered for
// as long as there is room: an id that was never shown is unknown.

// known tells by an id or the mark of an id which channel it belongs to.
type known struct {
	listed func() map[string]string     // slugs by key; made when first asked for
	opened *lru.Cache[string, string]   // the same for channels that were opened
	sites  func() map[string]playerSpot // players on sites that are no channel's
}

// maxKnown bounds the remembered keys of opened channels, some ten for each.
const maxKnown = 1 << 14

func newKnown(w *Catalogue) known {
	opened, _ := lru.New[string, string](maxKnown) // fails for sizes below 1 only
	return known{
		listed: sync.OnceValue(func() map[string]string {
			keys := map[string]string{}
			for _, p := range w.partners {
				for _, c := range append(p.Channels[:len(p.Channels):len(p.Channels)], p.account) {
					for _, k := range c.keys() {
						keys[k] = c.Slug
					}
				}
			}
			return keys
		}),
		opened: opened,
		sites:  sync.OnceValue(w.commonPlayers),
	}
}

func (k known) open(c *Channel) {
	for _, key := range c.keys() {
		k.opened.Add(key, c.Slug)
	}
}

// Opened returns the slugs of the channels that were opened and whose ids are remembered, sorted.
func (w *Catalogue) Opened() []string {
	return slices.Compact(slices.Sorted(slices.Values(w.known.opened.Values())))
}

// by finds the channel of a key.
func (w *Catalogue) by(key string) *Channel {
	slug, ok := w.known.listed()[key]
	if !ok {
		slug, ok = w.known.opened.Get(key)
	}
	if !ok {
		return nil
	}
	c, err := w.Channel(slug)
	if err != nil {
		return nil
	}
	return c
}

// keys are all under which a channel is to be found.
func (c *Channel) keys() []string {
	keys := []string{"channel " + c.ID(), videoKey(c.mark)}
	for _, p := range c.playlists {
		keys = append(keys, "playlist "+p.ID)
	}
	for _, id := range c.sites[1].players {
		keys = append(keys, "player "+id)
	}
	for _, listed := range c.listed {
		for i := range listed {
			keys = append(keys, "listed "+listed[i].ID)
		}
	}
	return keys
}

func videoKey(prefix uint64) string { return "video " + strconv.FormatUint(prefix, 36) }

var userForm = form(`^x[0-9a-z]{2,20}$`)

// isOpenableID reports whether a slug looks like an id: an x, and two to seven digits and small letters.
func isOpenableID(slug string) bool {
	if len(slug) < 3 || len(slug) > 8 || slug[0] != 'x' {
		return false
	}
	return !strings.ContainsFunc(slug, func(c rune) bool { return (c < '0' || c > '9') && (c < 'a' || c > 'z') })
}

// User finds a channel by its id or its slug, as paths of the REST API name it.
// An open world makes one for a name that it does not know, as Channel does; a
// name that looks like an id but is longer than any is not found.
func (w *Catalogue) User(name string) (*Channel, error) {
	if c := w.by("channel " + name); c != nil {
		return c, nil
	}
	if w.listed[name] == nil && userForm().MatchString(name) && !isOpenableID(name) {
		if _, ok := w.opened.Peek(name); !ok {
			return nil, fmt.Errorf("channel %q: %w", name, ErrNotFound)
		}
	}
	return w.Channel(name)
}

// MadeVideo finds a video whenever it was published; nil if there is none.
func (w *Catalogue) MadeVideo(id string) *Video {
	if c := w.by("listed " + id); c != nil {
		for year, listed := range c.listed {
			if named(listed, id) != nil {
				return named(c.year(year), id)
			}
		}
	}
	if len(id) != 7 || id[0] != 'x' {
		return nil
	}
	n, err := strconv.ParseUint(id[1:], 36, 64)
	if err != nil || n >= 1<<31 {
		return nil
	}
	packed := unscramble(n)
	c, year := w.by(videoKey(packed>>14)), int(packed>>8&0x3f)+FirstYear
	if c == nil || year > lastYear {
		return nil
	}
	return named(c.year(year), id)
}

// named finds the video with an id.
func named(videos []Video, id string) *Video {
	for i := range videos {
		if videos[i].ID == id {
			return &videos[i]
		}
	}
	return nil
}

// unscramble is the inverse of scramble.
func unscramble(x uint64) uint64 {
	const mask = 1<<31 - 1
	for range 3 {
		x ^= x >> 16
		x = x * unB & mask
		x = x ^ x>>15 ^ x>>30
		x = x * unA & mask
	}
	return x
}

// What undoes the multiplications of scramble, modulo 1<<31.
var unA, unB = inverse(0x2c1b3c6d), inverse(0x297a2d39)

// inverse is the number that gives 1 when multiplied by an odd a, modulo any
// power of two: each step of Newton's doubles the bits that are right.
func inverse(a uint64) uint64 {
	x := a
	for range 6 {
		x *= 2 - a*x
	}
	return x
}

// A Player is one that is embedded on a site.
type Player struct {
	ID    string
	Owner *Channel
	Site  *Site
}

// Title returns the title of the player.
func (p Player) Title() string { return p.Site.PlayerTitle(slices.Index(p.Site.players, p.ID)) }

type playerSpot struct {
	site  *Site
	owner *Channel
}

// commonPlayers are those on sites that are no channel's own. Where the world
// has no publisher for the site, each is the property of one of the first
// partner's channels.
func (w *Catalogue) commonPlayers() map[string]playerSpot {
	spots := map[string]playerSpot{}
	owners := w.partners[0].Channels
	for _, s := range w.sites {
		for _, id := range s.players {
			owner := s.Publisher
			if owner == nil {
				owner = owners[hash.Bounded(hash.SumString(w.seed, id), len(owners))]
			}
			spots[id] = playerSpot{s, owner}
		}
	}
	return spots
}

// MadePlayer finds a player of the made world.
func (w *Catalogue) MadePlayer(id string) (Player, error) {
	if spot, ok := w.known.sites()[id]; ok {
		return Player{id, spot.owner, spot.site}, nil
	}
	if c := w.by("player " + id); c != nil {
		return Player{id, c, c.sites[1]}, nil
	}
	return Player{}, fmt.Errorf("player %q: %w", id, ErrNotFound)
}

// MadePlayers are a channel's players of the made world, in a fixed order.
func (w *Catalogue) MadePlayers(c *Channel) []Player {
	var players []Player
	for _, id := range c.sites[1].players {
		players = append(players, Player{id, c, c.sites[1]})
	}
	for _, s := range w.sites {
		for _, id := range s.players {
			if w.known.sites()[id].owner == c {
				players = append(players, Player{id, c, s})
			}
		}
	}
	return players
}

// MadePlaylist finds a playlist of the made world and its place in its owner's
// Playlists.
func (w *Catalogue) MadePlaylist(id string) (owner *Channel, place int, err error) {
	if c := w.by("playlist " + id); c != nil {
		for i, p := range c.playlists {
			if p.ID == id {
				return c, i, nil
			}
		}
	}
	return nil, 0, fmt.Errorf("playlist %q: %w", id, ErrNotFound)
}
