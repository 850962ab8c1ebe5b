package fault_test

import (
	"context"
	"testing"
	"time"
)

// contextUntilCounted returns a context that ends when a rule of the client has fired.
func contextUntilCounted(t *testing.T, c *client) (context.Context, context.CancelFunc) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for ctx.Err() == nil && c.Faults()[0].Fired == 0 {
			<-tick.C
		}
		cancel()
	}()
	return ctx, cancel
}
