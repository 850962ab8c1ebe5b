package contracts_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/contracts"
)

// TestNoCasePassesAgainstALiar runs all cases against servers that answer
// whatever they are asked with one and the same thing. A case that passes
// against each of them could never fail.
func TestNoCasePassesAgainstALiar(t *testing.T) {
	t.Parallel()
	passed := map[string]int{}
	lies := []struct {
		status     int
		kind, body string
	}{
		{200, "application/json", `{}`},
		{200, "application/json", `{"data":{},"access_token":"x","list":[{}],"error":{},"views":[{}],"pager":{}}`},
		{200, "text/html", "<p>Welcome</p>"},
		{400, "application/json", `{"error":"x"}`},
		{200, "application/json", `{"data":{"askPartnerReportFile":{"reportFile":{"reportToken":"eyJ0eXx"}},"partner":{"reportFile":{"status":"FINISHED","downloadLinks":{"edges":[]}}}},"errors":[]}`},
	}
	for _, lie := range lies {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", lie.kind)
			w.WriteHeader(lie.status)
			io.WriteString(w, lie.body)
		}))
		defer s.Close()
		carrier := contracts.Pinned(strings.TrimPrefix(s.URL, "http://"))
		defer carrier.CloseIdleConnections()
		found, err := contracts.Run(t.Context(), contracts.Options{Parallel: 4, Target: contracts.Target{
			Name: "liar", Mock: true, Transport: carrier, Keys: contracts.KeysOfMock, Advance: still,
		}, Timeout: 5 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range found.Results {
			if r.Outcome == contracts.Pass {
				passed[r.ID]++
			}
		}
	}
	for id, n := range passed {
		if n == len(lies) {
			t.Errorf("%s passes against every liar", id)
		}
	}
	if n := len(passed); n > 40 {
		t.Errorf("%d cases pass against some liar, which is too many: %v", n, passed)
	}
}
