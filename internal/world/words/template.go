package words

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Templates are parsed once, when the first text is made: a world can have the texts of a hundred thousand videos
// searched at once.

// A template is a text with slots.
type template []part

// A part of a template is a text and what follows it, if anything does: a slot, or a number.
type part struct {
	text        string
	slot        *slot
	least, most int  // of a number
	article     bool // "a" or "an" stands before what fills the slot
	capital     bool // what fills the slot starts with a capital
}

// A slot is drawn from one of lists, or by one of slots.
type slot struct {
	name string
	draw func(*writer) string
}

// parsedGenre is a genre with its templates parsed.
type parsedGenre struct {
	*genre
	titles, lives, abouts, playlists, channelAbouts []template
	series                                          []parsedSeries
}

type parsedSeries struct {
	id      string // the first of the names, which stands for the series
	names   []template
	episode template
}

// templates are all but those of lists, which are the slots of others.
type templates struct {
	slots                        map[string]*slot
	genres                       map[string]*parsedGenre
	playlistAbouts, playerTitles []template
	street, town                 template
}

var allTemplates = sync.OnceValue(func() *templates {
	p := &templates{slots: map[string]*slot{}, genres: map[string]*parsedGenre{}}
	for name, draw := range slots {
		p.slots[name] = &slot{name, draw}
	}
	for name := range lists {
		p.slots[name] = &slot{name: name}
	}
	for name, texts := range lists { // may have each other's slots
		list := p.all(texts)
		p.slots[name].draw = func(w *writer) string { return w.nested(w.any(list)) }
	}
	for name, g := range genres {
		of := &parsedGenre{
			genre: g, titles: p.all(g.titles), lives: p.all(g.lives), abouts: p.all(g.abouts),
			playlists: p.all(g.playlists), channelAbouts: p.all(g.channelAbouts),
		}
		for _, s := range g.series {
			of.series = append(of.series, parsedSeries{s.names[0], p.all(s.names), p.parse(s.episode)})
		}
		p.genres[name] = of
	}
	p.playlistAbouts, p.playerTitles = p.all(playlistAbouts), p.all(playerTitles)
	p.street, p.town = p.parse("{#1-90} {street}"), p.parse("{town}")
	return p
})

func (p *templates) all(texts []string) []template {
	all := make([]template, len(texts))
	for i, text := range texts {
		all[i] = p.parse(text)
	}
	return all
}

// parse parses a template: what is not in braces is text.
func (p *templates) parse(text string) (t template) {
	for {
		before, after, found := strings.Cut(text, "{")
		name, rest, closed := strings.Cut(after, "}")
		if !found || !closed {
			return append(t, part{text: before})
		}
		t = append(t, p.partOf(before, name))
		text = rest
	}
}

func (p *templates) partOf(before, name string) part {
	of := part{text: before}
	if limits, ok := strings.CutPrefix(name, "#"); ok {
		least, most, _ := strings.Cut(limits, "-")
		of.least, _ = strconv.Atoi(least)
		of.most, _ = strconv.Atoi(most)
		return of
	}
	if r, size := utf8.DecodeRuneInString(name); unicode.IsUpper(r) {
		of.capital, name = true, string(unicode.ToLower(r))+name[size:]
	}
	name, of.article = strings.CutPrefix(name, "an ")
	of.slot = p.slots[name]
	return of
}

// start writes a template and starts it with a capital.
func (w *writer) start(t template) {
	from := len(w.text)
	w.fill(t)
	w.capital(from)
}

// capital makes the text after some bytes start with a capital.
func (w *writer) capital(from int) {
	switch written := w.text[from:]; {
	case len(written) == 0 || written[0] >= utf8.RuneSelf:
		w.text = append(w.text[:from], upperFirst(string(written))...)
	case 'a' <= written[0] && written[0] <= 'z':
		written[0] -= 'a' - 'A'
	}
}

// nested returns a template whose slots are filled.
func (w *writer) nested(t template) string {
	from := len(w.text)
	w.fill(t)
	text := string(w.text[from:])
	w.text = w.text[:from]
	return text
}

// fill writes a template and puts words into its slots.
func (w *writer) fill(t template) {
	for i := range t {
		p := &t[i]
		w.text = append(w.text, p.text...)
		switch {
		case p.most > 0:
			w.text = strconv.AppendInt(w.text, int64(w.number(p.least, p.most)), 10)
		case p.slot != nil:
			w.put(p)
		}
	}
}

// put writes what fills the slot of a part.
func (w *writer) put(p *part) {
	text, from := w.fresh(p.slot), len(w.text)
	if p.article {
		w.text = append(w.text, articleOf(text)...)
	}
	w.text = append(w.text, text...)
	if p.capital {
		w.capital(from)
	}
}

// fresh draws until it has a text that is not used yet, so that no team plays against itself.
func (w *writer) fresh(s *slot) string {
	text := s.draw(w)
	for range 8 {
		if !slices.ContainsFunc(w.filled, func(f filled) bool { return f.text == text }) {
			break
		}
		text = s.draw(w)
	}
	w.filled = append(w.filled, filled{s.name, text})
	return text
}
