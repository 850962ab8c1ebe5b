package rows

import (
	"slices"
	"strings"
)

// A column is a dimension in one report: its values, sorted, and a function that returns the index of the value of a
// cluster.
type column struct {
	texts []string // as the CSV has them, quoted where needed
	code  func(*cursor) int
	daily bool // each text follows the date: there are as many values for every day
}

// withCommas returns the column with a comma after each text, since another value follows each.
func (c column) withCommas() column {
	texts := make([]string, len(c.texts))
	for i, t := range c.texts {
		texts[i] = t + ","
	}
	c.texts = texts
	return c
}

// values returns the most values that the column can have.
func (c column) values(s *scope) int {
	if c.daily {
		return len(c.texts) * s.days()
	}
	return max(len(c.texts), 1)
}

// listed makes a dimension whose values are the same in every world. code returns the index of the value, or a negative
// number for none.
func listed(values []string, code func(*cursor) int) func(*scope) column {
	return func(*scope) column {
		texts, codes := dictionary(append([]string{""}, values...), func(v string) string { return v })
		return column{texts: texts, code: func(a *cursor) int { return codes[code(a)+1] }}
	}
}

// perPlay is listed for a dimension that only plays have.
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

// dictionary returns the distinct values of subjects, sorted and quoted for the CSV, and for each subject the index of
// its value.
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

// quoted writes a value as RFC 4180 says: in quotes if it contains a comma, a quote or a line break, or starts or ends
// with a blank.
func quoted(s string) string {
	if !strings.ContainsAny(s, ",\"\r\n") && strings.TrimSpace(s) == s {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}
