package httpserver

import (
	"log/slog"
	"net"
	"slices"
	"strconv"
)

// BaseURL returns the URL at which a client of this machine reaches a listener. 0.0.0.0 and [::] mean every address of
// the machine; a client needs one of them.
func BaseURL(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return "http://" + a.String()
	}
	host := "127.0.0.1" // Go listens for IPv4 at [::], too
	if !hasAddress(net.IPv4(127, 0, 0, 1)) {
		host = "::1"
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(tcp.Port))
}

func hasAddress(ip net.IP) bool {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return true
	}
	return slices.ContainsFunc(all, func(a net.Addr) bool {
		own, ok := a.(*net.IPNet)
		return ok && own.IP.Equal(ip)
	})
}

// WarnIfOpen logs a warning if other machines may connect to a listener.
func WarnIfOpen(a net.Addr, log *slog.Logger) {
	if tcp, ok := a.(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		log.Warn("the mock is open to the network: it accepts any credentials, and others can control it; "+
			"use --listen 127.0.0.1:8080, or --control-token to protect /_mock/", "address", a.String())
	}
}
