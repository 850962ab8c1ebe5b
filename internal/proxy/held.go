package proxy

import (
	"bufio"
	"net"
	"net/http"
	"sync"
)

// A held connection was taken over from the outer server by a CONNECT, or came from a listener of Intercept. It first
// reads what was buffered.
type held struct {
	net.Conn
	ahead   *bufio.Reader
	host    string // of its CONNECT; "" without one
	release func()
	once    sync.Once
}

func (h *held) Read(b []byte) (int, error) { return h.ahead.Read(b) }

func (h *held) Close() error {
	err := h.Conn.Close()
	h.once.Do(h.release)
	return err
}

// tunnels limits the number of held connections, and closes them all in cut.
type tunnels struct {
	free chan struct{} // one element for each connection
	work sync.WaitGroup

	mu   sync.Mutex
	open map[*held]struct{}
}

func newTunnels(most int) *tunnels {
	return &tunnels{free: make(chan struct{}, most), open: map[*held]struct{}{}}
}

// enter reserves a connection, unless there are too many. It is called while the
// outer server still handles the request, so Close waits for it.
func (t *tunnels) enter() bool {
	select {
	case t.free <- struct{}{}:
		t.work.Add(1)
		return true
	default:
		return false
	}
}

// leave gives back a reservation.
func (t *tunnels) leave() {
	<-t.free
	t.work.Done()
}

// hold takes over the connection from the outer server. Closing it gives back the
// reservation.
func (t *tunnels) hold(w http.ResponseWriter, host string) (*held, error) {
	c, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.leave()
		return nil, err
	}
	return t.keep(&held{Conn: c, ahead: rw.Reader, host: host}), nil
}

// keep counts a connection for which enter has reserved a place.
func (t *tunnels) keep(h *held) *held {
	h.release = func() {
		t.mu.Lock()
		delete(t.open, h)
		t.mu.Unlock()
		t.leave()
	}
	t.mu.Lock()
	t.open[h] = struct{}{}
	t.mu.Unlock()
	return h
}

// cut closes all connections and waits until they are released.
func (t *tunnels) cut() {
	t.mu.Lock()
	open := make([]*held, 0, len(t.open))
	for h := range t.open {
		open = append(open, h)
	}
	t.mu.Unlock()
	for _, h := range open {
		h.Close()
	}
	t.work.Wait()
}
