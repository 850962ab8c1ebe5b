package contracts_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/cases"
	"github.com/dailymock/dailymock/contracts/ledger"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestACaseWithoutAResultRunsAgain runs a case that gets its result at the second try, one that gets none, and some
// that must not be tried again.
func TestACaseWithoutAResultRunsAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		effect contracts.Effect
		after  int32 // the try with a result
		mock   bool
		want   contracts.Outcome
		tries  int32
	}{
		"at the second try":    {contracts.Reads, 2, false, contracts.Pass, 2},
		"at the third try":     {contracts.Reads, 3, false, contracts.Inconclusive, 2},
		"at once":              {contracts.Reads, 1, false, contracts.Pass, 1},
		"a case that creates":  {contracts.Uploads, 2, false, contracts.Inconclusive, 1},
		"on a mock it is fail": {contracts.Reads, 2, true, contracts.Fail, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var tries atomic.Int32
			o := contracts.Options{Target: serving(t, 200, `{}`), Time: &patient{}, Allow: contracts.Effects,
				Cases: one(func(t *contracts.T) {
					t.Get("/videos")
					if tries.Add(1) < c.after {
						t.Inconclusivef("nothing was to be seen")
					}
				})}
			o.Target.Mock = c.mock
			o.Cases[0].Effect = c.effect
			found := mustRun(t, o)
			assert.Equal(t, c.want, found.Results[0].Outcome, found.Results[0].Line())
			assert.Equal(t, c.tries, tries.Load(), "tries")
		})
	}
}

// TestWhatIsCreatedBySurpriseIsInTheLedger runs the cases that need no permission against a server that accepts
// everything.
func TestWhatIsCreatedBySurpriseIsInTheLedger(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"access_token":"0123456789abcdef","expires_in":3600,"scope":"create_reports read_reports",
			"id":"x1","data":{"askPartnerReportFile":{"reportFile":{"reportToken":"eyJ0eX"}}}}`)
	}))
	t.Cleanup(s.Close)
	file := filepath.Join(t.TempDir(), "ledger.json")
	kept, err := ledger.Open(file)
	require.NoError(t, err)
	chosen, err := contracts.Selection{IDs: strings.Fields(`REST-116 REST-132 REST-134 REPORTING-060 REPORTING-077
		REPORTING-092`)}.Select(cases.All())
	require.NoError(t, err)
	found := mustRun(t, contracts.Options{Target: contracts.Target{Base: s.URL, Keys: someKeys}, Time: &patient{},
		Cases: chosen, Ledger: kept})
	assert.Equal(t, len(chosen), found.Counts[contracts.Fail], found.Summary())
	again, err := ledger.Open(file)
	require.NoError(t, err)
	made := map[string]string{}
	for _, e := range again.Entries {
		made[e.Case] = e.Kind
	}
	assert.Equal(t, map[string]string{"REST-116": "video", "REST-132": "playlist", "REST-134": "player",
		"REPORTING-060": "report", "REPORTING-077": "report", "REPORTING-092": "report"}, made)
}

// TestRolesAreShown signs in with a public key whose token is a JWT with roles.
func TestRolesAreShown(t *testing.T) {
	t.Parallel()
	for claims, want := range map[string]string{
		`{"rol":"can-manage-partners-reports can-x"}`: "signs in, with the roles can-manage-partners-reports, can-x;",
		`{"aid":"1"}`: "signs in;",
		`[]`:          "signs in;",
	} {
		token := "eyJ0eXAi." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
		found := mustRun(t, contracts.Options{Time: &patient{}, Cases: one(func(t *contracts.T) { t.Get("/videos") }),
			Target: serving(t, 200, fmt.Sprintf(`{"access_token":%q,"expires_in":3600}`, token))})
		assert.Contains(t, found.Rights[0], want)
	}
}
