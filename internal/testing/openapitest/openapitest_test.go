package openapitest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/testing/openapitest"
)

var rest = openapitest.File("rest.yaml")

// given is an exchange: a request line, with a body after it, and a response.
func given(t *testing.T, line string, status int, answer string, header ...string) *openapitest.Exchange {
	t.Helper()
	line, body, _ := strings.Cut(line, "\n")
	method, target, _ := strings.Cut(line, " ")
	u, err := url.Parse("http://127.0.0.1" + target)
	if err != nil {
		t.Fatal(err)
	}
	x := &openapitest.Exchange{
		Method: method, URL: u, Body: []byte(body), Status: status, Answer: []byte(answer),
		Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}, "Access-Control-Allow-Origin": {"*"}},
	}
	for i := 0; i < len(header); i += 2 {
		if x.Header.Set(header[i], header[i+1]); header[i+1] == "" {
			x.Header.Del(header[i])
		}
	}
	return x
}

const (
	aVideo   = `{"id":"x1","title":"T","channel":"news","owner":"x2"}`
	notFound = `{"error":{"more_info":"https://developer.dailymotion.com/api#error-codes","code":404,` +
		`"message":"Can't find object video for ` +
		"`id'" + ` parameter","type":"not_found","error_data":{"reason":"object_not_found","object_type":"video",` +
		`"object_id":"x3","param":"id"}}}`
	aList = `{"page":1,"limit":10,"explicit":false,"total":1,"has_more":false,"list":[` + aVideo + `]}`
)

func TestGoodAnswersPass(t *testing.T) {
	t.Parallel()
	for _, x := range []*openapitest.Exchange{
		given(t, "GET /video/x1", 200, aVideo),
		given(t, "GET /rest/video/x1/", 200, aVideo, "Access-Control-Allow-Origin", ""),
		given(t, "GET /video/x3", 404, notFound),
		given(t, "GET /nowhere/at/all", 404, notFound),
		given(t, "GET /videos", 200, aList),
		given(t, "HEAD /videos", 200, ""),
		given(t, "GET /video/x1?fields=owner.parent.screenname,id,,owner.screenname", 200,
			`{"owner.parent.screenname":null,"id":"x1","owner.screenname":"S"}`),
		given(t, "GET /user/x2?fields=id,videos.fields(id,title).limit(4)", 200, `{"id":"x2","videos":{"page":1,`+
			`"limit":4,"explicit":false,"has_more":false,"list":[]}}`),
		given(t, "POST /video/x1\ntitle=A&fields=title", 200, `{"title":"A"}`),
		given(t, "GET /video/x1?method=delete&callback=f", 200, "/**/f({});", "Content-Type",
			"text/javascript; charset=utf-8"),
		given(t, "GET /video/x3?callback=f", 200, "/**/f("+notFound+");", "Content-Type", "text/javascript; charset=utf-8"),
		given(t, "POST /\n[{\"call\":\"GET /video/x1\"},{\"call\":\"/echo?message=a\"},{\"call\":\"/nope\"}]", 200,
			`[{"result":`+aVideo+`,"id":1},{"result":{"message":"a"}},`+notFound+`]`),
		given(t, "POST /upload", 202, "{}", "Range", "0-9,20-29/40"),
		given(t, "OPTIONS /video/x1", 200, "", "Access-Control-Allow-Methods", "GET, POST, DELETE",
			"Access-Control-Allow-Headers", "Authorization, Content-Type"),
	} {
		if err := rest.Check(x); err != nil {
			t.Error(err)
		}
	}
}

