// Package search finds videos of the made world by the words of their texts, through an index.
//
//	q := index.Query("harbour tide")
//	q.Matches(v) // the title, the tags or the description have both words
//
// A video is indexed when a search first looks at it: its texts are made and folded once, and only the numbers of their
// words are kept, some 40 bytes. The few videos that users created or changed are not in the index (Query.In).
package search

import (
	"encoding/binary"
	"slices"
	"strings"
	"sync"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// maxBytes bounds an index, by a rough count. The texts of videos beyond it are made for each search.
const maxBytes = 32 << 20

// An Index knows the words of videos. The zero Index is empty and ready to use. It is safe for concurrent use.
type Index struct {
	mu      sync.RWMutex
	numbers map[string]uint64
	words   []string // by number
	bytes   int
}

// A Query is the words that a search is for. It is not safe for concurrent use.
type Query struct {
	index *Index
	words []wanted
}

// A wanted word of a query is in those words of the index that contain it.
type wanted struct {
	text string
	in   []answer // by the number of a word
}

type answer uint8

const (
	unknown answer = iota
	no
	yes
)

// Query returns a query for all words of a text.
func (x *Index) Query(text string) *Query {
	words := strings.Fields(strings.ToLower(text))
	slices.Sort(words)
	q := &Query{index: x}
	for _, w := range slices.Compact(words) {
		q.words = append(q.words, wanted{text: w})
	}
	return q
}

// In reports whether texts contain all words, each word in any of them.
func (q *Query) In(texts ...string) bool {
	return q.InFolded(strings.ToLower(strings.Join(texts, "\n")))
}

// InFolded reports whether a text in lower case contains all words.
func (q *Query) InFolded(text string) bool {
	return !slices.ContainsFunc(q.words, func(w wanted) bool { return !strings.Contains(text, w.text) })
}

// Matches reports whether the texts of a video of the made world contain all words.
func (q *Query) Matches(v *catalogue.Video) bool {
	packed := q.index.pack(v)
	if packed == "" {
		return q.In(v.Texts()...)
	}
	var buffer [128]uint64
	numbers := unpack(packed, buffer[:0])
	for i := range q.words {
		if !q.has(&q.words[i], numbers) {
			return false
		}
	}
	return true
}

// has reports whether one of the words with some numbers contains a wanted one.
func (q *Query) has(w *wanted, numbers []uint64) bool {
	if n := numbers[len(numbers)-1]; n >= uint64(len(w.in)) { // they are sorted
		w.in = append(w.in, make([]answer, int(n)+1-len(w.in))...)
	}
	for _, n := range numbers {
		if w.in[n] == unknown {
			w.in[n] = no
			if strings.Contains(q.index.word(n), w.text) {
				w.in[n] = yes
			}
		}
		if w.in[n] == yes {
			return true
		}
	}
	return false
}

func (x *Index) word(n uint64) string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.words[n]
}

// What the index takes beside the bytes of a word and of the numbers of a video, roughly.
const (
	wordCost  = 80
	videoCost = 32
)

// pack returns the sorted numbers of a video's words, which it remembers with the video. It returns "" if there is no
// room for them.
func (x *Index) pack(v *catalogue.Video) string {
	if known := v.Words().Load(); known != nil {
		return *known
	}
	if !x.hasRoom() {
		return ""
	}
	texts := v.Texts()
	for i := range texts {
		texts[i] = strings.ToLower(texts[i])
	}
	packed := x.number(texts)
	v.Words().Store(&packed)
	return packed
}

func (x *Index) hasRoom() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.bytes < maxBytes
}

// number returns the sorted numbers of the words of texts, as the differences between them.
func (x *Index) number(texts []string) string {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.numbers == nil {
		x.numbers = map[string]uint64{}
	}
	var buffer [128]uint64
	numbers := buffer[:0]
	for _, text := range texts {
		for w := range strings.FieldsSeq(text) {
			numbers = append(numbers, x.numberOf(w))
		}
	}
	slices.Sort(numbers)
	var packed []byte
	last := uint64(0)
	for _, n := range slices.Compact(numbers) {
		packed = binary.AppendUvarint(packed, n-last)
		last = n
	}
	x.bytes += len(packed) + videoCost
	return string(packed)
}

// numberOf returns the number of a word, which is a new one if the word is. It needs the lock.
func (x *Index) numberOf(word string) uint64 {
	if n, known := x.numbers[word]; known {
		return n
	}
	word = strings.Clone(word) // not a part of the whole text
	n := uint64(len(x.words))
	x.numbers[word], x.words = n, append(x.words, word)
	x.bytes += len(word) + wordCost
	return n
}

func unpack(packed string, numbers []uint64) []uint64 {
	last := uint64(0)
	for i := 0; i < len(packed); {
		n, shift := uint64(0), 0
		for ; packed[i] >= 0x80; i++ {
			n |= uint64(packed[i]&0x7f) << shift
			shift += 7
		}
		n |= uint64(packed[i]) << shift
		i++
		last += n
		numbers = append(numbers, last)
	}
	return numbers
}
