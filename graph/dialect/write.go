package dialect

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// appendLeaf writes a leaf that is not nil. Anything else than what Resolver
// promises is a fault of the program.
func appendLeaf(to []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return appendString(to, v)
	case *string:
		return appendString(to, *v)
	case bool:
		return strconv.AppendBool(to, v)
	case *bool:
		return strconv.AppendBool(to, *v)
	case int:
		return strconv.AppendInt(to, int64(v), 10)
	case *int:
		return strconv.AppendInt(to, int64(*v), 10)
	case graphql.Marshaler:
		var b bytes.Buffer
		v.MarshalGQL(&b)
		return append(to, b.Bytes()...)
	default:
		panic(fmt.Sprintf("dialect: %T is no leaf", v))
	}
}

// appendString writes a JSON string. Bytes that are no UTF-8 become U+FFFD.
func appendString(to []byte, s string) []byte {
	to = append(to, '"')
	done := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == '"' || c == '\\':
			to = append(append(to, s[done:i]...), '\\', c)
			done = i + n
		case c < ' ':
			const hex = "0123456789abcdef"
			to = append(append(to, s[done:i]...), '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			done = i + n
		case r == utf8.RuneError && n == 1:
			to = append(append(to, s[done:i]...), "\ufffd"...)
			done = i + n
		}
		i += n
	}
	return append(append(to, s[done:]...), '"')
}
