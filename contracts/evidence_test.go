package contracts_test

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/evidence"
	"github.com/dailymock/dailymock/contracts/provenance"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestStatusByEvidence(t *testing.T) {
	t.Parallel()
	now := dailymocktest.Today
	host := provenance.Fingerprint{Host: "api.dailymotion.com", TLS: true, Real: true}
	good := evidence.Run{
		Version: evidence.Version, Date: now.AddDate(0, 0, -3), Real: true,
		Cases: []evidence.Case{{ID: "REST-999", Outcome: contracts.Pass}},
	}
	for name, c := range map[string]struct {
		change func(*evidence.Run)
		status string
	}{
		"passed on the real API":      {func(*evidence.Run) {}, evidence.Verified},
		"failed there":                {func(e *evidence.Run) { e.Cases[0].Outcome = contracts.Fail }, evidence.Refuted},
		"is old":                      {func(e *evidence.Run) { e.Date = now.AddDate(-1, 0, 0) }, evidence.Stale},
		"is of another version":       {func(e *evidence.Run) { e.Cases[0].Version = 1 }, evidence.Stale},
		"is of another case":          {func(e *evidence.Run) { e.Cases[0].ID = "REST-998" }, evidence.Unverified},
		"is not real":                 {func(e *evidence.Run) { e.Real = false }, evidence.Unverified},
		"has no hosts":                {func(e *evidence.Run) { e.Hosts = nil }, evidence.Unverified},
		"is of a host that is not it": {func(e *evidence.Run) { e.Hosts[0].Real = false }, evidence.Unverified},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := good
			e.Hosts, e.Cases = []provenance.Fingerprint{host}, slices.Clone(good.Cases)
			c.change(&e)
			folder := t.TempDir()
			require.NoError(t, os.Mkdir(filepath.Join(folder, "real"), 0o755))
			b, err := json.Marshal(e)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(folder, "real", "run.json"), b, 0o600))
			all, err := evidence.Verify(one(func(*contracts.T) {}), folder, now, 180*24*time.Hour)
			require.NoError(t, err)
			assert.Equal(t, c.status, all[0].Status)
		})
	}
	all, err := evidence.Verify(one(func(*contracts.T) {}), t.TempDir(), now, time.Hour)
	require.NoError(t, err)
	assert.Equal(t, evidence.Unverified, all[0].Status, "without evidence")
}

// TestAnImpostorIsNotCalledReal connects to another TLS server instead of the vendor's host.
func TestAnImpostorIsNotCalledReal(t *testing.T) {
	t.Parallel()
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"message":"contract"}`))
	}))
	defer s.Close()
	transport := s.Client().Transport.(*http.Transport).Clone()
	transport.TLSClientConfig.ServerName = "example.com" // the name in the certificate
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
	files, err := filepath.Glob(filepath.Join(folder, "other", "*.json"))
	require.NoError(t, err)
	assert.Len(t, files, 1, "evidence that is not called real")
}

func TestInvalidTargets(t *testing.T) {
	t.Parallel()
	for name, target := range map[string]contracts.Target{
		"a mock without an address would be the real hosts": {Mock: true},
		"no scheme":         {Base: "127.0.0.1:8080"},
		"a query":           {Base: "http://127.0.0.1:8080/?x=y"},
		"a login":           {Base: "http://a:b@127.0.0.1:8080"},
		"some other scheme": {Base: "ftp://127.0.0.1"},
	} {
		if _, err := target.Check(); err == nil {
			t.Errorf("%s: no error", name)
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

// TestALostCaseFailsTheRun runs a case that had a result against a target where it has none.
func TestALostCaseFailsTheRun(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	run := func(id string, do func(*contracts.T)) *contracts.Findings {
		o := contracts.Options{Target: serving(t, 200, `{}`), Cases: one(do), RunID: id,
			Time: &patient{now: dailymocktest.Today}}
		found := mustRun(t, o)
		require.NoError(t, evidence.Compare(found, folder))
		require.NoError(t, evidence.Record(found, folder))
		return found
	}
	assert.Zero(t, run("a", func(t *contracts.T) { t.Get("/x") }).Status())
	later := run("b", func(t *contracts.T) { t.Laterf(time.Hour, "a quota") })
	assert.Empty(t, later.Lost)
	assert.Contains(t, later.Results[0].Line(), "try again after ")
	lost := run("c", func(t *contracts.T) { t.Get("/x"); t.Inconclusivef("the list is empty") })
	require.Len(t, lost.Lost, 1)
	assert.Equal(t, contracts.StatusFailed, lost.Status())
	failed := run("d", func(t *contracts.T) { assert.Equal(t, 7, t.Get("/x").Status) })
	assert.Equal(t, dailymocktest.Today, failed.Results[0].LastPassed)
	assert.Error(t, evidence.Record(failed, folder), "a run that was recorded is never overwritten")
}

// TestRunsOfOneSecondKeepTheirOrder records a run and one a moment later, whose id comes first.
func TestRunsOfOneSecondKeepTheirOrder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for i, id := range []string{"b", "a"} {
		now := dailymocktest.Today.Add(time.Duration(i) * 10 * time.Millisecond)
		found := mustRun(t, contracts.Options{Target: serving(t, 200, `{}`), RunID: id, Time: &patient{now: now},
			Cases: one(func(t *contracts.T) { t.Get("/x") })})
		require.NoError(t, evidence.Record(found, folder))
	}
	runs, err := evidence.History(filepath.Join(folder, "other"))
	require.NoError(t, err)
	require.Len(t, runs, 2)
	assert.Equal(t, []string{"b", "a"}, []string{runs[0].ID, runs[1].ID})
}
