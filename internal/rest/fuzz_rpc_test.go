package rest_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/rest"
)

// FuzzCalls posts anything to the root. The response to a list of calls is a list of the same length; each element
// has the id of its call and either a result or an error, and the status is 200. A GraphQL body is not taken for
// calls.
func FuzzCalls(f *testing.F) {
	for _, body := range []string{
		`[]`, `{}`, `[{}]`, "\ufeff[{\"call\":\"/echo\"}]", `null`, `[null]`, `{"call":"GET /echo",` +
			`"args":{"message":"hi"},"id":"1"}`, `{"call":"/echo?message=a","id":1.50}`,
		"\ufeff" + `{"call":"/echo","args":{"message":1}}`, ` [ {"id":0,"call":"POST /me/likes/x"} , ` +
			`{"call":"/logout","id":[1, {"a":"\u00e9"}]} ]`,
		`{"call":"/echo","args":[],"id":null}`, `{"call":5}`, `[{"call":"/echo"},5]`, `[{"call":"/echo"},null]`,
		`[[{"call":"/echo"}]]`, `{"call":"/echo","args":"x"}`,
		`{"query":"{ viewer }","variables":{"call":"/echo"}}`, `{"operationName":"call","query":"mutation { x }"}`,
		`{"variables":{},"query":"{x}"}`,
		`{"c\u0061ll":"/echo","args":{"message":{"deep":[[[]]]}}}`, `{"call":"/echo","args":{"tags[]":"a","tags":"b",` +
			`"tags[]":"c","message":"d"}}`,
		`[` + strings.Repeat(`{"call":"/echo"},`, 10) + `{"call":"/echo"}]`,
		`{"call":"DELETE  /video/x","id":"` + strings.Repeat("x", 300) + `"}`, `{"call":"POST /","args":{}}`,
		`{"call":"/videos?limit=1&limit=2&fields=%","id":true}x`, `{"Call":"/echo"}`, `{"call":"/me","CALL":"/echo"}`,
	} {
		f.Add(body)
	}
	_, handler, token := fuzzed(f)
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 1<<16 || strings.Contains(body, "logout") {
			return
		}
		isRPC := rest.IsRPC([]byte(body))
		checkShape(t, body, isRPC)
		status, text := serve(handler, token, "POST", "/", "application/json", body)
		if !isRPC {
			return
		}
		var calls []struct {
			Call     string
			Args, ID json.RawMessage
		}
		list := json.Unmarshal([]byte(strings.TrimLeft(body, "\ufeff \t\r\n")), &calls) == nil
		switch {
		case !json.Valid([]byte(text)):
			t.Fatalf("%s is no JSON", text)
		case status == 400 && strings.HasPrefix(text, `{"error":`) && (!list || len(calls) > 10):
			return // a failure of the whole
		case status != 200:
			t.Fatalf("%d %s", status, text)
		case !list:
			return
		}
		var answers []map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &answers); err != nil || len(answers) != len(calls) {
			t.Fatalf("%d calls are answered with %s", len(calls), text)
		}
		for i, a := range answers {
			var want bytes.Buffer
			if len(calls[i].ID) > 0 && len(calls[i].ID) <= 256 {
				_ = json.Compact(&want, calls[i].ID)
			}
			if string(a["id"]) != want.String() || (a["result"] == nil) == (a["error"] == nil) {
				t.Fatalf("call %d of id %s is answered with %s", i, want.String(), a)
			}
		}
	})
}

// checkShape checks that calls and GraphQL are told apart by the members of the body.
func checkShape(t *testing.T, body string, isRPC bool) {
	t.Helper()
	var one map[string]json.RawMessage
	if json.Unmarshal([]byte(body), &one) != nil {
		return
	}
	_, call := one["call"]
	_, query := one["query"]
	if query && !call && isRPC || call && !query && !isRPC {
		t.Fatalf("%s counts as calls: %v", body, isRPC)
	}
}
