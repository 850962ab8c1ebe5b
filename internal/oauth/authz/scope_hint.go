package authz

import (
	"net/url"
	"slices"
	"strings"
)

// Meant returns the scopes that a parameter seems to name, also with commas or other characters between them, or with
// another spelling such as Manage-Video. It returns nil if they are those that Parse finds.
func Meant(parameter string) []string {
	var meant []string
	text := parameter
	if plain, err := url.QueryUnescape(parameter); err == nil { // it was escaped twice
		text = plain
	}
	for word := range strings.FieldsFuncSeq(strings.ReplaceAll(strings.ToLower(text), "-", "_"), between) {
		for _, name := range []string{word, word + "s", strings.TrimSuffix(word, "s")} {
			if scopes[name] {
				if !slices.Contains(meant, name) {
					meant = append(meant, name)
				}
				break
			}
		}
	}
	if known, _ := Parse(parameter); len(known) == len(meant) {
		return nil
	}
	return meant
}

// between reports whether a character is in no scope.
func between(r rune) bool { return (r < 'a' || r > 'z') && r != '_' }
