package reply

// A List is one page of a list of items (docs/spec/rest.md#lists).
type List struct {
	Page, Limit int
	Explicit    bool // explicit items are listed
	Total       int  // -1 is not shown
	More        bool // there are further pages
	Items       []Item
}

// Item returns the page as JSON shows it.
func (l List) Item() Item {
	it := ItemOf("page", l.Page, "limit", l.Limit, "explicit", l.Explicit)
	if l.Total >= 0 {
		it = append(it, ItemOf("total", l.Total)...)
	}
	return append(it, ItemOf("has_more", l.More, "list", l.Items)...)
}
