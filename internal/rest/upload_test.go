package rest_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func multipartOf(field, name string, content []byte) (contentType, body string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("Authorization", "ignored")
	part, _ := w.CreateFormFile(field, name)
	_, _ = part.Write(content)
	w.Close()
	return w.FormDataContentType(), b.String()
}

func TestAFileIsUploadedAndMadeAVideo(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	offer := ana.must("GET", "/file/upload")
	if !strings.HasPrefix(offer["upload_url"].(string), d.URL+"/upload?uuid=") {
		t.Fatalf("offer %v", offer)
	}
	content := bytes.Repeat([]byte("a video "), 1000)
	contentType, body := multipartOf("file", "my clip-75s.mp4", content)
	if got := ana.must("GET", offer["progress_url"].(string)); got["state"] != "starting" {
		t.Errorf("progress before: %v", got)
	}
	status, text := d.anybody(t).do("POST", offer["upload_url"].(string), contentType, body)
	var answer map[string]string
	if err := json.Unmarshal([]byte(text), &answer); err != nil || status != 200 {
		t.Fatalf("upload = %d %s: %v", status, text, err)
	}
	sum := sha1.Sum(content)
	if answer["hash"] != hex.EncodeToString(sum[:]) || answer["size"] != "8000" || answer["duration"] != "75000" ||
		answer["name"] != "my clip-75s" ||
		len(answer) != 12 {
		t.Errorf("answer %v", answer)
	}
	_, fragment, _ := strings.Cut(answer["url"], "#")
	inner, err := base64.StdEncoding.DecodeString(fragment)
	if err != nil || !strings.Contains(string(inner), "hash="+answer["hash"]) ||
		!strings.HasPrefix(string(inner), "seal=") {
		t.Errorf("fragment %s, %v", inner, err)
	}
	if got := ana.must("GET", offer["progress_url"].(string)); got["state"] != "done" || got["received"] != 8000.0 {
		t.Errorf("progress after: %v", got)
	}
	whole := answer["url"]
	bare, _, _ := strings.Cut(whole, "#")
	for _, source := range []string{whole, bare} {
		id := ana.must("POST", "/me/videos", "url="+url.QueryEscape(source)+"&title=T&channel=fun&"+
			"is_created_for_kids=0&published=1")["id"].(string)
		d.advance(minute)
		got := ana.must("GET", "/video/"+id+"?fields=duration,checksum,status,owner.username")
		if got["duration"] != 75.0 || got["checksum"] != answer["hash"] || got["status"] != "published" ||
			got["owner.username"] != "ana" {
			t.Errorf("video from %s: %v", source, got)
		}
	}
}

func TestBadUploads(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	target := ana.must("GET", "/file/upload")["upload_url"].(string)
	wrongField, body := multipartOf("nofile", "a.mp4", []byte("x"))
	for _, c := range []struct{ name, url, contentType, body string }{
		{"no file in it", target, wrongField, body},
		{"no multipart", target, "text/plain", "x"},
		{"a broken seal", strings.Replace(target, "seal=", "seal=00", 1), wrongField, body},
		{"no seal", d.URL + "/upload?uuid=x", wrongField, body},
		{"half a body", target, wrongField, body[:40]},
	} {
		status, text := ana.do("POST", c.url, c.contentType, c.body)
		var answer struct {
			Error struct {
				Code    int
				Message string
			}
		}
		if err := json.Unmarshal(
			[]byte(text),
			&answer,
		); err != nil || answer.Error.Code != status || status < 400 || status > 499 ||
			answer.Error.Message == "" {
			t.Errorf("%s = %d %s", c.name, status, text)
		}
	}
}

// TestALongNameIsCutBetweenCharacters, so that it stays text.
func TestALongNameIsCutBetweenCharacters(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	target := d.user(t, "ana").must("GET", "/file/upload")["upload_url"].(string)
	contentType, body := multipartOf("file", strings.Repeat("é", 200), []byte("x"))
	_, text := d.anybody(t).do("POST", target, contentType, body)
	if want := `"name":"` + strings.Repeat("é", 127) + `"`; !strings.Contains(text, want) {
		t.Errorf("answer %s, want %s in it", text, want)
	}
}

// piece posts a part of a file and returns the status and the header Range.
func piece(t *testing.T, target string, start, end, size int, content []byte) (int, string, string) {
	r, err := http.NewRequest("POST", target, bytes.NewReader(content[start:end+1]))
	if err != nil {
		t.Error(err)
		return 0, "", ""
	}
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", start, end, size))
	r.Header.Set("Content-Disposition", `attachment; filename*=UTF-8''my%20film.mp4`)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Error(err)
		return 0, "", ""
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, resp.Header.Get("Range"), string(body)
}

