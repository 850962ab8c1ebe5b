package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
)

// TestEveryBodyHasADeadline: on every surface, whether or not it reads the body.
func TestEveryBodyHasADeadline(t *testing.T) {
	t.Parallel()
	s, err := dailymock.New(dailymock.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, route := range []string{
		"POST /", "POST /graphql", "POST /oauth/token", "POST /oauth/v1/token", "POST /oauth/authorize", "POST /upload",
		"POST /rupload", "POST /file/upload", "POST /me/videos", "POST /video/x1", "POST /rest/videos", "POST /rest",
		"POST /v1/logs/data", "POST /_mock/reset", "PUT /_mock/state", "POST /_mock/expect", "PUT /nope",
		"POST https://graphql.api.dailymotion.com/", "POST https://partner.api.dailymotion.com/graphql",
		"POST https://upload-01.dc3.dailymotion.com/upload", "POST https://upload.dyntube.com/v1/videos",
	} {
		method, url, _ := strings.Cut(route, " ")
		if strings.HasPrefix(url, "/") {
			url = "http://127.0.0.1" + url
		}
		w := &deadlines{ResponseWriter: httptest.NewRecorder()}
		s.ServeHTTP(w, httptest.NewRequest(method, url, strings.NewReader("{}")))
		if len(w.all) == 0 || w.all[0].IsZero() {
			t.Errorf("%s: deadlines %v, want one", route, w.all)
		}
	}
}

// deadlines remembers the read deadlines that are set.
type deadlines struct {
	http.ResponseWriter
	all []time.Time
}

func (d *deadlines) SetReadDeadline(at time.Time) error {
	d.all = append(d.all, at)
	return nil
}
