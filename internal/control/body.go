package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/wire"
)

// maxBody bounds the body of a request, in bytes.
const maxBody = 64 << 10

// members lists what a body may hold, in the order of the documentation.
type members []struct {
	name string
	into any // as for json.Unmarshal
}

func (m members) names() []string {
	var names []string
	for _, one := range m {
		names = append(names, one.name)
	}
	return names
}

// String lists the names for an error.
func (m members) String() string { return `"` + strings.Join(m.names(), `", "`) + `"` }

// read decodes the body. encoding/json alone would accept "NOW" for "now".
func (m members) read(w http.ResponseWriter, r *http.Request) error {
	body, err := wire.Body(w, r, maxBody)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	var found map[string]json.RawMessage
	if err := json.Unmarshal(body, &found); err != nil || found == nil {
		return fmt.Errorf("the body must be one JSON object%s", why(err))
	}
	for _, one := range m {
		if err := take(one.name, found[one.name], one.into); err != nil {
			return err
		}
		delete(found, one.name)
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		return unknown("member", name, m.names())
	}
	return nil
}

func take(name string, value json.RawMessage, into any) error {
	if value == nil {
		return nil
	}
	err := json.Unmarshal(value, into)
	if wrong := new(json.UnmarshalTypeError); errors.As(err, &wrong) {
		return fmt.Errorf("%q must be a %s, not %s", name, wrong.Type.Kind(), value)
	}
	if err != nil {
		return fmt.Errorf("%q %w, not %s", name, err, value)
	}
	return nil
}

// why returns the position of a syntax error, or "" for another error.
func why(err error) string {
	if wrong := new(json.SyntaxError); errors.As(err, &wrong) {
		return fmt.Sprintf(": %s (at byte %d)", wrong, wrong.Offset)
	}
	return ""
}

// A timestamp is a time in RFC 3339.
type timestamp time.Time

// UnmarshalJSON accepts a string.
func (t *timestamp) UnmarshalJSON(b []byte) error {
	var text string
	_ = json.Unmarshal(b, &text) // time.Parse refuses ""
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return errors.New("must be a time such as \"2026-01-31T12:00:00Z\"")
	}
	*t = timestamp(at)
	return nil
}

// A duration is a text such as "1h30m".
type duration time.Duration

// MarshalJSON writes the text.
func (d duration) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(d).String()) }

// UnmarshalJSON accepts a string.
func (d *duration) UnmarshalJSON(b []byte) error {
	var text string
	_ = json.Unmarshal(b, &text) // ParseDuration refuses ""
	by, err := time.ParseDuration(text)
	if err != nil {
		return errors.New("must be a duration such as \"2h\", \"90m\" or \"1h30m\"")
	}
	*d = duration(by)
	return nil
}
