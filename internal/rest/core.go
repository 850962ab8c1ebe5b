package rest

import (
	"cmp"
	"net/http"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/mailbox"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/upload"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/webhook"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
)

// A coreConfig says what the objects work with. World, Signer and Now are required.
type coreConfig struct {
	World  *world.World
	Signer *signed.Signer
	Now    func() time.Time
	Origin wire.Origin // how links in answers name this server

	// Logout ends the session of a grant, or returns false if it cannot; nil does nothing.
	Logout func(oauth.Grant) bool
	// KeyOwner is the user name of the account that an API key belongs to, "" for
	// any; nil means that of every key is.
	KeyOwner func(key string) string
	// Webhooks delivers webhooks; nil delivers none.
	Webhooks *webhook.Queue
	// Mailbox keeps the e-mails that the vendor would send; nil means one of the surface's own.
	Mailbox *mailbox.Mailbox

	Switches
}

// A core is what all calls share. It is safe for concurrent use.
type core struct {
	coreConfig
	selections  *lru.Cache[selectionKey, catalog.Selection]
	Uploads     *upload.Server // the upload server, and what was uploaded to it
	videoOrders *videoOrders
	listed      func() *sortedVideos
}

// maxSelections bounds how many different values of the parameter fields are remembered.
const maxSelections = 1024

// newCore fills in what a configuration leaves out.
func newCore(c coreConfig) *core {
	c.TotalCap = cmp.Or(c.TotalCap, 1000)
	c.ItemCap = cmp.Or(c.ItemCap, 1000)
	c.RateLimitStatus = cmp.Or(c.RateLimitStatus, http.StatusTooManyRequests)
	c.Waits = cmp.Or(c.Waits, 2*time.Second)
	c.Encodes = cmp.Or(c.Encodes, 8*time.Second)
	c.ExpiryGrace = cmp.Or(c.ExpiryGrace, 30*24*time.Hour)
	if c.Mailbox == nil {
		c.Mailbox = &mailbox.Mailbox{}
	}
	selections, _ := lru.New[selectionKey, catalog.Selection](maxSelections) // fails for sizes below 1 only
	s := &core{
		coreConfig: c, selections: selections, videoOrders: newVideoOrders(),
		Uploads: upload.NewServer(c.World, c.Signer, c.Now, c.Origin, c.EscapeSlashes),
		listed:  sync.OnceValue(func() *sortedVideos { return allVideos(c.World) }),
	}
	if c.Webhooks != nil {
		c.Webhooks.Register(webhookSource, s)
	}
	return s
}
