package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// An item is a JSON object whose members keep their order.
type item []member

type member struct {
	name  string
	value any
}

// raw is JSON as it stands.
type raw string

// encode writes a value as JSON.
func (s *Surface) encode(v any) []byte {
	b := appendValue(make([]byte, 0, 512), v)
	if s.EscapeSlashes {
		b = bytes.ReplaceAll(b, []byte("/"), []byte(`\/`)) // a slash in JSON is always in a string
	}
	return b
}

func appendValue(b []byte, v any) []byte {
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
	case raw:
		return append(b, v...)
	case item:
		return appendItem(b, v)
	case []string:
		return appendList(b, v, appendString)
	case []float64:
		return appendList(b, v, func(b []byte, f float64) []byte { return strconv.AppendFloat(b, f, 'f', -1, 64) })
	case []item:
		return appendList(b, v, appendItem)
	case list:
		return appendItem(b, v.envelope())
	}
	panic(fmt.Sprintf("rest: %T in an answer", v))
}

func appendItem(b []byte, members item) []byte {
	b = append(b, '{')
	for i, m := range members {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, m.name), ':')
		b = appendValue(b, m.value)
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
			return appendQuoted(b, s)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func appendQuoted(b []byte, s string) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always marshals
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}
