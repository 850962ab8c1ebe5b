// Package search finds videos of the made world by the words of their texts.
//
//	q := texts.Query("harbour tide")
//	q.Matches(v) // the title, the tags or the description have both words
//
// The texts of a video are made and folded when a search first looks at it, and kept if there is room. The few videos
// that users created or changed are not among them (Query.In).
package search

import (
	"bytes"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// maxBytes bounds the texts that are kept, by a rough count. Those of videos beyond it are made for each search.
const maxBytes = 32 << 20

// videoCost is what a kept text takes beside its bytes, roughly.
const videoCost = 32

// Texts knows the texts of videos. The zero Texts is ready to use. It is safe for concurrent use.
type Texts struct {
	kept atomic.Int64 // bytes
}

// A Query is the words that a search is for. It is not safe for concurrent use.
type Query struct {
	texts  *Texts
	words  []string
	buffer []byte
}

// Query returns a query for all words of a text.
func (t *Texts) Query(text string) *Query {
	words := strings.Fields(strings.ToLower(text))
	slices.Sort(words)
	return &Query{texts: t, words: slices.Compact(words)}
}

// In reports whether texts contain all words, each word in any of them.
func (q *Query) In(texts ...string) bool {
	return q.InFolded(strings.ToLower(strings.Join(texts, "\n")))
}

// InFolded reports whether a text in lower case contains all words.
func (q *Query) InFolded(text string) bool {
	for _, w := range q.words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// Matches reports whether the texts of a video of the made world contain all words.
func (q *Query) Matches(v *catalogue.Video) bool {
	if known := v.Folded().Load(); known != nil {
		return q.InFolded(*known)
	}
	q.buffer = fold(v.AppendTexts(q.buffer[:0]))
	text := string(q.buffer)
	if q.texts.kept.Load() < maxBytes {
		kept := text
		v.Folded().Store(&kept)
		q.texts.kept.Add(int64(len(text)) + videoCost)
	}
	return q.InFolded(text)
}

// fold returns a text in lower case, as strings.ToLower does. Almost always it changes the text in place.
func fold(text []byte) []byte {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case 'A' <= c && c <= 'Z':
			text[i] = c + 'a' - 'A'
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError || unicode.ToLower(r) != r {
				return bytes.ToLower(text)
			}
			i += size - 1
		}
	}
	return text
}
