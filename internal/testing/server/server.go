// Package server sends requests to a whole server. Its tests are those that go through several surfaces; what they have
// in common with the tests of package dailymock is exported.
package server

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/openapitest"
)

// Documented carries requests; a response of REST or of the control API that is not as its document has it is an error.
var Documented = openapitest.File("rest.yaml").Transport(
	openapitest.File("control.yaml").Transport(http.DefaultTransport))

// AskMutation asks for a report of the reporting API.
const AskMutation = `mutation ($input: AskPartnerReportFileInput!) {
	askPartnerReportFile(input: $input) { status reportFile { reportToken status } }
}`

// PollQuery asks where a report stands.
const PollQuery = `query PartnerGetReportFile ($reportToken: String!) {
	partner { reportFile(reportToken: $reportToken) { status downloadLinks { edges { node { link } } } } }
}`

// A Response is what came back for a call, with its body.
type Response struct {
	*http.Response
	Text string
}

// Call sends a request to a mock, to another Host than its own where the
// target names one: "//api.dailymotion.com/videos" goes to the mock too.
func Call(t *testing.T, m *dailymocktest.Mock, method, target, body string, headers ...http.Header) Response {
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
	return Do(t, req)
}

// Do sends a request, with whatever headers it has.
func Do(t *testing.T, req *http.Request) Response {
	t.Helper()
	// No redirect is followed: what the mock itself says is asked for.
	resp, err := Documented.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return Response{resp, string(got)}
}

// JSON decodes the body, which has to say that it is JSON.
func (a Response) JSON(t *testing.T, v any) {
	t.Helper()
	if got, want := a.Header.Get("Content-Type"), "application/json"; !strings.HasPrefix(got, want) {
		t.Errorf("content type = %q, want %q", got, want)
	}
	if err := json.Unmarshal([]byte(a.Text), v); err != nil {
		t.Fatalf("body %q: %v", a.Text, err)
	}
}
