package object

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
	read(c *Call, name string) any
}

// selected returns what a call asks of a noun: the parameter fields or, where
// that is missing or empty, the default set.
func (c *Call) selected(n *catalog.Schema) (catalog.Selection, error) {
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

// item answers what a selection asks of an object.
func (c *Call) item(o object, s catalog.Selection) (reply.Item, error) {
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
func (c *Call) value(o object, p *catalog.Element) (any, error) {
	if !p.Field.Open {
		if ok, err := c.Rights().mayRead(o.holder(), p.Field); !ok {
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
func (c *Call) checkAsked(n *catalog.Schema, holder *world.Channel) error {
	s, err := c.selected(n)
	if err != nil {
		return err
	}
	for i := range s {
		for p := &s[i]; p != nil && p.List == nil; p = p.Below {
			if !p.Field.Open {
				if _, err := c.Rights().mayRead(holder, p.Field); err != nil {
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
func (c *Call) asked(o object) (any, error) {
	s, err := c.selected(catalog.Schemas[o.noun()])
	if err != nil {
		return nil, err
	}
	return c.item(o, s)
}

// A list is one page of a list of items (docs/spec/rest.md#lists).
type list struct {
	page, limit int
	explicit    bool
	total       int // -1 for one that does not say
	more        bool
	items       []reply.Item
}

func (l list) Item() reply.Item {
	it := reply.ItemOf("page", l.page, "limit", l.limit, "explicit", l.explicit)
	if l.total >= 0 {
		it = append(it, reply.ItemOf("total", l.total)...)
	}
	return append(it, reply.ItemOf("has_more", l.more, "list", l.items)...)
}

// maxPage bounds page and limit.
const maxPage = 100

// paging reads page and limit.
func (c *Call) paging() (page, limit int, err error) {
	if page, err = c.bounded("page", 1); err != nil {
		return 0, 0, err
	}
	limit, err = c.bounded("limit", 10)
	return page, limit, err
}

func (c *Call) bounded(name string, otherwise int) (int, error) {
	text, ok := c.Args.Lookup(name)
	if !ok || text == "" {
		return otherwise, nil
	}
	n, err := catalog.ParseInt(name, text)
	switch {
	case err != nil:
		return 0, err
	case n > maxPage:
		return 0, reply.TooHigh(name, float64(n), maxPage)
	case n < 1:
		return 0, reply.TooLow(name, float64(n), 1)
	}
	return int(n), nil
}

// listed answers one page of things, each made an object only when it is on it.
func listed[T any](c *Call, noun string, all []T, of func(T) object) (list, error) {
	s, err := c.selected(catalog.Schemas[noun])
	if err != nil {
		return list{}, err
	}
	page, limit, err := c.paging()
	if err != nil {
		return list{}, err
	}
	return paged(c, s, all, page, limit, of)
}

func paged[T any](c *Call, s catalog.Selection, all []T, page, limit int, of func(T) object) (list, error) {
	reach := min(len(all), c.ItemCap)
	start := min((page-1)*limit, reach)
	end := min(start+limit, reach)
	l := list{page: page, limit: limit, explicit: c.explicit, total: min(len(all), c.TotalCap), more: end < reach,
		items: []reply.Item{}}
	for _, t := range all[start:end] {
		it, err := c.item(of(t), s)
		if err != nil {
			return list{}, err
		}
		l.items = append(l.items, it)
	}
	return l, nil
}

// users answers a page of channels, filtered and sorted.
func (c userListCall) users(all []*world.Channel) (list, error) {
	all, err := c.filterUsers(all)
	if err != nil {
		return list{}, err
	}
	return listed(c.Call, "user", all, func(ch *world.Channel) object { return c.Call.Users().User(ch) })
}

// written reads what a form writes into a noun's fields. Names that are no
// writable field are left out, as the vendor seems to do (docs/spec/rest.md#writing-videos).
func (c *Call) written(n *catalog.Schema, owner *world.Channel) (catalog.Form, error) {
	if err := c.checkAsked(n, owner); err != nil {
		return nil, err
	}
	return n.ParseForm(c.Args, c.StrictFormNames, c.UnknownCategory400)
}

// writing returns a change that writes a form.
func writing[E world.Edit](values catalog.Form) func(E) (E, error) {
	return func(edit E) (E, error) { return world.Write(edit, values), nil }
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// firstNames are those of a list that one call may ask for: a page full.
func firstNames(text string) []string {
	names := catalog.CommaList(text)
	return names[:min(len(names), maxPage)]
}
