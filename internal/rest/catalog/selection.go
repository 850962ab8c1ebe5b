package catalog

import (
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/reply"
)

// A Selection is the wanted fields of an object, from the parameter fields.
type Selection []Element

// An Element is one element of a selection.
type Element struct {
	Key   string // its name in the response
	Field *Field
	Below *Element    // of the linked object; nil asks for its id
	List  *Connection // a sub-request, instead of a field
}

// A Connection asks for a list within an item, in the notation of the official JavaScript SDK:
// videos.fields(id).limit(4) (docs/spec/rest.md#field-selection).
type Connection struct {
	Name   string
	Params Params
}

// The bounds of a selection.
const (
	maxFieldsText = 16 << 10 // bytes
	maxDepth      = 4        // names joined by dots
)

// ParseFields reads the parameter fields. It leaves out empty elements, blanks around names, and repeated names.
func ParseFields(n *Schema, text string, hasList func(noun, list string) bool) (Selection, error) {
	if len(text) > maxFieldsText {
		return nil, reply.TooLong("fields", maxFieldsText)
	}
	var s Selection
	var unknown []string
	seen := map[string]bool{}
	for _, element := range SplitOutside(text, ',') {
		name := strings.TrimSpace(element)
		if name == "" || seen[name] {
			continue
		}
		seen[name] = true
		if p, ok := parseElement(n, name, hasList); ok {
			if p.List == nil || !seen[p.Key] { // the response has room for one list of a name
				seen[p.Key] = true
				s = append(s, p)
			}
		} else if len(unknown) < 10 {
			unknown = append(unknown, strconv.Quote(reply.Clip(name)))
		}
	}
	if unknown != nil {
		return nil, reply.UnknownFields(unknown, n.allowed)
	}
	if s == nil {
		for _, name := range n.Default {
			s = append(s, Element{Key: name, Field: n.ByName[name]})
		}
	}
	return s, nil
}

func parseElement(n *Schema, name string, hasList func(noun, list string) bool) (Element, bool) {
	if strings.ContainsRune(name, '(') {
		return parseConnection(n, name, hasList)
	}
	p := Element{Key: name}
	at := &p
	for depth, part := range strings.Split(name, ".") {
		if depth == maxDepth || n == nil {
			return Element{}, false
		}
		if depth > 0 {
			at.Below = &Element{}
			at = at.Below
		}
		if at.Field = n.ByName[part]; at.Field == nil || depth > 0 && at.Field.Unlinked {
			return Element{}, false
		}
		n = SchemaOf(at.Field.Ref)
	}
	return p, true
}

// parseConnection reads a sub-request.
func parseConnection(n *Schema, text string, hasList func(noun, list string) bool) (Element, bool) {
	parts := SplitOutside(text, '.')
	if !hasList(n.Name, parts[0]) {
		return Element{}, false
	}
	k := &Connection{Name: parts[0]}
	for _, part := range parts[1:] {
		name, value, ok := strings.Cut(part, "(")
		if !ok || !strings.HasSuffix(value, ")") || strings.Contains(value, "(") {
			return Element{}, false // a list in a list of a list is more than the SDK has a use for
		}
		k.Params = append(k.Params, Param{Name: name, Value: strings.TrimSuffix(value, ")")})
	}
	return Element{Key: parts[0], List: k}, true
}

// SplitOutside splits at each separator that is not in parentheses.
func SplitOutside(text string, separator byte) []string {
	if strings.IndexByte(text, '(') < 0 {
		return strings.Split(text, string(separator))
	}
	var parts []string
	depth, start := 0, 0
	for i := range len(text) {
		switch {
		case text[i] == '(':
			depth++
		case text[i] == ')':
			depth--
		case text[i] == separator && depth == 0:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return append(parts, text[start:])
}
