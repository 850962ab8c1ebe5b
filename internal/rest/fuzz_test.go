package rest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest"
	"github.com/dailymock/dailymock/internal/rest/switches"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/testing/openapitest"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// FuzzRequests sends anything to any path. Each response is JSON as documented, and never a 500.
func FuzzRequests(f *testing.F) {
	for _, seed := range []struct{ method, target, contentType, body string }{
		{"GET", "/videos?fields=id,owner.parent.screenname,videos.fields(id).limit(2)&sort=random&tags=(a,b),c", "", ""},
		{"GET", "/user/harbour-news?fields=videos.fields(id,title).limit(4),screenname,,", "", ""},
		{"POST", "/", "application/json", `[{"call":"POST /echo?x=1","args":{"message":[1,null,{"a":true}]},"id":{}}]`},
		{"POST", "/me/videos", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; " +
			"name=\"url\"\r\n\r\nhttp://a/%23\r\n--b--"},
		{"GET", "/video/k0000000000000000000?callback=f&method=delete", "", ""},
		{"POST", "/user/me/playlists?name[]=a&name[]=b", "", ""},
		{"GET", "/playlist/x00000/videos?page=100&limit=100", "", ""},
		{"POST", "/upload?uuid=x&seal=00", "multipart/form-data; boundary=b", "--b--"},
	} {
		f.Add(seed.method, seed.target, seed.contentType, seed.body)
	}
	s, handler, token := fuzzed(f)
	f.Fuzz(func(t *testing.T, method, target, contentType, body string) {
		u, err := url.Parse("http://mock.example" + target)
		if err != nil || len(target) > 4096 || len(body) > 1<<16 {
			return
		}
		r := httptest.NewRequest("GET", "http://mock.example/", strings.NewReader(body))
		r.Method, r.URL = method, u
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("Authorization", "Bearer "+token)
		for i, h := range []http.Handler{handler, s.Uploads.Receive(), s.Uploads.Progress()} {
			out := httptest.NewRecorder()
			h.ServeHTTP(out, r)
			if out.Code >= 500 {
				t.Fatalf("%s %s = %d %s", method, target, out.Code, out.Body)
			}
			if i == 0 && out.Header().Get("Content-Type") == "application/json; charset=utf-8" && !json.Valid(out.Body.Bytes()) {
				t.Fatalf("%s %s answers no JSON: %s", method, target, out.Body)
			}
			if i > 0 || elsewhere.MatchString(u.Path) {
				continue
			}
			x := &openapitest.Exchange{
				Method: method,
				URL:    u,
				Type:   contentType,
				Body:   []byte(body),
				Status: out.Code,
				Header: out.Header(),
				Answer: out.Body.Bytes(),
			}
			if err := document().Check(x); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// elsewhere are paths that the document has for other handlers.
var elsewhere = regexp.MustCompile(`^/*(r?upload|progress|rest)(/|$)`)

// fuzzed is a surface without a network: requests come by the thousand.
func fuzzed(f *testing.F) (s *rest.Surface, handler http.Handler, token string) {
	f.Helper()
	spec, err := catalogue.ParseSpec([]byte(small))
	if err != nil {
		f.Fatal(err)
	}
	w, err := world.New(spec, world.Config{Seed: 1})
	if err != nil {
		f.Fatal(err)
	}
	now := func() time.Time { return noon }
	signer := signed.FromSeed(1)
	accounts := oauth.NewIssuer(oauth.Config{Signer: signer, Now: now})
	s = rest.New(rest.Config{World: w, Signer: signer, Now: now, Switches: switches.Switches{NoUploadQuota: true}})
	root := wire.Browsers{}.Handler(accounts.Admit(oauth.Public, s.Root(oauth.Public), accounts.Refuse))
	return s, root, tokenOf(f, accounts)
}

// serve handles one request.
func serve(handler http.Handler, token, method, target, contentType, body string) (int, string) {
	r := httptest.NewRequest(method, "http://mock.example"+target, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Authorization", "Bearer "+token)
	out := httptest.NewRecorder()
	handler.ServeHTTP(out, r)
	return out.Code, out.Body.String()
}

func tokenOf(tb testing.TB, accounts *oauth.Issuer) string {
	tb.Helper()
	form := url.Values{
		"grant_type":    {"password"},
		"client_id":     {"k"},
		"client_secret": {"s"},
		"username":      {"harbour-news"},
		"password":      {"p"},
		"scope":         {everyScope},
	}
	r := httptest.NewRequest("POST", "/oauth/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	out := httptest.NewRecorder()
	accounts.Token(oauth.Public).ServeHTTP(out, r)
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal(out.Body.Bytes(), &answer); err != nil || answer.Token == "" {
		tb.Fatalf("no token: %s", out.Body)
	}
	return answer.Token
}
