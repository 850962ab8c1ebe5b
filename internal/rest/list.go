package rest

import (
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

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
func (c *call) paging() (page, limit int, err error) {
	if page, err = c.bounded("page", 1); err != nil {
		return 0, 0, err
	}
	limit, err = c.bounded("limit", 10)
	return page, limit, err
}

func (c *call) bounded(name string, otherwise int) (int, error) {
	text, ok := c.args.Lookup(name)
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
func listed[T any](c *call, noun string, all []T, of func(T) object) (list, error) {
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

func paged[T any](c *call, s catalog.Selection, all []T, page, limit int, of func(T) object) (list, error) {
	reach := min(len(all), c.ItemCap)
	start := min((page-1)*limit, reach)
	end := min(start+limit, reach)
	l := list{page: page, limit: limit, explicit: c.explicit, total: min(len(all), c.TotalCap), more: end < reach, items: []reply.Item{}}
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
	return listed(c.call, "user", all, func(ch *world.Channel) object { return c.call.users().aUser(ch) })
}
