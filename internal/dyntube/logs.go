package dyntube

import (
	"net/http"
	"sync"

	"github.com/dailymock/dailymock/internal/dyntube/views"
	"github.com/dailymock/dailymock/internal/wire"
)

// logs serves /v1/logs/data.
func (h *Handler) logs(w http.ResponseWriter, r *http.Request, a *views.Account) error {
	q, err := h.readLogsRequest(w, r)
	if err != nil {
		return err
	}
	b := buffers.Get().(*[]byte)
	page := a.AppendPage((*b)[:0], q)
	wire.Write(w, http.StatusOK, wire.TypeJSON, page)
	if cap(page) <= keptBuffer {
		*b = page
		buffers.Put(b)
	}
	return nil
}

// buffers hold responses while they are written. Those larger than keptBuffer are not reused.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

const keptBuffer = 256 << 10
