// Package httpserver listens, serves and stops for the commands that run a mock.
package httpserver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"
)

// Listen listens on the address of a flag. Errors say what to do.
func Listen(flag, address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s: %s is in use by another program; use 127.0.0.1:0 for a free port", flag, address)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w; need an address such as 127.0.0.1:8080", flag, err)
	}
	return l, nil
}

// New returns a server for a handler. It has no write timeout, because a report may be large and is streamed, and no
// read timeout, because an upload may be large: the mock itself limits how slow a body may be. A read timeout would
// also end long downloads.
func New(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// Drain stops accepting requests and waits for open ones, at most for longest.
func Drain(server *http.Server, longest time.Duration, log *slog.Logger) {
	log.Info("stopping", "longest", longest.String())
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		log.Warn("requests were cut off", "error", err)
	}
}
