// Package seal makes and opens self-describing tokens: whatever is needed to
// answer a token stands inside it, under a MAC. A restart forgets none of them,
// and any replica with the same key answers alike.
//
//	s := seal.New(key)
//	text := s.JWT("report", claims)
//	err := s.OpenJWT("report", text, &claims) // ErrBroken when anything was changed
//
// Every token has a purpose, and none opens for another: an access token never
// passes for a report. A purpose is a constant of the code that uses it; each
// has a MAC key of its own, and the Sealer remembers every one that it met.
package seal

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// ErrBroken is what opening answers for anything that this Sealer did not make.
var ErrBroken = errors.New("not a token of this server")

// MaxText bounds the length of a token that is looked at, in bytes.
const MaxText = 8 << 10

// header is written by hand: the vendor's tokens begin eyJ0eXAiOiJK, so "typ"
// comes first (spec/oauth.md §4.1), and golang-jwt would sort it behind "alg".
var header = base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "."

// JWT signs claims, a value that marshals to a JSON object, with HS256. It
// panics when they do not marshal, since that is a fault of the caller's
// types. Claims have to stay well below MaxText: a longer token would never
// open again.
func (s *Sealer) JWT(purpose string, claims any) string {
	body, err := json.Marshal(claims)
	if err != nil {
		panic(fmt.Errorf("seal: claims: %w", err))
	}
	text := make([]byte, 0, len(header)+base64.RawURLEncoding.EncodedLen(len(body))+1+signatureLen)
	text = append(text, header...)
	text = base64.RawURLEncoding.AppendEncode(text, body)
	mac := s.macs("jwt", purpose).sum(text)
	text = append(text, '.')
	return string(base64.RawURLEncoding.AppendEncode(text, mac[:]))
}

var signatureLen = base64.RawURLEncoding.EncodedLen(len(mac{}))

// OpenJWT checks text, made for the same purpose, and decodes its claims. It
// looks at the MAC alone, never at exp: whether a token is still good depends
// on the mock's clock, which the caller knows.
func (s *Sealer) OpenJWT(purpose, text string, claims any) error {
	if len(text) > MaxText {
		return fmt.Errorf("%w: longer than %d bytes", ErrBroken, MaxText)
	}
	dot := strings.LastIndexByte(text, '.')
	if dot < len(header) || text[:len(header)] != header {
		return ErrBroken
	}
	signed, signature := []byte(text[:dot]), []byte(text[dot+1:])
	// Signatures are compared as texts: decoding would pass over newlines and
	// unused bits, and a token must have one spelling only.
	mac := s.macs("jwt", purpose).sum(signed)
	if !hmac.Equal(signature, base64.RawURLEncoding.AppendEncode(nil, mac[:])) {
		return ErrBroken
	}
	body, err := base64.RawURLEncoding.DecodeString(text[len(header):dot])
	if err != nil || json.Unmarshal(body, claims) != nil {
		return ErrBroken
	}
	return nil
}

// macSize is how much of an HMAC-SHA256 Bytes keeps: 128 bits.
const macSize = 16

// Bytes returns body with its MAC in front.
func (s *Sealer) Bytes(purpose string, body []byte) []byte {
	mac := s.macs("bytes", purpose).sum(body)
	return append(mac[:macSize:macSize], body...)
}

// OpenBytes returns the body that Bytes was given for the same purpose. It is
// a part of sealed, not a copy.
func (s *Sealer) OpenBytes(purpose string, sealed []byte) ([]byte, error) {
	if len(sealed) < macSize || len(sealed) > MaxText {
		return nil, ErrBroken
	}
	body := sealed[macSize:]
	mac := s.macs("bytes", purpose).sum(body)
	if !hmac.Equal(sealed[:macSize], mac[:macSize]) {
		return nil, ErrBroken
	}
	return body, nil
}
