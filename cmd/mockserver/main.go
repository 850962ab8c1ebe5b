// Command mockserver serves the mock of Dailymotion's partner APIs.
//
//	mockserver --listen 127.0.0.1:8080
//
// mockserver help says the rest.
package main

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/interrupt"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/isolate"
)

// gcPercent replaces Go's 100 if GOGC is not set. The heap is small, so collecting it less often costs some 10 MB, and
// saves a tenth of the CPU time of a request.
const gcPercent = 250

// minProcs is the least number of threads that run Go code at a time. With one, as on a machine with one CPU, a request
// beside downloads would wait for 10 ms and more: Go looks for new requests only when it has nothing else to do.
const minProcs = 2

func main() {
	isolate.Enter()
	if runtime.GOMAXPROCS(0) < minProcs {
		runtime.GOMAXPROCS(minProcs)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx := interrupt.Context(context.Background())
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
