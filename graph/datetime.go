package graph

import (
	"fmt"
	"io"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// written is how the vendor writes a moment: seconds, a numeric zone, no
// fraction and no Z (docs/spec/reporting.md#scalars-and-ids, OBSERVED).
const written = `"2006-01-02T15:04:05-07:00"`

// readable are the ways in which a moment may be sent. The bare date is
// DOCUMENTED; the others are ASSUMED, and mean UTC where they name no zone.
var readable = []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05"}

// MarshalDateTime writes a moment the vendor's way.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, t.UTC().Format(written)) })
}

// UnmarshalDateTime reads a moment in any of the ways above.
func UnmarshalDateTime(v any) (time.Time, error) {
	text, _ := v.(string)
	for _, layout := range readable {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("DateTime cannot represent value: < %v >", v)
}

// MarshalDate writes a day.
func MarshalDate(t time.Time) graphql.Marshaler {
	return graphql.MarshalString(t.UTC().Format(time.DateOnly))
}

// UnmarshalDate reads a day, and nothing that has more to it.
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