func TestWrongAnswersFail(t *testing.T) {
	t.Parallel()
	const script = "text/javascript; charset=utf-8"
	for _, c := range []struct {
		name   string
		x      *openapitest.Exchange
		phrase string
	}{
		{"another type", given(t, "GET /video/x1?fields=duration", 200, `{"duration":"12"}`), "/duration"},
		{"null, where it cannot be", given(t, "GET /video/x1?fields=owner", 200, `{"owner":null}`), "/owner"},
		{"null below what is always there", given(t, "GET /video/x1?fields=owner.id", 200, `{"owner.id":null}`), "/owner.id"},
		{"another type below a link", given(t, "GET /video/x1?fields=owner.screenname", 200, `{"owner.screenname":1}`),
			"/owner.screenname"},
		{"a value that is not listed", given(t, "GET /video/x1?fields=status", 200, `{"status":"gone"}`), "/status"},
		{"a number out of bounds", given(t, "GET /video/x1?fields=encoding_progress", 200, `{"encoding_progress":101}`),
			"/encoding_progress"},
		{"no address", given(t, "GET /video/x1?fields=url", 200, `{"url":"x1"}`), "/url"},
		{"an unknown member", given(t, "GET /video/x1?fields=nope", 200, `{"nope":1}`), "/nope"},
		{"an unknown member below a link", given(t, "GET /video/x1?fields=owner.nope", 200, `{"owner.nope":1}`),
			"/owner.nope"},
		{"a member of another noun", given(t, "GET /video/x1?fields=screenname", 200, `{"screenname":"S"}`), "/screenname"},
		{"a link that is none", given(t, "GET /user/x1?fields=owner.id", 200, `{"owner.id":"x1"}`), "does not match pattern"},
		{"five names", given(t, "GET /video/x1?fields=owner.parent.parent.parent.id", 200,
			`{"owner.parent.parent.parent.id":"x1"}`), "does not match pattern"},
		{"a default member less", given(t, "GET /video/x1", 200, `{"id":"x1","title":"T","channel":"news"}`),
			"owner, title were asked for"},
		{"a member that was not asked for", given(t, "GET /video/x1?fields=id", 200, aVideo), "id were asked for"},
		{"an item of a list less", given(t, "GET /videos?fields=id,title", 200, `{"page":1,"limit":10,`+
			`"explicit":false,"has_more":false,"list":[{"id":"x1"}]}`), "asked for"},
		{"no has_more", given(t, "GET /videos", 200, `{"page":1,"limit":10,"explicit":false,"list":[]}`), "has_more"},
		{"a total of a playlist", given(t, "GET /playlist/x1/videos", 200, aList), "/total"},
		{"no error code", given(t, "GET /video/x3", 404, strings.Replace(notFound, `"code":404,`, "", 1)), "code"},
		{"another error code", given(t, "GET /video/x3", 404, strings.Replace(notFound, "404", "403", 1)), "/error/code"},
		{"a code in quotes", given(t, "GET /video/x3", 404, strings.Replace(notFound, "404", `"404"`, 1)), "/error/code"},
		{"another error type", given(t, "GET /video/x3", 404,
			strings.Replace(notFound, "not_found\"", "access_forbidden\"", 1)), "/error/type"},
		{"an unknown member of error_data", given(t, "GET /video/x3", 404,
			strings.Replace(notFound, `"param"`, `"parameter"`, 1)), "error_data"},
		{"an undocumented status", given(t, "GET /video/x1", 418, aVideo), "status 418"},
		{"a fault of the server's", given(t, "GET /video/x1", 500, notFound), "status 500"},
		{"a good status where nothing is", given(t, "GET /nowhere/at/all", 200, "{}"), "status 200"},
		{"a method that the path lacks", given(t, "PUT /video/x1", 200, aVideo), "status 200"},
		{"another content type", given(t, "GET /video/x1", 200, aVideo, "Content-Type", "text/html"), "content type"},
		{"a script that nobody asked for", given(t, "GET /video/x1", 200, "/**/f("+aVideo+");", "Content-Type", script),
			"content type"},
		{"a script that is wrong inside", given(t, "GET /video/x1?callback=f", 200, "/**/f({});", "Content-Type", script),
			"minProperties"},
		{"no JSON", given(t, "GET /video/x1", 200, "<html>"), "invalid character"},
		{"two values", given(t, "GET /video/x1", 200, aVideo+aVideo), "invalid character"},
		{"a header for browsers at the root of private keys", given(t, "GET /rest/video/x1", 200, aVideo),
			"header Access-Control-Allow-Origin at the root of private keys"},
		{"no header for browsers", given(t, "GET /video/x1", 200, aVideo, "Access-Control-Allow-Origin", ""),
			"Access-Control-Allow-Origin"},
		{"no Range", given(t, "POST /upload", 202, "{}"), "no header Range"},
		{"another Range", given(t, "POST /upload", 202, "{}", "Range", "bytes=0-9"), "header Range"},
		{"an answer to another call", given(t, "POST /\n{\"call\":\"GET /video/x1\"}", 200, `{"result":{"message":"a"}}`),
			"call 0"},
		{"an error that the call cannot have", given(t, "POST /\n{\"call\":\"GET /languages\"}", 200, notFound),
			"status 404"},
		{"a call without an answer", given(t, "POST /\n[{\"call\":\"/echo\"}]", 200, `[]`), "0 results for 1 calls"},
		{"a result and an error", given(t, "POST /\n{\"call\":\"/echo\"}", 200,
			strings.Replace(notFound, "{", `{"result":{},`, 1)), "'oneOf' failed"},
	} {
		if err := rest.Check(c.x); err == nil || !strings.Contains(err.Error(), c.phrase) {
			t.Errorf("%s: %v, want a word on %q", c.name, err, c.phrase)
		}
	}
}

