// Package redact removes secrets from texts, and what a terminal would take for commands.
package redact

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// A Redactor replaces secrets in texts. It finds them by value, from credentials and responses, and by pattern. The
// zero Redactor knows the patterns only.
type Redactor struct {
	mu     sync.Mutex
	values []hidden // the longest first, since a secret may contain another
}

type hidden struct{ value, name string }

// leastSecret is the minimum length of a secret. Replacing shorter values would make ordinary text unreadable.
const leastSecret = 4

// mostSecrets limits the number of values.
const mostSecrets = 10_000

// Hide adds a value that Text replaces with a name.
func (r *Redactor) Hide(value, name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	known := slices.ContainsFunc(r.values, func(h hidden) bool { return h.value == value })
	if len(value) < leastSecret || known || len(r.values) >= mostSecrets {
		return
	}
	at, _ := slices.BinarySearchFunc(r.values, hidden{value, name},
		func(a, b hidden) int { return cmp.Compare(len(b.value), len(a.value)) })
	values := make([]hidden, 0, len(r.values)+1) // a copy, since Text reads the slice without the lock
	values = append(append(values, r.values[:at]...), hidden{value, name})
	r.values = append(values, r.values[at:]...)
}

// Members maps the JSON members that hold secrets or personal data to their placeholders.
var Members = map[string]string{
	"access_token": "$TOKEN", "refresh_token": "$REFRESH_TOKEN", "reportToken": "$REPORT_TOKEN", "code": "$CODE",
	"link": "$LINK", "upload_url": "$UPLOAD_URL", "progress_url": "$PROGRESS_URL", "seal": "$SEAL", "uid": "$UID",
	"email": "$EMAIL", "username": "$USERNAME", "fullname": "$NAME", "first_name": "$NAME", "last_name": "$NAME",
	"address": "$ADDRESS", "birthday": "$BIRTHDAY", "ip": "$IP", "clientUserId": "$CLIENT_USER_ID",
	"viewerId":   "$VIEWER_ID",
	"accountKey": "$ACCOUNT_KEY", "private_id": "$PRIVATE_ID", "live_publish_url": "$PUBLISH_URL",
	"live_publish_srt_url": "$PUBLISH_URL",
}

// errorCode matches the code of an error, which is not a secret, such as invalid_grant or 4003.
var errorCode = form(`^([A-Za-z]{1,20}([_.-][A-Za-z]{1,20}){0,5}|\d{1,6})$`)

// form returns a function that compiles an expression when it is first called: the server needs none.
func form(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// Placeholder returns what replaces the text of a member, or "" if it is not a secret.
func Placeholder(member, text string) string {
	if text == "" || member == "code" && errorCode().MatchString(text) {
		return ""
	}
	return Members[member]
}

// secretMembers lists the members whose values are secret everywhere. Those of the others are replaced only in the
// member itself.
var secretMembers = []string{"access_token", "refresh_token", "reportToken", "upload_url", "link", "private_id"}

// Learn hides the secrets in a decoded response.
func (r *Redactor) Learn(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if text, ok := value.(string); ok && slices.Contains(secretMembers, name) {
				r.Hide(text, Members[name])
			}
			r.Learn(value)
		}
	case []any:
		for _, value := range v {
			r.Learn(value)
		}
	}
}

// A pattern recognizes secrets by their form.
type pattern struct {
	form *regexp.Regexp
	name string
}

// patterns returns the forms of secrets.
var patterns = sync.OnceValue(func() []pattern {
	return []pattern{
		{regexp.MustCompile(`eyJ[A-Za-z0-9_-]{4,}(\.[A-Za-z0-9_-]*){1,2}`), "$$JWT"},
		{regexp.MustCompile(`(?i)\b(bearer|oauth2?|basic)( +)[A-Za-z0-9+/=._-]{6,}`), "${1}${2}$$TOKEN"},
		{regexp.MustCompile(`(?i)\b(access_token|refresh_token|client_secret|password|seal|auth|signature|` +
			`x-goog-signature)=[^&\s"']+`), "${1}=$$SECRET"},
		{regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}`), "$$EMAIL"},
		{regexp.MustCompile(`\bk[0-9A-Za-z]{18}\b`), "$$PRIVATE_ID"},
	}
})

// commands matches the sequences that a terminal obeys, from ESC or the control character CSI on.
var commands = form(`(\x1b\[|\x{9b})[0-?]*[ -/]*[@-~]?|` +
	`(\x1b[\]PX^_]|[\x{90}\x{98}\x{9d}-\x{9f}])[^\x07\x1b\x{9c}]*(\x07|\x1b\\|\x{9c})?|\x1b.?`)

// printable returns s without sequences for terminals, control characters, and characters that change the direction of
// the text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}
		return r
	}, commands().ReplaceAllString(s, ""))
}

// codes matches codes in queries: of a grant, or of an error.
var codes = form(`(?i)\bcode=[^&\s"']+`)

// Text returns s with its secrets replaced, and without what a terminal obeys.
func (r *Redactor) Text(s string) string {
	r.mu.Lock()
	values := r.values
	r.mu.Unlock()
	s = printable(s)
	for _, h := range values {
		s = strings.ReplaceAll(s, h.value, h.name)
	}
	for _, l := range patterns() {
		s = l.form.ReplaceAllString(s, l.name)
	}
	s = codes().ReplaceAllStringFunc(s, func(pair string) string {
		if _, value, _ := strings.Cut(pair, "="); errorCode().MatchString(value) {
			return pair
		}
		return "code=$SECRET"
	})
	return s
}

// Body returns the text of a response body, with its secrets replaced, shortened for display.
func (r *Redactor) Body(b []byte) string {
	const most = 2000
	var v any
	if json.Unmarshal(b, &v) == nil {
		if clean, err := json.Marshal(withoutSecrets(v)); err == nil {
			b = clean
		}
	}
	s := r.Text(string(b[:min(len(b), 4*most)]))
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

// withoutSecrets replaces the values of the members in Members.
func withoutSecrets(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			text, _ := value.(string)
			if stand := Placeholder(name, text); stand != "" {
				v[name] = stand
			} else {
				v[name] = withoutSecrets(value)
			}
		}
	case []any:
		for i := range v {
			v[i] = withoutSecrets(v[i])
		}
	}
	return v
}
