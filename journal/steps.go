package journal

import (
	"math/bits"
	"strings"
)

// Steps are a set of what a request did, in a user's terms.
type Steps uint32

// The steps, each with the subject of its Note.
const (
	TokenTaken Steps = 1 << iota // an access token was given; no subject
	Asked                        // a report was asked for; its token
	Polled                       // a report's status was read; its token
	Ended                        // a poll saw that it has ended, well or not; its token
	Offered                      // a link was given to a client; its path
	Fetched                      // a file was downloaded; the link's path
	FaultMet                     // a fault responded instead; its name
)

var stepNames = []string{"token-taken", "asked", "polled", "ended", "offered", "fetched", "fault-met"}

// String joins the names with "+".
func (s Steps) String() string {
	var names []string
	for ; s != 0; s &= s - 1 {
		if i := bits.TrailingZeros32(uint32(s)); i < len(stepNames) {
			names = append(names, stepNames[i])
		}
	}
	return strings.Join(names, "+")
}

// MarshalText returns the names, for JSON.
func (s Steps) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText parses what String returns.
func (s *Steps) UnmarshalText(text []byte) error {
	*s = 0
	for name := range strings.SplitSeq(string(text), "+") {
		for i, known := range stepNames {
			if name == known {
				*s |= 1 << i
			}
		}
	}
	return nil
}
