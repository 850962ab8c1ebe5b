package oauth

import (
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/signed"
)

// Opaque texts look like the tokens of the public token endpoint (docs/spec/oauth.md#public-user-response), though longer,
// since all that they say stands in them: a MAC, and then each field with its
// length in front.

func (i *Issuer) opaque(purpose string, fields ...string) string {
	var body []byte
	for _, f := range fields {
		body = binary.AppendUvarint(body, uint64(len(f)))
		body = append(body, f...)
	}
	return base64.RawURLEncoding.EncodeToString(i.config.Signer.Bytes(purpose, body))
}

// isOpaque tells the two forms of tokens apart: a JWT has dots.
func isOpaque(text string) bool { return !strings.Contains(text, ".") }

// openOpaque reads the fields of an opaque text. It answers false for any text
// that was not made for the same purpose with as many fields.
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
func (i *Issuer) expiresAt(lives time.Duration) string {
	return strconv.FormatInt(i.config.Now().Add(lives).UnixMilli(), 36)
}

func (i *Issuer) expired(ends string) bool {
	ms, err := strconv.ParseInt(ends, 36, 64)
	return err != nil || i.config.Now().UnixMilli() >= ms
}
