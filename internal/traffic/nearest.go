package traffic

import (
	"github.com/agnivade/levenshtein"

	"github.com/dailymock/dailymock/internal/wire"
)

// maxCompared bounds the part of a text that Nearest looks at, in bytes.
const maxCompared = 100

// Nearest returns the known text that is spelt most like a text, or "" if it would have to change in more than half.
func Nearest(text string, known []string) string {
	text = wire.Clip(text, maxCompared, "")
	best, least := "", len(text)/2+1
	for _, k := range known {
		if n := levenshtein.ComputeDistance(text, k); n < least {
			best, least = k, n
		}
	}
	return best
}
