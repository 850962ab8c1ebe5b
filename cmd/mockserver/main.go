// Command mockserver serves the mock of Dailymotion's partner APIs.
//
//	mockserver --listen 127.0.0.1:8080
//
// mockserver help says the rest.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/isolate"
)

func main() {
	isolate.Enter()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
