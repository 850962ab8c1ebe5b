package oauth_test

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/signed"
)

// Whatever is posted, the response is JSON in one of the vendor's shapes, and a
// token is given for nothing that lacks a member.
func FuzzTokenForm(f *testing.F) {
	server := routes(oauth.NewIssuer(oauth.Config{Signer: signed.FromSeed(1), Now: newClock().Now}))
	f.Add(true, "application/x-www-form-urlencoded", passwordForm)
	f.Add(false, "application/json", privateForm)
	f.Add(
		false,
		"multipart/form-data; boundary=b",
		"--b\r\nContent-Disposition: form-data; name=\"scope\"\r\n\r\nemail\r\n--b--\r\n",
	)
	f.Add(true, "", `{"grant_type":"password"}`)
	f.Add(
		true,
		"",
		"grant_type=refresh_token&client_id=k&client_secret=s&refresh_token=eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.e30.x",
	)
	f.Fuzz(func(t *testing.T, public bool, contentType, body string) {
		path := privatePath
		if public {
			path = publicPath
		}
		r := httptest.NewRequest("POST", path, strings.NewReader(body))
		r.Header.Set("Content-Type", contentType)
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)

		if w.Code == http.StatusInternalServerError && strings.Contains(w.Body.String(), "<h1>") {
			return // someone found the reserved key for that
		}
		var got map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("answer = %q: %v", w.Body, err)
		}
		switch w.Code {
		case http.StatusOK:
			if got["access_token"] == nil || got["token_type"] != "Bearer" {
				t.Errorf("answer = %s, want a token", w.Body)
			}
			if values, err := url.ParseQuery(
				body,
			); err == nil && !strings.HasPrefix(body, "--") && !strings.HasPrefix(contentType, "multipart") &&
				values.Get("client_secret") == "" &&
				len(values["client_secret"]) < 2 {
				t.Errorf("a token was given without a secret: %s", body)
			}
		case http.StatusBadRequest, http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusRequestEntityTooLarge:
			if got["error"] == nil || got["error_description"] == nil {
				t.Errorf("answer = %s, want error and error_description", w.Body)
			}
		case http.StatusUnprocessableEntity:
			if public || got["detail"] == nil {
				t.Errorf("answer = %s, want detail, on the private endpoint alone", w.Body)
			}
		default:
			t.Errorf("status = %d", w.Code)
		}
	})
}

// Whatever the query of the consent page, the browser goes nowhere but to a
// loopback address, and no page has a script.
func FuzzAuthorize(f *testing.F) {
	server := routes(oauth.NewIssuer(oauth.Config{Signer: signed.FromSeed(1), Now: newClock().Now}))
	f.Add(codeQuery().Encode(), "")
	f.Add(codeQuery("mock_decision", "allow").Encode(), "decision=sign-in&username=jane&password=p")
	f.Add(codeQuery("response_type", "token", "mock_decision", "deny").Encode(), "decision=allow&ticket=x")
	f.Add(
		"client_id=k&redirect_uri=http://localhost@example.com/&response_type=code&mock_decision=allow",
		"decision=sign-out",
	)
	f.Add("client_id=<script>&redirect_uri=javascript:alert(1)", "")
	f.Fuzz(func(t *testing.T, query, body string) {
		for _, method := range []string{"GET", "POST"} {
			r := httptest.NewRequest(method, "/oauth/authorize", strings.NewReader(body))
			r.URL.RawQuery = query
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			to := w.Header().Get("Location")
			switch w.Code {
			case http.StatusFound:
				u, err := url.Parse(to)
				if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
					t.Fatalf("%s %q goes to %q (%v)", method, query, to, err)
				}
				if host := u.Hostname(); !strings.EqualFold(host, "localhost") && host != "localhost.com" &&
					!strings.HasPrefix(host, "127.") && !net.ParseIP(host).IsLoopback() {
					t.Fatalf("%s %q goes to %q", method, query, to)
				}
			case http.StatusSeeOther:
				if !strings.HasPrefix(to, "?") {
					t.Fatalf("%s %q goes to %q", method, query, to)
				}
			case http.StatusOK, http.StatusBadRequest, http.StatusForbidden, http.StatusRequestEntityTooLarge:
				if to != "" || strings.Contains(w.Body.String(), "<script") {
					t.Fatalf("%s %q answers %q", method, query, w.Body)
				}
			default:
				t.Fatalf("%s %q answers %d", method, query, w.Code)
			}
		}
	})
}
