package redact_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/redact"
)

const (
	jwt  = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl"
	hex  = "9f86d081884c7d659a2feaa0c55ad015"
	b64  = "Zm9v-YmFy_Zm9vYmFyQUJDMTIzZGVm-xyz"
	uuid = "123e4567-e89b-42d3-a456-426614174000"
)

func TestQuery(t *testing.T) {
	t.Parallel()
	for _, pair := range []string{
		"pass=x", "pwd=x", "jwt=x", "bearer=x", "session=x", "cookie=x", "ticket=x", "pin=x", "PIN=x", "userPin=x",
		"pin_2=x", "sid=x", "otp=x", "access_token=x", "%70in=x", "%2570in=x", "auth[token]=x", "client_secret=x",
		"q=" + jwt, "q=" + hex, "q=" + b64, "q=" + uuid, "q=before%20" + hex, "q=" + strings.ReplaceAll(jwt, "e", "%65"),
		"redirect=https%3A%2F%2Fa.example%2F%3Ftoken%3Dx", "u=http%3A%2F%2Fme%3Apw%40a.example%2F", "q=a%26token%3Dx",
		`q={"token":"x"}`,
	} {
		name, _, _ := strings.Cut(pair, "=")
		if got, want := redact.Query("fields=id&"+pair+"&page=2"), "fields=id&"+name+"=…&page=2"; got != want {
			t.Errorf("%s: got %s, want %s", pair, got, want)
		}
	}
	if got := redact.Query(jwt); got != "…" {
		t.Errorf("a JWT alone: got %s", got)
	}
	for _, plain := range []string{
		"", "fields=id,title,owner.screenname,onair_thumbnail_240_url", "shipping=x&spinning=y&page=2&limit=100",
		"search=what+the+mountains+of+the+north+teach+us&created_after=1700000000", "ids=x7tgad0,x7tgad1",
		"start=2026-01-31T12:00:00Z", "owners=the-seasonal-cook,tactics-board-3", "q=askPartnerReportFileInputType",
		"sort=visited&private=1", "url=https%3A%2F%2Fa.example%2Fvideo%2Fx7tgad0",
	} {
		if got := redact.Query(plain); got != plain {
			t.Errorf("got %s, want %s", got, plain)
		}
	}
}

func TestPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/": "/", "": "", "/nope": "/nope", "/video/x7tgad0/related": "/video/x7tgad0/related",
		"/hooks/" + hex:              "/hooks/…",
		"/reset/" + jwt + "/confirm": "/reset/…/confirm",
		"/a;jsessionid=1/b":          "/a;jsessionid=1/b",
		"/token/1234":                "/token/…",
		"/x?token=abc":               "/…",
		"/user:pw@x":                 "/user:pw@x",
		"/services/T000/" + b64:      "/services/T000/…",
		"/oauth/v1/token":            "/oauth/v1/token",
		"/oauth/token":               "/oauth/token",
	} {
		if path == "/a;jsessionid=1/b" {
			want = "/…/b"
		}
		if got := redact.Path(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

func TestURL(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"http://127.0.0.1:9000/hook":                   "http://127.0.0.1:9000/hook",
		"https://me:pw@a.example/hook?x=1&token=abc#f": "https://…@a.example/hook?…",
		"https://key@a.example":                        "https://…@a.example",
		"https://a.example/T0/B0/" + b64 + "?":         "https://a.example/T0/B0/…?…",
		"://":                                          "…",
		"no URL with a secret":                         "…",
	} {
		if got := redact.URL(raw); got != want {
			t.Errorf("%s: got %s, want %s", raw, got, want)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`see "https://me:pw@a.example/?k=1": refused`: `see "https://…@a.example/?…": refused`,
		"Invalid token " + jwt + ".":                  "Invalid token …",
		"The access token is invalid.":                "The access token is invalid.",
	} {
		if got := redact.Text(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestError(t *testing.T) {
	t.Parallel()
	wrapped := errors.New("refused")
	client := http.Client{Transport: failing{wrapped}}
	_, err := client.Get("http://me:pw@127.0.0.1/?token=abc")
	if got := redact.Error(err); !errors.Is(got, wrapped) || strings.Contains(got.Error(), "abc") ||
		strings.Contains(got.Error(), "me") || !strings.Contains(got.Error(), "refused") {
		t.Errorf("got %v", got)
	}
	if redact.Error(wrapped) != wrapped { //nolint:errorlint // the same value
		t.Error("another error is changed")
	}
}

type failing struct{ err error }

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

func FuzzNoSecretIsLeft(f *testing.F) {
	f.Add("fields=id", "page=2")
	f.Fuzz(func(t *testing.T, before, after string) {
		const secret = "Zx81kQ"
		for _, got := range []string{
			redact.Query(before + "&token=" + secret + "&" + after),
			redact.Query(before + "&q=" + jwt + secret + "&" + after),
		} {
			if !strings.Contains(before+after, secret) && strings.Contains(got, secret) {
				t.Errorf("got %s", got)
			}
		}
		redact.Path(before)
		redact.URL(before)
		redact.Text(before)
	})
}
