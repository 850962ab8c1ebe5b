package oauth

import (
	"net/http"

	"github.com/dailymock/dailymock/internal/wire"
)

// Token is the token endpoint of one kind of key: POST /oauth/token for public
// keys, POST /oauth/v1/token for private ones. By default any key, secret,
// login and password will do; one that is missing or empty is refused by name.
func (i *Issuer) Token(kind KeyKind) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, refused := i.token(kind, w, r)
		if refused != nil {
			refused.write(w, kind)
			return
		}
		wire.NoStore(w)
		wire.JSON(w, http.StatusOK, answer)
	})
}

// token returns the members of the answer, or why there is none.
func (i *Issuer) token(kind KeyKind, w http.ResponseWriter, r *http.Request) (any, *refusal) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		f := refuse("invalid_request", "The token endpoint answers POST, not %s.", clip(r.Method))
		f.status = http.StatusMethodNotAllowed
		return nil, f
	}
	q, refused := readRequest(w, r)
	if refused != nil {
		return nil, refused
	}
	if kind == Private {
		return i.grantPrivate(q)
	}
	return i.grantPublic(q)
}

// The members stand in the order in which the sheet prints them (§4).
type (
	publicAnswer struct {
		AccessToken  string `json:"access_token"`
		ExpiresIn    int64  `json:"expires_in"` // seconds
		RefreshToken string `json:"refresh_token,omitempty"`
		Scope        string `json:"scope"` // names separated by blanks; "" when none was asked
		TokenType    string `json:"token_type"`
	}

	privateAnswer struct {
		AccessToken  string    `json:"access_token"`
		ExpiresIn    int64     `json:"expires_in"`    // seconds
		RefreshToken *struct{} `json:"refresh_token"` // always null: one client fails without the member
		Scope        string    `json:"scope"`
		TokenType    string    `json:"token_type"`
	}
)

const tokenType = "Bearer"
