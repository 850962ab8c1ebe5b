package server_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

// TestTheStorageRefusesTokens: links to files need none, and one of the vendor's APIs is foreign there.
func TestTheStorageRefusesTokens(t *testing.T) {
	t.Parallel()
	const own, vendors = "", "//storage.googleapis.com"
	for _, lenient := range []bool{false, true} {
		m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate, StorageAuthLenient: lenient})
		link := strings.TrimPrefix(m.MustLinks(t, m.MustAsk(t, "VIEWS", "DAY"))[0], m.URL)
		for _, tt := range []struct {
			host, method, authorization string
			status                      int
			notice                      bool
		}{
			{own, "GET", "", 200, false},
			{own, "GET", "Bearer x", 200, !lenient},
			{own, "HEAD", "Basic eDp5", 200, !lenient},
			{vendors, "GET", "", 200, false},
			{vendors, "GET", "Bearer x", 401, false},
			{vendors, "HEAD", "Bearer x", 401, false},
			{vendors, "GET", "Bearer ", 401, false},
			{vendors, "GET", "Basic eDp5", 401, false},
			{vendors, "GET", "OAuth x", 401, false},
		} {
			header := http.Header{}
			if tt.authorization != "" {
				header.Set("Authorization", tt.authorization)
			}
			status := tt.status
			if lenient {
				status = 200
			}
			got := server.Call(t, m, tt.method, tt.host+link, "", header)
			notice := got.Header.Get("X-Mock-Notice") != ""
			if got.StatusCode != status || notice != tt.notice {
				t.Errorf("%s %s with %q, lenient %v: %s, notice %v; want %d, %v", tt.method, tt.host, tt.authorization, lenient,
					got.Status, notice, status, tt.notice)
			}
			if status == 401 && tt.method == "GET" && (!strings.Contains(got.Text, "<Code>AuthenticationRequired</Code>") ||
				!strings.HasPrefix(got.Header.Get("WWW-Authenticate"), "Bearer ")) {
				t.Errorf("%q: %s %q, want the storage's error", tt.authorization, got.Text, got.Header)
			}
		}
	}
}
