package oauth

import (
	"errors"
	"fmt"
	"time"

	"github.com/dailymock/dailymock/internal/world"
)

// A KeyKind is the kind of an API key. Each kind has its own hosts (docs/spec/oauth.md#key-types).
type KeyKind string

// The two kinds of key.
const (
	Public  KeyKind = "public"
	Private KeyKind = "private"
)

// A Grant is what an access token grants. All requests with the token share its slices; do not change them.
type Grant struct {
	Kind    KeyKind
	Key     string   // the API key, client_id
	Login   string   // the user who signed in; "" for a key without a user
	Scopes  []string // as granted, in the order asked
	Roles   []string // of the API key, such as "can-manage-partners-reports"
	Expires time.Time

	session string // digest of the session, which a logout ends
	id      string // of the token alone
}

// Account returns the account of the grant.
func (g Grant) Account() world.Account { return world.Account{Key: g.Key, Login: g.Login} }

// Errors of requests without a valid access token. The last three are kinds of ErrInvalid with their own responses.
var (
	ErrMissing = errors.New("the access token is missing")
	ErrInvalid = errors.New("the access token is invalid")
	ErrExpired = errors.New("the access token has expired")

	ErrRevoked   = fmt.Errorf("%w: its session has ended", ErrInvalid)
	ErrMalformed = fmt.Errorf("%w: the header Authorization is malformed", ErrInvalid)
	ErrWrongHost = fmt.Errorf("%w: it belongs to another kind of API key", ErrInvalid)
)
