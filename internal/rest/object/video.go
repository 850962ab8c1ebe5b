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
type video struct {
	*world.Video
	edit             world.VideoEdit
	created, updated time.Time // by users; zero for neither
	encodingState    encodingState
}

func (v *video) id() string             { return v.ID }
func (v *video) noun() string           { return "video" }
func (v *video) holder() *world.Channel { return v.Owner }

func (v *video) read(c *Call, name string) any {
	if value := videoValues[name]; value != nil {
		return value(c, v)
	}
	value, _ := world.Written(&v.edit, name)
	return value
}

func (c videoCall) aVideo(v *world.Video) *video {
	state, _ := c.World.VideoEdits().State(v.ID, c.Moment)
	return &video{v, state.Edit, state.Created, state.Updated, c.encodingStateOf(v, state)}
}

// video finds a video by its id or its private id, as the caller may see it
// (docs/spec/rest.md#writing-videos, visibility).
func (c videoCall) video(id, param string) (*video, error) {
	xid, byPrivate := c.openPrivateID(id)
	found, err := c.World.Video(xid, c.Moment)
	if errors.Is(err, world.ErrNotFound) {
		c.Call.Rights().openOwn()
		found, err = c.World.Video(xid, c.Moment)
	}
	if err != nil {
		return nil, reply.NotFound("video", id, param)
	}
	v := c.aVideo(found)
	switch {
	case v.encodingState.status == deleted:
		return nil, reply.NotFound("video", id, param)
	case c.Call.Rights().manages(v.Owner):
	case c.hidden(v):
		return nil, reply.NotFound("video", id, param)
	case v.private() && !byPrivate:
		return nil, reply.Forbidden("Unsufficient scope to access private video, required scope: read.")
	}
	return v, nil
}

// openOwn makes sure that the caller's channels are known by their ids: those
// of a restarted mock are not before somebody asks for them.
func (c rightsCall) openOwn() {
	if c.Grant != nil {
		c.World.Own(c.Grant.Account())
	}
}

// hidden tells whether strangers are not told of a video at all.
func (c videoCall) hidden(v *video) bool { return !v.encodingState.published || !c.inTime(v) }

// inTime tells whether a video is between its publishing and its expiry.
func (c videoCall) inTime(v *video) bool {
	now := c.Now.Unix()
	if from, ok := v.edit.PublishDate.Get(); ok && now < from {
		return false
	}
	until, ok := v.edit.ExpiryDate.Get()
	return !ok || now < until
}

// private tells whether the owner keeps the video to the people with its
// private id. Both dates make a private video public in between, unless that
// was refused (docs/spec/rest.md#writing-videos).
func (v *video) private() bool {
	if v.isPrivate() {
		_, from := v.edit.PublishDate.Get()
		_, until := v.edit.ExpiryDate.Get()
		return !from && !until || v.edit.KeepPrivate.Or(false)
	}
	return false
}

// isPrivate is what the field private reads; a few of the made world's are.
func (v *video) isPrivate() bool { return world.Visibilities[v.Visibility()] == "private" }

func (v *video) hasPassword() bool {
	_, set := v.edit.Password.Get()
	return set || world.Visibilities[v.Visibility()] == "password"
}

// flag is a boolean that users may have written.
func (v *video) flag(name string, otherwise bool) bool {
	on, _ := v.writtenOr(name, otherwise).(bool)
	return on
}

// uploaded tells whether a user uploaded the video, rather than the made world.
func (v *video) uploaded() bool { return !v.created.IsZero() }

// A private id is k and 18 characters: seven that hold the id and eleven drawn
// from it, so that it can be found without an index.
const (
	privateHead = 7
	privateTail = 11
	digits62    = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

func (c videoCall) privateID(id string) string {
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
func (c videoCall) openPrivateID(id string) (xid string, private bool) {
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
	if len(text) < 2 || text[0] != '1' || c.privateID(xid) != id {
		return id, false
	}
	return xid, true
}
