package dialect

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// longestGuess bounds what is compared with every known name.
const longestGuess = 64

// didYouMean ends a message with the names that come close to what was sent, the
// closest first and five at most, or with a full stop where none does. Case
// counts, as the vendor's does. Which names come close is a little different
// from the vendor's, whose measure is Python's.
func didYouMean(sent string, names []string) string {
	type guess struct {
		name     string
		distance int
	}
	var near []guess
	for _, name := range names {
		longer := max(len(sent), len(name))
		if longer > longestGuess || 10*min(len(sent), len(name)) < 6*longer {
			continue
		}
		if d := levenshtein.ComputeDistance(sent, name); 10*d <= 4*longer {
			near = append(near, guess{name, d})
		}
	}
	slices.SortStableFunc(near, func(a, b guess) int { return a.distance - b.distance })
	near = near[:min(len(near), 5)]
	if len(near) == 0 {
		return "."
	}
	found := make([]string, len(near))
	for i, g := range near {
		found[i] = g.name
	}
	return "; Did you mean " + oneOf(found) + "?"
}

// oneOf joins names: A, then A or B, then A, B, or C.
func oneOf(names []string) string {
	switch last := len(names) - 1; last {
	case 0:
		return names[0]
	case 1:
		return names[0] + " or " + names[1]
	default:
		return strings.Join(names[:last], ", ") + ", or " + names[last]
	}
}
