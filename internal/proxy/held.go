package proxy

import (
	"bufio"
	"net"
	"net/http"
	"sync"
)

// A held connection was taken from the outer server by a CONNECT. It reads
// first what that server had read ahead.
type held struct {
	net.Conn
	ahead   *bufio.Reader
	host    string // of its CONNECT
	release func()
	once    sync.Once
}

func (h *held) Read(b []byte) (int, error) { return h.ahead.Read(b) }

func (h *held) Close() error {
	err := h.Conn.Close()
	h.once.Do(h.release)
	return err
}

// tunnels counts and knows the connections that are held, so that there are
// never too many and none outlives Close.
type tunnels struct {
	free chan struct{} // one element for each place that is taken
	work sync.WaitGroup

	mu   sync.Mutex
	open map[*held]struct{}
}

func newTunnels(most int) *tunnels {
	return &tunnels{free: make(chan struct{}, most), open: map[*held]struct{}{}}
}

// enter takes a place. It is called while the outer server still waits for the
// request, so Close cannot have gone past it.
func (t *tunnels) enter() bool {
	select {
	case t.free <- struct{}{}:
		t.work.Add(1)
		return true
	default:
		return false
	}
}

// leave gives back a place for which nothing was held.
func (t *tunnels) leave() {
	<-t.free
	t.work.Done()
}

// hold takes the connection from the outer server; closing it leaves the place.
func (t *tunnels) hold(w http.ResponseWriter, host string) (*held, error) {
	c, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.leave()
		return nil, err
	}
	h := &held{Conn: c, ahead: rw.Reader, host: host}
	h.release = func() {
		t.mu.Lock()
		delete(t.open, h)
		t.mu.Unlock()
		t.leave()
	}
	t.mu.Lock()
	t.open[h] = struct{}{}
	t.mu.Unlock()
	return h, nil
}

// cut closes what is open and waits for what is on its way.
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
