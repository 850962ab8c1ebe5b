package oauth

import (
	"errors"
	"fmt"
	"net/http"
	"unicode/utf8"

	"github.com/dailymock/dailymock/internal/wire"
)

const (
	maxForm   = 64 << 10 // bytes of a token request's body
	maxMember = 256      // bytes of a key or login, since tokens carry them
)

// A tokenRequest is the form of a token request (docs/spec/oauth.md#token-requests). Other members, such as version,
// are ignored.
type tokenRequest struct {
	grant, client, secret        string
	username, password           string
	refreshToken, code, redirect string
	scope                        string

	opaque, opaqueDecided bool // see opaqueHost

	notices []string // about the form
}

// readRequest parses the form, urlencoded or multipart. The key and the secret can be in HTTP Basic instead
// (docs/spec/reporting.md#public-key).
func readRequest(w http.ResponseWriter, r *http.Request) (tokenRequest, *Refusal) {
	body, err := wire.Body(w, r, maxForm)
	if errors.Is(err, wire.ErrTooLarge) {
		f := refuse("invalid_request", "%s.", sentence(err.Error()))
		f.status = http.StatusRequestEntityTooLarge
		return tokenRequest{}, f
	}
	if err != nil {
		return tokenRequest{}, unreadable(wire.ErrUnreadable)
	}
	form, err := wire.ParseForm(r.Header.Get("Content-Type"), body)
	if err != nil {
		return tokenRequest{}, unreadable(err)
	}
	q := tokenRequest{
		grant: form.Get("grant_type"), client: form.Get("client_id"), secret: form.Get("client_secret"),
		username: form.Get("username"), password: form.Get("password"),
		refreshToken: form.Get("refresh_token"), code: form.Get("code"), redirect: form.Get("redirect_uri"),
		scope: form.Get("scope"), notices: formNotices(form),
	}
	q.takeBasic(r)
	return q, q.check()
}

// takeBasic fills in what the form leaves out. RFC 6749 section 2.3.1 says that both halves are urlencoded; curl -u
// sends them unencoded, which is the same unless they contain a plus or a percent sign.
func (q *tokenRequest) takeBasic(r *http.Request) {
	client, secret, ok := r.BasicAuth()
	if !ok {
		return
	}
	if q.client == "" {
		q.client = wire.Unescape(client)
	}
	if q.secret == "" {
		q.secret = wire.Unescape(secret)
	}
}

// check refuses what does not fit in a token.
func (q *tokenRequest) check() *Refusal {
	if f := checkMember("client_id", q.client); f != nil {
		return f
	}
	return checkMember("username", q.username)
}

func checkMember(name, value string) *Refusal {
	switch {
	case len(value) > maxMember:
		return invalid(name, fmt.Sprintf("longer than %d bytes", maxMember))
	case !utf8.ValidString(value):
		return invalid(name, "not valid UTF-8")
	}
	return nil
}

// missingMembers refuses a request without one of these members; an empty member counts as missing.
func missingMembers(members ...wire.Field) *Refusal {
	var lacking []string
	for _, m := range members {
		if m.Value == "" {
			lacking = append(lacking, m.Name)
		}
	}
	if lacking == nil {
		return nil
	}
	return missing(lacking)
}

func field(name, value string) wire.Field { return wire.Field{Name: name, Value: value} }

// opaqueHost reports whether a request came to api.dailymotion.com, whose tokens are opaque and whose responses have a
// uid, or to graphql.api.dailymotion.com, whose tokens are JWTs (docs/spec/oauth.md#endpoints). Both have the same
// path, so that only the vendor's host name decides; for the mock's own address decided is false.
func opaqueHost(r *http.Request) (opaque, decided bool) {
	switch wire.Hostname(r.Host) {
	case "api.dailymotion.com", "www.dailymotion.com":
		return true, true
	case "graphql.api.dailymotion.com":
		return false, true
	}
	return false, false
}
