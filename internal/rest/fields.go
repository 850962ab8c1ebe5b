package rest

import (
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// An object is one thing of the graph, as one call sees it.
type object interface {
	id() string
	noun() string
	holder() *world.Channel // whose it is; nil for nobody's
	// read returns the value of a field of the catalogue: an object for a
	// field of that type, nil for null.
	read(c *call, name string) any
}

// A selection is what the parameter fields asks of a noun.
type selection []pick

// A pick is one element of a selection.
type pick struct {
	key   string // as the answer names it
	field *field
	below *pick       // of the linked object; nil asks for its id
	list  *connection // a sub-request, instead of a field
}

// A connection asks for a list within an item: videos.fields(id).limit(4), as
// the official JavaScript SDK writes it (docs/spec/rest.md#field-selection).
type connection struct {
	name   string
	params args
}

type selectionKey struct{ noun, text string }

// The bounds of a selection.
const (
	maxFieldsText = 16 << 10 // bytes
	maxDepth      = 4        // names joined by dots
)

// selected returns what a call asks of a noun: the parameter fields or, where
// that is missing or empty, the default set.
func (c *call) selected(n *noun) (selection, error) {
	text := c.args.get("fields")
	key := selectionKey{n.name, text}
	if s, ok := c.selections.Get(key); ok {
		return s, nil
	}
	s, err := parseFields(n, text)
	if err == nil && len(text) <= 1024 {
		key.text = strings.Clone(text)
		c.selections.Add(key, s)
	}
	return s, err
}

// parseFields reads the parameter fields. Empty elements are left out, blanks
// around names as well, a name asked for twice counts once.
func parseFields(n *noun, text string) (selection, error) {
	if len(text) > maxFieldsText {
		return nil, reply.TooLong("fields", maxFieldsText)
	}
	var s selection
	var unknown []string
	seen := map[string]bool{}
	for _, element := range splitOutside(text, ',') {
		name := strings.TrimSpace(element)
		if name == "" || seen[name] {
			continue
		}
		seen[name] = true
		if p, ok := parsePick(n, name); ok {
			if p.list == nil || !seen[p.key] { // two lists of one name cannot both be in the answer
				seen[p.key] = true
				s = append(s, p)
			}
		} else if len(unknown) < 10 {
			unknown = append(unknown, strconv.Quote(reply.Clip(name)))
		}
	}
	if unknown != nil {
		return nil, reply.Invalid("fields", "Unrecognized values %s for `fields' parameter, allowed values: %s", strings.Join(unknown, ", "), n.allowed)
	}
	if s == nil {
		for _, name := range n.Default {
			s = append(s, pick{key: name, field: n.byName[name]})
		}
	}
	return s, nil
}

func parsePick(n *noun, name string) (pick, bool) {
	if strings.ContainsRune(name, '(') {
		return parseConnection(n, name)
	}
	p := pick{key: name}
	at := &p
	for depth, part := range strings.Split(name, ".") {
		if depth == maxDepth || n == nil {
			return pick{}, false
		}
		if depth > 0 {
			at.below = &pick{}
			at = at.below
		}
		if at.field = n.byName[part]; at.field == nil || depth > 0 && at.field.Unlinked {
			return pick{}, false
		}
		n = catalogue[at.field.Ref]
	}
	return p, true
}

// parseConnection reads a sub-request.
func parseConnection(n *noun, text string) (pick, bool) {
	parts := splitOutside(text, '.')
	if !hasConnection(n.name, parts[0]) {
		return pick{}, false
	}
	k := &connection{name: parts[0]}
	for _, part := range parts[1:] {
		name, value, ok := strings.Cut(part, "(")
		if !ok || !strings.HasSuffix(value, ")") || strings.Contains(value, "(") {
			return pick{}, false // a list in a list of a list is more than the SDK has a use for
		}
		k.params = append(k.params, param{Name: name, Value: strings.TrimSuffix(value, ")")})
	}
	return pick{key: parts[0], list: k}, true
}

// splitOutside splits at a separator that stands in no parentheses.
func splitOutside(text string, separator byte) []string {
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

// item answers what a selection asks of an object.
func (c *call) item(o object, s selection) (reply.Item, error) {
	it := make(reply.Item, 0, len(s))
	for i := range s {
		p := &s[i]
		var value any
		var err error
		if p.list != nil {
			value, err = c.within(o, p.list)
		} else {
			value, err = c.value(o, p)
		}
		if err != nil {
			return nil, err
		}
		it = append(it, reply.Member{Name: p.key, Value: value})
	}
	return it, nil
}

// value reads a pick of an object, or of an object that it links to.
func (c *call) value(o object, p *pick) (any, error) {
	if !p.field.open {
		if ok, err := c.mayRead(o.holder(), p.field); !ok {
			return nil, err
		}
	}
	value := o.read(c, p.field.Name)
	linked, ok := value.(object)
	switch {
	case !ok:
		return value, nil
	case p.below != nil:
		return c.value(linked, p.below)
	}
	return linked.id(), nil
}

// checkAsked wants the fields to be such as can be answered of what a channel
// has. A call that writes asks it first, so that one that is refused changes
// nothing.
func (c *call) checkAsked(n *noun, holder *world.Channel) error {
	s, err := c.selected(n)
	if err != nil {
		return err
	}
	for i := range s {
		for p := &s[i]; p != nil && p.list == nil; p = p.below {
			if !p.field.open {
				if _, err := c.mayRead(holder, p.field); err != nil {
					return err
				}
			}
			if p.field.Name != "owner" { // who has what hangs from it
				break
			}
		}
	}
	return nil
}

// asked answers the fields of one object.
func (c *call) asked(o object) (any, error) {
	s, err := c.selected(catalogue[o.noun()])
	if err != nil {
		return nil, err
	}
	return c.item(o, s)
}
