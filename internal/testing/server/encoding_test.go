package server_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

func gzipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// encoded are requests with a body to each surface, and what a response has only if the body was read.
var encoded = []struct {
	name, kind, target, contentType, body string
	want                                  string
}{
	{"token, public key", "", "//api.dailymotion.com/oauth/token", "application/x-www-form-urlencoded",
		"grant_type=password&client_id=k&client_secret=s&username=u&password=p", `"access_token":`},
	{"token, private key", "", "//partner.api.dailymotion.com/oauth/v1/token", "application/x-www-form-urlencoded",
		"grant_type=client_credentials&client_id=k&client_secret=s&scope=manage_videos", `"access_token":`},
	{"GraphQL, public key", "public", "//graphql.api.dailymotion.com/", "application/json",
		`{"query":"{__typename}"}`, `"__typename":"Query"`},
	{"GraphQL, private key", "private", "//partner.api.dailymotion.com/graphql", "application/json",
		`{"query":"{__typename}"}`, `"__typename":"Query"`},
	{"GraphQL at the mock's own address", "public", "/", "application/json",
		`{"query":"{__typename}"}`, `"__typename":"Query"`},
	{"REST, public key", "public", "//api.dailymotion.com/me?fields=description", "application/x-www-form-urlencoded",
		"description=compressed", `{"description":"compressed"}`},
	{"REST, the token in the form", "form", "//api.dailymotion.com/me?fields=description",
		"application/x-www-form-urlencoded", "description=compressed&access_token=", `{"description":"compressed"}`},
	{"JSON-RPC", "public", "//api.dailymotion.com/", "application/json",
		`{"call":"GET /echo","args":{"message":"compressed"}}`, `{"message":"compressed"}`},
	{"JSON-RPC at the mock's own address", "public", "/", "application/json",
		`{"call":"GET /echo","args":{"message":"compressed"}}`, `{"message":"compressed"}`},
	{"DynTube", "dyntube", "//stats.dyntube.com/v1/logs/data", "application/json",
		`{"from":"2026-06-01T00:00:00","size":1}`, `"pager":`},
	{"control", "", "/_mock/faults", "application/json", `{"faults":[]}`, `"faults"`},
}

func TestBodiesCompressedWithGzip(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	public := m.Token(dailymock.TokenOrder{Kind: "public", Key: "k", Login: "u", Scopes: []string{"userinfo"}}).AccessToken
	private := m.Token(dailymock.TokenOrder{Kind: "private", Key: "k"}).AccessToken
	for _, tt := range encoded {
		method, body, header := "POST", tt.body, http.Header{"Content-Type": {tt.contentType}}
		switch tt.kind {
		case "public":
			header.Set("Authorization", "Bearer "+public)
		case "private":
			header.Set("Authorization", "Bearer "+private)
		case "dyntube":
			header.Set("Authorization", "Bearer key")
		case "form":
			body += public
		}
		if tt.name == "control" {
			method = "PUT"
		}
		header.Set("Content-Encoding", "gzip")
		got := server.Call(t, m, method, tt.target, gzipped(t, body), header)
		if got.StatusCode != http.StatusOK || !strings.Contains(got.Text, tt.want) {
			t.Errorf("%s: %s %s, want 200 with %s", tt.name, got.Status, got.Text, tt.want)
		}
		bomb := strings.Repeat(" ", 4<<20) + body
		got = server.Call(t, m, method, tt.target, gzipped(t, bomb), header)
		if got.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%s, a body that grows to 4 MB: %s %.200s, want 413", tt.name, got.Status, got.Text)
		}
		got = server.Call(t, m, method, tt.target, "plain text", header)
		if got.StatusCode != http.StatusBadRequest && got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s, a body that is not compressed: %s %s, want 400 or 422", tt.name, got.Status, got.Text)
		}
		for _, encoding := range []string{"br", "gzip, gzip"} {
			header.Set("Content-Encoding", encoding)
			got = server.Call(t, m, method, tt.target, gzipped(t, body), header)
			if got.StatusCode != http.StatusUnsupportedMediaType || !strings.Contains(got.Text, encoding) {
				t.Errorf("%s, %s: %s %s, want 415 that names it", tt.name, encoding, got.Status, got.Text)
			}
		}
	}
}

// TestUploadsAreTakenAsTheyAre has an upload refused if its bytes are not those of the file.
func TestUploadsAreTakenAsTheyAre(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for _, path := range []string{"/upload", "/rupload"} {
		got := server.Call(t, m, "POST", path, gzipped(t, "film"), http.Header{"Content-Encoding": {"gzip"}})
		if got.StatusCode != http.StatusUnsupportedMediaType || strings.Contains(got.Text, "with gzip") {
			t.Errorf("%s: %s %s, want 415", path, got.Status, got.Text)
		}
	}
}
