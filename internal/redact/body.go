package redact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Header returns the value of a header without credentials. Of Authorization, the scheme stays.
func Header(name, value string) string {
	if scheme, _, ok := strings.Cut(value, " "); ok && strings.EqualFold(name, "Authorization") {
		return Text(scheme) + " " + mark
	}
	if secretName(name) || secretValue(value) {
		return mark
	}
	return Text(value)
}

// Hidden stands for a body that is not shown.
func Hidden(kind string, length int64) string {
	return fmt.Sprintf("(%s, %d bytes)", Text(kind), length)
}

// Body returns a body without credentials. Of JSON and forms, it replaces the values of names and of shapes of
// credentials, and each URL; of other texts, words that look like credentials. kept is the beginning of the body, which
// has length bytes. JSON and forms that were cut, and what is no text, are not shown.
func Body(kind string, kept []byte, length int64) string {
	whole := int64(len(kept)) == length
	switch {
	case !utf8.Valid(kept) && (whole || strings.Contains(kind, "json")), bytes.IndexByte(kept, 0) >= 0,
		strings.HasPrefix(kind, "multipart/"):
		return Hidden(kind, length)
	case looksLikeJSON(kind, kept):
		if !whole {
			return Hidden(kind, length)
		}
		if text, ok := jsonBody(kept); ok {
			return text
		}
		return Hidden(kind, length)
	case kind == "application/x-www-form-urlencoded":
		if !whole {
			return Hidden(kind, length)
		}
		return Query(string(kept))
	case kind == "" || !strings.HasPrefix(kind, "text/") && !strings.HasSuffix(kind, "xml"):
		return Hidden(kind, length)
	}
	text := Text(strings.ToValidUTF8(string(kept), ""))
	if !whole {
		text += fmt.Sprintf("… (%d bytes)", length)
	}
	return text
}

// looksLikeJSON reports whether a body is JSON, whatever type it has: clients send wrong types.
func looksLikeJSON(kind string, body []byte) bool {
	body = bytes.TrimSpace(body)
	return strings.HasSuffix(kind, "json") || len(body) > 0 && (body[0] == '{' || body[0] == '[')
}

func jsonBody(body []byte) (string, bool) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return "", false
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(masked("", v)) != nil {
		return "", false
	}
	return strings.TrimSpace(b.String()), true
}

// masked returns a value of JSON without credentials. name is that of its member.
func masked(name string, v any) any {
	switch v := v.(type) {
	case string:
		return maskedText(name, v)
	case json.Number:
		if secretName(name) && name != "code" { // the code of an error is a number
			return mark
		}
	case []any:
		for i := range v {
			v[i] = masked(name, v[i])
		}
	case map[string]any:
		shown := make(map[string]any, len(v))
		for inner, value := range v {
			shown[Text(inner)] = masked(inner, value)
		}
		return shown
	}
	return v
}

// maskedText returns a text of JSON. The document of a GraphQL request keeps its shape; texts in it may be tokens.
func maskedText(name, s string) string {
	switch {
	case name == "query":
		return literals(s)
	case s != "" && secretName(name):
		return mark
	case strings.Contains(s, "://"):
		return Text(s)
	case secretValue(s):
		return mark
	}
	return Text(s)
}

// literals replaces the texts in a GraphQL document that are arguments with the name, or the shape, of a credential.
func literals(document string) string {
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(document, `"`)
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		end := literalEnd(after)
		words := strings.FieldsFunc(before, func(c rune) bool { return strings.ContainsRune(" \n\t\r,(:{[", c) })
		name := ""
		if len(words) > 0 {
			name = words[len(words)-1]
		}
		b.WriteString(`"` + maskedText("_"+name, after[:end]) + `"`)
		document = strings.TrimPrefix(after[end:], `"`)
	}
}

// literalEnd returns the index of the quote that ends a text, or the length of s.
func literalEnd(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(s)
}
