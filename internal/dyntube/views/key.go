package views

import (
	"math"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// Keys and ids are 22 letters and digits (docs/spec/dyntube.md#analytics-response): eleven for the number of what is
// named, scrambled by the account, and eleven that only the account can compute. So a key can be resolved without a
// table of all keys, and means nothing in another account.

// A KeyKind is a kind of key or id.
type KeyKind uint8

// The kinds of keys and ids.
const (
	accountKey KeyKind = iota + 1
	AccountID
	projectKey
	ProjectID
	channelKey // of the channel that shows a project
	ChannelID
	TemplateKey
	memberKey // of a viewer who subscribed
	VideoKey
	VideoID
	OwnChannelKey // of the channel that each video has for itself
	PrivateLink
	IframeLink

	OfStream KeyKind = 1 << 7 // with any of the last five: that of a stream
)

// A keyName is what a key names: its kind, a project, and a number within it.
type keyName struct {
	kind    KeyKind
	Project int // below maxProjects
	Index   int // below 1<<32
}

const keyLength = 2 * digits62

// KeyOf returns the text of a name.
func (a *Account) KeyOf(k KeyKind, project, index int) string {
	return string(a.appendKey(make([]byte, 0, keyLength), k, project, index))
}

func (a *Account) appendKey(b []byte, k KeyKind, project, index int) []byte {
	number := a.scramble().at(uint64(k)<<40 | uint64(project)<<32 | uint64(index))
	b = appendBase62(b, number, digits62)
	return appendBase62(b, a.mark(number), digits62)
}

// name resolves a key. It is false for a text that is not a key of this account.
func (a *Account) name(key string) (keyName, bool) {
	if len(key) != keyLength {
		return keyName{}, false
	}
	number, ok := parseBase62(key[:digits62])
	mark, ok2 := parseBase62(key[digits62:])
	if !ok || !ok2 || mark != a.mark(number) {
		return keyName{}, false
	}
	x := a.scramble().find(number)
	return keyName{KeyKind(x >> 40), int(x >> 32 & 0xff), int(x & math.MaxUint32)}, true
}

// Named resolves a key that must be of one kind.
func (a *Account) Named(k KeyKind, key string) (keyName, bool) {
	n, ok := a.name(key)
	return n, ok && n.kind == k && n.Project < len(a.Projects)
}

func (a *Account) scramble() permutation { return newPermutation(math.MaxUint64, a.seed) }

func (a *Account) mark(number uint64) uint64 { return hash.Sum64(number ^ hash.Sum64(a.seed)) }

const (
	alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	digits62 = 11 // as many as 64 bits need
)

// appendBase62 writes the n lowest digits of x, the lowest first.
func appendBase62(b []byte, x uint64, n int) []byte {
	for range n {
		b = append(b, alphabet[x%62])
		x /= 62
	}
	return b
}

// parseBase62 is false for a text that is not a number below 1<<64.
func parseBase62(text string) (uint64, bool) {
	x := uint64(0)
	for i := len(text) - 1; i >= 0; i-- {
		d, ok := digit62(text[i])
		if !ok || x > (math.MaxUint64-d)/62 {
			return 0, false
		}
		x = x*62 + d
	}
	return x, true
}

func digit62(c byte) (uint64, bool) {
	switch {
	case c >= '0' && c <= '9':
		return uint64(c - '0'), true
	case c >= 'A' && c <= 'Z':
		return uint64(c-'A') + 10, true
	case c >= 'a' && c <= 'z':
		return uint64(c-'a') + 36, true
	}
	return 0, false
}
