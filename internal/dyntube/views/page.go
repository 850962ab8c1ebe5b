package views

// A Query selects views of an account, and a page of them.
type Query struct {
	From, To                int64  // both inclusive, in milliseconds since 1970
	Page, Size              int    // from 1
	Video, Channel, Project string // keys; "" selects all
}

// AppendPage appends a page of views as JSON, newest first.
func (a *Account) AppendPage(b []byte, q Query) []byte {
	e := &encoder{a, b}
	s, low, high := a.find(q)
	p := pager{page: q.Page, size: q.Size, total: high - low}
	p.pages = (p.total + p.size - 1) / p.size
	to := high
	from := high
	if q.Page <= p.pages {
		to = high - (q.Page-1)*q.Size
		from = max(low, to-q.Size)
	}
	p.hits = to - from
	e.pager(p)
	s.walkBack(from, to, func(x *day, slot int) {
		v := a.view(x, slot)
		e.view(&v)
	})
	e.end()
	return e.b
}

// find returns the stream of a query, and the ranks, low to high-1, of its views.
func (a *Account) find(q Query) (s stream, low, high int) {
	f, ok := a.filter(q.Video, q.Channel, q.Project)
	if !ok || q.From > q.To {
		return s, 0, 0
	}
	s = stream{a, f, a.viewCount(f)}
	return s, s.until(q.From - 1), s.until(q.To)
}
