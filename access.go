package dailymock

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"

	"github.com/dailymock/dailymock/internal/control"
	"github.com/dailymock/dailymock/internal/wire"
)

// A page on the web can make its own name resolve to 127.0.0.1 and then read and control the mock as if the mock were
// its own server. The browser sends the page's name as Host, so requests with unknown names are refused.

// privateZones end names that cannot be registered: no page on the web has them (RFC 6761, RFC 6762, and ICANN's
// reservation of .internal).
var privateZones = []string{".localhost", ".test", ".internal", ".local"}

// hostnames are the names that requests to the mock's own address may have.
type hostnames struct {
	allowed map[string]bool
	log     *slog.Logger

	mu     sync.Mutex
	logged map[string]bool // the refused names that the log has
}

// maxLoggedNames bounds the refused names that are logged, each once.
const maxLoggedNames = 20

func newHostnames(o Options) *hostnames {
	h := &hostnames{allowed: map[string]bool{}, log: o.Logger, logged: map[string]bool{}}
	for _, name := range o.AllowHostnames {
		h.allowed[wire.Hostname(name)] = true
	}
	if u, err := url.Parse(o.PublicURL); err == nil {
		h.allowed[wire.Hostname(u.Host)] = true
	}
	return h
}

// accept reports whether a Host header has an accepted name. A client of HTTP/1.0 may send none.
func (h *hostnames) accept(host string) bool {
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

// warn logs how to allow a name, once for each name.
func (h *hostnames) warn(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.logged[name] || len(h.logged) >= maxLoggedNames {
		return
	}
	h.logged[name] = true
	h.log.Warn("refused a request for an unknown host name", "host", name, "to allow it", "--allow-hostname "+name)
}

// maxHostname is the longest name in a log line or a message, in bytes (RFC 1035 section 2.3.4).
const maxHostname = 253

// check refuses a request whose host name is not accepted, and one for the control API without the token.
func (s *Server) check(r *http.Request) (status int, message string) {
	if !s.names.accept(r.Host) {
		name := wire.Clip(wire.Hostname(r.Host), maxHostname, "…")
		s.names.warn(name)
		return http.StatusMisdirectedRequest,
			fmt.Sprintf("The mock does not serve the host name %q; start it with --allow-hostname %s to allow it.", name, name)
	}
	if s.options.ControlToken != "" && strings.HasPrefix(r.URL.Path, control.Prefix) && !s.hasToken(r) {
		return http.StatusUnauthorized,
			"the control API of this mock needs its token; send the header Authorization: Bearer TOKEN"
	}
	return 0, ""
}

// hasToken compares hashes, so that the time it takes says nothing about the token.
func (s *Server) hasToken(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	got, want := sha256.Sum256([]byte(strings.TrimSpace(token))), sha256.Sum256([]byte(s.options.ControlToken))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(got[:], want[:]) == 1
}

// Guard returns a handler that serves h to the requests that the server's own control API would serve: those with an
// accepted host name and, if Options.ControlToken is set, the token. It is for handlers at the server's address.
func (s *Server) Guard(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status, message := s.check(r); status != 0 {
			control.Refuse(w, status, message)
			return
		}
		h.ServeHTTP(w, r)
	})
}

func (o Options) checkAccess() error {
	for _, name := range o.AllowHostnames {
		if !wire.ValidName(name) {
			return optionError("AllowHostnames", "got %q, need a host name such as mock.example.com", name)
		}
	}
	for _, c := range []byte(o.ControlToken) {
		if c <= ' ' || c > '~' {
			return optionError("ControlToken", "need visible ASCII characters without blanks")
		}
	}
	return nil
}
