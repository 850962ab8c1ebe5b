package oauth

import (
	"net/http"
	"slices"

	"github.com/dailymock/dailymock/internal/fault"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/wire"
)

// Token serves the token endpoint of one kind of key: POST /oauth/token for public keys, POST /oauth/v1/token for
// private ones. Unless Config.Strict is set, all keys, secrets, logins and passwords are valid, except ReservedValues.
// Mount it for all methods: it responds to others with 405.
func (i *Issuer) Token(kind KeyKind) http.Handler {
	endpoint := tokenEndpoint{i, kind}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q, refused := endpoint.read(w, r)
		if met := fault.Met(r); met != nil {
			met.Serve(w, r, func(w http.ResponseWriter) { endpoint.serve(w, r, q, refused) })
			return
		}
		endpoint.serve(w, r, q, refused)
	})
}

// A tokenEndpoint decides about the token requests for one kind of key.
type tokenEndpoint struct {
	*Issuer
	kind KeyKind
}

// serve grants what was asked for, unless it is refused already.
func (i tokenEndpoint) serve(w http.ResponseWriter, r *http.Request, q tokenRequest, refused *Refusal) {
	var answer TokenResponse
	if refused == nil {
		answer, refused = i.token(w, r, q)
	}
	if refused != nil {
		if refused.hint == "" {
			refused.hint = queryHint(r, refused)
		}
		refused.write(w, i.kind)
		return
	}
	wire.NoStore(w)
	wire.JSON(w, http.StatusOK, answer)
}

// read returns what was asked for, or a refusal.
func (i tokenEndpoint) read(w http.ResponseWriter, r *http.Request) (tokenRequest, *Refusal) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		f := refuse("invalid_request", "The token endpoint answers POST, not %s.", clip(r.Method))
		f.status = http.StatusMethodNotAllowed
		return tokenRequest{}, f
	}
	traffic.SetOperation(r.Context(), "token", nil)
	q, refused := readRequest(w, r)
	traffic.SetKey(r.Context(), q.client)
	traffic.SetGrant(r.Context(), q.grant)
	return q, refused
}

// token returns a response, or a refusal.
func (i tokenEndpoint) token(w http.ResponseWriter, r *http.Request, q tokenRequest) (TokenResponse, *Refusal) {
	for _, line := range slices.Concat(q.notices, i.ScopeNotices(q.scope)) {
		w.Header().Add(wire.NoticeHeader, line)
	}
	q.opaque, q.opaqueDecided = opaqueHost(r)
	if i.kind == Private {
		return i.grantPrivate(q)
	}
	return i.grantPublic(q)
}
