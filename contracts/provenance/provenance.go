// Package provenance tells which servers responded in a run, and whether they were the vendors'.
package provenance

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
	"strings"
	"sync"
	"time"
)

// A Fingerprint describes the server that responded for a host.
type Fingerprint struct {
	Host    string `json:"host"`
	TLS     bool   `json:"tls"`
	Issuer  string `json:"issuer,omitempty"` // of the certificate
	Key     string `json:"key,omitempty"`    // SHA-256 of the certificate's public key, hex
	Server  string `json:"server,omitempty"` // the Server header
	Version string `json:"tls_version,omitempty"`
	By      string `json:"by,omitempty"` // the organization of the issuer

	Expires time.Time `json:"expires,omitzero"` // of the certificate
	Real    bool      `json:"real"`
	Doubt   string    `json:"doubt,omitempty"` // why Real is false
}

// Peers collects the fingerprints of a run.
type Peers struct {
	Vendors []string // the hosts that count as real

	mu    sync.Mutex
	local bool // a connection ended on this machine or network: a mock or a proxy
	by    map[string]Fingerprint
}

// NoteConnection records whether a connection ended on this machine or network.
func (m *Peers) NoteConnection(info httptrace.GotConnInfo) {
	host, _, err := net.SplitHostPort(info.Conn.RemoteAddr().String())
	if ip := net.ParseIP(host); err != nil || ip == nil || ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() {
		m.mu.Lock()
		m.local = true
		m.mu.Unlock()
	}
}

// NoteResponse records the fingerprint of the server that sent a response.
func (m *Peers) NoteResponse(req *http.Request, resp *http.Response) {
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
		f.By, f.Expires = strings.Join(leaf.Issuer.Organization, ", "), leaf.NotAfter.UTC()
	}
	f.Doubt = m.doubt(req.URL.Hostname(), resp.TLS)
	const most = 100 // hosts, including those of links
	if _, known := m.by[f.Host]; known || len(m.by) < most {
		m.by[f.Host] = f
	}
}

// doubt returns why a response may not be from the real host, or "".
func (m *Peers) doubt(host string, s *tls.ConnectionState) string {
	switch {
	case !slices.Contains(m.Vendors, host):
		return "not a host of the vendors"
	case s == nil:
		return "it was reached without TLS"
	case len(s.VerifiedChains) == 0:
		return "its certificate was not verified"
	}
	return ""
}

// Fingerprints returns the fingerprints of a run and reports whether it reached the real APIs. That is in doubt for the
// reason given, with a custom trust store, or if a connection ended on this machine, as with the mock's proxy.
func (m *Peers) Fingerprints(doubt string) ([]Fingerprint, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	common := doubt
	switch {
	case common != "":
	case os.Getenv("SSL_CERT_FILE") != "" || os.Getenv("SSL_CERT_DIR") != "":
		common = "SSL_CERT_FILE or SSL_CERT_DIR replaces the trusted certificates"
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
