// Package dyntube imitates DynTube for a customer who reads analytics: single views, newest first, by pages, and
// the
// lists that their keys refer to (docs/spec/dyntube.md).
//
//	h := dyntube.New(dyntube.Config{World: w, Seed: 1, Now: clock.Now})
//	mux.Handle("POST /v1/logs/data", h.Logs)
//	mux.Handle("GET /v1/videos", h.Videos)
//
// It holds no state. Package views makes accounts and views: both are pure functions of the seed and the API key. This
// package is the API:
//
//   - logs.go is the analytics endpoint; logs_request.go and date.go parse its requests;
//   - list.go, video.go, project.go and channel.go are the lists;
//   - event.go and deliver.go are webhooks;
//   - message.go has the errors.
package dyntube

import (
	"net/http"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/dyntube/views"
	"github.com/dailymock/dailymock/internal/webhook"
	"github.com/dailymock/dailymock/internal/world"
)

// Config configures a Handler. World and Now are required.
type Config struct {
	World *world.World
	Seed  uint64 // same seed, same keys and views
	Now   func() time.Time

	AuthOff  bool           // requests without a key are allowed, as in the vendor's samples
	Keys     []string       // the valid API keys; nil means that all are
	MaxSize  int            // most views on a page; 0 means DefaultMaxSize
	Webhooks *webhook.Queue // posts webhooks; nil means a queue of its own that posts to loopback addresses only
}

// DefaultMaxSize is the most views on a page; a larger size is reduced to it
// (docs/spec/dyntube.md#analytics-request, ASSUMED).
const DefaultMaxSize = 1000

// A Handler serves all accounts. It is safe for concurrent use.
type Handler struct {
	// Logs serves GET and POST /v1/logs/data on stats.dyntube.com.
	Logs http.Handler

	// The others serve GET on api.dyntube.com: /v1/videos, /v1/videos/{id} and so on; Plans serves /v1/account/plans, and
	// Templates /v1/channels/templates.
	Videos, Video, Projects, Project, Channels, Channel, Plans, Templates http.Handler

	config   Config
	accounts *views.Accounts
}

// New returns a Handler.
func New(c Config) *Handler {
	if c.MaxSize <= 0 {
		c.MaxSize = DefaultMaxSize
	}
	c.Keys = slices.Clone(c.Keys)
	h := &Handler{config: c, accounts: views.NewAccounts(c.World, c.Seed)}
	h.Logs = h.withAccount(h.logs)
	h.Videos, h.Video = h.withAccount(h.videos), h.withAccount(h.video)
	h.Projects, h.Project = h.withAccount(h.projects), h.withAccount(h.project)
	h.Channels, h.Channel = h.withAccount(h.channels), h.withAccount(h.channel)
	h.Plans, h.Templates = h.withAccount(h.plans), h.withAccount(h.templates)
	return h
}
