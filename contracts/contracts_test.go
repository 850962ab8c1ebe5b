package contracts_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/cases"
	"github.com/dailymock/dailymock/contracts/mock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/openapitest"
	"github.com/dailymock/dailymock/internal/testing/perturb"
	"github.com/dailymock/dailymock/internal/testing/slow"
)

func TestMain(m *testing.M) { goleakVerify(m) }

// against runs all cases against a new mock behind a handler, and reports each case as a test.
func against(t *testing.T, o dailymock.Options, between func(http.Handler) http.Handler) {
	t.Helper()
	found := findings(t, o,
		contracts.Options{Cases: cases.All(), Parallel: 2, Timeout: 2 * time.Minute}, between)
	for _, r := range found.Results {
		t.Run(r.ID, func(t *testing.T) {
			switch r.Outcome {
			case contracts.Pass, contracts.Expected:
			case contracts.Fail:
				for _, f := range r.Failures {
					t.Errorf("%s\ngot: %s\n%s", f.Expected, f.Got, f.Curl)
				}
			default: // not even skipped, since this mock has what each case needs
				t.Errorf("%s: %s", r.Outcome, r.Reason)
			}
		})
	}
}

func TestMockKeepsTheContracts(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	against(t, dailymock.Options{}, func(h http.Handler) http.Handler { return h })
}

// documented checks the responses of REST.
var documented = openapitest.File("rest.yaml")

// findings runs cases against a new mock.
func findings(t *testing.T, server dailymock.Options, o contracts.Options,
	between func(http.Handler) http.Handler) *contracts.Findings {
	t.Helper()
	o.Target = target(t, server, between)
	found, err := contracts.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// target returns a mock that serves the vendors' host names.
func target(t *testing.T, o dailymock.Options, between func(http.Handler) http.Handler) contracts.Target {
	t.Helper()
	o.Now = dailymocktest.Today
	o.World = append(dailymock.DefaultWorld(), mock.ListedKeys(cases.All())...)
	server, err := dailymock.New(o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serving := &http.Server{Handler: between(documented.Handler(server, t.Errorf)), ReadHeaderTimeout: time.Minute}
	done := make(chan struct{})
	go func() { defer close(done); serving.Serve(l) }()
	carrier := mock.Pinned(l.Addr().String())
	t.Cleanup(func() {
		carrier.CloseIdleConnections()
		serving.Close()
		<-done
	})
	return contracts.Target{
		Name: "mock", Mock: true, KeyKinds: true, Transport: carrier, Keys: mock.Keys, Shown: "http://127.0.0.1:8080",
		Advance: func(_ context.Context, by time.Duration) error { return server.Advance(by) },
		Now:     server.Now,
	}
}

// TestContractsAreNotFittedToTheMock runs the cases against responses that are changed in ways that break no client.
func TestContractsAreNotFittedToTheMock(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	for seed := range uint64(2) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			against(t, dailymock.Options{Seed: 5 + seed}, func(h http.Handler) http.Handler { return perturb.Handler(h, seed) })
		})
	}
}

// still is an Advance that does nothing.
func still(context.Context, time.Duration) error { return nil }
