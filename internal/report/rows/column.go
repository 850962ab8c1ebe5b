package rows

import (
	"slices"
	"strings"
)

// A column is a dimension of one report: a dictionary of its values, sorted, and
// the code of the value at a cluster.
type column struct {
	texts []string // as the CSV has them, quoted where needed
	code  func(*cursor) int
	daily bool // each text follows the date: there are as many values for every day
}

// withCommas returns the column with a comma behind each of its texts, since another
// value follows each.
func (c column) withCommas() column {
	texts := make([]string, len(c.texts))
	for i, t := range c.texts {
		texts[i] = t + ","
	}
	c.texts = texts
	return c
}

// values bounds how many values the column can have.
func (c column) values(s *scope) int {
	if c.daily {
		return len(c.texts) * s.days()
	}
	return max(len(c.texts), 1)
}

// listed is a dimension whose values are the same in every world. code is the
// place of the value, negative where none applies.
func listed(values []string, code func(*cursor) int) func(*scope) column {
	return func(*scope) column {
		texts, codes := dictionary(append([]string{""}, values...), func(v string) string { return v })
		return column{texts: texts, code: func(a *cursor) int { return codes[code(a)+1] }}
	}
}

// perPlay is listed, for what only plays have.
func perPlay(values []string, code func(*cursor) int) func(*scope) column {
	return func(*scope) column {
		texts, codes := dictionary(append([]string{""}, values...), func(v string) string { return v })
		return column{texts: texts, code: func(a *cursor) int {
			if !a.isPlay() {
				return codes[0]
			}
			return codes[code(a)+1]
		}}
	}
}

// dictionary returns the different values of subjects, sorted and ready for the
// CSV, and for each subject the code of its value.
func dictionary[S any](subjects []S, value func(S) string) (texts []string, codes []int) {
	for _, s := range subjects {
		texts = append(texts, value(s))
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	codes = make([]int, len(subjects))
	for i, s := range subjects {
		codes[i], _ = slices.BinarySearch(texts, value(s))
	}
	for i, t := range texts {
		texts[i] = quoted(t)
	}
	return texts, codes
}

// quoted writes a value as RFC 4180 has it: in quotes where it holds a comma, a
// quote or a line break, or blanks at an end.
func quoted(s string) string {
	if !strings.ContainsAny(s, ",\"\r\n") && strings.TrimSpace(s) == s {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}
