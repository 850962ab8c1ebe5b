package fault

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/wire"
)

// applied is what effects add to the decision about one request. That of the importer is no request.
var applied = map[string]func(d *decision, a *armed){
	"status": (*decision).status, "error": (*decision).vendorError, "html": (*decision).html,
	"unauthorized": (*decision).unauthorized, "too-many": (*decision).tooMany, "latency": (*decision).latency,
	"reset": (*decision).reset, "truncate": (*decision).truncate, "drip": (*decision).drip,
	"field-error": (*decision).fieldError, "report": (*decision).report, "csv": (*decision).csv,
}

func (d *decision) status(a *armed) {
	n, _ := strconv.Atoi(a.Value) // checked
	d.fail(a, ofStatus(d.surface, n))
}

func (d *decision) vendorError(a *armed) { d.named(a, a.Value) }

func (d *decision) unauthorized(a *armed) { d.named(a, unauthorizedErrors[d.surface]) }

func (d *decision) tooMany(a *armed) {
	if name, ok := tooManyErrors[d.surface]; ok {
		d.named(a, name)
		return
	}
	d.fail(a, vendorError{status: http.StatusTooManyRequests, retryAfter: 1})
}

// named responds with an error of the surface by its name.
func (d *decision) named(a *armed, name string) {
	e := vendorErrors[d.surface][name]
	if name == "invalid_client" && (d.private || a.Effect == "unauthorized") {
		e.status = http.StatusUnauthorized
	}
	d.fail(a, e)
}

func (d *decision) fail(a *armed, e vendorError) {
	e.retryAfter = cmp.Or(int(a.RetryAfter/time.Second), e.retryAfter)
	surface := d.surface
	d.respond = func(w http.ResponseWriter, _ *http.Request) { e.write(w, surface) }
}

func (d *decision) html(a *armed) {
	n, _ := strconv.Atoi(a.Value) // checked
	d.respond = func(w http.ResponseWriter, _ *http.Request) { wire.HTMLError(w, n) }
}

func (d *decision) latency(a *armed) {
	wait, _ := time.ParseDuration(a.Value) // checked
	if a.Spread > 0 {
		wait += time.Duration(d.draw(a) * float64(a.Spread))
	}
	d.wait = min(d.wait+wait, maxWait)
}

func (d *decision) reset(*armed) {
	d.respond = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			if tcp, ok := below(conn).(*net.TCPConn); ok {
				_ = tcp.SetLinger(0) // closes with a reset, not with an end
			}
			_ = below(conn).Close()
			_ = conn.Close()
		}
		panic(http.ErrAbortHandler) // of HTTP/2, the stream is reset
	}
}

// below returns the connection that TLS is on.
func below(c net.Conn) net.Conn {
	if secure, ok := c.(interface{ NetConn() net.Conn }); ok {
		return secure.NetConn()
	}
	return c
}

func (d *decision) truncate(a *armed) {
	left, _ := strconv.Atoi(a.Value) // checked
	d.change = append(d.change, func(w http.ResponseWriter, _ *http.Request) changed { return &truncating{w, left} })
}

func (d *decision) drip(a *armed) {
	rate, _ := strconv.Atoi(a.Value) // checked
	d.change = append(d.change, func(w http.ResponseWriter, r *http.Request) changed {
		return &dripping{w, r.Context(), rate, maxWait}
	})
}

func (d *decision) csv(a *armed) {
	damage := a.Value
	d.change = append(d.change, func(w http.ResponseWriter, r *http.Request) changed { return newDamaged(w, r, damage) })
}

func (d *decision) fieldError(a *armed) {
	e := vendorErrors[reporting][cmp.Or(a.Type, "internal_error")]
	d.fields = append(d.fields, fieldError{a.Value, e})
}

func (d *decision) report(a *armed) { d.outcome = a.Value }

// pause waits in real time and reports whether the client is still there.
func pause(ctx context.Context, wait time.Duration) bool {
	if wait <= 0 {
		return true
	}
	over := make(chan struct{})
	stop := clock.AfterFunc(wait, func() { close(over) })
	defer stop()
	select {
	case <-over:
		return true
	case <-ctx.Done():
		return false
	}
}

// truncating ends the connection after some bytes of the body.
type truncating struct {
	http.ResponseWriter
	left int
}

func (t *truncating) Write(b []byte) (int, error) {
	if len(b) <= t.left {
		t.left -= len(b)
		return t.ResponseWriter.Write(b)
	}
	_, _ = t.ResponseWriter.Write(b[:t.left])
	_ = http.NewResponseController(t.ResponseWriter).Flush()
	panic(http.ErrAbortHandler)
}

func (t *truncating) end() {}

// dripping sends at most so many bytes per second, in fifty portions of a second or single bytes.
type dripping struct {
	http.ResponseWriter
	ctx  context.Context
	rate int
	left time.Duration // until the rest is sent at once
}

func (d *dripping) Write(b []byte) (sent int, err error) {
	portion := max(1, d.rate/50)
	for len(b) > 0 && d.left > 0 {
		n := min(portion, len(b))
		wait := time.Second * time.Duration(n) / time.Duration(d.rate)
		if !pause(d.ctx, wait) {
			return sent, d.ctx.Err()
		}
		d.left -= wait
		if n, err = d.ResponseWriter.Write(b[:n]); err != nil {
			return sent + n, err
		}
		_ = http.NewResponseController(d.ResponseWriter).Flush()
		sent, b = sent+n, b[n:]
	}
	n, err := d.ResponseWriter.Write(b)
	return sent + n, err
}

func (d *dripping) end() {}
