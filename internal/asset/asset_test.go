package asset_test

import (
	"bytes"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/asset"
)

func get(t *testing.T, h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for n := 0; n < len(header); n += 2 {
		r.Header.Set(header[n], header[n+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPicturesHaveTheSizeOfTheirAddress(t *testing.T) {
	t.Parallel()
	h := asset.New()
	for target, want := range map[string][2]int{
		"/v/F83Oh":                       {1920, 1080},
		"/v/F83Oh?ratio=square":          {1080, 1080},
		"/v/F83Oh/x60":                   {106, 60},
		"/v/F83Oh/x62":                   {110, 62},
		"/v/F83Oh/x240":                  {426, 240},
		"/v/F83Oh/x240?ratio=widescreen": {426, 240},
		"/v/F83Oh/x240?ratio=square":     {240, 240},
		"/v/F83Oh/x1080":                 {1920, 1080},
		"/v/F83Oh/ff-x120":               {213, 120},
		"/v/F83Oh/preview_480p":          {853, 480},
		"/v/F83Oh/filmstrip60":           {1070, 60},
		"/v/F83Oh/sprite":                {1070, 600},
		"/v/F83Oh/sprite320":             {320, 1800},
		"/v/F83Oh/seeker":                {1070, 60},
		"/v/F83Oh/x1":                    {1, 1},
		"/u/x1fz4ii/25x25":               {25, 25},
		"/u/x1fz4ii/720x720":             {720, 720},
		"/u/x1fz4ii/aB3dE/480x480":       {480, 480},
		"/u/x1fz4ii/cover-x100":          {400, 100},
		"/u/x1fz4ii/cover":               {1000, 250},
		"/u/x1fz4ii/aB3dE/cover-x250":    {1000, 250},
	} {
		w := get(t, h, "GET", target)
		config, err := png.DecodeConfig(bytes.NewReader(w.Body.Bytes()))
		if err != nil || w.Code != 200 || w.Header().Get("Content-Type") != "image/png" {
			t.Errorf("%s: %d %s, %v, want a PNG", target, w.Code, w.Header().Get("Content-Type"), err)
			continue
		}
		if got := [2]int{config.Width, config.Height}; got != want {
			t.Errorf("%s: %v, want %v", target, got, want)
		}
		if w.Body.Len() > 4<<10 {
			t.Errorf("%s: %d bytes, want a small picture", target, w.Body.Len())
		}
		if _, err := png.Decode(w.Body); err != nil {
			t.Errorf("%s: %v", target, err)
		}
	}
}

func TestOtherAddressesHaveNoPicture(t *testing.T) {
	t.Parallel()
	h := asset.New()
	for _, target := range []string{
		"/", "/v", "/v/", "/v/a/", "/v/a/b/x60", "/v/a/x0", "/v/a/x1081", "/v/a/x99999", "/v/a/-x60", "/v/a/nope", "/u/a",
		"/u/a/721x721", "/u/a/999x1", "/u/a/0x1", "/u/a/cover-x251", "/u/a/cover-x", "/u/a/b/c/25x25", "/v/%2e%2e/x60",
		"/static/video/a", "/static/a.srt", "/x60", "/v/" + strings.Repeat("a", 33),
	} {
		if w := get(t, h, "GET", target); w.Code != 404 {
			t.Errorf("%s: %d, want 404", target, w.Code)
		}
	}
}

func TestPicturesAreCachedByClients(t *testing.T) {
	t.Parallel()
	h := asset.New()
	whole := get(t, h, "GET", "/v/F83Oh/x120")
	etag := whole.Header().Get("ETag")
	if w := get(t, asset.New(), "GET", "/v/F83Oh/x120"); w.Header().Get("ETag") != etag || w.Body.String() !=
		whole.Body.String() {
		t.Error("another handler has another picture at the same address")
	}
	if w := get(t, h, "HEAD", "/v/F83Oh/x120"); w.Code != 200 || w.Body.Len() != 0 ||
		w.Header().Get("Content-Length") != whole.Header().Get("Content-Length") {
		t.Errorf("HEAD: %d with %d bytes, length %s", w.Code, w.Body.Len(), w.Header().Get("Content-Length"))
	}
	if w := get(t, h, "GET", "/v/F83Oh/x120", "If-None-Match", etag); w.Code != 304 {
		t.Errorf("If-None-Match: %d, want 304", w.Code)
	}
	w := get(t, h, "GET", "/v/F83Oh/x120", "Range", "bytes=0-1")
	if w.Code != 206 || w.Body.String() != "\x89P" {
		t.Errorf("Range: %d %q, want the first two bytes", w.Code, w.Body)
	}
}

func TestSubtitles(t *testing.T) {
	t.Parallel()
	w := get(t, asset.New(), "GET", "/static/video/aB3dE/x1abc:subtitle_x2.srt")
	if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/x-subrip") ||
		!strings.Contains(w.Body.String(), "00:00:00,000 --> 00:00:02,000\n") {
		t.Errorf("%d %s %q, want subtitles", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
}

// BenchmarkCostliest makes the largest picture anew each time.
func BenchmarkCostliest(b *testing.B) {
	r := httptest.NewRequest("GET", "/v/F83Oh/x1080", nil)
	for b.Loop() {
		asset.New().ServeHTTP(httptest.NewRecorder(), r)
	}
}
