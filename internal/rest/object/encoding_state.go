package object

import (
	"strings"

	"github.com/dailymock/dailymock/internal/world"

	"github.com/dailymock/dailymock/internal/world/edits"
)

// An encodingState says how far a video has been processed (docs/spec/rest.md#writing-videos).
type encodingState struct {
	status     string
	encoding   int64 // percent; -1 unless status is processing
	publishing int64 // the same
	encoded    bool  // what encoding brings to light is known
	Published  bool
}

// The states of a video.
const (
	waiting       = "waiting"
	processing    = "processing"
	ready         = "ready"
	published     = "published"
	rejected      = "rejected"
	encodingError = "encoding_error"
	deleted       = "deleted"
)

func encodingStateOf(c *Call, v *world.Video, s *edits.State[edits.VideoEdit]) encodingState {
	if end, ok := s.Edit.Deletion(c.ExpiryGrace); ok && !c.Now.Before(end) {
		return encodingState{status: deleted, encoding: -1, publishing: -1}
	}
	on := s.Edit.Published.Or(s.Created.IsZero()) // what the made world has is published
	source := s.Edit.Source
	if source.Named.IsZero() {
		return settled(on, "")
	}
	age := c.Now.Sub(source.Named)
	switch _, hasFile := s.Edit.URL.Get(); {
	case v.Live && !hasFile:
		return settled(on, source.Failure)
	case age < c.Waits:
		return encodingState{status: waiting, encoding: -1, publishing: -1}
	case age < c.Waits+c.Encodes:
		part := float64(age-c.Waits) / float64(c.Encodes)
		return encodingState{status: processing, encoding: int64(min(part*125, 100)), publishing: int64(part * 100)}
	}
	return settled(on, source.Failure)
}

// settled returns the state of a video that has been processed.
func settled(on bool, failed string) encodingState {
	switch {
	case failed != "":
		return encodingState{status: failed, encoding: -1, publishing: -1}
	case on:
		return encodingState{status: published, encoding: -1, publishing: -1, encoded: true, Published: true}
	}
	return encodingState{status: ready, encoding: -1, publishing: -1, encoded: true}
}

// Failure returns how processing a source ends: names of files can ask for a failure.
func Failure(source string) string {
	switch {
	case strings.Contains(source, "encoding-error"):
		return encodingError
	case strings.Contains(source, "rejected"):
		return rejected
	}
	return ""
}
