package rest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// An actor sends requests as one caller, with a token of the current time.
type actor struct {
	name, root string
	d          *server
	token      string
	signed     time.Time
}

func (a *actor) bearer(t *rapid.T) string {
	if now := a.d.Now(); a.name != nobody && !now.Equal(a.signed) {
		path, form := "/oauth/token", url.Values{
			"grant_type":    {"password"},
			"client_id":     {"key"},
			"client_secret": {"secret"},
			"username":      {a.name},
			"password":      {"p"},
			"scope":         {everyScope},
		}
		if a.name == theKey {
			path, form = "/oauth/v1/token", url.Values{
				"grant_type": {"client_credentials"}, "client_id": {"private"}, "client_secret": {"secret"}, "scope": {everyScope},
			}
		}
		a.token, a.signed = a.d.tokenFrom(t, path, form), now
	}
	return a.token
}

// A pair is a parameter: its text in a form, and its value in JSON.
type pair struct {
	name, text string
	typed      any // nil for the text
}

// An op is one call.
type op struct {
	who          *actor
	method, path string
	form         []pair
	// judge compares the response with what the model says, and writes into the
	// model what the call changed.
	judge func(t *rapid.T, a result)
}

// A result is the response to a call: its status and its body.
type result struct {
	line   string // the call, for what a test says
	status int
	body   map[string]any
}

// log writes the calls to the log of a failed test.
func (a result) log(t *rapid.T, now time.Time) {
	t.Logf("at %s %s = %d", now.Format("01-02 15:04:05.000"), a.line, a.status)
}

// wants fails unless the response has a status; the body of an error has to say
// the same. It is true for 200.
func (a result) wants(t *rapid.T, status int) bool {
	t.Helper()
	if a.status != status {
		t.Fatalf("%s\n= %d %v, want %d", a.line, a.status, a.body, status)
	}
	return status == http.StatusOK
}

// statusIn is the code of an error, which is the status where HTTP has none.
func statusIn(body map[string]any, status int) int {
	if e, ok := body["error"].(map[string]any); ok {
		code, _ := e["code"].(float64)
		return int(code)
	}
	return status
}

// send makes the call in one of several ways.
func (o op) send(t *rapid.T) result {
	ways := []string{"query", "query", "call"}
	if o.method != "GET" {
		ways = []string{"form", "query", "both", "parts", "script", "call"}
	}
	way := pick(t, "way", ways...)
	line := o.line() + " by " + way
	switch way {
	case "call":
		return batch{o}.send(t, false)[0]
	case "script":
		text := o.http(t, "GET", o.form, []pair{{name: "callback", text: "f"}, {name: "method", text: o.method}}, false)
		text.line = line
		return text
	}
	var query, body []pair
	switch at := len(o.form) / 2; way {
	case "query":
		query = o.form
	case "both": // what the body says counts
		query, body = append([]pair(nil), o.form[:at]...), o.form[at:]
		for _, p := range body {
			query = append(query, pair{name: p.name, text: "nonsense"})
		}
	default:
		body = o.form
	}
	got := o.http(t, o.method, query, body, way == "parts")
	got.line = line
	return got
}

func (o op) line() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s %s", o.who.name, o.method, o.path)
	for _, p := range o.form {
		fmt.Fprintf(&b, " %s=%.60q", p.name, p.text)
	}
	return b.String()
}

func encoded(pairs []pair) string {
	var all []string
	for _, p := range pairs {
		all = append(all, url.QueryEscape(p.name)+"="+url.QueryEscape(p.text))
	}
	return strings.Join(all, "&")
}

// http sends a request; one of method GET has all in its query.
func (o op) http(t *rapid.T, method string, query, body []pair, parts bool) result {
	if method == "GET" {
		query, body = append(append([]pair(nil), query...), body...), nil
	}
	var text, contentType string
	switch {
	case parts:
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for _, p := range body {
			_ = w.WriteField(p.name, p.text)
		}
		w.Close()
		text, contentType = b.String(), w.FormDataContentType()
	case len(body) > 0:
		text, contentType = encoded(body), "application/x-www-form-urlencoded"
	}
	target := o.path
	if len(query) > 0 {
		target += "?" + encoded(query)
	}
	status, raw := o.who.post(t, method, target, contentType, text)
	raw = strings.TrimSuffix(strings.TrimPrefix(raw, "/**/f("), ");")
	a := result{status: status}
	if err := json.Unmarshal([]byte(raw), &a.body); err != nil {
		t.Fatalf("%s answers %s", o.line(), raw)
	}
	if code := statusIn(a.body, status); code != status && !strings.Contains(target, "callback=") {
		t.Fatalf("%s = %d %s", o.line(), status, raw)
	}
	a.status = statusIn(a.body, status)
	return a
}

func (a *actor) post(t *rapid.T, method, target, contentType, body string) (int, string) {
	address := a.d.URL + a.root + target
	if strings.HasPrefix(target, "http") {
		address = target
	}
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token := a.bearer(t); token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	r.Header.Set("Content-Type", contentType)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// A batch is several calls in one request, as the SDKs send them.
type batch []op

func (b batch) send(t *rapid.T, list bool) []result {
	var calls []map[string]any
	for i, o := range b {
		args := map[string]any{}
		for _, p := range o.form {
			if args[p.name] = p.text; p.typed != nil {
				args[p.name] = p.typed
			}
		}
		calls = append(calls, map[string]any{"call": o.method + " " + o.path, "args": args, "id": i})
	}
	var body any = calls
	if !list {
		body = calls[0]
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	status, raw := b[0].who.post(t, "POST", "/", "application/json", string(text))
	if !list {
		raw = "[" + raw + "]"
	}
	var got []struct {
		Result map[string]any
		Error  map[string]any
		ID     *int
	}
	if err := json.Unmarshal([]byte(raw), &got); err != nil || status != http.StatusOK || len(got) != len(b) {
		t.Fatalf("%s = %d %s", text, status, raw)
	}
	answers := make([]result, len(b))
	for i, one := range got {
		if one.ID == nil || *one.ID != i || (one.Result == nil) == (one.Error == nil) {
			t.Fatalf("%s = %s", text, raw)
		}
		answers[i] = result{line: b[i].line() + " by call", status: http.StatusOK, body: one.Result}
		if one.Error != nil {
			answers[i].body = map[string]any{"error": one.Error}
			answers[i].status = statusIn(answers[i].body, 0)
		}
	}
	return answers
}
