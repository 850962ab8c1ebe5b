// Package reply writes responses of REST: JSON whose members keep their order, and errors. messages.go has the
// text of every error.
package reply

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/dailymock/dailymock/internal/wire"
)

// An Item is a JSON object whose members keep their order.
type Item []Member

// A Member is a name with its value.
type Member struct {
	Name  string
	Value any
}

// Raw is JSON that is written unchanged.
type Raw string

// ItemOf returns an item of names and their values.
func ItemOf(namesAndValues ...any) Item {
	it := make(Item, 0, len(namesAndValues)/2)
	for i := 0; i < len(namesAndValues); i += 2 {
		it = append(it, Member{namesAndValues[i].(string), namesAndValues[i+1]})
	}
	return it
}

// An envelope is a value that JSON shows as an item.
type envelope interface{ Item() Item }

// Append appends a value as JSON.
func Append(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendString(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case float64:
		return strconv.AppendFloat(b, v, 'f', -1, 64)
	case Raw:
		return append(b, v...)
	case Item:
		return appendItem(b, v)
	case wire.RESTErrorBody:
		return appendJSON(b, v)
	case []string:
		return appendList(b, v, appendString)
	case []float64:
		return appendList(b, v, func(b []byte, f float64) []byte { return strconv.AppendFloat(b, f, 'f', -1, 64) })
	case []Item:
		return appendList(b, v, appendItem)
	case envelope:
		return appendItem(b, v.Item())
	}
	panic(fmt.Sprintf("rest: %T in a response", v))
}

func appendItem(b []byte, members Item) []byte {
	b = append(b, '{')
	for i, m := range members {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, m.Name), ':')
		b = Append(b, m.Value)
	}
	return append(b, '}')
}

func appendList[E any](b []byte, list []E, one func([]byte, E) []byte) []byte {
	b = append(b, '[')
	for i, e := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(b, e)
	}
	return append(b, ']')
}

// appendString writes plain text as it is and leaves the rest to encoding/json.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return appendJSON(b, s)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// appendJSON appends what encoding/json makes of a value.
func appendJSON(b []byte, v any) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v) // a string and an error always marshal
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}
