package redact_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/redact"
)

func TestBody(t *testing.T) {
	t.Parallel()
	const form, jsonType = "application/x-www-form-urlencoded", "application/json"
	for _, tt := range []struct{ kind, body, want string }{
		{jsonType, `{"access_token":"abc","expires_in":3600}`, `{"access_token":"…","expires_in":3600}`},
		{jsonType, `{"variables":{"reportToken":"abc","n":1},"query":"query ($t: String!) { a }"}`,
			`{"query":"query ($t: String!) { a }","variables":{"n":1,"reportToken":"…"}}`},
		{jsonType, `{"query":"{ partner { reportFile(reportToken: \"abc\") { status(of: \"x\") } } }"}`,
			`{"query":"{ partner { reportFile(reportToken: \"…\") { status(of: \"x\") } } }"}`},
		{jsonType, `{"query":"{ a(b: \"` + jwt + `\") }"}`, `{"query":"{ a(b: \"…\") }"}`},
		{jsonType, `{"query":"{ a(secret: \"x\\\"y\", b: \"c`, "(application/json, 40 bytes)"},
		{jsonType, `{"password":["a",{"b":"c"}],"pin":1234}`, `{"password":["…",{"b":"c"}],"pin":"…"}`},
		{jsonType, `{"error":{"code":404,"message":"no"}}`, `{"error":{"code":404,"message":"no"}}`},
		{jsonType, `["` + hex + `"]`, `["…"]`},
		{"text/plain", `{"token":"abc"}`, `{"token":"…"}`}, // clients send wrong types
		{"", `{"token":"abc"}`, `{"token":"…"}`},
		{form, "title=New&password=x&client_secret=y", "title=New&password=…&client_secret=…"},
		{"text/csv", "day,views\n2026-01-01,7\n", "day,views\n2026-01-01,7\n"},
		{"text/csv", "a," + hex, "a,…"},
		{"multipart/form-data", "--x", "(multipart/form-data, 3 bytes)"},
		{"video/mp4", "\x00\x01", "(video/mp4, 2 bytes)"},
		{"", "abc", "(, 3 bytes)"},
	} {
		assert.Equal(t, tt.want, redact.Body(tt.kind, []byte(tt.body), int64(len(tt.body))), tt.body)
	}
	assert.Equal(t, "(application/json, 9000 bytes)", redact.Body(jsonType, []byte(`{"token":"ab`), 9000))
	assert.Equal(t, "("+form+", 9000 bytes)", redact.Body(form, []byte(`password=ab`), 9000))
	assert.Equal(t, "a,b… (9000 bytes)", redact.Body("text/csv", []byte(`a,b`), 9000))
}

func TestHeader(t *testing.T) {
	t.Parallel()
	for _, tt := range [][3]string{
		{"Authorization", "Bearer abc", "Bearer …"}, {"Authorization", "abc", "…"}, {"Cookie", "a=b", "…"},
		{"Set-Cookie", "sid=1", "…"}, {"Accept", "*/*", "*/*"}, {"X-Api-Key", "abc", "…"},
		{"Referer", "https://me:pw@a.example/x?token=abc", "…"}, {"User-Agent", "curl/8.0", "curl/8.0"},
	} {
		assert.Equal(t, tt[2], redact.Header(tt[0], tt[1]), tt[0])
	}
}

// TestNoBodyHasASecret puts a secret at any depth of JSON or in a form, under the name of a credential.
func TestNoBodyHasASecret(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		secret := "s3cr3t" + rapid.StringMatching(`[a-z]{3,12}`).Draw(t, "secret")
		name := rapid.SampledFrom([]string{"access_token", "clientSecret", "password", "reportToken", "code", "PIN"}).
			Draw(t, "name")
		var v any = map[string]any{name: secret, "title": "x"}
		for range rapid.IntRange(0, 5).Draw(t, "depth") {
			v = rapid.SampledFrom([]any{[]any{1, v}, map[string]any{"input": v}}).Draw(t, "around")
		}
		body, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		form := url.Values{name: {secret}, "title": {"x"}}.Encode()
		for kind, text := range map[string]string{
			"application/json": string(body), "application/x-www-form-urlencoded": form,
		} {
			for _, most := range []int{len(text), rapid.IntRange(0, len(text)).Draw(t, "kept")} {
				shown := redact.Body(kind, []byte(text[:most]), int64(len(text)))
				if strings.Contains(shown, secret[:6]) {
					t.Fatalf("%s of %s is shown as %s", kind, text, shown)
				}
			}
		}
	})
}

func FuzzBody(f *testing.F) {
	for _, body := range []string{`{"query":"{ a(token: \"x\") }"}`, `[`, `{"a":"\ud800"}`, `a=b&token=c`, "\xff{", `"`} {
		f.Add("application/json", body)
		f.Add("application/x-www-form-urlencoded", body)
		f.Add("text/csv", body)
	}
	f.Fuzz(func(t *testing.T, kind, body string) {
		redact.Body(kind, []byte(body), int64(len(body)))
		redact.Body(kind, []byte(body), int64(len(body))+1)
	})
}
