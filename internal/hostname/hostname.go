// Package hostname decides which host names the mock's own address has. A page on the web can make its own name resolve
// to 127.0.0.1 and then read and control the mock as if the mock were its own server. The browser sends the page's name
// as Host, so requests with unknown names are refused.
//
//	names := hostname.New([]string{"mock.example.com"}, "", slog.Default())
//	names.Accept(r.Host)
package hostname

import (
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"sync"

	"github.com/dailymock/dailymock/internal/wire"
)

// privateZones end names that cannot be registered: no page on the web has them (RFC 6761, RFC 6762, and ICANN's
// reservation of .internal).
var privateZones = []string{".localhost", ".test", ".internal", ".local"}

// Names are the host names that requests to the mock's own address may have. It is safe for concurrent use.
type Names struct {
	allowed map[string]bool
	log     *slog.Logger

	mu     sync.Mutex
	logged map[string]bool // the refused names that the log has
}

// maxLoggedNames bounds the refused names that are logged, each once.
const maxLoggedNames = 20

// New returns Names that accept a list of names and the one of a URL beyond those that no page on the web can have.
func New(allowed []string, publicURL string, log *slog.Logger) *Names {
	h := &Names{allowed: map[string]bool{}, log: log, logged: map[string]bool{}}
	for _, name := range allowed {
		h.allowed[wire.Hostname(name)] = true
	}
	if u, err := url.Parse(publicURL); err == nil {
		h.allowed[wire.Hostname(u.Host)] = true
	}
	return h
}

// Accept reports whether a Host header has an accepted name. A client of HTTP/1.0 may send none.
func (h *Names) Accept(host string) bool {
	name := wire.Hostname(host)
	if !strings.Contains(name, ".") && !strings.Contains(name, ":") || h.allowed[name] {
		return true
	}
	for _, zone := range privateZones {
		if strings.HasSuffix(name, zone) {
			return true
		}
	}
	_, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil
}

// Warn logs how to allow a name, once for each name.
func (h *Names) Warn(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.logged[name] || len(h.logged) >= maxLoggedNames {
		return
	}
	h.logged[name] = true
	h.log.Warn("refused a request for an unknown host name", "host", name, "to allow it", "--allow-hostname "+name)
}
