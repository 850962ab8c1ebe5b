// Package object has the objects of the REST surface: users, videos, playlists, players, subtitles and categories,
// their
// fields, their lists and what clients write to them. A Call is one request: who asks, the one time that it has, the
// world as of that time, and what is written.
package object

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/mailbox"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/order"
	"github.com/dailymock/dailymock/internal/rest/privateid"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/rest/switches"
	"github.com/dailymock/dailymock/internal/rest/upload"
	"github.com/dailymock/dailymock/internal/rest/work"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/webhook"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// A Call is an HTTP request, or one call of a batch.
type Call struct {
	*Core
	KeyKind oauth.KeyKind
	Grant   *oauth.Grant // nil without a token
	Method  string       // GET, POST or DELETE
	Path    []string     // its parts
	Args    catalog.Params
	Preferences
	Now     time.Time     // the one time of the HTTP request, also of all calls of a batch
	Origin  string        // of links in the response
	Notices *wire.Notices // for the client; calls of a batch share them
	Client
	*work.Budget // of the HTTP request, for all its calls
	user         *world.Channel
	edits        uint64         // the number of the last edit that the call sees
	linked       map[string]any // values of linked objects that the call has read
	*cache
}

// A cache has what the calls of a request that see the same edits have found out.
type cache struct {
	views    map[string]int64          // of channels, by slug
	folded   map[*world.Video]string   // see Video.Folded
	contents map[string][]*world.Video // of playlists, by id
	children map[string]bool           // the ids of the children of the user who signed in; nil if unknown
	lastUser *world.Channel            // whose edits were read
	lastEdit *edits.UserEdit
}

// NewCall returns a call at a time, which sees all that users wrote before. The context is that of the HTTP request.
func (s *Core) NewCall(ctx context.Context, now time.Time) *Call {
	c := &Call{Core: s, Now: now, Notices: &wire.Notices{}, Budget: work.New(ctx, now, s.Orders.PerYear(), s.RequestWork)}
	c.seeEdits()
	return c
}

// Next returns a call of the same client at the same time, which sees what earlier calls wrote.
func (c *Call) Next() *Call {
	next := *c
	next.Preferences = Preferences{}
	next.seeEdits()
	return &next
}

// Moment returns the time of the call and the edits that it sees.
func (c *Call) Moment() world.Moment { return world.Moment{Time: c.Now, Edits: c.edits} }

// seeEdits lets the call see all edits so far, its own among them. Its time stays.
func (c *Call) seeEdits() {
	last := c.World.Moment(c.Now).Edits
	if c.cache == nil || last != c.edits {
		c.cache = &cache{}
	}
	c.edits, c.linked = last, map[string]any{}
}

// remember adds to a map of a cache, and makes it first if need be.
func remember[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[key] = value
}

// A Client describes who sent the request.
type Client struct {
	Remote  string // its address
	Agent   string // its name, User-Agent
	Accepts string // its languages, Accept-Language
}

// NoRoute returns the error for a call without a handler.
func (c *Call) NoRoute() error { return reply.NoRoute(c.line()) }

// line names the call as it came, such as POST /user/x1fz4ii/nope.
func (c *Call) line() string { return c.Method + " /" + strings.Join(c.Path, "/") }

// Route names the call as refusals do, with <id> in place of each id: POST /user/<id>/videos
// (docs/spec/rest.md#errors). Every second part of a path is one; /me stands for /user/<id>.
func (c *Call) Route() string {
	parts := slices.Clone(c.Path)
	if len(parts) > 0 && parts[0] == "me" {
		parts = append([]string{"user", ""}, parts[1:]...)
	}
	for i := 1; i < len(parts) && !slices.Contains(pathsWithoutID, parts[0]); i += 2 {
		parts[i] = "<id>"
	}
	return c.Method + " /" + strings.Join(parts, "/")
}

// pathsWithoutID are how paths begin that have no id, such as /file/upload and /videos/subscriptions.
var pathsWithoutID = []string{"file", "videos"}

// A Config says what the objects work with. World, Signer and Now are required.
type Config struct {
	World  *world.World
	Signer *signed.Signer
	Now    func() time.Time
	Origin wire.Origin // how links in responses name this server

	// Logout ends the session of a grant, or returns false if it cannot; nil does nothing.
	Logout func(oauth.Grant) bool
	// KeyOwner is the user name of the account that an API key belongs to, "" for
	// any; nil means that of every key is.
	KeyOwner func(key string) string
	// Webhooks delivers webhooks; nil delivers none.
	Webhooks *webhook.Queue
	// Mailbox keeps the e-mails that the vendor would send; nil means one of the surface's own.
	Mailbox *mailbox.Mailbox

	switches.Switches
}

// A Core is shared by all calls. It is safe for concurrent use.
type Core struct {
	Lists map[string]map[string]func(*Call, Object) (reply.List, error) // the lists within an item, by noun and name

	Config
	selections *lru.Cache[selectionKey, catalog.Selection]
	Uploads    *upload.Server // the upload server, and what was uploaded to it
	PrivateIDs *privateid.IDs
	Orders     *order.Cache
}

// maxSelections bounds how many different values of the parameter fields are remembered.
const maxSelections = 1024

// NewCore fills in what a configuration leaves out.
func NewCore(c Config) *Core {
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
	s := &Core{
		Config: c, selections: selections, Orders: order.NewCache(c.World),
		Uploads:    upload.NewServer(c.World, c.Signer, c.Now, c.Origin, c.EscapeSlashes),
		PrivateIDs: privateid.New(c.Signer),
	}
	if c.Webhooks != nil {
		c.Webhooks.Register(webhookSource, s)
	}
	return s
}

// A Handler handles a call. vars are the varying parts of the path.
type Handler = func(c *Call, vars []string) (any, error)

// PathParts splits a path. A slash at its end is ignored.
func PathParts(path string) []string {
	path = strings.Trim(path, "/")
	if path == "" {
		return nil
	}
	return strings.Split(path, "/")
}

// webhookSource is the name of REST in the queue of webhooks.
const webhookSource = "rest"

type selectionKey struct{ noun, text string }

// Preferences are the parameters that every call takes (docs/spec/rest.md#global-parameters).
type Preferences struct {
	audience
	embedder     string // of context: the player that embed URLs name
	Explicit     bool   // family_filter=false: lists hold explicit items
	Language     string // of localization, "en" unless asked
	ratio        string // thumbnail_ratio
	plainHTTP    bool   // ssl_assets=false
	Localization string // a locale, such as fr_FR, or a language; "" for none asked for
}

// An audience is the person for whom a client asks. Lists leave out what that person cannot watch, and its streams
// are null elsewhere (docs/spec/rest.md#global-parameters; that all else can still be read is ASSUMED). A client that
// names no viewer gets everything.
type audience struct {
	country string   // ams_country; "" for none in particular
	devices []string // of device_filter, with the names of the catalogue; nil for all
}

// IsVerified reports whether a channel belongs to a partner.
func IsVerified(ch *world.Channel) bool { return ch.Partner != nil }

// An Object is something with fields, as one call sees it.
type Object interface {
	Identity() Identity
	// Read returns the value of a field of the catalogue: an Object for a link, nil for null.
	Read(c *Call, name string) any
}

// An Identity names an object.
type Identity struct {
	ID, Noun string
	Owner    *world.Channel // nil for categories
}
