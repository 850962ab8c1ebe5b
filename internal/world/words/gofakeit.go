package words

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
)

// Gofakeit is the default Source. It fills templates with words from gofakeit.
//
// The functions it uses list places, plants, animals, hobbies and the like. Those that give names of people,
// firms, songs or films are not used, nor are the lists of dishes, which name brands and cooks.
type Gofakeit struct{}

// Text returns the text of a subject.
func (Gofakeit) Text(s Subject) string {
	w := newWriter(s)
	defer writers.Put(w)
	w.write()
	return string(w.text)
}

// Titled returns a title and different tags: some of the genre, at most one of them for this subject alone.
func (Gofakeit) Titled(s Subject, n int) (title string, tags []string) {
	w := newWriter(s)
	defer writers.Put(w)
	tags = w.titled(make([]string, 0, n), n)
	return string(w.text), tags
}

// AppendTexts appends a title with n tags and a description, in lines.
func (Gofakeit) AppendTexts(b []byte, s Subject, n int) []byte {
	w := newWriter(s)
	defer writers.Put(w)
	kept := w.text
	w.text = b
	var buffer [8]string
	for _, tag := range w.titled(buffer[:0], n) {
		w.text = append(append(w.text, '\n'), tag...)
	}
	w.text = append(w.text, '\n')
	w.subject.Kind = About
	w.write()
	b, w.text = w.text, kept
	return b
}

// titled writes the title and returns the tags.
func (w *writer) titled(tags []string, n int) []string {
	kind := w.subject.Kind
	w.subject.Kind = Title
	w.write()
	if n > 1 {
		if own := w.ownTag(); own != "" && !slices.Contains(w.genre.tags, own) {
			tags = append(tags, own)
		}
	}
	w.seed(kind, w.subject.Seed, w.subject.ID)
	var buffer [32]int
	for _, i := range w.order(buffer[:0], len(w.genre.tags)) {
		if len(tags) >= n {
			break
		}
		tags = append(tags, w.genre.tags[i])
	}
	return tags[:n]
}

// ownTag names something that the title speaks of, if there is a fitting one.
func (w *writer) ownTag() string {
	for _, f := range w.filled {
		if slices.Contains(w.genre.ownTags, f.slot) {
			return strings.TrimPrefix(strings.ToLower(f.text), "the ")
		}
	}
	return ""
}

// A writer writes one text at a time. It draws from a source of its own.
type writer struct {
	*vocabulary
	templates *templates
	genre     *parsedGenre
	subject   Subject
	source    rand.PCG
	filled    []filled
	series    string // what {series} stands for
	text      []byte
}

// A filled slot is remembered, so that a text does not repeat a word and tags can name what is in a title.
type filled struct{ slot, text string }

var writers = sync.Pool{New: func() any { return &writer{vocabulary: allWords(), templates: allTemplates()} }}

func newWriter(s Subject) *writer {
	w := writers.Get().(*writer)
	w.subject, w.text = s, w.text[:0]
	if w.genre = w.templates.genres[s.Genre]; w.genre == nil {
		w.genre = w.templates.genres["news"]
	}
	return w
}

// write writes the text of the subject.
func (w *writer) write() {
	s := &w.subject
	w.seed(s.Kind, s.Seed, s.ID)
	switch s.Kind {
	case Title:
		w.title()
	case PlaylistTitle:
		w.playlistTitle()
	case ChannelName:
		w.channelName()
	case Street:
		w.start(w.templates.street)
	case Town:
		w.start(w.templates.town)
	default:
		w.start(w.any(w.usual()))
	}
}

// seed starts a new text.
func (w *writer) seed(kind Kind, seed uint64, id string) {
	h := uint64(14695981039346656037)
	for i := range len(kind) {
		h = (h ^ uint64(kind[i])) * 1099511628211
	}
	h *= 1099511628211 // a zero between them
	for i := range len(id) {
		h = (h ^ uint64(id[i])) * 1099511628211
	}
	w.source.Seed(seed, h)
	w.filled = w.filled[:0]
}

// intN draws a number from 0 to n-1, as math/rand/v2 and gofakeit do.
func (w *writer) intN(n int) int {
	if n&(n-1) == 0 {
		return int(w.source.Uint64() & uint64(n-1))
	}
	hi, lo := bits.Mul64(w.source.Uint64(), uint64(n))
	if lo < uint64(n) {
		for least := -uint64(n) % uint64(n); lo < least; {
			hi, lo = bits.Mul64(w.source.Uint64(), uint64(n))
		}
	}
	return int(hi)
}

// number draws a number from least to most.
func (w *writer) number(least, most int) int {
	if least == most {
		return least
	}
	return least + w.intN(most-least+1)
}

func (w *writer) one(of []string) string { return of[w.intN(len(of))] }

func (w *writer) any(of []template) template { return of[w.intN(len(of))] }

// order appends the numbers below n in random order.
func (w *writer) order(all []int, n int) []int {
	for i := range n {
		j := w.intN(i + 1)
		all = append(all, i)
		all[i], all[j] = all[j], i
	}
	return all
}

// usual are the templates of the subject's kind and genre.
func (w *writer) usual() []template {
	switch w.subject.Kind {
	case About:
		return w.genre.abouts
	case PlaylistAbout:
		return w.templates.playlistAbouts
	case PlayerTitle:
		return w.templates.playerTitles
	default:
		return w.genre.channelAbouts
	}
}

// title is that of an episode for two of five videos of a year, else one of its own.
func (w *writer) title() {
	s := &w.subject
	switch {
	case s.Live:
		w.start(w.any(w.genre.lives))
	case s.Number < 0 || s.Number%5 > 1:
		w.start(w.any(w.genre.titles))
	default:
		all := w.genre.series
		episodes := &all[(uint64(s.Number%5)+s.Parent)%uint64(len(all))]
		w.seed("series", s.Parent, episodes.id)
		from := len(w.text)
		w.start(w.any(episodes.names))
		w.series, w.text = string(w.text[from:]), w.text[:from]
		w.seed(s.Kind, s.Seed, s.ID)
		w.start(episodes.episode)
	}
}

// playlistTitle uses each template once before it uses one twice.
func (w *writer) playlistTitle() {
	titles := w.genre.playlists
	first := w.subject.Parent % uint64(len(titles))
	w.start(titles[(first+uint64(max(w.subject.Number, 0)))%uint64(len(titles))])
}

// channelName makes a name from a slug or, if the slug looks like an id, from a town.
func (w *writer) channelName() {
	slug := w.subject.ID
	if looksLikeID(slug) {
		kind := w.one(w.genre.channels) // drawn before the town
		w.start(w.templates.town)
		w.text = append(append(w.text, ' '), kind...)
		return
	}
	parts := strings.FieldsFunc(slug, func(r rune) bool { return r == '-' || r == '_' || r == '.' })
	for i, part := range parts {
		parts[i] = upperFirst(part)
	}
	if len(parts) == 0 {
		parts = []string{slug}
	}
	w.text = append(w.text, strings.Join(parts, " ")...)
}

// looksLikeID reports whether a slug has the form of the vendor's ids, such as x1fz4ii.
func looksLikeID(slug string) bool {
	return len(slug) > 3 && slug[0] == 'x' && strings.ContainsAny(slug, "0123456789") && !strings.ContainsAny(slug, "-_.")
}
