package oauth

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"strconv"
)

// A Key is an API key as its owner set it up (docs/spec/oauth.md#key-types, docs/spec/oauth.md#mock-behaviour).
type Key struct {
	ID     string // client_id
	Secret string // client_secret, looked at when Config is Strict
	Kind   KeyKind

	Name        string // on the consent page; "" means the ID
	Picture     string // URL of an image on the consent page; "" means a letter
	Description string // on the consent page
	Terms       string // URL of the terms that a network's users accept; "" means no link

	Callback string   // where the consent page may send a browser; "" means any loopback address
	Roles    []string // such as "can-adopt-users"
	Scopes   []string // its permissions; nil means every scope
	Grants   []string // such as "password"; nil means all that its kind may use
}

// A User can sign in.
type User struct {
	Login     string
	Password  string // looked at when Config is Strict
	Suspended bool   // is refused whatever the password
}

// A Directory lists API keys and users. Its methods are called concurrently.
type Directory interface {
	Key(id string) (Key, bool)
	User(login string) (User, bool)
}

// emptyDirectory is the Directory that lists none.
type emptyDirectory struct{}

func (emptyDirectory) Key(string) (Key, bool)   { return Key{}, false }
func (emptyDirectory) User(string) (User, bool) { return User{}, false }

// vendorID derives an id in the vendor's form, such as x1fz4ii. A user who
// signed in has one channel whichever the key; a key alone has its own.
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

// equalSecret compares two secrets in a time that tells nothing about them.
func equalSecret(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
