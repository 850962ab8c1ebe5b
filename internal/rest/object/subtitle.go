package object

import (
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// A subtitle is one that a user added to a video.
type subtitle struct {
	xid   string
	state world.State[world.SubtitleEdit]
}

func (s *subtitle) id() string             { return s.xid }
func (s *subtitle) noun() string           { return "subtitle" }
func (s *subtitle) holder() *world.Channel { return s.state.Owner }

func (s *subtitle) read(c *Call, name string) any {
	switch name {
	case "id":
		return s.xid
	case "item_type":
		return "subtitle"
	case "language_label":
		return LanguageName(s.state.Edit.Language.Or(""), c.Language)
	case "url": // a copy of the vendor's, not the source
		return c.videos().asset("https://static2.dmcdn.net/" +
			"static/video/" + c.letters("subtitle "+s.xid) + "/" + s.state.Of + ":subtitle_" + s.xid + ".srt")
	}
	value, _ := world.Written(&s.state.Edit, name)
	return value
}

// subtitlesOf are a video's, in the order in which they were added.
func (c subtitleCall) subtitlesOf(v *video) []*subtitle {
	var all []*subtitle
	for _, id := range c.World.SubtitleEdits().Created(v.Owner, c.Moment) {
		if state, _ := c.World.SubtitleEdits().State(id, c.Moment); state.Of == v.ID {
			all = append(all, &subtitle{id, state})
		}
	}
	return all
}

func listSubtitles(c *Call, o object) (list, error) {
	want, filtered := c.Args.Lookup("language")
	var kept []*subtitle
	for _, s := range c.subtitles().subtitlesOf(o.(*video)) {
		if !filtered || strings.EqualFold(s.state.Edit.Language.Or(""), want) {
			kept = append(kept, s)
		}
	}
	return listed(c, "subtitle", kept, func(s *subtitle) object { return s })
}

// subtitle finds one of a video that the caller may see.
func (c subtitleCall) subtitle(id string) (*subtitle, *video, error) {
	state, ok := c.World.SubtitleEdits().State(id, c.Moment)
	if !ok || state.Deleted {
		return nil, nil, reply.NotFound("subtitle", id, "id")
	}
	v, err := c.Call.videos().video(state.Of, "id")
	if err != nil {
		return nil, nil, reply.NotFound("subtitle", id, "id")
	}
	return &subtitle{id, state}, v, nil
}

// GetSubtitle returns a subtitle.
func GetSubtitle(c *Call, vars []string) (any, error) {
	s, _, err := c.subtitles().subtitle(vars[0])
	if err != nil {
		return nil, err
	}
	return c.asked(s)
}

// CreateSubtitle adds a subtitle to a video and returns it.
func CreateSubtitle(c *Call, vars []string) (any, error) {
	v, err := c.videos().video(vars[0], "id")
	if err != nil {
		return nil, err
	}
	if err := c.Rights().needOver(v.Owner, "manage_subtitles"); err != nil {
		return nil, err
	}
	values, err := c.written(catalog.Schemas["subtitle"], v.Owner)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"url", "language", "format"} {
		if values[name] == nil {
			return nil, reply.Missing(name)
		}
	}
	id, err := c.World.SubtitleEdits().Create(v.Owner, v.ID, c.Now, world.Write(world.SubtitleEdit{}, values))
	if err != nil {
		return nil, err
	}
	c.refresh()
	return GetSubtitle(c, []string{id})
}

// DeleteSubtitle deletes a subtitle.
func DeleteSubtitle(c *Call, vars []string) (any, error) {
	s, v, err := c.subtitles().subtitle(vars[0])
	if err != nil {
		return nil, err
	}
	if err := c.Rights().needOver(v.Owner, "manage_subtitles"); err != nil {
		return nil, err
	}
	return c.Nothing(), c.World.SubtitleEdits().Delete(s.xid, v.Owner, c.Now)
}
