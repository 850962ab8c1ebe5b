package dialect

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/agnivade/levenshtein"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dailymock/dailymock/internal/wire"
)

// maxPrinted bounds what a message repeats of a variable, in bytes.
const maxPrinted = 1000

// printed returns a value as Python prints it, and so the vendor's messages:
// {'metrics': ['VIEW'], 'filters': None}.
func printed(v any) string {
	var p printer
	p.value(v)
	return wire.Clip(p.String(), maxPrinted, "...")
}

// plain returns a value as Python formats it: a string without quotes.
func plain(v any) string {
	if s, ok := v.(string); ok {
		return brief(s)
	}
	return brief(printed(v))
}

// A printer stops after maxPrinted bytes.
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

// more starts the next of several items, and reports whether there is room for it.
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

// longestGuess is the length of the longest name that is compared with known names.
const longestGuess = 64

// didYouMean ends a message with at most five known names that are similar to the one
// sent, the most similar first, or with a full stop if no name is. Case matters, as it
// does to the vendor. The vendor's measure of similarity, Python's, differs a little.
func didYouMean(sent string, names []string) string {
	type guess struct {
		name     string
		distance int
	}
	var near []guess
	for _, name := range names {
		longer := max(len(sent), len(name))
		if longer > longestGuess || 10*min(len(sent), len(name)) < 6*longer {
			continue
		}
		if d := levenshtein.ComputeDistance(sent, name); 10*d <= 4*longer {
			near = append(near, guess{name, d})
		}
	}
	slices.SortStableFunc(near, func(a, b guess) int { return a.distance - b.distance })
	near = near[:min(len(near), 5)]
	if len(near) == 0 {
		return "."
	}
	found := make([]string, len(near))
	for i, g := range near {
		found[i] = g.name
	}
	return "; Did you mean " + oneOf(found) + "?"
}

// renamed ends a message with the value of an enumeration that an older word stands for, or returns "".
func renamed(today func(string) string, sent string, def *ast.Definition) string {
	if today == nil || len(sent) > longestGuess {
		return ""
	}
	if name := today(sent); name != "" && name != sent && def.EnumValues.ForName(name) != nil {
		return "; Did you mean " + name + "?"
	}
	return ""
}

// oneOf joins names: A, then A or B, then A, B, or C.
func oneOf(names []string) string {
	switch last := len(names) - 1; last {
	case 0:
		return names[0]
	case 1:
		return names[0] + " or " + names[1]
	default:
		return strings.Join(names[:last], ", ") + ", or " + names[last]
	}
}
