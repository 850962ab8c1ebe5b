package dailymock_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

func TestFaultsAreMetInTurnAndCounted(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate, Faults: []string{"token-500=3", "file-cut=2"}})
	for i, want := range []int{200, 200, 500, 200, 200, 500} {
		resp, err := http.PostForm(m.URL+"/oauth/v1/token", privateClient(m, "key").form)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want || (resp.Header.Get("X-Mock-Fault") == "token-500") != (want == 500) {
			t.Errorf("token request %d: %d, X-Mock-Fault %q, want %d", i+1, resp.StatusCode, resp.Header.Get("X-Mock-Fault"), want)
		}
	}
	c := privateClient(m, "key")
	_, links := c.poll(t, c.mustAsk(t, input(nil)))
	for i, whole := range []bool{true, false, true} {
		resp, err := http.Get(links[0])
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if (err == nil) != whole || !whole && len(body) != 64 {
			t.Errorf("download %d: %d bytes, %v, want it whole: %v", i+1, len(body), err, whole)
		}
	}
	if got := m.Tally().Faults; got["token-500"] != 2 || got["file-cut"] != 1 {
		t.Errorf("faults met = %v, want two of the token's and one of the file's", got)
	}
}

func TestEveryFaultIsMet(t *testing.T) {
	t.Parallel()
	for _, name := range dailymock.FaultNames() {
		m := dailymocktest.Start(t, dailymock.Options{Faults: []string{name}})
		method, path := "POST", map[string]string{
			"token": "/oauth/token", "graphql": "/graphql", "file": "/dailymotion-stats-report/00", "rest": "/videos", "dyntube": "/v1/logs/data",
		}[name[:strings.Index(name, "-")]]
		if strings.HasPrefix(name, "file") || strings.HasPrefix(name, "rest") {
			method = "GET"
		}
		req, err := http.NewRequestWithContext(t.Context(), method, m.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil { // cut before the header was out
			if name != "file-cut" {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		resp.Body.Close()
		if got := resp.Header.Get("X-Mock-Fault"); got != name {
			t.Errorf("%s %s meets %q, want %s", method, path, got, name)
		}
	}
}

func TestFaultsThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	for fault, want := range map[string]string{
		"tokens-500": `unknown fault "tokens-500"; known faults: dyntube-500`, "token-500=0": "a number from 1", "token-500=x": "a number from 1",
	} {
		if _, err := dailymock.New(dailymock.Options{Faults: []string{fault}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", fault, err, want)
		}
	}
}

// TestFaultsAreSetWhileItRuns by method and over HTTP, and forgotten by a reset.
func TestFaultsAreSetWhileItRuns(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{Faults: []string{"rest-429"}})
	met := func() string {
		resp, err := http.Get(m.URL + "/echo?message=a")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.Header.Get("X-Mock-Fault")
	}
	set := func(body string) string {
		_, answer := sendTo(t, m, "", "PUT", "/_mock/faults", "", body)
		return strings.TrimSpace(answer)
	}
	if got := met(); got != "rest-429" {
		t.Errorf("at first: %q", got)
	}
	if err := m.SetFaults("rest-500=2"); err != nil {
		t.Fatal(err)
	}
	if first, second := met(), met(); first != "" || second != "rest-500" {
		t.Errorf("each second: %q, %q", first, second)
	}
	if got, want := set(`{"faults": ["file-cut=3", "rest-500"]}`), `{"faults":["file-cut=3","rest-500"]}`; got != want || met() != "rest-500" {
		t.Errorf("over HTTP: %s, want %s", got, want)
	}
	for _, wrong := range []string{`{"faults": ["rest-500", "rest-600"]}`, `{}`, `{"faults": "rest-500"}`} {
		if got := set(wrong); !strings.HasPrefix(got, `{"error":`) || met() != "rest-500" {
			t.Errorf("%s: %s", wrong, got)
		}
	}
	if got := set(`{"faults": []}`); got != `{"faults":[]}` || met() != "" {
		t.Errorf("none: %s", got)
	}
	if m.Reset(); met() != "rest-429" {
		t.Errorf("after a reset: %v", m.Faults())
	}
}
