// Package dyntube answers as DynTube does for a customer who reads analytics:
// single views, newest first, by offset pages, and the lists that their keys
// point into. The facts are in docs/spec/dyntube.md.
//
//	h := dyntube.New(dyntube.Config{World: w, Seed: 1, Now: clock.Now})
//	mux.Handle("POST /v1/logs/data", h.Logs)
//	mux.Handle("GET /v1/videos", h.Videos)
//
// Nothing is stored. Each API key has an account of its own, made from the key;
// its projects are the channels of the world's first partner, its videos theirs.
// A view is a pure function of the account, the day and its number on that day,
// and how many views a filter has on a day is counted without looking at them,
// so that any page of any range costs the same. From the front door to the back:
//
//   - logs.go is the analytics endpoint, ask.go and date.go read what it is
//     asked, encode.go writes its answer;
//   - stream.go numbers the views that a filter lets through, tally.go counts
//     them over many days;
//   - day.go says when the views of a day were, share.go which videos they are of;
//   - view.go makes one view; viewer.go, rig.go and place.go say who saw it, with
//     what and where;
//   - account.go, catalogue.go and key.go are what there is to be seen;
//   - list.go, video.go, project.go, channel.go and plan.go are the lists;
//   - event.go and deliver.go are webhooks.
package dyntube

import (
	"net/http"
	"slices"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/webhook"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// Config says what a Handler works with. World and Now have to be there.
type Config struct {
	World *world.World
	Seed  uint64 // same seed, same keys and views
	Now   func() time.Time

	AuthOff  bool           // a request without a key is answered too, as the vendor's samples want
	Keys     []string       // the API keys there are; nil means that any key works
	MaxSize  int            // most views on a page; 0 means DefaultMaxSize
	Webhooks *webhook.Queue // posts webhooks; nil means a queue of its own that posts to loopback addresses only
}

// DefaultMaxSize is the most views on a page; a larger size is cut down to it
// (docs/spec/dyntube.md#analytics-request, ASSUMED).
const DefaultMaxSize = 1000

// maxViewCounts bounds the counts that are kept, of one filter in one account each;
// one that was dropped is counted again when it is next needed.
const maxViewCounts = 512

// A Handler answers for all accounts. It is safe for concurrent use.
type Handler struct {
	// Logs answers GET and POST /v1/logs/data on stats.dyntube.com.
	Logs http.Handler

	// What follows is on api.dyntube.com, under GET: /v1/videos, /v1/videos/{id},
	// and so on; Plans is /v1/account/plans, Templates /v1/channels/templates.
	Videos, Video, Projects, Project, Channels, Channel, Plans, Templates http.Handler

	config     Config
	seed       uint64
	catalogues []*catalogue
	viewCounts *lru.Cache[viewCountKey, *viewCount]
}

// New returns a Handler.
func New(c Config) *Handler {
	if c.MaxSize <= 0 {
		c.MaxSize = DefaultMaxSize
	}
	c.Keys = slices.Clone(c.Keys)
	h := &Handler{config: c, seed: hash.SumString(hash.Sum64(c.Seed), "dyntube")}
	h.viewCounts, _ = lru.New[viewCountKey, *viewCount](maxViewCounts) // fails for sizes below 1 only
	own := c.World.Own(world.Account{})
	for _, channel := range own[:min(len(own), maxProjects)] {
		h.catalogues = append(h.catalogues, &catalogue{channel: channel})
	}
	h.Logs = h.withAccount(h.logs)
	h.Videos, h.Video = h.withAccount(h.videos), h.withAccount(h.video)
	h.Projects, h.Project = h.withAccount(h.projects), h.withAccount(h.project)
	h.Channels, h.Channel = h.withAccount(h.channels), h.withAccount(h.channel)
	h.Plans, h.Templates = h.withAccount(h.plans), h.withAccount(h.templates)
	return h
}
