package oauth

import (
	"errors"
	"fmt"
	"time"

	"github.com/dailymock/dailymock/internal/world"
)

// A KeyKind tells public API keys from private ones; each has hosts of its own
// (docs/spec/oauth.md#key-types).
type KeyKind string

// The two kinds of key.
const (
	Public  KeyKind = "public"
	Private KeyKind = "private"
)

// A Grant is what an access token stands for. Its slices are shared by all
// requests with the token and must not be changed.
type Grant struct {
	Kind    KeyKind
	Key     string   // the API key, client_id
	Login   string   // the user who signed in; "" where none did
	Scopes  []string // as granted, in the order asked
	Roles   []string // of the API key, such as "can-manage-partners-reports"
	Expires time.Time

	session string // what a logout ends, in the words of Ledger
	id      string // of the token alone
}

// Account is whose eyes the grant sees the world with.
func (g Grant) Account() world.Account { return world.Account{Key: g.Key, Login: g.Login} }

// Why a request is turned away. The three below the first three are kinds of
// ErrInvalid, each with an answer of its own.
var (
	ErrMissing = errors.New("the access token is missing")
	ErrInvalid = errors.New("the access token is invalid")
	ErrExpired = errors.New("the access token has expired")

	ErrRevoked   = fmt.Errorf("%w: its session has ended", ErrInvalid)
	ErrMalformed = fmt.Errorf("%w: the header Authorization is malformed", ErrInvalid)
	ErrWrongHost = fmt.Errorf("%w: it belongs to another kind of API key", ErrInvalid)
)
