// Package suggest finds what a misspelled word may mean.
package suggest

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Near returns up to three known words that are spelt nearly like the word, the
// nearest first, then those that contain it. Case, hyphens and underscores do
// not count.
func Near(word string, known []string) []string {
	type candidate struct {
		word     string
		distance int
	}
	var found []candidate
	for _, k := range known {
		distance := levenshtein.ComputeDistance(Fold(word), Fold(k))
		switch {
		case distance <= max(2, len(word)/4) && distance < len(k):
			found = append(found, candidate{k, distance})
		case len(word) > 3 && strings.Contains(Fold(k), Fold(word)):
			found = append(found, candidate{k, 100 + distance})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return a.distance - b.distance })
	var words []string
	for _, c := range found[:min(len(found), 3)] {
		words = append(words, c.word)
	}
	return words
}

// Fold returns a word in upper case without hyphens and underscores.
func Fold(word string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToUpper(word))
}

// Question returns "; did you mean A or B?" with a prefix for each word, or "" if
// no known word is near.
func Question(word string, known []string, prefix string) string {
	near := Near(word, known)
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + prefix + strings.Join(near, " or "+prefix) + "?"
}
