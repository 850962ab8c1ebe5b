package oauth

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"strconv"
)

// A Key is an API key with its settings (docs/spec/oauth.md#key-types).
type Key struct {
	ID     string // client_id
	Secret string // client_secret, checked if Config.Strict is set
	Kind   KeyKind

	Name        string // on the consent page; "" means the ID
	Picture     string // URL of an image on the consent page; "" means a letter
	Description string // on the consent page
	Terms       string // URL of the terms that a network's users accept; "" means no link

	Callback string   // where the consent page may send a browser; "" means any loopback address and localhost.com
	Roles    []string // such as "can-adopt-users"
	Scopes   []string // its permissions; nil means every scope
	Grants   []string // such as "password"; nil means all that its kind may use
}

// A User can sign in.
type User struct {
	Login     string
	Password  string // checked if Config.Strict is set
	Suspended bool   // is refused, with any password
}

// A Directory lists API keys and users. Its methods are called concurrently.
type Directory interface {
	Key(id string) (Key, bool)
	User(login string) (User, bool)
}

// emptyDirectory is a Directory without keys and users.
type emptyDirectory struct{}

func (emptyDirectory) Key(string) (Key, bool)   { return Key{}, false }
func (emptyDirectory) User(string) (User, bool) { return User{}, false }

// vendorID returns an id such as x1fz4ii. A user who signed in has one channel for all keys; a key without a user has
// its own.
func vendorID(what, key, login string) string {
	of := what + " of user " + login
	if login == "" {
		of = what + " of key " + key
	}
	sum := sha256.Sum256([]byte(of))
	const forms = 36 * 36 * 36 * 36 * 36 // six digits from 100000 on
	n := binary.BigEndian.Uint64(sum[:])%(35*forms) + forms
	return "x" + strconv.FormatUint(n, 36)
}

// equalSecret compares two secrets in constant time.
func equalSecret(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
