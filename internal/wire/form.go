package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"strings"
)

// maxFields bounds the members of one form. PHP has the same default.
const maxFields = 1000

// maxShared is the longest text, in bytes, of which members are parts. Those of a longer one are copies: what is kept
// of one must not keep the whole text in memory.
const maxShared = 512

// A Form has the members that a client posted, in their order. They are few, so that a list is faster than a map.
type Form []Field

// A Field is one member of a Form.
type Field struct{ Name, Value string }

// Get returns the value of a member, the last one if it was sent twice (as in PHP and Starlette), or "".
func (f Form) Get(name string) string {
	for i := len(f) - 1; i >= 0; i-- {
		if f[i].Name == name {
			return f[i].Value
		}
	}
	return ""
}

// ParseForm parses a posted form, urlencoded or multipart. It looks at the body, and at contentType only for a
// boundary: some clients send forms as "application/json" (docs/spec/reporting.md#token-errors). The error wraps
// ErrMalformed.
func ParseForm(contentType string, body []byte) (Form, error) {
	if boundary := boundaryOf(contentType, body); boundary != "" {
		return parseMultipart(body, boundary)
	}
	if looksLikeJSON(body) {
		return nil, fmt.Errorf("%w: it is JSON, a form is expected", ErrMalformed)
	}
	return ParseQuery(string(body))
}

// ParseQuery parses urlencoded members. It is as lenient as PHP and Python: a percent sign that starts no escape is
// kept, and so is a semicolon. If there are too many members it returns an error wrapping ErrMalformed.
func ParseQuery(text string) (Form, error) {
	form := make(Form, 0, min(strings.Count(text, "&")+1, 16))
	own := func(s string) string { return s }
	if len(text) > maxShared {
		own = strings.Clone
	}
	for pair := range strings.SplitSeq(text, "&") {
		if pair == "" {
			continue
		}
		if len(form) == maxFields {
			return nil, fmt.Errorf("%w: more than %d members", ErrMalformed, maxFields)
		}
		name, value, _ := strings.Cut(pair, "=")
		form = append(form, Field{own(Unescape(name)), own(Unescape(value))})
	}
	return form, nil
}

// Unescape decodes one urlencoded text. It keeps invalid escapes.
func Unescape(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '+':
			out = append(out, ' ')
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			out = append(out, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}

func looksLikeJSON(body []byte) bool {
	body = bytes.TrimLeft(body, " \t\r\n")
	return len(body) > 0 && (body[0] == '{' || body[0] == '[')
}

// boundaryOf returns the boundary of a multipart body: that of contentType or, if it has another type, the body's first
// line. It returns "" for any other body.
func boundaryOf(contentType string, body []byte) string {
	if boundary := declaredBoundary(contentType); boundary != "" {
		return boundary
	}
	if !bytes.HasPrefix(body, []byte("--")) {
		return ""
	}
	line, _, found := bytes.Cut(body[2:], []byte("\n"))
	if !found {
		return ""
	}
	return string(bytes.TrimRight(line, "\r \t"))
}

func declaredBoundary(contentType string) string {
	if !strings.Contains(contentType, "=") {
		return "" // the usual form: its type need not be parsed
	}
	mediaType, params, err := mime.ParseMediaType(contentType)
	if err != nil || mediaType != "multipart/form-data" {
		return ""
	}
	return params["boundary"]
}

func parseMultipart(body []byte, boundary string) (Form, error) {
	var form Form
	parts := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return form, nil
		}
		if err != nil {
			return form, fmt.Errorf("%w: multipart: %w", ErrMalformed, err)
		}
		if len(form) == maxFields {
			return form, fmt.Errorf("%w: more than %d members", ErrMalformed, maxFields)
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return form, fmt.Errorf("%w: multipart: %w", ErrMalformed, err)
		}
		if part.FileName() == "" {
			form = append(form, Field{part.FormName(), string(value)})
		}
	}
}