func TestChunkedUpload(t *testing.T) {
	t.Parallel()
	d := open(t)
	offer := d.user(t, "ana").must("GET", "/file/upload")
	target := offer["upload_url"].(string)
	content := bytes.Repeat([]byte("0123456789"), 10)
	hash := fmt.Sprintf("%x", sha1.Sum(content))
	for _, c := range []struct {
		start, end int
		status     int
		ranges     string
	}{
		{0, 19, 202, "0-19/100"},
		{40, 59, 202, "0-19,40-59/100"},
		{40, 59, 416, "0-19,40-59/100"},
		{20, 39, 202, "0-59/100"},
		{80, 99, 202, "0-59,80-99/100"},
		{60, 79, 200, ""},
		{60, 79, 416, "0-99/100"}, // of a client that did not receive the response
	} {
		status, ranges, body := piece(t, target, c.start, c.end, 100, content)
		if status != c.status || ranges != c.ranges {
			t.Errorf("piece %d-%d = %d, Range %q, want %d, %q", c.start, c.end, status, ranges, c.status, c.ranges)
		}
		if status == 200 &&
			(!strings.Contains(body, `"size":"100"`) || !strings.Contains(body, hash) ||
				!strings.Contains(body, `"name":"my film"`)) {
			t.Errorf("answer to the last piece: %s", body)
		}
	}
	if got := d.anybody(t).must("GET", offer["progress_url"].(string)); got["state"] != "done" {
		t.Errorf("progress after a piece came again: %v, want done", got)
	}
	if status, _, _ := piece(t, target, 0, 9, 50, content); status != 400 {
		t.Errorf("a piece of another size = %d, want 400", status)
	}
}

func TestManyPiecesAtOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	target := d.user(t, "ana").must("GET", "/file/upload")["upload_url"].(string)
	content := make([]byte, 64*1024)
	for i := range content {
		content[i] = byte(i * i >> 7)
	}
	hash := fmt.Sprintf("%x", sha1.Sum(content))
	var wg sync.WaitGroup
	var mu sync.Mutex
	whole := 0
	for i := range 16 {
		wg.Go(func() {
			status, ranges, body := piece(t, target, i*4096, i*4096+4095, len(content), content)
			mu.Lock()
			defer mu.Unlock()
			if status == 200 {
				whole++
				if !strings.Contains(body, hash) {
					t.Errorf("%s, want the file's own hash %s", body, hash)
				}
			} else if status != 202 || ranges == "" {
				t.Errorf("piece %d = %d, Range %q", i, status, ranges)
			}
		})
	}
	wg.Wait()
	if whole != 1 {
		t.Errorf("%d pieces were answered as the last one", whole)
	}
}

// TestPiecesMayOverlap sends pieces that have bytes in common.
func TestPiecesMayOverlap(t *testing.T) {
	t.Parallel()
	d := open(t)
	target := d.user(t, "ana").must("GET", "/file/upload")["upload_url"].(string)
	content := []byte("0123456789abcdefghijklmnopqrstuvwxyz")
	size := len(content)
	for _, p := range [][2]int{{0, 9}, {20, 29}, {5, 14}, {12, 22}} {
		if status, _, body := piece(t, target, p[0], p[1], size, content); status != 202 {
			t.Errorf("%v = %d %s", p, status, body)
		}
	}
	status, _, body := piece(t, target, 25, size-1, size, content)
	if hash := fmt.Sprintf("%x", sha1.Sum(content)); status != 200 || !strings.Contains(body, hash) {
		t.Errorf("%d %s, want the hash %s", status, body, hash)
	}
}

