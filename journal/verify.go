package journal

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Count says how many requests there must be. The zero Count means at least one.
type Count struct {
	Exactly *int `json:"exactly,omitempty"`
	AtLeast *int `json:"at_least,omitempty"`
	AtMost  *int `json:"at_most,omitempty"`
}

// Exactly returns the count of n requests.
func Exactly(n int) Count { return Count{Exactly: &n} }

// AtLeast returns the count of n or more requests.
func AtLeast(n int) Count { return Count{AtLeast: &n} }

// AtMost returns the count of n or fewer requests.
func AtMost(n int) Count { return Count{AtMost: &n} }

// check returns an error for a Count that no number, or every number, satisfies.
func (c Count) check() error {
	for _, n := range []*int{c.Exactly, c.AtLeast, c.AtMost} {
		if n != nil && *n < 0 {
			return fmt.Errorf("a count of %d; need 0 or more", *n)
		}
	}
	switch {
	case c.Exactly != nil && (c.AtLeast != nil || c.AtMost != nil):
		return errors.New(`"exactly" excludes "at_least" and "at_most"; send one of them`)
	case c.AtLeast != nil && c.AtMost != nil && *c.AtLeast > *c.AtMost:
		return fmt.Errorf(`"at_least" %d is more than "at_most" %d`, *c.AtLeast, *c.AtMost)
	}
	return nil
}

func (c Count) holds(n int) bool {
	if c == (Count{}) {
		return n >= 1
	}
	return (c.Exactly == nil || n == *c.Exactly) && (c.AtLeast == nil || n >= *c.AtLeast) &&
		(c.AtMost == nil || n <= *c.AtMost)
}

// String returns such as "exactly 2" or "at least 1 and at most 3".
func (c Count) String() string {
	var words []string
	for _, one := range []struct {
		word string
		n    *int
	}{{"exactly", c.Exactly}, {"at least", c.AtLeast}, {"at most", c.AtMost}} {
		if one.n != nil {
			words = append(words, fmt.Sprintf("%s %d", one.word, *one.n))
		}
	}
	if words == nil {
		return "at least 1"
	}
	return strings.Join(words, " and ")
}

// A Verification says whether the journal has as many matching requests as wanted.
type Verification struct {
	Held    bool       `json:"held"`
	Want    string     `json:"want"`    // such as "exactly 2"
	Count   int        `json:"count"`   // of the requests that match
	Nearest []NearMiss `json:"nearest"` // if it did not hold, requests that almost match, the nearest first
	Dropped uint64     `json:"dropped"` // requests that the journal no longer has: they may have matched
}

// A NearMiss is a request that did not match, and why.
type NearMiss struct {
	Entry       Entry    `json:"entry"`
	Differences []string `json:"differences"` // such as `status is "404", want "200"`
}

// maxNearest bounds the near misses of a Verification.
const maxNearest = 3

// Verify counts the entries that match; dropped is how many there were before them. It returns an error for an invalid
// matcher or count.
func Verify(entries []Entry, dropped uint64, m Matcher, c Count) (Verification, error) {
	if err := errors.Join(m.Check(), c.check()); err != nil {
		return Verification{}, err
	}
	v := Verification{Want: c.String(), Nearest: []NearMiss{}, Dropped: dropped}
	for i := range entries {
		if m.Match(&entries[i]) {
			v.Count++
		}
	}
	if v.Held = c.holds(v.Count); v.Held {
		return v, nil
	}
	for i := len(entries) - 1; i >= 0; i-- { // of two that are as near, the later one comes first
		v.near(&m, &entries[i])
	}
	return v, nil
}

// near keeps an entry if it is among the nearest.
func (v *Verification) near(m *Matcher, e *Entry) {
	misses := m.misses(e)
	if misses == 0 {
		return
	}
	at := slices.IndexFunc(v.Nearest, func(n NearMiss) bool { return misses < len(n.Differences) })
	if at < 0 {
		at = len(v.Nearest)
	}
	if at == maxNearest { // no text is made of most entries: a pattern may be long
		return
	}
	v.Nearest = slices.Insert(v.Nearest, at, NearMiss{*e, m.differences(e)})
	v.Nearest = v.Nearest[:min(len(v.Nearest), maxNearest)]
}

// String says the result and the near misses, on several lines.
func (v Verification) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d requests match, want %s", v.Count, v.Want)
	if v.Dropped > 0 {
		fmt.Fprintf(&b, "; %d earlier requests are no longer in the journal", v.Dropped)
	}
	for _, n := range v.Nearest {
		fmt.Fprintf(&b, "\n  near: %s\n        %s", n.Entry, strings.Join(n.Differences, "; "))
	}
	return b.String()
}
