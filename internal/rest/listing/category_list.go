package listing

import (
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
)

// ListCategories handles GET /channels. A client is known to repeat the first page for ever if there is a second, so
// all categories are on one page by default (docs/spec/rest.md#other-endpoints).
func ListCategories(c *object.Call, _ []string) (any, error) {
	s, err := c.Selected(catalog.SchemaOf("channel"))
	if err != nil {
		return nil, err
	}
	page, limit, err := paging(c)
	if err != nil {
		return nil, err
	}
	all := slices.Clone(object.Categories)
	switch by := c.Args.Get("sort"); by {
	case "":
	case "popular":
		SortBy(all, watched(c))
	case "alpha":
		slices.SortFunc(all, func(a, b *object.Category) int {
			return strings.Compare(a.Name(c.Language), b.Name(c.Language))
		})
	default:
		return nil, reply.Unrecognised(by, "sort", []string{"popular", "alpha"})
	}
	if !c.PageChannels && !c.Args.Has("limit") {
		limit = len(all)
	}
	return paged(c, s, all, page, limit, func(k *object.Category) object.Object { return k })
}

// watched returns the sort key of a category: how often the listed channels in it were watched.
func watched(c *object.Call) func(*object.Category) int64 {
	views := map[string]int64{}
	least := popularity(c)
	for _, ch := range c.World.Channels() {
		views[object.GenreCategories[ch.Genre()]] += least(ch)
	}
	return func(k *object.Category) int64 { return views[k.Slug] }
}
