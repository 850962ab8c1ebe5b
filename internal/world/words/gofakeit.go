package words

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/brianvoe/gofakeit/v7"
)

// Gofakeit is the default Source. It fills templates with words from gofakeit.
//
// The functions it uses list places, plants, animals, hobbies and the like. Those that give names of people,
// firms, songs or films are not used, nor are the lists of dishes, which name brands and cooks.
type Gofakeit struct{}

// Text returns the text of a subject.
func (Gofakeit) Text(s Subject) string {
	w := newWriter(s)
	switch s.Kind {
	case Title:
		return w.title()
	case PlaylistTitle:
		return w.playlistTitle()
	case ChannelName:
		return w.channelName()
	case Street:
		return w.write("{#1-90} {street}")
	case Town:
		return w.write("{town}")
	}
	return w.write(w.one(w.templates()))
}

// Titled returns a title and different tags: some of the genre, at most one of them for this subject alone.
func (Gofakeit) Titled(s Subject, n int) (title string, tags []string) {
	w, titled := newWriter(s), s
	titled.Kind = Title
	t := newWriter(titled)
	title = t.title()
	g := genreOf(s.Genre)
	if own := t.ownTag(); n > 1 && own != "" && !slices.Contains(g.tags, own) {
		tags = append(tags, own)
	}
	for _, i := range w.order(len(g.tags)) {
		if len(tags) >= n {
			break
		}
		tags = append(tags, g.tags[i])
	}
	return title, tags[:n]
}

// ownTag names something that the title speaks of, if there is a fitting one.
func (w *writer) ownTag() string {
	for _, f := range w.filled {
		if slices.Contains(genreOf(w.subject.Genre).ownTags, f.slot) {
			return strings.TrimPrefix(strings.ToLower(f.text), "the ")
		}
	}
	return ""
}

// A writer writes one text. It draws from a source of its own.
type writer struct {
	*gofakeit.Faker
	subject Subject
	filled  []filled
}

// A filled slot is remembered, so that a text does not repeat a word and tags can name what is in a title.
type filled struct{ slot, text string }

// usualSlots is how many slots are filled for most texts.
const usualSlots = 8

// newWriter seeds gofakeit by what the subject is. It never uses gofakeit's own New, for which seed 0 means random.
func newWriter(s Subject) *writer {
	h := uint64(14695981039346656037)
	for _, part := range []string{string(s.Kind), "\x00", s.ID} {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * 1099511628211
		}
	}
	return &writer{
		Faker: gofakeit.NewFaker(rand.NewPCG(s.Seed, h), false), subject: s, filled: make([]filled, 0, usualSlots),
	}
}

func (w *writer) one(of []string) string { return of[w.IntN(len(of))] }

// order returns the numbers below n in random order.
func (w *writer) order(n int) []int {
	all := make([]int, n)
	for i := range all {
		j := w.IntN(i + 1)
		all[i], all[j] = all[j], i
	}
	return all
}

// templates are those of the subject's kind and genre.
func (w *writer) templates() []string {
	g := genreOf(w.subject.Genre)
	switch w.subject.Kind {
	case About:
		return g.abouts
	case PlaylistAbout:
		return playlistAbouts
	case PlayerTitle:
		return playerTitles
	default:
		return g.channelAbouts
	}
}

// title is that of an episode for two of five videos of a year, else one of its own.
func (w *writer) title() string {
	g, s := genreOf(w.subject.Genre), w.subject
	switch {
	case s.Live:
		return w.write(w.one(g.lives))
	case s.Number < 0 || s.Number%5 > 1:
		return w.write(w.one(g.titles))
	}
	episodes := g.series[(uint64(s.Number%5)+s.Parent)%uint64(len(g.series))]
	name := s
	name.Kind, name.Seed, name.ID = "series", s.Parent, episodes.names[0]
	series := newWriter(name)
	called := series.write(series.one(episodes.names))
	return strings.Replace(w.write(episodes.episode), "{series}", called, 1)
}

// playlistTitle uses each template once before it uses one twice.
func (w *writer) playlistTitle() string {
	titles := genreOf(w.subject.Genre).playlists
	first := w.subject.Parent % uint64(len(titles))
	return w.write(titles[(first+uint64(max(w.subject.Number, 0)))%uint64(len(titles))])
}

// channelName makes a name from a slug or, if the slug looks like an id, from a town.
func (w *writer) channelName() string {
	slug := w.subject.ID
	if looksLikeID(slug) {
		return w.write("{town} " + w.one(genreOf(w.subject.Genre).channels))
	}
	parts := strings.FieldsFunc(slug, func(r rune) bool { return r == '-' || r == '_' || r == '.' })
	for i, part := range parts {
		parts[i] = upperFirst(part)
	}
	if len(parts) == 0 {
		return slug
	}
	return strings.Join(parts, " ")
}

// looksLikeID reports whether a slug has the form of the vendor's ids, such as x1fz4ii.
func looksLikeID(slug string) bool {
	return len(slug) > 3 && slug[0] == 'x' && strings.ContainsAny(slug, "0123456789") && !strings.ContainsAny(slug, "-_.")
}
