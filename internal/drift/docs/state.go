package docs

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/dailymock/dailymock/internal/drift"
)

// A State is what is kept of a page to notice changes: its headings, and a hash
// of each section. It holds none of the vendor's text unless that was asked for.
type State struct {
	Page     string         `yaml:"page"`           // file name or address
	Read     string         `yaml:"read"`           // day, such as 2026-11-28
	Tables   []string       `yaml:"tables"`         // the Kinds of tables that it has; nil if that was not kept
	Flat     bool           `yaml:"flat,omitempty"` // the levels of headings are unknown: each stands alone
	Sections []SectionState `yaml:"sections"`       // in the page's order
}

// A SectionState is what is kept of a section.
type SectionState struct {
	Heading string `yaml:"heading"`
	Hash    string `yaml:"hash"`           // of the text: 16 hexadecimal digits
	Text    string `yaml:"text,omitempty"` // only if it was asked for
}

// State returns what is kept of a page that was read on a day; with its text if keepText.
func (p Page) State(day string, keepText bool) State {
	s := State{Page: p.Name, Read: day, Tables: append([]string{}, p.Tables(nil).found()...)}
	for _, section := range p.Sections {
		kept := SectionState{Heading: section.Heading, Hash: hashText(section.Text)}
		if keepText {
			kept.Text = section.Text
		}
		s.Sections = append(s.Sections, kept)
	}
	return s
}

// WithoutTables reports whether the page is known to have no table that can be read.
func (s State) WithoutTables() bool { return s.Tables != nil && len(s.Tables) == 0 }

// hashText looks at letters and digits only: white space, marks and bullets differ between renderings of one text.
func hashText(text string) string {
	return hash(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text))
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// CompareStates returns the sections that a page gained, lost or changed. A page
// may have several sections with one heading: they are compared in their order.
func CompareStates(from, to State) []drift.Change {
	var all []drift.Change
	if from.Flat {
		to = to.flat()
	}
	old, now := numbered(from.Sections), numbered(to.Sections)
	for _, s := range now.list {
		was, ok := old.byName[s.name]
		switch {
		case !ok:
			all = append(all, sectionChange("SECTION_ADDED", to.Page, s.name, drift.Additive, "", s.Hash, "is new"))
		case was.Hash != s.Hash:
			all = append(all, sectionChange("SECTION_CHANGED", to.Page, s.name, drift.Dangerous, was.Hash, s.Hash, "changed"))
		}
	}
	for _, s := range old.list {
		if _, ok := now.byName[s.name]; !ok {
			all = append(all, sectionChange("SECTION_REMOVED", to.Page, s.name, drift.Dangerous, s.Hash, "", "is gone"))
		}
	}
	return all
}

// flat returns the state with each heading without those above it.
func (s State) flat() State {
	s.Sections = slices.Clone(s.Sections)
	for i := range s.Sections {
		h := s.Sections[i].Heading
		s.Sections[i].Heading = lastHeading(h)
	}
	s.Flat = true
	return s
}

func lastHeading(path string) string {
	if i := strings.LastIndex(path, headingSeparator); i >= 0 {
		return path[i+len(headingSeparator):]
	}
	return path
}

func sectionChange(rule, page, name string, class drift.Class, from, to, what string) drift.Change {
	return drift.Change{
		Rule: rule, Path: page + "#" + name, Class: class, From: from, To: to, Source: page,
		Message: fmt.Sprintf("section %q %s", name, what),
	}
}

type numberedSection struct {
	name string
	SectionState
}

type numberedSections struct {
	list   []numberedSection
	byName map[string]SectionState
}

// numbered gives the sections distinct names: the second "Example" is "Example (2)".
func numbered(sections []SectionState) numberedSections {
	n := numberedSections{byName: map[string]SectionState{}}
	count := map[string]int{}
	for _, s := range sections {
		name := s.Heading
		if count[name]++; count[name] > 1 {
			name = fmt.Sprintf("%s (%d)", name, count[name])
		}
		n.list = append(n.list, numberedSection{name, s})
		n.byName[name] = s
	}
	return n
}
