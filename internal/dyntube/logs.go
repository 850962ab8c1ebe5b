package dyntube

import (
	"net/http"
	"sync"

	"github.com/dailymock/dailymock/internal/wire"
)

// logs answers /v1/logs/data.
func (h *Handler) logs(w http.ResponseWriter, r *http.Request, a *account) error {
	q, err := h.readLogsRequest(w, r)
	if err != nil {
		return err
	}
	b := buffers.Get().(*[]byte)
	e := encoder{a, (*b)[:0]}
	h.page(q, a, &e)
	wire.Write(w, http.StatusOK, wire.TypeJSON, e.b)
	if cap(e.b) <= keptBuffer {
		*b = e.b
		buffers.Put(b)
	}
	return nil
}

// buffers hold answers while they are written; those that became larger than
// keptBuffer are not used again.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

const keptBuffer = 256 << 10

// page writes the answer to an ask.
func (h *Handler) page(q logsRequest, a *account, e *encoder) {
	s, low, high := h.found(q, a)
	p := pager{page: q.page, size: q.size, total: high - low}
	p.pages = (p.total + p.size - 1) / p.size
	to := high
	from := high
	if q.page <= p.pages {
		to = high - (q.page-1)*q.size
		from = max(low, to-q.size)
	}
	p.hits = to - from
	e.pager(p)
	s.walkBack(from, to, func(x *day, slot int) {
		v := a.view(x, slot)
		e.view(&v)
	})
	e.end()
}

// found returns the stream that an ask is about and the ranks, low to high-1,
// of the views in it.
func (h *Handler) found(q logsRequest, a *account) (s stream, low, high int) {
	f, ok := a.filter(q.video, q.channel, q.project)
	if !ok || q.from > q.to {
		return s, 0, 0
	}
	s = stream{a, f, h.viewCount(a, f)}
	return s, s.until(q.from - 1), s.until(q.to)
}
