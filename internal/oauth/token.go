package oauth

import (
	"net/http"
	"slices"

	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/wire"
)

// Token serves the token endpoint of one kind of key: POST /oauth/token for public keys, POST /oauth/v1/token for
// private ones. Unless Config.Strict is set, all keys, secrets, logins and passwords are valid, except ReservedValues.
// Mount it for all methods: it responds to others with 405.
func (i *Issuer) Token(kind KeyKind) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, refused := tokenEndpoint{i, kind}.token(w, r)
		if refused != nil {
			if refused.hint == "" {
				refused.hint = queryHint(r, refused)
			}
			refused.write(w, kind)
			return
		}
		wire.NoStore(w)
		wire.JSON(w, http.StatusOK, answer)
	})
}

// A tokenEndpoint decides about the token requests for one kind of key.
type tokenEndpoint struct {
	*Issuer
	kind KeyKind
}

// token returns a response, or a refusal.
func (i tokenEndpoint) token(w http.ResponseWriter, r *http.Request) (TokenResponse, *Refusal) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		f := refuse("invalid_request", "The token endpoint answers POST, not %s.", clip(r.Method))
		f.status = http.StatusMethodNotAllowed
		return TokenResponse{}, f
	}
	traffic.SetOperation(r.Context(), "token", nil)
	q, refused := readRequest(w, r)
	traffic.SetKey(r.Context(), q.client)
	traffic.SetGrant(r.Context(), q.grant)
	if refused != nil {
		return TokenResponse{}, refused
	}
	for _, line := range slices.Concat(q.notices, i.ScopeNotices(q.scope)) {
		w.Header().Add(wire.NoticeHeader, line)
	}
	q.opaque, q.opaqueDecided = opaqueHost(r)
	if i.kind == Private {
		return i.grantPrivate(q)
	}
	return i.grantPublic(q)
}
