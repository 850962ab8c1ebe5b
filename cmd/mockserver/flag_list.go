package main

import (
	"fmt"
	"slices"
	"strings"
)

// A list is a setting of several words. On the command line, words may stand
// with commas between or the flag be given again; environment and file, which
// load reads after loaded, have one text each, and the later takes the place of
// the earlier.
type flagList struct {
	words []string
	known []string // what a word may be; nil means anything
	given bool
	sole  bool // each Set replaces
}

// loaded says that the command line has been read.
func (l *flagList) loaded() { l.sole = true }

func (l *flagList) Set(text string) error {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	for _, w := range words {
		if l.known != nil && !slices.Contains(l.known, w) {
			return fmt.Errorf("%q is none of %s", w, strings.Join(l.known, ", "))
		}
	}
	if l.given && !l.sole {
		words = append(l.words, words...)
	}
	l.words, l.given = words, true
	return nil
}

func (l *flagList) String() string { return strings.Join(l.words, ",") }
func (l *flagList) Type() string   { return "list" }

func (l *flagList) has(word string) bool { return slices.Contains(l.words, word) }
