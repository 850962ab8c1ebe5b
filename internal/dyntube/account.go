package dyntube

import (
	"github.com/dailymock/dailymock/internal/world/hash"
)

// maxProjects bounds the projects of an account; channels of the world beyond
// them are not on DynTube. An id of a view has four bits for it.
const maxProjects = 16

// An account is what one API key sees: projects of its own with keys of their
// own, though all accounts show the same videos of the world.
type account struct {
	seed     uint64
	ownKey   string // its own key
	projects []project
}

// A project holds the videos of one channel of the world.
type project struct {
	*catalogue
	number     int
	seed       uint64
	key        string
	channelKey string // key of the channel that shows the project
	plan       int    // of delivery: standard or edge
	region     string
}

// The plans of delivery (docs/spec/dyntube.md#account-and-live).
const (
	standard = 1
	edge     = 2
)

// regions are where a project's files lie. Those of the standard plan are
// OBSERVED (docs/spec/dyntube.md#analytics-response), that of the edge plan is ASSUMED.
var regions = []string{"use-s", "usw-s", "aus-s"}

const edgeRegion = "use-e"

// account returns that of an API key; "" is a key like any other.
func (h *Handler) account(key string) *account {
	a := &account{seed: hash.SumString(h.seed, "account "+key)}
	a.ownKey = a.key(accountKey, 0, 0)
	a.projects = make([]project, len(h.catalogues))
	for i, c := range h.catalogues {
		seed := hash.SumString(a.seed, c.channel.Slug)
		p := project{
			catalogue: c, number: i, seed: seed,
			key: a.key(projectKey, i, 0), channelKey: a.key(channelKey, i, 0),
			plan: standard, region: regions[hash.Bounded(seed, len(regions))],
		}
		if i%4 == 3 {
			p.plan, p.region = edge, edgeRegion
		}
		a.projects[i] = p
	}
	return a
}
