package proxy_test

import (
	"errors"
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/proxy"
	"github.com/dailymock/dailymock/internal/wire"
)

// TestSlowBodiesEndInTunnels: read deadlines reach the connection of the client, with HTTP/1.1 and 2.
func TestSlowBodiesEndInTunnels(t *testing.T) {
	t.Parallel()
	pace := wire.Pace{Now: time.Now, Window: 50 * time.Millisecond, Least: 1000}
	for _, http2 := range []bool{false, true} {
		failed := make(chan error, 1)
		p := start(t, proxy.Config{Handler: pace.Limit(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, err := io.Copy(io.Discard, r.Body)
			failed <- err
		}))})
		body, drip := io.Pipe()
		go func() {
			defer body.Close()
			resp, err := p.client(t, http2).Post("https://graphql.api.dailymotion.com/", "text/plain", body)
			if err == nil {
				resp.Body.Close()
			}
		}()
		if _, err := drip.Write([]byte("a")); err != nil {
			t.Fatal(err)
		}
		if err := <-failed; !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("HTTP/2 %v: reading ends with %v, want a timeout", http2, err)
		}
		drip.Close()
	}
}
