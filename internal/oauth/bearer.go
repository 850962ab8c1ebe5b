package oauth

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/wire"
)

// tokenText returns the access token of a request: in the header Authorization with Bearer, OAuth or OAuth2, in the
// query, or in a posted form, in this order of precedence (docs/spec/oauth.md#using-a-token). The error is ErrMissing,
// or wraps ErrMalformed for a header with another scheme.
func tokenText(r *http.Request) (string, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		return headerToken(header)
	}
	if text := queryToken(r.URL.RawQuery); text != "" {
		return text, nil
	}
	if text := formToken(r); text != "" {
		return text, nil
	}
	return "", ErrMissing
}

func headerToken(header string) (string, error) {
	scheme, text, _ := strings.Cut(strings.TrimLeft(header, " "), " ")
	if !slices.Contains([]string{"bearer", "oauth", "oauth2"}, strings.ToLower(scheme)) {
		return "", fmt.Errorf("%w: its scheme is neither Bearer, OAuth nor OAuth2", ErrMalformed)
	}
	if text = strings.TrimSpace(text); text == "" {
		return "", ErrMissing
	}
	return text, nil
}

const tokenMember = "access_token"

func queryToken(query string) string {
	if !strings.Contains(query, tokenMember) {
		return ""
	}
	form, err := wire.ParseQuery(query)
	if err != nil {
		return ""
	}
	return form.Get(tokenMember)
}

// maxPeek is how much of a posted form is searched for a token, in bytes.
const maxPeek = 64 << 10

// formToken looks for the token in the first part of a posted form, and restores the body. It ignores other bodies, and
// those that begin as JSON.
func formToken(r *http.Request) string {
	if r.Body == nil || r.Body == http.NoBody {
		return ""
	}
	contentType := r.Header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil || media != "application/x-www-form-urlencoded" && media != "multipart/form-data" {
		return ""
	}
	head, _ := io.ReadAll(io.LimitReader(r.Body, maxPeek)) // what broke off here breaks off again for the surface
	r.Body = restoredBody{io.MultiReader(bytes.NewReader(head), r.Body), r.Body}
	if !bytes.Contains(head, []byte(tokenMember)) {
		return ""
	}
	// Of a form that is longer than what was read, the members up to there count.
	form, _ := wire.ParseForm(contentType, head)
	return form.Get(tokenMember)
}

// restoredBody is a body that reads as if no part of it had been read.
type restoredBody struct {
	io.Reader
	io.Closer
}
