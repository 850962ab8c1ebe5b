// Package views makes the accounts of DynTube and the views of their videos.
//
//	page := views.NewAccounts(w, 1).Of("key").AppendPage(nil, views.Query{To: now, Page: 1, Size: 12})
//
// An account is made from its API key: its projects are the channels of the world's first partner, with keys of their
// own. A view is a pure function of the account, the day and its number on that day, and the views of a filter on a day
// are counted without making them, so that any page of any range costs the same:
//
//   - page.go finds a page; stream.go numbers the views of a filter, and view_count.go counts them over many days;
//   - day.go says when the views of a day were, and share.go which videos they are of;
//   - view.go makes one view; viewer.go, device.go and country.go say who saw it, with what and where;
//   - encode.go writes it;
//   - account.go, releases.go and key.go say what can be seen.
package views

import (
	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// maxProjects is the most projects of an account: the id of a view has four bits for it. Further channels of the world
// are not on DynTube.
const maxProjects = 16

// Accounts makes the accounts of all API keys. It is safe for concurrent use.
type Accounts struct {
	seed       uint64
	libraries  []*library
	viewCounts *lru.Cache[viewCountKey, *viewCount]
}

// maxViewCounts bounds the counts that are cached, each of one filter in one account.
const maxViewCounts = 512

// NewAccounts returns the accounts for a world. Their projects are the channels of the first partner.
func NewAccounts(w *world.World, seed uint64) *Accounts {
	h := &Accounts{seed: hash.SumString(hash.Sum64(seed), "dyntube")}
	h.viewCounts, _ = lru.New[viewCountKey, *viewCount](maxViewCounts) // fails only for sizes below 1
	own := w.Own(world.Account{})
	for _, channel := range own[:min(len(own), maxProjects)] {
		h.libraries = append(h.libraries, &library{Source: channel})
	}
	return h
}

// An Account is what one API key can read: projects with keys of their own. All accounts have the same videos.
type Account struct {
	seed     uint64
	Key      string // its own key
	Projects []Project
	counts   *lru.Cache[viewCountKey, *viewCount] // of all accounts
}

// A Project holds the videos of one channel of the world.
type Project struct {
	*library
	Number     int
	Seed       uint64
	Key        string
	ChannelKey string // key of the channel that shows the project
	Plan       int    // of delivery: standard or edge
	Region     string
}

// The plans of delivery (docs/spec/dyntube.md#account-and-live).
const (
	Standard = 1
	Edge     = 2
)

// regions are where a project's files are. Those of the standard plan are OBSERVED
// (docs/spec/dyntube.md#analytics-response), that of the edge plan is ASSUMED.
var regions = []string{"use-s", "usw-s", "aus-s"}

const edgeRegion = "use-e"

// Of returns the account of an API key. "" is a key like any other.
func (h *Accounts) Of(key string) *Account {
	a := &Account{seed: hash.SumString(h.seed, "account "+key), counts: h.viewCounts}
	a.Key = a.KeyOf(accountKey, 0, 0)
	a.Projects = make([]Project, len(h.libraries))
	for i, c := range h.libraries {
		seed := hash.SumString(a.seed, c.Source.Slug)
		p := Project{
			library: c, Number: i, Seed: seed,
			Key: a.KeyOf(projectKey, i, 0), ChannelKey: a.KeyOf(channelKey, i, 0),
			Plan: Standard, Region: regions[hash.Bounded(seed, len(regions))],
		}
		if i%4 == 3 {
			p.Plan, p.Region = Edge, edgeRegion
		}
		a.Projects[i] = p
	}
	return a
}
