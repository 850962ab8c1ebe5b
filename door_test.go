package dailymock_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/dailymocktest"
)

// An answer is what came back for a call.
type answer struct {
	*http.Response
	body string
}

// call sends a request to a mock, to another Host than its own where the
// target names one: "//api.dailymotion.com/videos" goes to the mock too.
func call(t *testing.T, m *dailymocktest.Mock, method, target, body string, headers ...http.Header) answer {
	t.Helper()
	host, path := "", target
	if rest, ok := strings.CutPrefix(target, "//"); ok {
		host, path, _ = strings.Cut(rest, "/")
		path = "/" + path
	}
	req, err := http.NewRequestWithContext(t.Context(), method, m.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		req.Header = h
	}
	req.Host = host
	return do(t, req)
}

// do sends a request, with whatever headers it has.
func do(t *testing.T, req *http.Request) answer {
	t.Helper()
	// No redirect is followed: what the mock itself says is asked for.
	resp, err := documented.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp, string(got)}
}

// json decodes the body, which has to say that it is JSON.
func (a answer) json(t *testing.T, v any) {
	t.Helper()
	if got, want := a.Header.Get("Content-Type"), "application/json"; !strings.HasPrefix(got, want) {
		t.Errorf("content type = %q, want %q", got, want)
	}
	if err := json.Unmarshal([]byte(a.body), v); err != nil {
		t.Fatalf("body %q: %v", a.body, err)
	}
}
