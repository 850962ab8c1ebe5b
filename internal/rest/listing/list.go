package listing

import (
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
)

// paging reads the parameters page and limit.
func paging(c *object.Call) (page, limit int, err error) {
	if page, err = bounded(c, "page", 1); err != nil {
		return 0, 0, err
	}
	limit, err = bounded(c, "limit", 10)
	return page, limit, err
}

func bounded(c *object.Call, name string, otherwise int) (int, error) {
	text, ok := c.Args.Lookup(name)
	if !ok || text == "" {
		return otherwise, nil
	}
	n, err := catalog.ParseInt(name, text)
	switch {
	case err != nil:
		return 0, err
	case n > object.MaxPage:
		return 0, reply.TooHigh(name, float64(n), object.MaxPage)
	case n < 1:
		return 0, reply.TooLow(name, float64(n), 1)
	}
	return int(n), nil
}

// listed returns one page of items. Only items on the page are made objects.
func listed[T any](c *object.Call, noun string, all []T, of func(T) object.Object) (reply.List, error) {
	s, err := c.Selected(catalog.SchemaOf(noun))
	if err != nil {
		return reply.List{}, err
	}
	page, limit, err := paging(c)
	if err == nil {
		err = c.Err()
	}
	if err != nil {
		return reply.List{}, err
	}
	return paged(c, s, all, page, limit, of)
}

func paged[T any](
	c *object.Call, s catalog.Selection, all []T, page, limit int, of func(T) object.Object,
) (reply.List, error) {
	reach := min(len(all), c.ItemCap)
	start := min((page-1)*limit, reach)
	end := min(start+limit, reach)
	l := reply.List{Page: page, Limit: limit, Explicit: c.Explicit, Total: min(len(all), c.TotalCap), More: end < reach,
		Items: []reply.Item{}}
	for _, t := range all[start:end] {
		it, err := c.Item(of(t), s)
		if err != nil {
			return reply.List{}, err
		}
		l.Items = append(l.Items, it)
	}
	return l, nil
}