// TestUnknownMembersFailAnywhere adds one to each object of valid responses.
func TestUnknownMembersFailAnywhere(t *testing.T) {
	t.Parallel()
	for line, answer := range map[string]string{
		"GET /videos":         aList,
		"GET /video/x3":       notFound,
		"GET /echo?message=a": `{"message":"a"}`,
		"GET /locale": `{"locale":"fr_FR","site_code":"fr","language":"fr",` +
			`"localized_language":"F","locally_localized_language":"f","country":"FR","localized_country":"F",` +
			`"locally_localized_country":"f","currency":"EUR"}`,
		"GET /languages": `{"list":[{"code":"fr","name":"F","native_name":"f",` +
			`"localized_name":"F","display_name":"f"}]}`,
		"GET /user/x2?fields=limits":             `{"limits":{"video_duration":1,"video_size":1}}`,
		"GET /progress":                          `{"state":"done","size":1,"received":1}`,
		"DELETE /video/x1":                       `{}`,
		"POST /\n{\"call\":\"/echo?message=a\"}": `{"result":{"message":"a"}}`,
	} {
		status := 200
		if answer == notFound {
			status = 404
		}
		if err := rest.Check(given(t, line, status, answer)); err != nil {
			t.Error(err)
		}
		for i := range answer {
			if answer[i] != '{' {
				continue
			}
			more := answer[:i+1] + `"nobody_knows_it":1` + strings.TrimPrefix(","+answer[i+1:], ",}")
			if answer[i+1] == '}' {
				more = answer[:i+1] + `"nobody_knows_it":1` + answer[i+1:]
			}
			if !json.Valid([]byte(more)) {
				t.Fatal(more)
			}
			if err := rest.Check(given(t, line, status, more)); err == nil {
				t.Errorf("%s = %s passes", line, more)
			}
		}
	}
}

// wrong sends a response that the document does not have.
var wrong = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprint(w, `{"id":1}`)
})

func TestAHandlerReportsWhatIsWrong(t *testing.T) {
	t.Parallel()
	var said []string
	h := rest.Handler(wrong, func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) })
	for _, c := range []struct {
		method, target, body string
		faults               int
	}{
		{"GET", "http://127.0.0.1/video/x1", "", 1},
		{"GET", "http://api.dailymotion.com/anything", "", 1},
		{"GET", "http://partner.api.dailymotion.com/rest/user/x1", "", 1},
		{"GET", "http://upload-01.dc3.dailymotion.com/progress", "", 1},
		{"POST", "http://127.0.0.1/", `{"call":"/echo"}`, 1},
		{"POST", "http://127.0.0.1/", `{"query":"{a}"}`, 0},
		{"POST", "http://graphql.api.dailymotion.com/", `{"query":"{a}"}`, 0},
		{"GET", "http://127.0.0.1/_mock/clock", "", 0},
		{"GET", "http://api.dailymotion.com/oauth/authorize", "", 0},
	} {
		said = nil
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(c.method, c.target, strings.NewReader(c.body)))
		if len(said) != c.faults || w.Body.String() != `{"id":1}` {
			t.Errorf("%s %s: reported %q, answered %s", c.method, c.target, said, w.Body)
		}
	}
}

func TestATransportFailsWhereItIsWrong(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(wrong)
	t.Cleanup(server.Close)
	client := &http.Client{Transport: rest.Transport(server.Client().Transport)}
	if resp, err := client.Get(
		server.URL + "/video/x1",
	); err == nil ||
		!strings.Contains(err.Error(), "not as documented") {
		t.Errorf("an answer that is wrong = %v, %v", resp, err)
	}
	resp, err := client.Get(server.URL + "/_mock/clock")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err != nil || string(body) != `{"id":1}` {
		t.Errorf("what is not covered = %s, %v", body, err)
	}
}

// TestNothingShippedHasIt: the command needs neither this package nor its
// libraries.
func TestNothingShippedHasIt(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", "../../../cmd/mockserver", "../../../dailymocktest").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"openapitest", "kin-openapi"} {
		if bytes.Contains(out, []byte(name)) {
			t.Errorf("the command holds %s", name)
		}
	}
}
