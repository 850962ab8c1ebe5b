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

// maxFields bounds the members of one form; PHP's default has the same figure.
const maxFields = 1000

// A Form is what a client posted, in the order sent. It holds few members, so
// a list is quicker than a map.
type Form []Field

// A Field is one member of a Form.
type Field struct{ Name, Value string }

// Get returns the value of a member: the last one when it was sent twice, as
// PHP and Starlette have it; "" when it was not sent.
func (f Form) Get(name string) string {
	for i := len(f) - 1; i >= 0; i-- {
		if f[i].Name == name {
			return f[i].Value
		}
	}
	return ""
}

// ParseForm reads a posted form, urlencoded or multipart. It goes by what the
// body looks like and asks contentType for a boundary only: clients are known
// to send forms under "application/json" (docs/spec/reporting.md#token-errors). The error
// wraps ErrMalformed.
func ParseForm(contentType string, body []byte) (Form, error) {
	if boundary := boundaryOf(contentType, body); boundary != "" {
		return parseMultipart(body, boundary)
	}
	if looksLikeJSON(body) {
		return nil, fmt.Errorf("%w: it is JSON, where a form is expected", ErrMalformed)
	}
	return ParseQuery(string(body))
}

// ParseQuery reads urlencoded members. It is as lenient as PHP and Python: a
// percent sign that escapes nothing stands for itself, and so does a
// semicolon. The error wraps ErrMalformed; only too many members are one.
func ParseQuery(text string) (Form, error) {
	form := make(Form, 0, min(strings.Count(text, "&")+1, 16))
	for pair := range strings.SplitSeq(text, "&") {
		if pair == "" {
			continue
		}
		if len(form) == maxFields {
			return nil, fmt.Errorf("%w: more than %d members", ErrMalformed, maxFields)
		}
		name, value, _ := strings.Cut(pair, "=")
		form = append(form, Field{Unescape(name), Unescape(value)})
	}
	return form, nil
}

// Unescape decodes one urlencoded text and leaves as it is what is no escape.
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

// boundaryOf tells what parts a multipart body: what contentType says or,
// where that is of another type, the body's own first line. It is empty for
// any other body.
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
		return "" // spares the usual form the parsing of its type
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
