package env

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/dailymock/dailymock/internal/bounded"
)

// rootFiles are the files with the roots of different systems; the first one that
// exists is used. Windows has none: there the bundle holds our authority and the
// files of rootNames.
var rootFiles = []string{
	"/etc/ssl/certs/ca-certificates.crt",                // Debian, Alpine, Arch
	"/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL
	"/etc/ssl/ca-bundle.pem",                            // openSUSE
	"/etc/ssl/cert.pem",                                 // macOS, BSD
}

// rootNames are variables for files with additional roots, such as a company's.
var rootNames = []string{"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"}

// maxRoots is the largest file of roots in bytes; usual ones have 250 KB.
const maxRoots = 8 << 20

// machineRoots returns the roots that programs trust without the mock.
func machineRoots(environ []string) []*x509.Certificate {
	var roots []*x509.Certificate
	for _, path := range rootFiles {
		if data, err := bounded.ReadFile(path, maxRoots); err == nil {
			roots = certificates(data)
			break
		}
	}
	for _, name := range rootNames {
		if data, err := bounded.ReadFile(get(environ, name), maxRoots); err == nil {
			roots = append(roots, certificates(data)...)
		}
	}
	return distinct(roots)
}

// certificates returns the valid certificates in PEM data.
func certificates(data []byte) []*x509.Certificate {
	var certs []*x509.Certificate
	for {
		var block *pem.Block
		block, data = pem.Decode(data)
		if block == nil {
			return certs
		}
		if c, err := x509.ParseCertificate(block.Bytes); err == nil && block.Type == "CERTIFICATE" {
			certs = append(certs, c)
		}
	}
}

func distinct(certs []*x509.Certificate) []*x509.Certificate {
	seen := make(map[[sha256.Size]byte]bool, len(certs))
	out := certs[:0]
	for _, c := range certs {
		sum := sha256.Sum256(c.Raw)
		if !seen[sum] {
			seen[sum] = true
			out = append(out, c)
		}
	}
	return out
}

func bundle(certs []*x509.Certificate) []byte {
	var b bytes.Buffer
	for _, c := range certs {
		pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
	}
	return b.Bytes()
}

// trustPassword protects nothing; Java requires a password and expects this one.
const trustPassword = pkcs12.DefaultPassword

func trustStore(certs []*x509.Certificate) ([]byte, error) {
	data, err := pkcs12.Modern2023.EncodeTrustStore(certs, trustPassword)
	if err != nil {
		return nil, fmt.Errorf("make Java's trust store: %w", err)
	}
	return data, nil
}

// javaOptions returns the value of JAVA_TOOL_OPTIONS, which is split at blanks
// outside quotes.
func (f Folder) javaOptions(address string) string {
	host, port, _ := strings.Cut(address, ":")
	options := []string{
		"-Djavax.net.ssl.trustStore=" + f.path(trustFile),
		"-Djavax.net.ssl.trustStoreType=PKCS12",
		"-Djavax.net.ssl.trustStorePassword=" + trustPassword,
		"-Dhttp.proxyHost=" + host, "-Dhttp.proxyPort=" + port,
		"-Dhttps.proxyHost=" + host, "-Dhttps.proxyPort=" + port,
		"-Dhttp.nonProxyHosts=localhost|127.*|[::1]", // for https too
	}
	for i, o := range options {
		if strings.ContainsAny(o, " \t") {
			options[i] = `"` + o + `"`
		}
	}
	return strings.Join(options, " ")
}
