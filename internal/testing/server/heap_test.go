package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// TestRequestsLeaveNoBuffersBehind: what is kept of a request is small, however long the request was. It is not
// parallel, since it measures the memory of the whole process.
func TestRequestsLeaveNoBuffersBehind(t *testing.T) {
	m := dailymocktest.Start(t, dailymock.Options{})
	public := m.Token(dailymock.TokenOrder{
		Kind: dailymock.KeyPublic, Key: "key", Login: "kitchen@example.com", Scopes: []string{"manage_videos"},
	}).AccessToken
	const requests, each = 150, 50_000
	long := strings.Repeat("a%20", each/4)
	videos := ownVideos(t, m, public)
	for name, send := range map[string]func(i int) *http.Request{
		"queries": func(i int) *http.Request {
			return request(t, m, http.MethodGet, fmt.Sprintf("/languages?n%d=%s", i, long), "", "")
		},
		"unknown paths": func(i int) *http.Request {
			return request(t, m, http.MethodGet, fmt.Sprintf("/nope/n%d/x?%s", i, long), "", "")
		},
		"edits": func(i int) *http.Request {
			body := fmt.Sprintf("title=Title%d&tags=one&padding=%s", i, long)
			return request(t, m, http.MethodPost, "/video/"+videos[i%len(videos)], body, public)
		},
		"token requests": func(i int) *http.Request {
			body := fmt.Sprintf("grant_type=password&client_id=key%d&client_secret=s&username=u%[1]d&password=p&x=%s", i, long)
			return request(t, m, http.MethodPost, "/oauth/token", body, "")
		},
		"reports": func(i int) *http.Request {
			body := fmt.Sprintf(`{"query": "# %s\nmutation { askPartnerReportFile(input: {metrics: [VIEWS], dimensions: [DAY], `+
				`startDate: \"2026-06-20\", endDate: \"2026-06-21\", filters: {videoOwnerChannelSlug: \"kitchen\"}}) `+
				`{ reportFile { reportToken } } }"}`, strings.Repeat("a", each))
			return request(t, m, http.MethodPost, "/graphql", body, m.Token(dailymock.TokenOrder{
				Kind: dailymock.KeyPrivate, Key: fmt.Sprint("key", i), Scopes: []string{"create_reports"},
			}).AccessToken)
		},
	} {
		before := heap()
		for i := range requests {
			resp, err := http.DefaultClient.Do(send(i))
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if strings.Contains("edits, reports", name) && resp.StatusCode != http.StatusOK {
				t.Fatalf("%s: status %s", name, resp.Status)
			}
		}
		if used := heap() - before; used > requests*each/2 {
			t.Errorf("%s: %d requests of %d KB leave %d MB behind", name, requests, each>>10, used>>20)
		} else {
			t.Logf("%s: %d KB for each", name, used/requests>>10)
		}
	}
}

// ownVideos returns the ids of a hundred videos of the user of a token.
func ownVideos(t *testing.T, m *dailymocktest.Mock, token string) []string {
	t.Helper()
	resp, err := http.DefaultClient.Do(request(t, m, http.MethodGet, "/me/videos?limit=100&fields=id", "", token))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var list struct{ List []struct{ ID string } }
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil || len(list.List) == 0 {
		t.Fatalf("videos: %s, %v", resp.Status, err)
	}
	var ids []string
	for _, v := range list.List {
		ids = append(ids, v.ID)
	}
	return ids
}

func heap() int {
	runtime.GC()
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int(s.HeapAlloc)
}

func request(t *testing.T, m *dailymocktest.Mock, method, path, body, token string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, m.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if strings.HasPrefix(body, "{") {
		req.Header.Set("Content-Type", "application/json")
	} else if body != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return req
}
