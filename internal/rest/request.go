package rest

import (
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// A call is one request to the graph: an HTTP request, or one of a batch.
type call struct {
	*core
	kind   oauth.KeyKind
	grant  *oauth.Grant // nil for nobody
	method string       // GET, POST or DELETE
	path   []string     // its parts
	args   catalog.Params
	globals
	now    time.Time
	moment world.Moment // what was changed up to now
	origin string       // of links in the answer
	client
	user *world.Channel
}

// A client is who sent the request.
type client struct {
	remote  string // its address
	agent   string // its name, User-Agent
	accepts string // its languages, Accept-Language
}

// The methods of a call are grouped by what they are about.
type (
	rightsCall   struct{ *call } // who asks, and what the caller may do
	userCall     struct{ *call }
	userListCall struct{ *call }
	videoCall    struct{ *call }
	videoWriting struct{ *call }
	listCall     struct{ *call } // lists of videos
	filterCall   struct{ *call } // filters of videos
	playlistCall struct{ *call }
	playerCall   struct{ *call }
	subtitleCall struct{ *call }
	eventCall    struct{ *call } // webhooks
)

func (c *call) rights() rightsCall      { return rightsCall{c} }
func (c *call) users() userCall         { return userCall{c} }
func (c *call) userLists() userListCall { return userListCall{c} }
func (c *call) videos() videoCall       { return videoCall{c} }
func (c *call) writing() videoWriting   { return videoWriting{c} }
func (c *call) lists() listCall         { return listCall{c} }
func (c *call) filters() filterCall     { return filterCall{c} }
func (c *call) playlists() playlistCall { return playlistCall{c} }
func (c *call) players() playerCall     { return playerCall{c} }
func (c *call) subtitles() subtitleCall { return subtitleCall{c} }
func (c *call) events() eventCall       { return eventCall{c} }

// lost says that nothing answers the call.
func (c *call) lost() error { return reply.NoRoute(c.line()) }

// line names the call as errors do, such as POST /user/x1fz4ii/videos.
func (c *call) line() string { return c.method + " /" + strings.Join(c.path, "/") }
