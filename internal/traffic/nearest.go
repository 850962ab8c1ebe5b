package traffic

import (
	"github.com/agnivade/levenshtein"

	"github.com/dailymock/dailymock/internal/wire"
)

// maxCompared bounds the part of a text that Nearest looks at, in bytes.
const maxCompared = 100

// Nearest returns the known text that is spelt most like a text, or "" if it would have to change in more than half, or
// in more than two bytes if it is short.
func Nearest(text string, known []string) string {
	text = wire.Clip(text, maxCompared, "")
	best, least := "", max(len(text)/2, 2)+1
	for _, k := range known {
		if n := levenshtein.ComputeDistance(text, k); n < min(least, len(k)) {
			best, least = k, n
		}
	}
	return best
}
