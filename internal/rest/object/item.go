package object

import (
	"maps"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// Selected returns the wanted fields of an object: those of the parameter fields or, if that is missing or empty, the
// default fields.
func (c *Call) Selected(n *catalog.Schema) (catalog.Selection, error) {
	text := c.Args.Get("fields")
	key := selectionKey{n.Name, text}
	if s, ok := c.selections.Get(key); ok {
		return s, nil
	}
	s, err := catalog.ParseFields(n, text, func(noun, list string) bool { return c.Lists[noun][list] != nil })
	if err == nil && len(text) <= 1024 {
		key.text = strings.Clone(text)
		c.selections.Add(key, s)
	}
	return s, err
}

// Item returns the wanted fields of an object.
func (c *Call) Item(o Object, s catalog.Selection) (reply.Item, error) {
	if !c.Spend(len(s)) {
		return nil, c.Err()
	}
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

// value reads a field of an object, or of an object that it links to.
func (c *Call) value(o Object, p *catalog.Element) (any, error) {
	if !p.Field.Open {
		if ok, err := c.mayRead(o.Identity().Owner, p.Field); !ok {
			return nil, err
		}
	}
	value := o.Read(c, p.Field.Name)
	linked, ok := value.(Object)
	switch {
	case !ok:
		return value, nil
	case p.Below == nil:
		return linked.Identity().ID, nil
	}
	if p.Key == "" {
		return c.value(linked, p.Below)
	}
	to := linked.Identity()
	key := to.Noun + " " + to.ID + " " + p.Key // the items of a list often link to the same object
	if known, ok := c.linked[key]; ok {
		return known, nil
	}
	value, err := c.value(linked, p.Below)
	if err == nil {
		c.linked[key] = value
	}
	return value, err
}

// checkAsked returns an error if the caller may not read a wanted field of an object of a channel. Calls that write
// check it first, so that a refused call changes nothing.
func (c *Call) checkAsked(n *catalog.Schema, holder *world.Channel) error {
	s, err := c.Selected(n)
	if err != nil {
		return err
	}
	for i := range s {
		for p := &s[i]; p != nil && p.List == nil; p = p.Below {
			if !p.Field.Open {
				if _, err := c.mayRead(holder, p.Field); err != nil {
					return err
				}
			}
			if p.Field.Name != "owner" { // other links lead to other channels
				break
			}
		}
	}
	return nil
}

// Asked returns the fields of one object that the call wants.
func (c *Call) Asked(o Object) (any, error) {
	s, err := c.Selected(catalog.SchemaOf(o.Identity().Noun))
	if err != nil {
		return nil, err
	}
	return c.Item(o, s)
}

// written reads the fields that a form writes. It ignores names that are not writable fields, as the vendor seems to
// do (docs/spec/rest.md#writing-videos).
func (c *Call) written(n *catalog.Schema, owner *world.Channel) (catalog.Form, error) {
	if err := c.checkAsked(n, owner); err != nil {
		return nil, err
	}
	return n.ParseForm(c.Args, c.StrictFormNames, c.UnknownCategory400)
}

// writing returns a change that writes a form.
func writing[E edits.Edit](values catalog.Form) func(E) (E, error) {
	return func(edit E) (E, error) { return edits.Write(edit, values), nil }
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// MaxPage is the most items of a page, and the most pages that a call can ask for.
const MaxPage = 100

// FirstNames returns the names in a list, as many as fit on a page.
func FirstNames(text string) []string {
	names := catalog.CommaList(text)
	return names[:min(len(names), MaxPage)]
}

// within runs a sub-request: a list with parameters of its own.
func (c *Call) within(o Object, k *catalog.Connection) (any, error) {
	inner := *c
	inner.Args = catalog.Collect(nil, k.Params)
	return c.Lists[o.Identity().Noun][k.Name](&inner, o)
}

// OneOf returns an error unless a parameter has one of the allowed values.
func OneOf(a catalog.Param, allowed ...string) error {
	for _, v := range allowed {
		if a.Value == v {
			return nil
		}
	}
	return reply.Unrecognised(a.Value, a.Name, allowed)
}

// Nothing returns the empty body of calls that have no result.
func (c *Call) Nothing() any {
	if c.DeleteArray && c.Method == "DELETE" {
		return []reply.Item{}
	}
	return reply.Item{}
}

// merge returns the entries of several tables in one.
func merge[V any](tables ...map[string]V) map[string]V {
	all := map[string]V{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

// each returns a table with an entry made of each one of another table.
func each[K, V any](of map[string]K, entry func(name string, k K) V) map[string]V {
	all := make(map[string]V, len(of))
	for name, k := range of {
		all[name] = entry(name, k)
	}
	return all
}
