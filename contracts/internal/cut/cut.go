// Package cut shortens the messages of failed assertions, so that the difference of two long values shows.
package cut

import (
	"strings"
	"unicode/utf8"
)

// The lengths in bytes.
const (
	most = 240 // of a value that is shown whole
	near = 80  // shown before and after a difference
)

// Message returns the message of an assertion with its long lines cut: the lines "expected: …" and "actual  : …"
// around their difference, and others at their end.
func Message(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if i+1 < len(lines) && strings.HasPrefix(line, "expected:") && strings.HasPrefix(lines[i+1], "actual  :") {
			a, b := Pair(line[len("expected:"):], lines[i+1][len("actual  :"):])
			lines[i], lines[i+1] = "expected:"+a, "actual  :"+b
		}
	}
	const whole = 3 * most
	for i, line := range lines {
		if len(line) > whole {
			lines[i] = from(line, 0, most) + "…" + from(line, len(line)-most, len(line))
		}
	}
	return strings.Join(lines, "\n")
}

// Pair returns two texts, cut around where they differ if one is long.
func Pair(a, b string) (string, string) {
	if len(a) <= most && len(b) <= most {
		return a, b
	}
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	end := 0
	for end < min(len(a), len(b))-same && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return around(a, same, len(a)-end), around(b, same, len(b)-end)
}

// around returns what is between two places, with some text before and after it.
func around(s string, start, end int) string {
	first, last := max(start-near, 0), min(end+near, len(s))
	middle := from(s, first, last)
	if len(middle) > most+2*near {
		middle = from(s, first, first+most) + "…" + from(s, last-most/2, last)
	}
	if first > 0 {
		middle = "…" + middle
	}
	if last < len(s) {
		middle += "…"
	}
	return middle
}

// from returns a part of a text, without the halves of characters at its ends.
func from(s string, start, end int) string {
	for start < end && !utf8.RuneStart(s[start]) {
		start++
	}
	for end > start && end < len(s) && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[start:end]
}
