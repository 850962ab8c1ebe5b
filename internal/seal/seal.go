// Package seal makes and opens self-describing tokens: whatever is needed to
// answer a token stands inside it, under a MAC. A restart forgets none of them,
// and any replica with the same key answers alike.
//
//	s := seal.New(key)
//	text := s.JWT(claims)
//	err := s.OpenJWT(text, &claims) // ErrBroken when anything was changed
package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

// ErrBroken is what opening answers for anything that this Sealer did not make.
var ErrBroken = errors.New("not a token of this server")

// MaxText bounds the length of a token that is looked at, in bytes.
const MaxText = 8 << 10

// header is written by hand: the vendor's tokens begin eyJ0eXAiOiJK, so "typ"
// comes first (spec/oauth.md §4.1), and golang-jwt would sort it behind "alg".
var header = base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "."

// A Sealer holds the key that MACs are made with. It is safe for concurrent use.
type Sealer struct{ key []byte }

// New returns a Sealer for a key, of 32 bytes at best.
func New(key []byte) *Sealer { return &Sealer{key: key} }

// FromSeed derives a Sealer from a world's seed: the same seed opens the same tokens.
func FromSeed(seed uint64) *Sealer {
	sum := sha256.Sum256(fmt.Appendf(nil, "dailymock signing key %d", seed))
	return New(sum[:])
}

// JWT signs claims, a value that marshals to a JSON object, with HS256. It
// panics when they do not marshal, since that is a fault of the caller's types.
func (s *Sealer) JWT(claims any) string {
	body, err := json.Marshal(claims)
	if err != nil {
		panic(fmt.Errorf("seal: claims: %w", err))
	}
	text := header + base64.RawURLEncoding.EncodeToString(body)
	sig, err := jwt.SigningMethodHS256.Sign(text, s.key)
	if err != nil {
		panic(fmt.Errorf("seal: sign: %w", err))
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(sig)
}

// OpenJWT checks text and decodes its claims. It looks at the MAC alone, never
// at exp: whether a token is still good depends on the mock's clock, which
// the caller knows.
func (s *Sealer) OpenJWT(text string, claims any) error {
	if len(text) > MaxText {
		return fmt.Errorf("%w: longer than %d bytes", ErrBroken, MaxText)
	}
	signed, sig, ok := cutLast(text, '.')
	if !ok || len(signed) <= len(header) || signed[:len(header)] != header {
		return ErrBroken
	}
	mac, err := strict.DecodeString(sig)
	if err != nil || jwt.SigningMethodHS256.Verify(signed, mac, s.key) != nil {
		return ErrBroken
	}
	body, err := strict.DecodeString(signed[len(header):])
	if err != nil || json.Unmarshal(body, claims) != nil {
		return ErrBroken
	}
	return nil
}

// strict refuses texts that differ from what was made in unused bits alone.
var strict = base64.RawURLEncoding.Strict()

func cutLast(s string, sep byte) (before, after string, ok bool) {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == sep {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// macSize is how much of an HMAC-SHA256 Bytes keeps: 128 bits.
const macSize = 16

// Bytes returns body with its MAC in front. purpose keeps one kind of token
// from standing in for another.
func (s *Sealer) Bytes(purpose string, body []byte) []byte {
	return append(s.mac(purpose, body), body...)
}

// OpenBytes returns the body that Bytes was given for the same purpose.
func (s *Sealer) OpenBytes(purpose string, sealed []byte) ([]byte, error) {
	if len(sealed) < macSize || len(sealed) > MaxText {
		return nil, ErrBroken
	}
	body := sealed[macSize:]
	if !hmac.Equal(sealed[:macSize], s.mac(purpose, body)) {
		return nil, ErrBroken
	}
	return body, nil
}

func (s *Sealer) mac(purpose string, body []byte) []byte {
	h := hmac.New(sha256.New, s.key)
	fmt.Fprintf(h, "%d:%s:", len(purpose), purpose)
	h.Write(body)
	return h.Sum(make([]byte, 0, sha256.Size))[:macSize:macSize]
}