// TestABrokenPieceIsSentAgain checks that a broken piece does not change the file's hash.
func TestABrokenPieceIsSentAgain(t *testing.T) {
	t.Parallel()
	d := open(t)
	target := d.user(t, "ana").must("GET", "/file/upload")["upload_url"].(string)
	content := []byte("first half, other half")
	for _, body := range []string{"wrong", "longer than it says it is"} {
		r, err := http.NewRequest("POST", target, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Range", fmt.Sprintf("bytes 0-11/%d", len(content)))
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != 400 {
			t.Errorf("%q = %d, want 400", body, resp.StatusCode)
		}
	}
	piece(t, target, 12, len(content)-1, len(content), content)
	status, _, body := piece(t, target, 0, 11, len(content), content)
	if hash := fmt.Sprintf("%x", sha1.Sum(content)); status != 200 || !strings.Contains(body, hash) {
		t.Errorf("%d %s, want the hash %s", status, body, hash)
	}
}

func TestQuotas(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	for name, phrase := range map[string]string{
		"clip-7201s.mp4": "Duration of this video is too long",
		"notes.txt":      "This video format is not supported",
	} {
		if got := ana.refused(
			"POST",
			"/me/videos",
			"url=https://files.example/"+name,
		); !strings.Contains(got.Message, phrase) ||
			got.Code != 400 {
			t.Errorf("%s: %+v, want %q", name, got, phrase)
		}
	}
	for i := range 15 {
		ana.must("POST", "/me/videos", fmt.Sprintf("url=https://files.example/%d-60s.mp4", i))
	}
	got := ana.refused("POST", "/me/videos", "url=https://files.example/16-60s.mp4")
	if got.Code != 403 || got.Data.Reason != "upload_limit_exceeded" {
		t.Errorf("the sixteenth of a day: %+v", got)
	}
	d.advance(24 * time.Hour)
	if status, text := d.user(t, "ana").do(
		"POST",
		"/me/videos?url=https://files.example/a-60s.mp4",
		"",
		"",
	); status != 200 {
		t.Errorf("a day later: %d %s", status, text)
	}
	if status, text := d.user(t, "harbour-news").do(
		"POST",
		"/me/videos?url=https://files.example/clip-7201s.mp4",
		"",
		"",
	); status != 200 {
		t.Errorf("a partner's long video: %d %s", status, text)
	}
}

// TestPropertiesOfAnUploadedFileAreKnownAtOnce, those of a file elsewhere when it is processed.
func TestPropertiesOfAnUploadedFileAreKnownAtOnce(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	fields := "&fields=status,duration,duration_formatted,width,height,aspect_ratio,checksum,available_formats," +
		"thumbnail_url"
	for _, c := range []struct {
		name, source string
		known        bool
	}{
		{"uploaded", uploaded(t, ana, "clip-75s.mp4", "x"), true},
		{"uploaded and broken", uploaded(t, ana, "encoding-error-75s.mp4", "x"), true},
		{"uploaded, by the address alone", strings.Split(uploaded(t, ana, "clip-75s.mp4", "y"), "#")[0], true},
		{"elsewhere", "https://files.example/clip-75s.mp4", false},
	} {
		got := ana.must("POST", "/me/videos", "url="+url.QueryEscape(c.source)+fields)
		if got["status"] != "waiting" || got["available_formats"] != nil || got["thumbnail_url"] != nil {
			t.Errorf("%s: %v, want it to wait", c.name, got)
		}
		for _, name := range strings.Fields("duration duration_formatted width height aspect_ratio checksum") {
			if known := got[name] != nil; known != c.known {
				t.Errorf("%s: %s is %v while the video waits", c.name, name, got[name])
			}
		}
		if c.known && (got["duration"] != 75.0 || got["duration_formatted"] != "01:15") {
			t.Errorf("%s: %v, want 75 seconds", c.name, got)
		}
	}
}

// uploaded uploads a file and returns its address.
func uploaded(t *testing.T, c *client, name, content string) string {
	t.Helper()
	contentType, body := multipartOf("file", name, []byte(content))
	status, text := c.do("POST", c.must("GET", "/file/upload")["upload_url"].(string), contentType, body)
	var answer struct{ URL string }
	if err := json.Unmarshal([]byte(text), &answer); err != nil || status != 200 {
		t.Fatalf("upload of %s = %d %s", name, status, text)
	}
	return answer.URL
}

// TestFilesThatAreNoVideosAreRefused: empty ones by the upload server, others when a video is created.
func TestFilesThatAreNoVideosAreRefused(t *testing.T) {
	t.Parallel()
	d := open(t)
	ana := d.user(t, "ana")
	offer := ana.must("GET", "/file/upload")
	contentType, body := multipartOf("file", "a.mp4", nil)
	if status, text := ana.do("POST", offer["upload_url"].(string), contentType, body); status != 400 ||
		!strings.Contains(text, `"message":"the file is empty"`) {
		t.Errorf("an empty file: %d %s", status, text)
	}
	if got := ana.must("GET", offer["progress_url"].(string)); got["state"] != "error" {
		t.Errorf("progress of an empty file: %v", got)
	}
	empty := "https://upload.example/files/a.mp4#" + base64.StdEncoding.EncodeToString([]byte("hash=da39&size=0&name=a"))
	for _, c := range []struct {
		name, source string
		want         int
	}{
		{"an empty file", empty, 400},
		{"without an ending", uploaded(t, ana, "interview", "x"), 400},
		{"with a number for an ending", uploaded(t, ana, "Report 2026.03.10 final cut", "x"), 400},
		{"a text", uploaded(t, ana, "notes.TXT", "x"), 400},
		{"a video", uploaded(t, ana, "clip.MKV", "x"), 200},
		{"a video with a long name", uploaded(t, ana, strings.Repeat("long ", 80)+".webm", "x"), 200},
		{"an address without an ending", "https://files.example/videos/1234?token=1", 200},
	} {
		for _, address := range []string{c.source, strings.Split(c.source, "#")[0]} {
			if c.source == empty && address != empty {
				continue
			}
			status, text := ana.do("POST", "/me/videos?url="+url.QueryEscape(address), "", "")
			if status != c.want || status == 400 && !strings.Contains(text, "This video format is not supported") {
				t.Errorf("%s, %s: %d %s, want %d", c.name, address, status, text, c.want)
			}
		}
	}
}
