package dyntube

import (
	"errors"
	"regexp"
	"time"
)

// dateShape matches a day, or a time with an optional fraction and an optional zone
// (docs/spec/dyntube.md#analytics-request). time.Parse alone would accept an hour of one digit.
var dateShape = regexp.MustCompile(`^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?)?$`)

var errDate = errors.New("is no date such as 2021-08-01 or 2021-08-01T00:00:00; the + of a zone is %2B in a query")

// parseDate parses a date. A day means its first moment, also at the end of a range; a time without a zone is UTC.
func parseDate(text string) (time.Time, error) {
	if !dateShape.MatchString(text) {
		return time.Time{}, errDate
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errDate
}
