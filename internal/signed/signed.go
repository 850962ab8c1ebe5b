// Package signed makes and opens tokens that contain all they stand for, protected by a MAC. They survive a restart,
// and every replica with the same key accepts them.
//
//	s := signed.New(key)
//	text := s.JWT("report", claims)
//	err := s.OpenJWT("report", text, &claims) // ErrBroken if anything was changed
//
// Every token has a purpose and opens only for it, so that an access token never passes for a report. A purpose is a
// constant of the code that uses it. Each has a MAC key of its own, which the Signer keeps.
package signed

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// ErrBroken is returned for a text that this Signer did not make.
var ErrBroken = errors.New("not a token of this server")

// MaxText is the length of the longest token that opens, in bytes.
const MaxText = 8 << 10

// header is written by hand: the vendor's tokens begin eyJ0eXAiOiJK, so "typ"
// comes first (docs/spec/oauth.md#public-user-response), and golang-jwt would sort it behind "alg".
var header = base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "."

// JWT signs claims, a value that marshals to a JSON object, with HS256. It panics if they do not marshal, since the
// caller's types are wrong then. Claims must stay well below MaxText: a longer token does not open again.
func (s *Signer) JWT(purpose string, claims any) string {
	body, err := json.Marshal(claims)
	if err != nil {
		panic(fmt.Errorf("signed: claims: %w", err))
	}
	text := make([]byte, 0, len(header)+base64.RawURLEncoding.EncodedLen(len(body))+1+signatureLen)
	text = append(text, header...)
	text = base64.RawURLEncoding.AppendEncode(text, body)
	mac := s.macs("jwt", purpose).sum(text)
	text = append(text, '.')
	return string(base64.RawURLEncoding.AppendEncode(text, mac[:]))
}

var signatureLen = base64.RawURLEncoding.EncodedLen(len(mac{}))

// OpenJWT checks the MAC of a text made for the same purpose and decodes its claims. It ignores exp: whether a token
// has expired depends on the mock's clock, which the caller knows.
func (s *Signer) OpenJWT(purpose, text string, claims any) error {
	if len(text) > MaxText {
		return fmt.Errorf("%w: longer than %d bytes", ErrBroken, MaxText)
	}
	dot := strings.LastIndexByte(text, '.')
	if dot < len(header) || text[:len(header)] != header {
		return ErrBroken
	}
	signed, signature := []byte(text[:dot]), []byte(text[dot+1:])
	// Signatures are compared as texts: decoding would accept newlines and unused bits, and a token must have only one
	// spelling.
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
func (s *Signer) Bytes(purpose string, body []byte) []byte {
	mac := s.macs("bytes", purpose).sum(body)
	return append(mac[:macSize:macSize], body...)
}

// OpenBytes returns the body that Bytes got for the same purpose. It is a part of text, not a copy.
func (s *Signer) OpenBytes(purpose string, text []byte) ([]byte, error) {
	if len(text) < macSize || len(text) > MaxText {
		return nil, ErrBroken
	}
	body := text[macSize:]
	mac := s.macs("bytes", purpose).sum(body)
	if !hmac.Equal(text[:macSize], mac[:macSize]) {
		return nil, ErrBroken
	}
	return body, nil
}
