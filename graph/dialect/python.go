package dialect

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/dailymock/dailymock/internal/wire"
)

// maxPrinted bounds what a message repeats of a variable, in bytes.
const maxPrinted = 1000

// printed writes a value the way Python prints it, since the vendor's messages
// do: {'metrics': ['VIEW'], 'filters': None}.
func printed(v any) string {
	var p printer
	p.value(v)
	return wire.Clip(p.String(), maxPrinted, "...")
}

// plain writes a value the way Python puts it into a text: a string as it is.
func plain(v any) string {
	if s, ok := v.(string); ok {
		return brief(s)
	}
	return brief(printed(v))
}

// A printer stops early once it has enough.
type printer struct{ strings.Builder }

func (p *printer) value(v any) {
	switch v := v.(type) {
	case nil:
		p.WriteString("None")
	case bool:
		if v {
			p.WriteString("True")
		} else {
			p.WriteString("False")
		}
	case json.Number:
		p.number(string(v))
	case string:
		p.text(v)
	case []any:
		p.WriteByte('[')
		for i, item := range v {
			if !p.more(i) {
				return
			}
			p.value(item)
		}
		p.WriteByte(']')
	case *Object:
		p.WriteByte('{')
		for i, m := range v.Members {
			if !p.more(i) {
				return
			}
			p.text(m.Name)
			p.WriteString(": ")
			p.value(m.Value)
		}
		p.WriteByte('}')
	}
}

// more goes on to the next of several things, unless there is enough.
func (p *printer) more(i int) bool {
	if i > 0 {
		p.WriteString(", ")
	}
	return p.Len() <= maxPrinted
}

func (p *printer) number(text string) {
	if !strings.ContainsAny(text, ".eE") {
		p.WriteString(brief(text))
		return
	}
	f, _ := strconv.ParseFloat(text, 64) // out of range means infinity, here as there
	switch size := math.Abs(f); {
	case math.IsInf(f, 0):
		p.WriteString(strings.TrimPrefix(strings.ToLower(fmt.Sprint(f)), "+"))
	case size != 0 && (size < 1e-4 || size >= 1e16):
		p.WriteString(strconv.FormatFloat(f, 'e', -1, 64))
	case f == math.Trunc(f):
		p.WriteString(strconv.FormatFloat(f, 'f', 1, 64))
	default:
		p.WriteString(strconv.FormatFloat(f, 'f', -1, 64))
	}
}

func (p *printer) text(s string) {
	quote := '\''
	if strings.ContainsRune(s, '\'') && !strings.ContainsRune(s, '"') {
		quote = '"'
	}
	p.WriteRune(quote)
	for _, r := range s {
		if p.Len() > maxPrinted {
			return
		}
		switch {
		case r == quote || r == '\\':
			p.WriteRune('\\')
			p.WriteRune(r)
		case r == '\n':
			p.WriteString(`\n`)
		case r == '\r':
			p.WriteString(`\r`)
		case r == '\t':
			p.WriteString(`\t`)
		case r < 0x100 && !unicode.IsPrint(r):
			fmt.Fprintf(p, `\x%02x`, r)
		default:
			p.WriteRune(r)
		}
	}
	p.WriteRune(quote)
}
