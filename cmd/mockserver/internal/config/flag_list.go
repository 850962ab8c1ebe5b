package config

import (
	"fmt"
	"slices"
	"strings"
)

// A List is a flag of several words, separated by commas or given repeatedly on
// the command line. A variable or a key of the file replaces the whole list.
type List struct {
	Words []string
	Known []string // the words that are allowed; nil allows any
	Name  string   // of one word, for help; "" stands for the known words

	changed bool
	replace bool // each Set replaces the words
}

// Set replaces the default with the words, or adds them to earlier ones.
func (l *List) Set(text string) error {
	words := splitList(text)
	for _, w := range words {
		if l.Known != nil && !slices.Contains(l.Known, w) {
			return fmt.Errorf("got %q, need %s", w, orList(l.Known))
		}
	}
	if l.changed && !l.replace {
		words = append(l.Words, words...)
	}
	l.Words, l.changed = words, true
	return nil
}

func (l *List) String() string { return strings.Join(l.Words, ",") }

// Type returns the placeholder in help.
func (l *List) Type() string {
	if l.Name != "" {
		return l.Name + ",..."
	}
	return strings.Join(l.Known, "|") + ",..."
}

// Has reports whether a word is in the list.
func (l *List) Has(word string) bool { return slices.Contains(l.Words, word) }

// splitList splits a text at commas and blanks.
func splitList(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}
