package mrss

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// facts are what the channel, an item, a media:group or a media:content says of media. What is nearer to the medium
// counts (https://www.rssboard.org/media-rss#optional-elements).
type facts struct {
	title, description, category, keywords, thumbnail string
	rating                                            *bool // adult
	restriction                                       []string
	subtitles                                         []Subtitle
}

// under returns the facts, and those of the level above where there are none.
func (f facts) under(above facts) facts {
	for _, p := range []struct {
		to   *string
		from string
	}{
		{&f.title, above.title}, {&f.description, above.description}, {&f.category, above.category},
		{&f.keywords, above.keywords}, {&f.thumbnail, above.thumbnail},
	} {
		if *p.to == "" {
			*p.to = p.from
		}
	}
	if f.rating == nil {
		f.rating = above.rating
	}
	if f.restriction == nil {
		f.restriction = above.restriction
	}
	if f.subtitles == nil {
		f.subtitles = above.subtitles
	}
	return f
}

// A draft is an item that is being read.
type draft struct {
	Item
	plain   facts // the elements of RSS
	own     facts // the media elements of the item
	group   *facts
	content *facts
	media   []facts // one for each of Media: its own, and those of its group once that is complete
	from    int     // the first of media that is in the group
}

// level returns the facts that a media element here is about.
func (f *feed) level() *facts {
	switch {
	case f.item == nil:
		return &f.shared
	case f.item.content != nil:
		return f.item.content
	case f.item.group != nil:
		return f.item.group
	}
	return &f.item.own
}

// endGroup gives the media of a group what the group says of them.
func (d *draft) endGroup() {
	for i := d.from; i < len(d.media); i++ {
		d.media[i] = d.media[i].under(*d.group)
	}
	if len(d.media) == d.from { // a group without media
		d.own = d.own.under(*d.group)
	}
	d.group = nil
}

// done returns the item, given what the channel says. The channel's titles and descriptions are its own.
func (d *draft) done(channel facts) Item {
	channel.title, channel.description = "", ""
	var chosen facts
	if source := d.Source(); source != nil {
		i := slices.IndexFunc(d.Media, func(m Media) bool { return m == *source })
		chosen = d.media[i]
	}
	all := chosen.under(d.own).under(d.plain).under(channel)
	i := d.Item
	i.Title, i.Description, i.Category = all.title, all.description, all.category
	i.Tags, i.Thumbnail, i.Subtitles, i.Geoblocking = tags(all.keywords), all.thumbnail, all.subtitles, all.restriction
	i.Explicit = all.rating != nil && *all.rating
	return i
}

// tags splits media:keywords at its commas.
func tags(keywords string) []string {
	var list []string
	for word := range strings.SplitSeq(keywords, ",") {
		if word = strings.Join(strings.Fields(word), " "); word != "" && !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}

// medium returns the media:content of an element.
func (f *feed) medium(e *element) Media {
	return Media{
		URL: f.url(e, "url"), Type: e.attr("", "type"), Medium: e.attr("", "medium"), Lang: e.attr("", "lang"),
		Expression: e.attr("", "expression"),
		Duration:   number(f, e, "duration", decimal), Bitrate: number(f, e, "bitrate", decimal),
		FileSize: number(f, e, "fileSize", whole), Width: number(f, e, "width", strconv.Atoi),
		Height: number(f, e, "height", strconv.Atoi), IsDefault: e.attr("", "isDefault") == "true",
		Line: e.place.line, Column: e.place.column,
	}
}

func whole(s string) (int64, error) { return strconv.ParseInt(s, 10, 64) }

// number returns the number of an attribute; 0 if there is none that can be understood.
func number[N int | int64 | float64](f *feed, e *element, name string, parse func(string) (N, error)) N {
	value := e.attr("", name)
	if value == "" {
		return 0
	}
	n, err := parse(value)
	if err != nil || !(n >= 0) {
		f.bad(e, "%s of %s is %q, not a number from 0", name, e.name.Local, shown(value))
		return 0
	}
	return n
}

// decimal returns a finite number.
func decimal(s string) (float64, error) {
	n, err := strconv.ParseFloat(s, 64)
	if err == nil && (n != n || n > 1e12) {
		err = strconv.ErrRange
	}
	return n, err
}

// attr returns the value of an attribute without spaces around it; "" without the attribute.
func (e *element) attr(space, name string) string {
	for _, a := range e.attrs {
		if a.Name.Space == space && a.Name.Local == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// url returns the absolute URL of an attribute; "" if there is none or it is none.
func (f *feed) url(e *element, name string) string {
	value := e.attr("", name)
	if value == "" {
		return ""
	}
	u := resolved(e.base, value)
	if u == nil {
		f.bad(e, "%s of %s is no URL: %q", name, e.name.Local, shown(value))
		return ""
	}
	return u.String()
}

// resolved returns a reference relative to a base; nil if it is no URL. The base may be nil.
func resolved(base *url.URL, reference string) *url.URL {
	u, err := url.Parse(reference)
	if err != nil {
		return nil
	}
	if base == nil {
		return u
	}
	return base.ResolveReference(u)
}
