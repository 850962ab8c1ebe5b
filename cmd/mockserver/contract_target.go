package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/cases"
	"github.com/dailymock/dailymock/contracts/mock"
	"github.com/dailymock/dailymock/internal/bounded"
	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/testing/perturb"
)

// openTarget returns the target, and a function that closes it.
func (s *contractSettings) openTarget(ctx context.Context, runID string) (contracts.Target, func(), error) {
	keys, err := keysOf(os.Getenv)
	if err != nil {
		return contracts.Target{}, nil, exit.With(exit.Usage, err)
	}
	switch s.target {
	case "mock":
		return s.ownMock()
	case "live":
		return contracts.Target{Name: "live", Keys: fixed(keys)}, func() {}, nil
	}
	t, err := contracts.Target{Base: s.target, Keys: fixed(keys)}.Check()
	if err != nil {
		return t, nil, exit.With(exit.Usage, fmt.Errorf("--target: %w, mock or live", err))
	}
	err = detect(ctx, &t, s.token)
	if t.Mock && keys == (contracts.Keys{}) {
		t.Keys = mock.KeysOf(runID)
	}
	if !s.allow.Has(string(contracts.MovesClock)) {
		t.Advance = nil
	}
	return t, func() {}, err
}

func fixed(k contracts.Keys) func(string) contracts.Keys {
	return func(string) contracts.Keys { return k }
}

// ownMock starts a mock with a frozen clock. Its transport connects the vendors'
// hosts to it.
func (s *contractSettings) ownMock() (contracts.Target, func(), error) {
	server, err := dailymock.New(dailymock.Options{
		Now: clock.Wall(), Logger: slog.New(slog.DiscardHandler),
		World: append(dailymock.DefaultWorld(), mock.ListedKeys(cases.All())...),
	})
	if err != nil {
		return contracts.Target{}, nil, exit.With(exit.Usage, err)
	}
	var handler http.Handler = server
	if s.vary != 0 {
		handler = perturb.Handler(server, uint64(s.vary))
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return contracts.Target{}, nil, exit.With(exit.Failed, err)
	}
	serving := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go serving.Serve(l)
	carrier := mock.Pinned(l.Addr().String())
	end := func() {
		carrier.CloseIdleConnections()
		serving.Close()
	}
	return contracts.Target{
		Name: "mock", Mock: true, KeyKinds: true, Transport: carrier, Keys: mock.Keys,
		Shown:   "http://127.0.0.1:8080",
		Advance: func(_ context.Context, by time.Duration) error { return server.Advance(by) },
		Now:     server.Now,
	}, end, nil
}

// detect marks a target as a mock, with a clock that can be moved, if it has the
// control API.
func detect(ctx context.Context, t *contracts.Target, token string) error {
	client := &http.Client{
		Timeout:       requestTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	now, frozen, err := readClock(ctx, client, t.Base, token)
	if err != nil || now.IsZero() {
		return err
	}
	t.Mock, t.Frozen = true, frozen
	t.Now = func() time.Time {
		if again, _, err := readClock(ctx, client, t.Base, token); err == nil && !again.IsZero() {
			return again
		}
		return now
	}
	t.Advance = func(ctx context.Context, by time.Duration) error { return advance(ctx, client, t.Base, token, by) }
	return nil
}

// readClock returns the time of a mock's clock and whether it is frozen. The time is
// zero if the target has no control API.
func readClock(ctx context.Context, client *http.Client, base, token string) (now time.Time, frozen bool, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/_mock/clock", nil)
	if err != nil {
		return time.Time{}, false, exit.With(exit.Usage, err)
	}
	authorize(req, token)
	resp, err := client.Do(req)
	if err != nil {
		return time.Time{}, false, exit.With(exit.Unreachable, err)
	}
	defer resp.Body.Close()
	var clock struct {
		Now    time.Time `json:"now"`
		Frozen bool      `json:"frozen"`
	}
	if resp.StatusCode != http.StatusOK || json.NewDecoder(resp.Body).Decode(&clock) != nil {
		return time.Time{}, false, nil
	}
	return clock.Now, clock.Frozen, nil
}

func advance(ctx context.Context, client *http.Client, base, token string, by time.Duration) error {
	body, err := json.Marshal(map[string]string{"by": by.String()})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/_mock/clock/advance", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	authorize(req, token)
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("advance the clock: got status %s", resp.Status)
	}
	return nil
}

// keysOf reads credentials from variables, or from the files named by variables
// with the suffix _FILE.
func keysOf(env func(string) string) (contracts.Keys, error) {
	var k contracts.Keys
	var errs []error
	for name, into := range map[string]*string{
		"DAILYMOTION_PUBLIC_KEY": &k.Public.ID, "DAILYMOTION_PUBLIC_SECRET": &k.Public.Secret,
		"DAILYMOTION_USERNAME": &k.Username, "DAILYMOTION_PASSWORD": &k.Password,
		"DAILYMOTION_PRIVATE_KEY": &k.Private.ID, "DAILYMOTION_PRIVATE_SECRET": &k.Private.Secret,
		"DYNTUBE_API_KEY": &k.DynTube, "DAILYMOTION_SOURCE_URL": &k.Source,
	} {
		file := env(name + "_FILE")
		switch {
		case env(name) != "" && file != "":
			errs = append(errs, fmt.Errorf("%s and %s_FILE are both set; unset one", name, name))
		case file != "":
			text, err := bounded.ReadFile(file, bounded.Word)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s_FILE: %w", name, err))
			}
			*into = strings.TrimSpace(string(text))
		default:
			*into = env(name)
		}
	}
	return k, errors.Join(errs...)
}

// authorize adds the token of --control-token to a request for the control API.
func authorize(req *http.Request, token string) {
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
}
