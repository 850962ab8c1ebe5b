package wire_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/wire"
)

func TestAnAnswerIsWholeJSON(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		wire.JSON(w, http.StatusTeapot, map[string]string{"a": "<&>"})
	}))
	t.Cleanup(srv.Close)
	resp, err := http.Get(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if got, want := string(body), `{"a":"<&>"}`; got != want {
		t.Errorf("body = %s, want %s", got, want)
	}
	if got, want := resp.StatusCode, http.StatusTeapot; got != want {
		t.Errorf("status = %d, want %d", got, want)
	}
	if got, want := resp.Header.Get("Content-Type"), "application/json; charset=utf-8"; got != want {
		t.Errorf("Content-Type = %q, want %q", got, want)
	}
	if got, want := resp.ContentLength, int64(len(body)); got != want {
		t.Errorf("Content-Length = %d, want %d", got, want)
	}
}

func TestAnOAuthErrorHasTheVendorsOrderOfMembers(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	wire.OAuthError(w, http.StatusBadRequest, "invalid_grant", "Invalid `x' \"y\".")
	if got, want := w.Body.String(), `{"error":"invalid_grant",`+
		`"error_description":"Invalid `+"`x'"+` \"y\"."}`; got != want {
		t.Errorf("body = %s, want %s", got, want)
	}
	if got, want := w.Header().Get("Cache-Control")+" "+w.Header().Get("Pragma"), "no-store no-cache"; got != want {
		t.Errorf("caching headers = %q, want %q", got, want)
	}
}

func TestABodyIsReadUpToItsLimit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		body    string
		chunked bool
		want    error
	}{
		{"an empty body", "", false, nil},
		{"a body of just the limit", "12345678", false, nil},
		{"a body of just the limit, length unknown", "12345678", true, nil},
		{"a body one byte too long", "123456789", false, wire.ErrTooLarge},
		{"a body one byte too long, length unknown", "123456789", true, wire.ErrTooLarge},
	} {
		r := httptest.NewRequest("POST", "/", strings.NewReader(c.body))
		if c.chunked {
			r.ContentLength = -1
		}
		got, err := wire.Body(httptest.NewRecorder(), r, 8)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: error = %v, want %v", c.name, err, c.want)
		}
		if err == nil && string(got) != c.body {
			t.Errorf("%s: body = %q, want %q", c.name, got, c.body)
		}
	}
}

func TestABodyThatBreaksOffIsUnreadable(t *testing.T) {
	t.Parallel()
	for name, length := range map[string]int64{"its length unknown": -1, "its length known": 8} {
		r := httptest.NewRequest("POST", "/", io.MultiReader(strings.NewReader("half"), broken{}))
		r.ContentLength = length
		if got, err := wire.Body(httptest.NewRecorder(), r, 8); !errors.Is(err, wire.ErrUnreadable) {
			t.Errorf("%s: body = %q, %v, want ErrUnreadable", name, got, err)
		}
	}
}

func TestARESTErrorHasTheVendorsOrderOfMembers(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	wire.RESTError(w, http.StatusNotFound, "not_found", "Can't find object video for `id' parameter",
		&wire.RESTFault{Reason: "object_not_found", ObjectType: "video", ObjectID: "xnotfound", Param: "id"})
	const want = `{"error":{"more_info":"https://developer.dailymotion.com/api#error-codes","code":404,` +
		"\"message\":\"Can't find object video for `id' parameter\"" + `,"type":"not_found",` +
		`"error_data":{"reason":"object_not_found","object_type":"video","object_id":"xnotfound","param":"id"}}}`
	if got := w.Body.String(); got != want || w.Code != http.StatusNotFound {
		t.Errorf("answer = %d %s, want 404 %s", w.Code, got, want)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
