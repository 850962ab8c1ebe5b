package proxy

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	"net"
	"slices"
	"sync"
	"time"
)

// Certificates are valid from skew before the authority was made, because a
// client's clock may be slow, and for lifetime after it: Apple's runtimes refuse
// certificates that are valid for more than 398 days.
const (
	skew     = 48 * time.Hour
	lifetime = 390 * 24 * time.Hour
)

// An authority signs certificates for its hosts only. Its keys exist only in this
// value and are never written anywhere.
type authority struct {
	hosts map[string]bool
	cert  *x509.Certificate
	key   crypto.Signer
	from  time.Time
	until time.Time

	leafKey crypto.Signer

	mu    sync.Mutex
	leafs map[string]*tls.Certificate // at most one for each host
}

// newAuthority returns an authority for exact host names in lower case. now is
// wall-clock time, because clients check the dates by their own clock.
func newAuthority(hosts []string, now time.Time) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	leafKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	a := &authority{
		hosts: make(map[string]bool, len(hosts)), leafs: make(map[string]*tls.Certificate, len(hosts)),
		key: key, leafKey: leafKey,
		from: now.Add(-skew), until: now.Add(lifetime),
	}
	for _, h := range hosts {
		a.hosts[h] = true
	}
	a.cert, err = a.selfSign(hosts)
	return a, err
}

// selfSign makes the root certificate. Its constraints allow only the hosts: no
// other name, no address and no further authority.
func (a *authority) selfSign(hosts []string) (*x509.Certificate, error) {
	template := &x509.Certificate{
		SerialNumber:          serial(),
		Subject:               pkix.Name{CommonName: "dailymock, made for one run", Organization: []string{"dailymock"}},
		NotBefore:             a.from,
		NotAfter:              a.until,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,

		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         hosts,
		ExcludedIPRanges: []*net.IPNet{
			{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)},
			{IP: net.IPv6zero, Mask: net.CIDRMask(0, 128)},
		},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, a.key.Public(), a.key)
	if err != nil {
		return nil, fmt.Errorf("sign the authority: %w", err)
	}
	return x509.ParseCertificate(der)
}

// leaf returns the certificate of a host, or with "" one of all hosts. It signs it on first use.
func (a *authority) leaf(host string) (*tls.Certificate, error) {
	if !a.hosts[host] && host != "" {
		return nil, fmt.Errorf("no certificate for %q: not one of the mocked hosts", host)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if c := a.leafs[host]; c != nil {
		return c, nil
	}
	names := []string{host}
	if host == "" {
		names = slices.Sorted(maps.Keys(a.hosts))
	}
	c, err := a.sign(names)
	if err != nil {
		return nil, fmt.Errorf("sign a certificate for %q: %w", host, err)
	}
	a.leafs[host] = c
	return c, nil
}

func (a *authority) sign(hosts []string) (*tls.Certificate, error) {
	template := &x509.Certificate{
		SerialNumber:          serial(),
		Subject:               pkix.Name{CommonName: hosts[0]},
		DNSNames:              hosts,
		NotBefore:             a.from,
		NotAfter:              a.until,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, a.leafKey.Public(), a.key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der, a.cert.Raw}, PrivateKey: a.leafKey}, nil
}

// pem returns the authority's certificate, never its key.
func (a *authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

// serial returns a random serial number, so that a client does not confuse the
// authorities of two runs.
func serial() *big.Int {
	var b [16]byte
	rand.Read(b[:]) // never fails
	b[0] &= 0x7f    // positive, at most 16 octets
	return new(big.Int).SetBytes(b[:])
}
