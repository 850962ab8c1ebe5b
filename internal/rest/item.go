package rest

import (
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
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

type selectionKey struct{ noun, text string }

// selected returns what a call asks of a noun: the parameter fields or, where
// that is missing or empty, the default set.
func (c *call) selected(n *catalog.Schema) (catalog.Selection, error) {
	text := c.args.Get("fields")
	key := selectionKey{n.Name, text}
	if s, ok := c.selections.Get(key); ok {
		return s, nil
	}
	s, err := catalog.ParseFields(n, text, hasConnection)
	if err == nil && len(text) <= 1024 {
		key.text = strings.Clone(text)
		c.selections.Add(key, s)
	}
	return s, err
}

// item answers what a selection asks of an object.
func (c *call) item(o object, s catalog.Selection) (reply.Item, error) {
	it := make(reply.Item, 0, len(s))
	for i := range s {
		p := &s[i]
		var value any
		var err error
		if p.List != nil {
			value, err = c.within(o, p.List)
		} else {
			value, err = c.value(o, p)
		}
		if err != nil {
			return nil, err
		}
		it = append(it, reply.Member{Name: p.Key, Value: value})
	}
	return it, nil
}

// value reads a pick of an object, or of an object that it links to.
func (c *call) value(o object, p *catalog.Element) (any, error) {
	if !p.Field.Open {
		if ok, err := c.rights().mayRead(o.holder(), p.Field); !ok {
			return nil, err
		}
	}
	value := o.read(c, p.Field.Name)
	linked, ok := value.(object)
	switch {
	case !ok:
		return value, nil
	case p.Below != nil:
		return c.value(linked, p.Below)
	}
	return linked.id(), nil
}

// checkAsked wants the fields to be such as can be answered of what a channel
// has. A call that writes asks it first, so that one that is refused changes
// nothing.
func (c *call) checkAsked(n *catalog.Schema, holder *world.Channel) error {
	s, err := c.selected(n)
	if err != nil {
		return err
	}
	for i := range s {
		for p := &s[i]; p != nil && p.List == nil; p = p.Below {
			if !p.Field.Open {
				if _, err := c.rights().mayRead(holder, p.Field); err != nil {
					return err
				}
			}
			if p.Field.Name != "owner" { // who has what hangs from it
				break
			}
		}
	}
	return nil
}

// asked answers the fields of one object.
func (c *call) asked(o object) (any, error) {
	s, err := c.selected(catalog.Schemas[o.noun()])
	if err != nil {
		return nil, err
	}
	return c.item(o, s)
}
