package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// maxPrinted bounds what a message repeats of a variable, in bytes.
const maxPrinted = 1000

// printed writes a JSON value the way Python prints what it reads from it, since
// the vendor's messages do: {'metrics': ['VIEW'], 'filters': None}.
func printed(raw json.RawMessage) string {
	p := printer{in: json.NewDecoder(bytes.NewReader(raw))}
	p.in.UseNumber()
	p.value()
	if p.out.Len() > maxPrinted {
		return strings.ToValidUTF8(p.out.String()[:maxPrinted], "") + "..."
	}
	return p.out.String()
}

type printer struct {
	in  *json.Decoder
	out strings.Builder
}

// value prints the next value and stops early once there is enough.
func (p *printer) value() {
	t, err := p.in.Token()
	if err != nil {
		return
	}
	switch t := t.(type) {
	case json.Delim:
		p.out.WriteRune(rune(t))
		for n := 0; p.in.More() && p.out.Len() <= maxPrinted; n++ {
			if n > 0 {
				p.out.WriteString(", ")
			}
			if t == '{' {
				p.value()
				p.out.WriteString(": ")
			}
			p.value()
		}
		if p.out.Len() <= maxPrinted {
			end, _ := p.in.Token()
			fmt.Fprint(&p.out, end)
		}
	default:
		p.out.WriteString(pythonic(t))
	}
}

// pythonic is Python's repr of a value that is no list or object.
func pythonic(v any) string {
	switch v := v.(type) {
	case nil:
		return "None"
	case bool:
		if v {
			return "True"
		}
		return "False"
	case json.Number:
		return pythonNumber(v.String())
	case string:
		return pythonString(v)
	default:
		return fmt.Sprint(v)
	}
}

func pythonNumber(text string) string {
	if !strings.ContainsAny(text, ".eE") {
		return text
	}
	f, _ := strconv.ParseFloat(text, 64) // out of range means infinity, here as there
	switch size := math.Abs(f); {
	case math.IsInf(f, 0):
		return strings.TrimPrefix(strings.ToLower(fmt.Sprint(f)), "+")
	case size != 0 && (size < 1e-4 || size >= 1e16):
		return strconv.FormatFloat(f, 'e', -1, 64)
	case f == math.Trunc(f):
		return strconv.FormatFloat(f, 'f', 1, 64)
	default:
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
}

func pythonString(s string) string {
	var b strings.Builder
	quote := '\''
	if strings.ContainsRune(s, '\'') && !strings.ContainsRune(s, '"') {
		quote = '"'
	}
	b.WriteRune(quote)
	for _, r := range s {
		switch {
		case r == quote || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f || r > 0x7f && r < 0x100 && !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteRune(quote)
	return b.String()
}
