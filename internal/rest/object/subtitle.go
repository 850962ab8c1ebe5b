package object

import (
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// A Subtitle was added to a video by a user.
type Subtitle struct {
	xid   string
	State edits.State[edits.SubtitleEdit]
}

// Identity names the subtitle.
func (s *Subtitle) Identity() Identity { return Identity{s.xid, "subtitle", s.State.Owner} }

// Read returns the value of a field.
func (s *Subtitle) Read(c *Call, name string) any {
	switch name {
	case "id":
		return s.xid
	case "item_type":
		return "subtitle"
	case "language_label":
		return LanguageName(s.State.Edit.Language.Or(""), c.Language)
	case "url": // a copy of the vendor's, not the source
		return asset(c, "https://static2.dmcdn.net/"+
			"static/video/"+c.letters("subtitle "+s.xid)+"/"+s.State.Of+":subtitle_"+s.xid+".srt")
	}
	value, _ := edits.Written(&s.State.Edit, name)
	return value
}

// SubtitlesOf returns the subtitles of a video, in the order in which they were added.
func SubtitlesOf(c *Call, v *Video) []*Subtitle {
	var all []*Subtitle
	for _, id := range c.World.SubtitleEdits().Created(v.Owner, c.Moment()) {
		if state, _ := c.World.SubtitleEdits().State(id, c.Moment()); state.Of == v.ID {
			all = append(all, &Subtitle{id, state})
		}
	}
	return all
}

// findSubtitle returns a subtitle of a video that the caller may see.
func findSubtitle(c *Call, id string) (*Subtitle, *Video, error) {
	state, ok := c.World.SubtitleEdits().State(id, c.Moment())
	if !ok || state.Deleted {
		return nil, nil, reply.NotFound("subtitle", id, "id")
	}
	v, err := c.Video(state.Of, "id")
	if err != nil {
		return nil, nil, reply.NotFound("subtitle", id, "id")
	}
	return &Subtitle{id, state}, v, nil
}

// GetSubtitle returns a subtitle.
func GetSubtitle(c *Call, vars []string) (any, error) {
	s, _, err := findSubtitle(c, vars[0])
	if err != nil {
		return nil, err
	}
	return c.Asked(s)
}

// CreateSubtitle adds a subtitle to a video and returns it.
func CreateSubtitle(c *Call, vars []string) (any, error) {
	v, err := c.Video(vars[0], "id")
	if err != nil {
		return nil, err
	}
	if err := c.needOver(v.Owner, "manage_subtitles"); err != nil {
		return nil, err
	}
	values, err := c.written(catalog.SchemaOf("subtitle"), v.Owner)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"url", "language", "format"} {
		if values[name] == nil {
			return nil, reply.Missing(name)
		}
	}
	id, err := c.World.SubtitleEdits().Create(v.Owner, v.ID, c.Now, edits.Write(edits.SubtitleEdit{}, values))
	if err != nil {
		return nil, err
	}
	c.seeEdits()
	return GetSubtitle(c, []string{id})
}

// DeleteSubtitle deletes a subtitle.
func DeleteSubtitle(c *Call, vars []string) (any, error) {
	s, v, err := findSubtitle(c, vars[0])
	if err != nil {
		return nil, err
	}
	if err := c.needOver(v.Owner, "manage_subtitles"); err != nil {
		return nil, err
	}
	return c.Nothing(), c.World.SubtitleEdits().Delete(s.xid, v.Owner, c.Now)
}
