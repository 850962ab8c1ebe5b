package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// listensWithTLS starts a mock until the test ends, and returns its address for TLS.
func listensWithTLS(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("mockserver", append(args, "--tls-listen", "127.0.0.1:0", "--log-format", "json")...)
	cmd.Env = plainEnviron()
	said, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		io.Copy(io.Discard, said)
		assert.NoError(t, cmd.Wait())
	})
	for lines := bufio.NewScanner(said); lines.Scan(); {
		var line struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "listening with TLS" {
			return line.Address
		}
	}
	t.Fatal("the mock does not listen with TLS")
	return ""
}

// secureClient trusts one authority, and takes an address for each host.
func secureClient(t *testing.T, authority, address string) *http.Client {
	t.Helper()
	cert, err := os.ReadFile(authority)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(cert))
	return &http.Client{Timeout: patience, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, address)
		},
	}}
}

// TestServesWithTLS reaches the vendors' hosts with the authority of a folder, which a second mock uses again.
func TestServesWithTLS(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "new", "tls")
	auto := []string{"--listen", "127.0.0.1:0", "--tls", "auto", "--tls-folder", folder}
	address := listensWithTLS(t, auto...)
	authority := filepath.Join(folder, "ca.pem")
	first, err := os.ReadFile(authority)
	require.NoError(t, err)
	run := append([]string{"run", "--serve-only", "--proxy-listen", "127.0.0.1:0"}, auto...)
	assert.Contains(t, listensWithTLS(t, run...), ":")
	second, err := os.ReadFile(authority)
	require.NoError(t, err)
	assert.Equal(t, string(first), string(second), "a second mock uses the authority again")
	info, err := os.Stat(filepath.Join(folder, "ca-key.pem"))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	client := secureClient(t, authority, address)
	for url, want := range map[string]int{
		"https://partner.api.dailymotion.com/rest/video/xnotfound":              http.StatusUnauthorized,
		"https://api.dailymotion.com/video/xnotfound":                           http.StatusNotFound,
		"https://storage.googleapis.com/dailymotion-stats-report/00":            http.StatusNotFound,
		"https://localhost/_mock/clock":                                         http.StatusOK,
		"https://partner.api.dailymotion.com/_mock/clock":                       http.StatusNotFound,
		"https://stats.dyntube.com/v1/logs/data?from=2026-01-01&to=2026-01-02":  http.StatusUnauthorized,
		"https://graphql.api.dailymotion.com/oauth/token?grant_type=no-such-ok": http.StatusMethodNotAllowed,
	} {
		resp, err := client.Get(url)
		if assert.NoError(t, err) {
			resp.Body.Close()
			assert.Equal(t, want, resp.StatusCode, url)
		}
	}
	_, err = client.Get("https://other.example/")
	assert.Error(t, err, "there is no certificate for other hosts")

	out, err := exec.Command("mockserver", append(auto, "--allow-hostname", "mock")...).CombinedOutput()
	assert.Error(t, err)
	assert.Contains(t, string(out), "--tls-folder: "+authority+": made for other hosts, and not for mock; delete ca.pem")
}

// TestServesWithACertificate of the user.
func TestServesWithACertificate(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	cert, key := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"mock"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	require.NoError(t, err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	for file, block := range map[string]*pem.Block{
		cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: pkcs8},
	} {
		require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(block), 0o600))
	}
	address := listensWithTLS(t, "--listen", "127.0.0.1:0", "--tls-cert", cert, "--tls-key", key)
	resp, err := secureClient(t, cert, address).Get("https://mock/readyz")
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, http.StatusOK, resp.StatusCode)

	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--tls-cert", cert}, "--tls-cert and --tls-key need each other"},
		{[]string{"--tls", "auto"}, "--tls auto needs --tls-folder"},
		{[]string{"--tls", "auto", "--tls-cert", cert, "--tls-key", key}, "remove --tls-cert and --tls-key"},
		{[]string{"--tls-cert", key, "--tls-key", cert}, "--tls-cert: " + key},
		{[]string{"--tls-cert", cert, "--tls-key", cert + "x"}, "no such file"},
		{[]string{"--tls-cert", cert, "--tls-key", key, "--tls-listen", "nowhere"}, "--tls-listen: "},
	} {
		out, err := exec.Command("mockserver", append([]string{"--listen", "127.0.0.1:0"}, c.args...)...).CombinedOutput()
		assert.Error(t, err)
		assert.Contains(t, strings.ReplaceAll(string(out), `\"`, `"`), c.says)
	}
}
