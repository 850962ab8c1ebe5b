package graph

import (
	"fmt"
	"io"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// written is the vendor's format of a time: seconds, a numeric zone, no fraction and
// no Z (docs/spec/reporting.md#scalars-and-ids, OBSERVED).
const written = `"2006-01-02T15:04:05-07:00"`

// readable are the formats of a time in an input. The date alone is DOCUMENTED; the
// others are ASSUMED, and mean UTC if they have no zone.
var readable = []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05"}

// MarshalDateTime writes a time in the vendor's format.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, t.UTC().Format(written)) })
}

// UnmarshalDateTime reads a time in any of the formats above.
func UnmarshalDateTime(v any) (time.Time, error) {
	text, _ := v.(string)
	for _, layout := range readable {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("DateTime cannot represent value: < %v >", v)
}

// MarshalDate writes a date.
func MarshalDate(t time.Time) graphql.Marshaler {
	return graphql.MarshalString(t.UTC().Format(time.DateOnly))
}

// UnmarshalDate reads a date without a time.
func UnmarshalDate(v any) (time.Time, error) {
	text, _ := v.(string)
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("Date cannot represent value: < %v >", v)
	}
	return t, nil
}

func isDateTime(text string) bool {
	_, err := UnmarshalDateTime(text)
	return err == nil
}

func isDate(text string) bool {
	_, err := UnmarshalDate(text)
	return err == nil
}
