package redact_test

import (
	"strings"
	"testing"

	"github.com/dailymock/dailymock/contracts/internal/redact"
)

func TestText(t *testing.T) {
	t.Parallel()
	var r redact.Redactor
	r.Hide("opaque-token", "$TOKEN")
	for text, want := range map[string]string{
		"with opaque-token in it":                       "with $TOKEN in it",
		"\x1b[31mred\x1b[0m and \x1b]0;title\x07plain":  "red and plain",
		"\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\":      "link",
		"\u009b31mred, \u009dtitle\u009c, \x1bPq\x1b\\": "red, , ",
		"a\rb\x00c\x7f\u0085\td\ne":                     "abc\td\ne",
		"left\u202eright":                               "leftright",
		"opaque\x1b[0m-token":                           "$TOKEN",
		"cut off \x1b[":                                 "cut off ",
		"?code=invalid_grant&state=1":                   "?code=invalid_grant&state=1",
		"?code=4003":                                    "?code=4003",
		"?code=c2VjcmV0LWNvZGU&state=1":                 "?code=$SECRET&state=1",
		"?Code=AbCdEf0123456789":                        "?code=$SECRET",
	} {
		if got := r.Text(text); got != want {
			t.Errorf("Text(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestBodyKeepsTheCodesOfErrors(t *testing.T) {
	t.Parallel()
	var r redact.Redactor
	got := r.Body([]byte(`{"error":{"code":"invalid_parameter","more":[{"code":404},{"code":"E.limit-days"}]},` +
		`"code":"4003","grant":{"code":"9f8e7d6c5b4a3210","email":"jane@example.org"},"message":"\u001b[2Jcleared"}`))
	for _, want := range []string{`"invalid_parameter"`, `404`, `"E.limit-days"`, `"4003"`, `"code":"$CODE"`, `"$EMAIL"`,
		`\u001b[2Jcleared`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
	if strings.Contains(got, "9f8e7d6c") || strings.ContainsRune(got, '\x1b') {
		t.Errorf("%s has a secret or an escape", got)
	}
}
