package perturb_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/testing/perturb"
)

func answer(t *testing.T, seed uint64, kind, body string) (*http.Response, string) {
	t.Helper()
	s := httptest.NewServer(perturb.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusTeapot)
		io.WriteString(w, body)
	}), seed))
	t.Cleanup(s.Close)
	resp, err := s.Client().Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(b)
}

func TestSameMeaningInAnotherForm(t *testing.T) {
	t.Parallel()
	const body = `{"a":1,"b":12345678901234567890,"c":{"d":null,"e":"x","f":[true]},"data":{"edges":[1,2,3],"z":0}}`
	orders := map[string]bool{}
	reversed := false
	for seed := range uint64(8) {
		resp, got := answer(t, seed, "application/json", body)
		if resp.StatusCode != http.StatusTeapot || resp.Header.Get("Cache-Control") != "no-store" ||
			len(resp.Header.Values("Content-Type")) != 1 {
			t.Errorf("seed %d: %s %v", seed, resp.Status, resp.Header)
		}
		var v struct {
			A    int
			B    json.Number
			C    map[string]any
			Data map[string]any
		}
		if err := json.Unmarshal([]byte(got), &v); err != nil {
			t.Fatalf("%s: %v", got, err)
		}
		if v.A != 1 || v.B != "12345678901234567890" || v.C["e"] != "x" || len(v.C) != 4 || len(v.Data) != 2 {
			t.Errorf("seed %d: %s does not mean the same", seed, got)
		}
		reversed = reversed || v.Data["edges"].([]any)[0] == 3.0
		orders[got[:4]] = true
	}
	if len(orders) < 3 || !reversed {
		t.Errorf("eight seeds give %d beginnings, links reversed: %v", len(orders), reversed)
	}
}

func TestSameSeedSameAnswer(t *testing.T) {
	t.Parallel()
	_, a := answer(t, 7, "application/json", `{"a":{"b":[{"c":1}]},"d":2}`)
	_, b := answer(t, 7, "application/json", `{"d":2,"a":{"b":[{"c":1}]}}`)
	if a != b {
		t.Errorf("%s and %s", a, b)
	}
}

func TestOtherBodiesStay(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"text/csv", "application/json"} {
		if _, got := answer(t, 1, kind, "day,views\n{"); got != "day,views\n{" {
			t.Errorf("%s: %q", kind, got)
		}
	}
	if resp, _ := answer(t, 1, "text/csv", "x"); !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/csv") {
		t.Errorf("content type %q", resp.Header.Get("Content-Type"))
	}
}
