package proxy

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/bounded"
)

// The files of a saved authority. Clients need the first; the second is secret.
const (
	CertFile = "ca.pem"
	keyFile  = "ca-key.pem"
)

// pemLimit bounds a file of an authority.
const pemLimit = 64 << 10

// TLSConfig returns the configuration of a server with certificates for exact host names in lower case, signed by the
// authority in a folder. If the folder has none, TLSConfig makes one there. It returns an error if the authority is for
// other hosts or no longer valid. now is wall-clock time.
func TLSConfig(folder string, hosts []string, now time.Time) (*tls.Config, error) {
	a, err := savedAuthority(folder, hosts, now)
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			return a.leaf(strings.ToLower(hello.ServerName))
		},
	}, nil
}

func savedAuthority(folder string, hosts []string, now time.Time) (*authority, error) {
	a, err := newAuthority(hosts, now)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(folder, CertFile)); errors.Is(err, os.ErrNotExist) {
		return a, a.save(folder)
	}
	return a, a.load(folder, now)
}

// save writes the key first, so that an authority with a certificate is complete.
func (a *authority) save(folder string) error {
	key, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	secret := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})
	if err := writeWhole(filepath.Join(folder, keyFile), secret, 0o600); err != nil {
		return err
	}
	return writeWhole(filepath.Join(folder, CertFile), a.pem(), 0o644)
}

// writeWhole replaces a file, so that readers see it whole.
func writeWhole(name string, content []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*") // with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(mode), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// load replaces the certificate and the key of a by those of a folder.
func (a *authority) load(folder string, now time.Time) error {
	pair, err := readPair(filepath.Join(folder, CertFile), filepath.Join(folder, keyFile))
	if err != nil {
		return err
	}
	cert := pair.Leaf
	advice := "; delete " + CertFile + " and " + keyFile + " in " + folder + " for a new one"
	switch {
	case !cert.IsCA:
		return fmt.Errorf("%s: not a certificate of an authority%s", filepath.Join(folder, CertFile), advice)
	case now.After(cert.NotAfter) || now.Before(cert.NotBefore):
		return fmt.Errorf("%s: valid from %s to %s only%s", filepath.Join(folder, CertFile),
			cert.NotBefore.Format(time.DateOnly), cert.NotAfter.Format(time.DateOnly), advice)
	}
	for _, h := range slices.Sorted(maps.Keys(a.hosts)) {
		if len(cert.PermittedDNSDomains) > 0 && !slices.Contains(cert.PermittedDNSDomains, h) {
			return fmt.Errorf("%s: made for other hosts, and not for %s%s", filepath.Join(folder, CertFile), h, advice)
		}
	}
	a.cert, a.key = cert, pair.PrivateKey.(crypto.Signer) // of X509KeyPair always
	a.from, a.until = cert.NotBefore, cert.NotAfter
	return nil
}

// Pair returns the configuration of a server with the certificate and the key of two PEM files.
func Pair(certFile, keyFile string) (*tls.Config, error) {
	pair, err := readPair(certFile, keyFile)
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}, err
}

func readPair(certFile, keyFile string) (tls.Certificate, error) {
	cert, err := bounded.ReadFile(certFile, pemLimit)
	if err != nil {
		return tls.Certificate{}, err
	}
	key, err := bounded.ReadFile(keyFile, pemLimit)
	if err != nil {
		return tls.Certificate{}, err
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return pair, fmt.Errorf("%s and %s: %w", certFile, keyFile, err)
	}
	return pair, nil
}
