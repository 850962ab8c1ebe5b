package contracts

import (
	"cmp"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"slices"
	"sync"
)

// A Fingerprint says who answered for a host, and how surely.
type Fingerprint struct {
	Host    string `json:"host"`
	TLS     bool   `json:"tls"`
	Issuer  string `json:"issuer,omitempty"` // of the certificate
	Key     string `json:"key,omitempty"`    // SHA-256 of the certificate's public key, hex
	Server  string `json:"server,omitempty"` // as the header says
	Version string `json:"tls_version,omitempty"`
	Real    bool   `json:"real"`
	Doubt   string `json:"doubt,omitempty"` // why it is not called real
}

// met collects who answered.
type met struct {
	mu    sync.Mutex
	local bool // some connection led to the machine itself: a mock or a proxy
	by    map[string]Fingerprint
}

func (m *met) connected(info httptrace.GotConnInfo) {
	host, _, err := net.SplitHostPort(info.Conn.RemoteAddr().String())
	if ip := net.ParseIP(host); err != nil || ip == nil || ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() {
		m.mu.Lock()
		m.local = true
		m.mu.Unlock()
	}
}

func (m *met) answered(req *http.Request, resp *http.Response) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.by == nil {
		m.by = map[string]Fingerprint{}
	}
	f := Fingerprint{Host: req.URL.Host, Server: resp.Header.Get("Server"), TLS: resp.TLS != nil}
	if s := resp.TLS; s != nil && len(s.PeerCertificates) > 0 {
		leaf := s.PeerCertificates[0]
		sum := sha256.Sum256(leaf.RawSubjectPublicKeyInfo)
		f.Version = tls.VersionName(s.Version)
		f.Issuer, f.Key = leaf.Issuer.CommonName, hex.EncodeToString(sum[:])
	}
	f.Doubt = doubt(req.URL.Hostname(), resp.TLS)
	const most = 100 // hosts that links lead to
	if _, known := m.by[f.Host]; known || len(m.by) < most {
		m.by[f.Host] = f
	}
}

// doubt says why an answer is not called the real host's, or "".
func doubt(host string, s *tls.ConnectionState) string {
	switch {
	case !slices.Contains(VendorHosts, Host(host)):
		return "it is no host of the vendors"
	case s == nil:
		return "it was reached without TLS"
	case len(s.VerifiedChains) == 0:
		return "its certificate was not verified"
	}
	return ""
}

// verdict says who was met and whether all of it was the real thing. A trust
// store that was chosen for the run, a transport of its own or a peer on the
// machine itself, which the mock's own proxy would be, leave doubt.
func (m *met) verdict(target Target) ([]Fingerprint, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	common := ""
	switch {
	case target.Mock || target.Base != "":
		common = "the target is not the vendors' hosts"
	case target.Transport != nil:
		common = "the requests took a way of their own"
	case os.Getenv("SSL_CERT_FILE") != "" || os.Getenv("SSL_CERT_DIR") != "":
		common = "SSL_CERT_FILE or SSL_CERT_DIR says whom to trust"
	case m.local:
		common = "a connection ended on this machine or network, as a proxy's would"
	}
	all := []Fingerprint{}
	vendors := 0
	for _, f := range m.by {
		f.Doubt = cmp.Or(common, f.Doubt)
		f.Real = f.Doubt == ""
		if f.Real {
			vendors++
		}
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Fingerprint) int { return cmp.Compare(a.Host, b.Host) })
	return all, common == "" && vendors > 0
}
