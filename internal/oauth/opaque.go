package oauth

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/internal/signed"
)

// Opaque texts look like the tokens of the public token endpoint (docs/spec/oauth.md#public-user-response), though
// longer, since all that they say is in them: a MAC, and then each field with its length in front.

// A signer signs texts and makes ids.
type signer struct {
	config *Config
	count  atomic.Uint64 // of ids, so that no two are the same
}

func (s *signer) opaque(purpose string, fields ...string) string {
	var body []byte
	for _, f := range fields {
		body = binary.AppendUvarint(body, uint64(len(f)))
		body = append(body, f...)
	}
	return base64.RawURLEncoding.EncodeToString(s.config.Signer.Bytes(purpose, body))
}

// isOpaque reports whether a token is an opaque text: a JWT has dots.
func isOpaque(text string) bool { return !strings.Contains(text, ".") }

// openOpaque reads the fields of an opaque text. It returns false for a text with another purpose or another number of
// fields.
func openOpaque(s *signed.Signer, purpose, text string, fields ...*string) bool {
	if len(text) > signed.MaxText {
		return false
	}
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || base64.RawURLEncoding.EncodeToString(sealed) != text { // one spelling only
		return false
	}
	body, err := s.OpenBytes(purpose, sealed)
	if err != nil {
		return false
	}
	for _, f := range fields {
		n, size := binary.Uvarint(body)
		if size <= 0 || uint64(len(body)-size) < n {
			return false
		}
		*f, body = string(body[size:size+int(n)]), body[size+int(n):]
	}
	return len(body) == 0
}

// expiresAt and over put a moment into a sealed text and read it again.
func (s *signer) expiresAt(lives time.Duration) string {
	return strconv.FormatInt(s.config.Now().Add(lives).UnixMilli(), 36)
}

func (s *signer) expired(ends string) bool {
	ms, err := strconv.ParseInt(ends, 36, 64)
	return err != nil || s.config.Now().UnixMilli() >= ms
}

// Sign returns a text that Open opens, for the same purpose and until it expires.
func (s *signer) Sign(purpose string, lifetime time.Duration, fields ...string) string {
	return s.opaque(purpose, append(fields, s.expiresAt(lifetime))...)
}

// Open reads the fields of a text that Sign returned.
func (s *signer) Open(purpose, text string, fields ...*string) bool {
	var expires string
	return openOpaque(s.config.Signer, purpose, text, append(fields, &expires)...) && !s.expired(expires)
}

// nonce returns an id that this issuer never returns again: the time and a count, since many tokens can be made while
// the clock stands still.
func (s *signer) nonce() string {
	text := strconv.AppendInt(make([]byte, 0, 24), s.config.Now().UnixNano(), 36)
	text = append(text, '-')
	return string(strconv.AppendUint(text, s.count.Add(1), 36))
}
