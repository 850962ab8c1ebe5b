package contracts_test

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/evidence"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestStandingByEvidence(t *testing.T) {
	t.Parallel()
	now := dailymocktest.Today
	host := contracts.Fingerprint{Host: "api.dailymotion.com", TLS: true, Real: true}
	good := evidence.Evidence{Version: 1, Case: "REST-999", Outcome: contracts.Pass, Date: now.AddDate(0, 0, -3),
		Real: true, Hosts: []contracts.Fingerprint{host}}
	for name, c := range map[string]struct {
		change   func(*evidence.Evidence)
		standing string
	}{
		"passed on the real API":      {func(*evidence.Evidence) {}, evidence.Verified},
		"failed there":                {func(e *evidence.Evidence) { e.Outcome = contracts.Fail }, evidence.Refuted},
		"is old":                      {func(e *evidence.Evidence) { e.Date = now.AddDate(-1, 0, 0) }, evidence.Stale},
		"is of another version":       {func(e *evidence.Evidence) { e.CaseVersion = 1 }, evidence.Stale},
		"is of another case":          {func(e *evidence.Evidence) { e.Case = "REST-998" }, evidence.Unverified},
		"is not real":                 {func(e *evidence.Evidence) { e.Real = false }, evidence.Unverified},
		"is of nobody":                {func(e *evidence.Evidence) { e.Hosts = nil }, evidence.Unverified},
		"is of a host that is not it": {func(e *evidence.Evidence) { e.Hosts[0].Real = false }, evidence.Unverified},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := good
			e.Hosts = []contracts.Fingerprint{host}
			c.change(&e)
			folder := t.TempDir()
			require.NoError(t, os.Mkdir(filepath.Join(folder, "real"), 0o755))
			b, err := json.Marshal(e)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(folder, "real", "REST-999.json"), b, 0o600))
			all, err := evidence.Verify(one(func(*contracts.T) {}), folder, now, 180*24*time.Hour)
			require.NoError(t, err)
			assert.Equal(t, c.standing, all[0].Status)
		})
	}
	all, err := evidence.Verify(one(func(*contracts.T) {}), t.TempDir(), now, time.Hour)
	require.NoError(t, err)
	assert.Equal(t, evidence.Unverified, all[0].Status, "without evidence")
}

// TestAnImpostorIsNotCalledReal stands a TLS server in for the vendor's host.
func TestAnImpostorIsNotCalledReal(t *testing.T) {
	t.Parallel()
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"message":"contract"}`))
	}))
	defer s.Close()
	transport := s.Client().Transport.(*http.Transport).Clone()
	transport.TLSClientConfig.ServerName = "example.com" // whom the certificate is for
	transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", strings.TrimPrefix(s.URL, "https://"))
	}
	defer transport.CloseIdleConnections()
	found := mustRun(t, contracts.Options{Target: contracts.Target{Transport: transport}, Time: &patient{},
		Cases: one(func(t *contracts.T) {
			assert.Equal(t, "contract", t.Get("/echo").String("message"))
		})})
	require.Equal(t, contracts.Pass, found.Results[0].Outcome)
	require.Len(t, found.Hosts, 1)
	h := found.Hosts[0]
	assert.True(t, h.TLS)
	assert.Len(t, h.Key, 64)
	assert.False(t, h.Real || found.Real, "an impostor is real")
	assert.NotEmpty(t, h.Doubt)
	folder := t.TempDir()
	require.NoError(t, evidence.Record(found, folder))
	_, err := os.Stat(filepath.Join(folder, "other", "REST-999.json"))
	assert.NoError(t, err, "evidence that is not called real")
}

func TestTargetsThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, target := range map[string]contracts.Target{
		"a mock without an address would be the real hosts": {Mock: true},
		"no scheme":         {Base: "127.0.0.1:8080"},
		"a query":           {Base: "http://127.0.0.1:8080/?x=y"},
		"a login":           {Base: "http://a:b@127.0.0.1:8080"},
		"some other scheme": {Base: "ftp://127.0.0.1"},
	} {
		if _, err := target.Check(); err == nil {
			t.Errorf("%s: a target that can be", name)
		}
		if _, err := contracts.Run(t.Context(), contracts.Options{Target: target}); err == nil {
			t.Errorf("%s: it runs", name)
		}
	}
	if got, err := (contracts.Target{Base: "http://127.0.0.1:8080/"}).Check(); err != nil ||
		got.Base != "http://127.0.0.1:8080" || got.Name == "" {
		t.Errorf("%+v, %v", got, err)
	}
}
