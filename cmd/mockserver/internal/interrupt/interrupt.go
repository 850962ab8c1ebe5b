// Package interrupt says what Ctrl-C and SIGTERM do: they end the process, until a command that stops in its own way
// holds them.
//
//	ctx := interrupt.Context(context.Background())
//	…                   // a signal ends the process, whatever it waits for
//	interrupt.Hold(ctx) // from here on a signal ends ctx
package interrupt

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
)

// held is the key of a Context's *atomic.Bool.
type held struct{}

// Context catches the signals. A second one ends the process in any case.
func Context(parent context.Context) context.Context {
	hold := new(atomic.Bool)
	ctx, cancel := context.WithCancel(context.WithValue(parent, held{}, hold))
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		if !hold.Load() {
			fmt.Fprintln(os.Stderr, "mockserver: interrupted")
			os.Exit(exit.Interrupted)
		}
		signal.Stop(signals)
		cancel()
	}()
	return ctx
}

// Hold makes the first signal end ctx, which comes from Context. The caller has to stop then.
func Hold(ctx context.Context) {
	if hold, ok := ctx.Value(held{}).(*atomic.Bool); ok {
		hold.Store(true)
	}
}
