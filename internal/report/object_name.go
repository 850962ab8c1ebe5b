package report

import (
	"encoding/hex"
	"fmt"

	"github.com/dailymock/dailymock/internal/signed"
)

const filePurpose = "report file"

// objectName returns the name of the n-th file of a report, counted from 0: the encoded spec and n with a MAC, in
// hexadecimal as the vendor's names are (docs/spec/reporting.md#links).
func objectName(s *signed.Signer, spec []byte, n int) string {
	return hex.EncodeToString(s.Bytes(filePurpose, fmt.Appendf(spec[:len(spec):len(spec)], "%06d", n)))
}

// openObject parses what objectName returned. Capital letters would be another name of the same file: those of the
// vendor are lower case.
func openObject(s *signed.Signer, name string) (spec []byte, n int, err error) {
	raw, err := hex.DecodeString(name)
	if err != nil || hex.EncodeToString(raw) != name {
		return nil, 0, signed.ErrBroken
	}
	body, err := s.OpenBytes(filePurpose, raw)
	if err != nil || len(body) < 6 {
		return nil, 0, signed.ErrBroken
	}
	digits := len(body) - 6
	if _, err := fmt.Sscanf(string(body[digits:]), "%06d", &n); err != nil {
		return nil, 0, signed.ErrBroken
	}
	return body[:digits], n, nil
}
