package object

import (
	"errors"
	"iter"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// A Video is a video of the world with what users wrote, as one call sees it.
type Video struct {
	*world.Video
	Edit             *edits.VideoEdit // to be read only: all that were never changed share one
	created, updated time.Time        // by users; zero for neither
	Encoding         encodingState
	early, expired   bool // it is before its publish date, or after its expiry date
	privateUntil     bool // it is private, and its publish date makes it public
}

// Identity names the video.
func (v *Video) Identity() Identity { return Identity{v.ID, "video", v.Owner} }

// Read returns the value of a field.
func (v *Video) Read(c *Call, name string) any {
	if value := videoValues[name]; value != nil {
		return value(c, v)
	}
	value, _ := edits.Written(v.Edit, name)
	return value
}

var noVideoEdit = new(edits.VideoEdit)

// View returns a video of the world as the call sees it.
func (c *Call) View(v *world.Video) *Video {
	state, changed := c.World.VideoEdits().State(v.ID, c.Moment())
	seen := &Video{Video: v, Edit: noVideoEdit, created: state.Created, updated: state.Updated,
		Encoding: encodingStateOf(c, v, &state)}
	if !changed {
		return seen
	}
	edit := state.Edit
	seen.Edit, seen.early, seen.expired = &edit, !edit.Started(c.Now), edit.Expired(c.Now)
	if seen.early && seen.Edit.PublicByDate() {
		seen.privateUntil = seen.Edit.Private.Or(c.World.MadeVideo(v.ID).Private())
	}
	return seen
}

// Video returns a video that the caller may see, by its id or its private id (docs/spec/rest.md#writing-videos,
// visibility).
func (c *Call) Video(id, param string) (*Video, error) {
	xid, byPrivate := openPrivateID(c, id)
	found, err := c.World.Video(xid, c.Moment())
	if errors.Is(err, catalogue.ErrNotFound) {
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
	case !v.Encoding.Published, byPrivate && v.expired && !v.Flag("expiry_date_availability", true):
		return nil, reply.NotFound("video", id, param)
	case byPrivate: // before its publish date, too, and after it has expired (docs/spec/rest.md#dates)
	case v.Private() && !v.early:
		return nil, reply.PrivateVideo()
	case v.early:
		return nil, reply.NotFound("video", id, param)
	}
	return v, nil
}

// openOwn makes the caller's channels known by their ids. After a restart they are not, until a request of their
// owner.
func (c *Call) openOwn() {
	if c.Grant != nil {
		c.World.Own(c.Grant.Account())
	}
}

// Hidden reports whether other users do not see the video at all.
func (v *Video) Hidden() bool { return !v.Encoding.Published || v.early || v.expired }

// Private is what the field private reads: the owner's word, unless the publish date has made the video public, and
// true after it has expired (docs/spec/rest.md#dates). A few videos of the made world are private.
func (v *Video) Private() bool { return v.expired || v.privateUntil || v.Video.Private() }

// HasPassword reports whether viewers need a password.
func (v *Video) HasPassword() bool {
	_, set := v.Edit.Password.Get()
	return set || catalogue.Visibilities[v.Visibility()] == "password"
}

// Flag returns a boolean that users may have written.
func (v *Video) Flag(name string, otherwise bool) bool {
	on, _ := v.writtenOr(name, otherwise).(bool)
	return on
}

// Changed reports whether users created or changed the video.
func (v *Video) Changed() bool { return !v.updated.IsZero() || v.uploaded() }

// About returns the description, "" for none.
func (v *Video) About() string {
	text, _ := v.about().(string)
	return text
}

// about returns the value of the field description.
func (v *Video) about() any {
	if v.uploaded() {
		return v.Edit.Description.Any(nil)
	}
	return v.Edit.Description.Any(v.Description())
}

// uploaded reports whether a user uploaded the video, rather than the made world.
func (v *Video) uploaded() bool { return !v.created.IsZero() }

// Folded returns the title, the tags and the description in lower case. A request folds each video once.
func (v *Video) Folded(c *Call) string {
	if text, ok := c.folded[v.Video]; ok {
		return text
	}
	text := strings.ToLower(v.Title() + "\n" + strings.Join(v.Tags(), "\n") + "\n" + v.About())
	if len(c.folded) < maxFolded {
		remember(&c.folded, v.Video, text)
	}
	return text
}

// maxFolded bounds the texts that a request keeps.
const maxFolded = 10_000

// privateID returns a private id of a video, another one at each reading unless a switch says otherwise.
func privateID(c *Call, id string) string {
	switch {
	case id[0] == 'k': // a world file may list videos with such ids
		return id
	case c.StablePrivateIDs:
		return c.PrivateIDs.First(id)
	}
	return c.PrivateIDs.Next(id)
}

// openPrivateID returns the id behind a private one, and any other id unchanged.
func openPrivateID(c *Call, id string) (xid string, private bool) {
	if xid, ok := c.PrivateIDs.Open(id); ok {
		return xid, true
	}
	return id, id != "" && id[0] == 'k'
}

// Listable reports whether lists show the video. mine is true if the caller manages its channel.
func (v *Video) Listable(c *Call, mine bool) bool {
	return v.Encoding.status != deleted && mine || !v.Hidden() && !v.Private()
}

// PublicVideos yields the videos of a channel that everybody sees. They are made objects only if users changed them.
func PublicVideos(c *Call, ch *world.Channel) iter.Seq[*world.Video] {
	return func(yield func(*world.Video) bool) {
		if !c.Spend(c.Videos(ch)) {
			return
		}
		edited := map[*world.Video]bool{}
		for _, v := range c.World.EditedVideos([]*world.Channel{ch}, c.Moment()) {
			edited[v] = true
		}
		untouched := Untouched(c)
		for _, made := range c.World.VideosAt(ch, world.DayOf(c.Now), c.Moment()) {
			if made.Deleted() || made.Created.After(c.Now) {
				continue
			}
			v := untouched
			if v.Video = made; edited[made] {
				v = c.View(made)
			}
			if v.Listable(c, false) && !yield(made) {
				return
			}
		}
	}
}

// VideosByID returns the videos with ids that the caller may see, each once.
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

// Untouched returns a video that users never changed. Loops set its Video.
func Untouched(c *Call) *Video {
	return &Video{Edit: noVideoEdit, Encoding: encodingStateOf(c, nil, &edits.State[edits.VideoEdit]{})}
}
