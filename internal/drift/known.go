package drift

import (
	"fmt"
	"os"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/dailymock/dailymock/internal/bounded"
)

// A Known is an accepted change. It silences the change until its date, or
// until the change changes again.
type Known struct {
	Change      string `yaml:"change" json:"change"`           // Change.ID
	Fingerprint string `yaml:"fingerprint" json:"fingerprint"` // Change.Fingerprint
	Reason      string `yaml:"reason" json:"reason"`
	Until       string `yaml:"until" json:"until,omitempty"` // a day such as 2027-03-31; "" means for ever
}

// An UnmetKnown is an accepted change that no longer holds, and why.
type UnmetKnown struct {
	Known
	Why string `json:"why"`
}

const maxKnownBytes = 1 << 20

// ReadKnown reads a YAML list of accepted changes.
func ReadKnown(file string) ([]Known, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxKnownBytes {
		return nil, fmt.Errorf("%s: %d bytes, the limit is %d", file, info.Size(), maxKnownBytes)
	}
	text, err := bounded.ReadYAML(file)
	if err != nil {
		return nil, err
	}
	var list []Known
	if err := yaml.UnmarshalWithOptions(text, &list, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for i, k := range list {
		switch {
		case k.Change == "" || k.Fingerprint == "" || k.Reason == "":
			return nil, fmt.Errorf("%s: entry %d needs change, fingerprint and reason", file, i+1)
		case k.Until == "":
			continue
		}
		if _, err := time.Parse(time.DateOnly, k.Until); err != nil {
			return nil, fmt.Errorf("%s: entry %d: until %q is no day such as 2027-03-31", file, i+1, k.Until)
		}
	}
	return list, nil
}

// Accept takes the known changes out of the report. Entries that are expired at
// now, or that match no change, become stale.
func (r *Report) Accept(known []Known, now time.Time) {
	accepted := map[Known]bool{}
	var rest []Change
	for _, c := range r.Changes {
		k, ok := find(known, c)
		switch {
		case ok && k.Fingerprint != c.Fingerprint():
			r.Stale = append(r.Stale, UnmetKnown{k, "the change is another one now: " + c.Message})
			rest = append(rest, c)
		case ok && k.Until != "" && now.UTC().Format(time.DateOnly) > k.Until:
			r.Stale = append(r.Stale, UnmetKnown{k, "expired on " + k.Until})
			rest = append(rest, c)
		case ok:
			r.Known = append(r.Known, c)
		default:
			rest = append(rest, c)
		}
		if ok {
			accepted[k] = true
		}
	}
	for _, k := range known {
		if !accepted[k] {
			r.Stale = append(r.Stale, UnmetKnown{k, "no such change was found"})
		}
	}
	r.Changes = rest
}

// find returns the entry for a change, one with its fingerprint first.
func find(known []Known, c Change) (Known, bool) {
	var found Known
	ok := false
	for _, k := range known {
		if k.Change != c.ID() {
			continue
		}
		if k.Fingerprint == c.Fingerprint() {
			return k, true
		}
		found, ok = k, true
	}
	return found, ok
}
