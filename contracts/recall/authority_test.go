package recall_test

import (
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/internal/testing/apichange"
)

// An authority has signed a certificate for the vendors' hosts.
type authority struct {
	pool *x509.CertPool
	leaf tls.Certificate
	old  bool
}

func newAuthority(t *testing.T, how apichange.TLS, now time.Time) authority {
	t.Helper()
	must := func(b []byte, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	newKey := func() *ecdsa.PrivateKey {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	name := cmp.Or(how.Issuer, "Usual CA")
	until := now.Add(cmp.Or(how.Lasts, 80*24*time.Hour))
	root := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now.AddDate(0, -1, 0),
		NotAfter: now.AddDate(1, 0, 0), Subject: pkix.Name{CommonName: name + " R1", Organization: []string{name}},
		IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign}
	rootKey, key := newKey(), newKey()
	der := must(x509.CreateCertificate(rand.Reader, root, root, rootKey.Public(), rootKey))
	signer, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: now.AddDate(0, -1, 0), NotAfter: until,
		Subject: pkix.Name{CommonName: "partners"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	for _, h := range contracts.VendorHosts {
		leaf.DNSNames = append(leaf.DNSNames, string(h))
	}
	leaf.DNSNames = append(leaf.DNSNames, "*.dc3.dailymotion.com") // of uploads
	cert := must(x509.CreateCertificate(rand.Reader, leaf, signer, key.Public(), rootKey))
	pool := x509.NewCertPool()
	pool.AddCert(signer)
	return authority{pool, tls.Certificate{Certificate: [][]byte{cert}, PrivateKey: key}, how.Old}
}

func (a authority) config() *tls.Config {
	c := &tls.Config{Certificates: []tls.Certificate{a.leaf}}
	if a.old {
		c.MaxVersion = tls.VersionTLS12
	}
	return c
}

// transport returns a transport that connects all hosts to one address.
func (a authority) transport(address string, now time.Time) *http.Transport {
	return &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: a.pool, Time: func() time.Time { return now }},
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", address)
		},
		MaxIdleConnsPerHost: 8,
	}
}
