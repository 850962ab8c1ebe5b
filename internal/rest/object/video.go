package object

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// A video is one as a call sees it: the world's, and what users wrote.
type Video struct {
	*world.Video
	Edit             world.VideoEdit
	created, updated time.Time // by users; zero for neither
	Encoding         encodingState
}

func (v *Video) XID() string            { return v.ID }
func (v *Video) Noun() string           { return "video" }
func (v *Video) Holder() *world.Channel { return v.Owner }

func (v *Video) Read(c *Call, name string) any {
	if value := videoValues[name]; value != nil {
		return value(c, v)
	}
	value, _ := world.Written(&v.Edit, name)
	return value
}

func (c *Call) View(v *world.Video) *Video {
	state, _ := c.World.VideoEdits().State(v.ID, c.Moment())
	return &Video{v, state.Edit, state.Created, state.Updated, encodingStateOf(c, v, state)}
}

// video finds a video by its id or its private id, as the caller may see it
// (docs/spec/rest.md#writing-videos, visibility).
func (c *Call) Video(id, param string) (*Video, error) {
	xid, byPrivate := openPrivateID(c, id)
	found, err := c.World.Video(xid, c.Moment())
	if errors.Is(err, world.ErrNotFound) {
		c.openOwn()
		found, err = c.World.Video(xid, c.Moment())
	}
	if err != nil {
		return nil, reply.NotFound("video", id, param)
	}
	v := c.View(found)
	switch {
	case v.Encoding.status == deleted:
		return nil, reply.NotFound("video", id, param)
	case c.Manages(v.Owner):
	case v.Hidden(c):
		return nil, reply.NotFound("video", id, param)
	case v.Private() && !byPrivate:
		return nil, reply.Forbidden("Unsufficient scope to access private video, required scope: read.")
	}
	return v, nil
}

// openOwn makes sure that the caller's channels are known by their ids: those
// of a restarted mock are not before somebody asks for them.
func (c *Call) openOwn() {
	if c.Grant != nil {
		c.World.Own(c.Grant.Account())
	}
}

// hidden tells whether strangers are not told of a video at all.
func (v *Video) Hidden(c *Call) bool { return !v.Encoding.Published || !v.inTime(c) }

// inTime tells whether a video is between its publishing and its expiry.
func (v *Video) inTime(c *Call) bool {
	now := c.Now.Unix()
	if from, ok := v.Edit.PublishDate.Get(); ok && now < from {
		return false
	}
	until, ok := v.Edit.ExpiryDate.Get()
	return !ok || now < until
}

// private tells whether the owner keeps the video to the people with its
// private id. Both dates make a private video public in between, unless that
// was refused (docs/spec/rest.md#writing-videos).
func (v *Video) Private() bool {
	if v.isPrivate() {
		_, from := v.Edit.PublishDate.Get()
		_, until := v.Edit.ExpiryDate.Get()
		return !from && !until || v.Edit.KeepPrivate.Or(false)
	}
	return false
}

// isPrivate is what the field private reads; a few of the made world's are.
func (v *Video) isPrivate() bool { return world.Visibilities[v.Visibility()] == "private" }

func (v *Video) HasPassword() bool {
	_, set := v.Edit.Password.Get()
	return set || world.Visibilities[v.Visibility()] == "password"
}

// flag is a boolean that users may have written.
func (v *Video) Flag(name string, otherwise bool) bool {
	on, _ := v.writtenOr(name, otherwise).(bool)
	return on
}

// uploaded tells whether a user uploaded the video, rather than the made world.
func (v *Video) uploaded() bool { return !v.created.IsZero() }

// A private id is k and 18 characters: seven that hold the id and eleven drawn
// from it, so that it can be found without an index.
const (
	privateHead = 7
	privateTail = 11
	digits62    = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

func privateID(c *Call, id string) string {
	if id[0] == 'k' { // a world file may list videos with such ids
		return id
	}
	n, _ := strconv.ParseUint("1"+id[1:], 36, 64) // the 1 keeps zeros in front
	b := make([]byte, 0, 1+privateTail+privateHead)
	b = append(b, 'k')
	for i := range privateTail {
		b = append(b, digits62[c.World.Bounded("private "+id+strconv.Itoa(i), 62)])
	}
	for i := range privateHead {
		b = append(b, digits62[(int(n%62)+c.World.Bounded("private id"+strconv.Itoa(i), 62))%62])
		n /= 62
	}
	return string(b)
}

// openPrivateID returns the id behind a private one; any other id as it is.
func openPrivateID(c *Call, id string) (xid string, private bool) {
	if len(id) != 1+privateTail+privateHead || id[0] != 'k' {
		return id, id != "" && id[0] == 'k'
	}
	n := uint64(0)
	for i := privateHead - 1; i >= 0; i-- {
		digit := strings.IndexByte(digits62, id[1+privateTail+i])
		if digit < 0 {
			return id, false
		}
		n = n*62 + uint64((digit+62-c.World.Bounded("private id"+strconv.Itoa(i), 62))%62)
	}
	text := strconv.FormatUint(n, 36)
	xid = "x" + text[1:]
	if len(text) < 2 || text[0] != '1' || privateID(c, xid) != id {
		return id, false
	}
	return xid, true
}

// videosOf are a channel's, as the caller may see them: all of one's own, of
// others those that are public.
func VideosOf(c *Call, ch *world.Channel) []*Video {
	mine := c.Manages(ch)
	var all []*Video
	for _, made := range c.World.VideosAt(ch, world.DayOf(c.Now), c.Moment()) {
		if made.Deleted() || made.Created.After(c.Now) {
			continue
		}
		if v := c.View(made); v.Listable(c, mine) {
			all = append(all, v)
		}
	}
	return all
}

// listable tells whether lists show a video to the caller, whose it may be.
func (v *Video) Listable(c *Call, mine bool) bool {
	return v.Encoding.status != deleted && mine || !v.Hidden(c) && !v.Private()
}

// publicVideos are those that anybody sees.
func PublicVideos(c *Call, ch *world.Channel) []*Video {
	stranger := *c
	stranger.Grant = nil
	return VideosOf(&stranger, ch)
}

// videosByID are the videos behind ids, each once, as far as the caller may see
// them.
func VideosByID(c *Call, ids []string) []*Video {
	var all []*Video
	seen := map[string]bool{}
	for _, id := range ids {
		if v, err := c.Video(id, "id"); err == nil && !seen[v.ID] {
			seen[v.ID] = true
			all = append(all, v)
		}
	}
	return all
}

// untouched is a video that users never wrote to, for its Video to be set.
func Untouched(c *Call) *Video {
	return &Video{Encoding: encodingStateOf(c, nil, world.State[world.VideoEdit]{})}
}
