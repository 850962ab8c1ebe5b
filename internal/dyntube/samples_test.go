package dyntube_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/dyntube"
)

// The vendor's four code samples, by what they send: two years apart, the first
// by GET, the others by POST with empty filters, none with a key, and each by a
// client with headers of its own.
var samples = []struct {
	name string
	from string
	to   string
	send func(base string, q query) (*http.Request, error)
}{
	{"C#", "2020-08-01", "2020-09-30", func(base string, q query) (*http.Request, error) {
		values := url.Values{"from": {q.From}, "to": {q.To}, "size": {fmt.Sprint(q.Size)}, "page": {fmt.Sprint(q.Page)}}
		for name, key := range map[string]string{"videoKey": q.VideoKey, "channelKey": q.ChannelKey,
			"projectKey": q.ProjectKey} {
			if key != "" {
				values.Set(name, key)
			}
		}
		return http.NewRequest("GET", base+"?"+values.Encode(), nil)
	}},
	{"Node", "2020-08-01", "2020-09-30", func(base string, q query) (*http.Request, error) {
		body, _ := json.Marshal(q)
		r, err := http.NewRequest("POST", base, io.NopCloser(bytes.NewReader(body))) // of a length that is not said
		if err == nil {
			r.Header.Set("Content-Type", "application/json")
		}
		return r, err
	}},
	{"Python", "2022-01-01", "2022-12-31", func(base string, q query) (*http.Request, error) {
		body, _ := json.Marshal(q)
		text := strings.NewReplacer(`":`, `": `, `,"`, `, "`).Replace(string(body))
		r, err := http.NewRequest("POST", base, strings.NewReader(text))
		if err == nil {
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("User-Agent", "python-requests/2.32.3")
			r.Header.Set("Accept-Encoding", "gzip, deflate")
			r.Header.Set("Accept", "*/*")
		}
		return r, err
	}},
	{"PHP", "2020-08-01", "2020-09-30", func(base string, q query) (*http.Request, error) {
		body, _ := json.Marshal(q)
		r, err := http.NewRequest("POST", base, bytes.NewReader(body))
		if err == nil {
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept", "*/*")
			r.Header["User-Agent"] = nil // curl's library sends none
		}
		return r, err
	}},
}

// query is what all of them ask, in their order of members.
type query struct {
	From       string `json:"from"`
	To         string `json:"to"`
	Size       int    `json:"size"`
	Page       int    `json:"page"`
	VideoKey   string `json:"videoKey"`
	ChannelKey string `json:"channelKey"`
	ProjectKey string `json:"projectKey"`
}

func TestTheVendorsSamples(t *testing.T) {
	t.Parallel()
	off, on := start(t, dyntube.Config{AuthOff: true}), start(t, dyntube.Config{})
	s := schema(t)
	for _, sample := range samples {
		t.Run(sample.name, func(t *testing.T) {
			t.Parallel()
			q := query{From: sample.from, To: sample.to, Size: 20, Page: 1}
			status, body := send(t, off, sample.send, q, "")
			if status != 200 {
				t.Fatalf("%d %s, want 200", status, body)
			}
			if err := validate(t, s, body); err != nil {
				t.Error(err)
			}
			var got logs
			if err := json.Unmarshal([]byte(body), &got); err != nil || got.Pager.Hits != 20 || len(got.Views) != 20 {
				t.Errorf("%+v with %d views, want 20; %v", got.Pager, len(got.Views), err)
			}
			q.VideoKey, q.ProjectKey = got.Views[3].VideoKey, got.Views[3].ProjectKey
			_, body = send(t, off, sample.send, q, "")
			if err := json.Unmarshal([]byte(body), &got); err != nil || got.Views[0].VideoKey != q.VideoKey {
				t.Errorf("one video: %.300s", body)
			}
			if status, body := send(t, on, sample.send, q, ""); status != 401 ||
				!strings.HasPrefix(body, `{"message":"Unauthorized: `) || !strings.Contains(body, "--dyntube-auth off") {
				t.Errorf("without a key: %d %s, want 401 that says how to run the sample", status, body)
			}
			if status, body := send(t, on, sample.send, q, "Bearer a-key"); status != 200 {
				t.Errorf("with a key: %d %s, want 200", status, body)
			}
		})
	}
}

func send(t *testing.T, m mock, make func(string, query) (*http.Request, error), q query, key string) (int, string) {
	t.Helper()
	server := httptest.NewServer(m.mux)
	defer server.Close()
	r, err := make(server.URL+"/v1/logs/data", q)
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		r.Header.Set("Authorization", key)
	}
	got, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got.StatusCode, string(body)
}
