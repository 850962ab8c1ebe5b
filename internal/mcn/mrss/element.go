package mrss

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// bad reports a value that is left out.
func (f *feed) bad(e *element, format string, args ...any) {
	f.problem(Problem{e.place.line, e.place.column, BadValue, fmt.Sprintf(format, args...)})
}

// enter is called at the start of an element.
func (f *feed) enter(e *element) error {
	switch k := kind(e.name.Space); {
	case k == rss && len(f.open) == 3 && e.name.Local == "channel":
		f.channel = true
	case k == rss && e.name.Local == "item" && f.inChannel():
		f.item = &draft{Item: Item{Line: e.place.line, Column: e.place.column}}
	case k == media:
		f.enterMedia(e)
	case f.keeps(k, e.name.Local):
		e.text = &strings.Builder{}
	}
	return nil
}

// inChannel reports whether the innermost element is a child of the channel.
func (f *feed) inChannel() bool {
	return len(f.open) == 4 && f.open[2].name.Local == "channel" && kind(f.open[2].name.Space) == rss
}

// inItem reports whether the innermost element is a child of an item.
func (f *feed) inItem() bool { return f.item != nil && len(f.open) == 5 }

// keeps reports whether an element of another namespace than that of media has a text that is asked for.
func (f *feed) keeps(k, name string) bool {
	switch k {
	case rss:
		return f.inItem() && (name == "guid" || name == "title" || name == "description" || name == "category")
	case terms:
		return f.inItem() && name == "valid"
	case dm:
		return f.inItem()
	}
	return false
}

func (f *feed) enterMedia(e *element) {
	if len(f.open) < 4 || f.item == nil && !f.inChannel() {
		return
	}
	switch d := f.item; e.name.Local {
	case "group":
		if d != nil && f.inItem() {
			d.group, d.from = &facts{}, len(d.media)
		}
	case "content":
		if d != nil && d.content == nil {
			d.content = &facts{}
			d.Media = append(d.Media, f.medium(e))
		}
	case "thumbnail":
		if l := f.level(); l.thumbnail == "" {
			l.thumbnail = f.url(e, "url")
		}
	case "subTitle":
		s := Subtitle{URL: f.url(e, "href"), Type: e.attr("", "type"), Lang: e.attr("", "lang")}
		if l := f.level(); s.URL != "" {
			l.subtitles = append(l.subtitles, s)
		}
	case "title", "description", "category", "keywords", "rating", "adult", "restriction":
		e.text = &strings.Builder{}
	}
}

// close is called at the end of the innermost element.
func (f *feed) close() error {
	e := f.open[len(f.open)-1]
	defer func() { f.open = f.open[:len(f.open)-1] }()
	text := ""
	if e.text != nil {
		text = strings.TrimSpace(e.text.String())
	}
	switch k := kind(e.name.Space); {
	case k == rss && e.name.Local == "item" && f.item != nil && f.inChannel():
		i := f.item.done(f.shared)
		f.item = nil
		return f.give(i)
	case k == media:
		f.leaveMedia(&e, text)
	case e.text != nil && k == terms:
		f.valid(&e, text)
	case e.text != nil && k == dm:
		f.extension(e.name.Local, text)
	case e.text != nil:
		f.plain(e.name.Local, text)
	}
	return nil
}

// plain keeps the text of an element of RSS. The first of a name counts.
func (f *feed) plain(name, text string) {
	to := map[string]*string{
		"guid": &f.item.GUID, "title": &f.item.plain.title, "description": &f.item.plain.description,
		"category": &f.item.plain.category,
	}[name]
	if *to == "" {
		*to = text
	}
}

// extension keeps the text of an element of Dailymotion's namespace.
func (f *feed) extension(name, text string) {
	if f.item.Extensions == nil {
		f.item.Extensions = map[string]string{}
	}
	f.item.Extensions[name] = text
}

func (f *feed) leaveMedia(e *element, text string) {
	d := f.item
	switch e.name.Local {
	case "group":
		if d != nil && d.group != nil && len(f.open) == 5 {
			d.endGroup()
		}
		return
	case "content":
		if d != nil && d.content != nil && len(d.media) < len(d.Media) && e.place == d.last() {
			d.media, d.content = append(d.media, *d.content), nil
		}
		return
	}
	if e.text == nil {
		return
	}
	f.fact(e, text)
}

// last returns the place of the last medium.
func (d *draft) last() place {
	m := d.Media[len(d.Media)-1]
	return place{m.Line, m.Column}
}

// fact keeps what an element says of the media of its level. The first of a name counts.
func (f *feed) fact(e *element, text string) {
	l := f.level()
	var to *string
	switch e.name.Local {
	case "title":
		to, text = &l.title, plainText(e, text)
	case "description":
		to, text = &l.description, plainText(e, text)
	case "category":
		to = &l.category
	case "keywords":
		to = &l.keywords
	case "rating":
		f.rating(e, l, text)
		return
	case "adult":
		adult := text == "true"
		l.rating = &adult
		return
	case "restriction":
		f.restriction(e, l, text)
		return
	}
	if *to == "" {
		*to = text
	}
}

// plainText returns a text whose type may be html without its tags.
func plainText(e *element, text string) string {
	if e.attr("", "type") != "html" {
		return text
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			b.Write(z.Text())
		default:
			b.WriteByte(' ')
		}
	}
}
