// Package store saves the state of several owners as one JSON document and restores it.
//
//	owners := map[string]store.Owner{"clock": clock, "reports": engine}
//	data, err := store.Save(store.Identity{Seed: 1, World: hash}, owners)
//	err = store.Load(store.Identity{Seed: 1, World: hash}, owners, data)
//
// A document belongs to one seed and one world: Load returns an error wrapping ErrOther for a document of another.
package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// An Owner holds state that changes while the mock runs.
type Owner interface {
	// Snapshot returns the state as one JSON value. The same state gives the same bytes.
	Snapshot() ([]byte, error)
	// Restore replaces the whole state, or changes nothing and returns an error.
	Restore([]byte) error
}

// Version is the version of the documents that Save writes. It increases when an older mock could not read them.
const Version = 1

// Errors that Load wraps.
var (
	ErrDamaged = errors.New("the state is damaged")
	ErrNewer   = errors.New("the state was written by a newer version of the mock")
	ErrOther   = errors.New("the state belongs to another mock")
)

// An Identity says which mock a document belongs to.
type Identity struct {
	Seed  uint64 `json:"seed"`
	World string `json:"world"` // hash of the world file
}

const kind = "dailymock state"

type document struct {
	Kind    string `json:"kind"`
	Version int    `json:"version"`
	Identity
	Owners map[string]json.RawMessage `json:"owners"`
}

// Save returns the state of all owners, each under its name. The same state gives the same bytes.
func Save(id Identity, owners map[string]Owner) ([]byte, error) {
	world, err := json.Marshal(id.World)
	if err != nil {
		return nil, fmt.Errorf("state: %w", err)
	}
	data := fmt.Appendf(nil, `{"kind":%q,"version":%d,"seed":%d,"world":%s,"owners":{`, kind, Version, id.Seed, world)
	for i, name := range slices.Sorted(maps.Keys(owners)) {
		state, err := owners[name].Snapshot()
		if err != nil {
			return nil, fmt.Errorf("state of %s: %w", name, err)
		}
		if i > 0 {
			data = append(data, ',')
		}
		data = append(fmt.Appendf(data, "%q:", name), state...) // as it is: to marshal it again would parse it
	}
	return append(data, "}}\n"...), nil
}

// Load restores the owners from a document that Save wrote. An owner that the document lacks keeps its state.
// After an error some owners may be restored and others not: restore into new owners and drop them on an error.
func Load(id Identity, owners map[string]Owner, data []byte) error {
	d, err := parse(data)
	if err != nil {
		return err
	}
	switch {
	case d.Seed != id.Seed:
		return fmt.Errorf("%w: it has seed %d, this mock has seed %d", ErrOther, d.Seed, id.Seed)
	case d.World != id.World:
		return fmt.Errorf("%w: it was written with another world file", ErrOther)
	}
	for name, state := range d.Owners {
		o, ok := owners[name]
		if !ok {
			return fmt.Errorf("%w: unknown part %q", ErrDamaged, name)
		}
		if err := o.Restore(state); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrDamaged, name, err)
		}
	}
	return nil
}

func parse(data []byte) (document, error) {
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return d, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	switch {
	case d.Kind != kind:
		return d, fmt.Errorf("%w: its kind is %q, not %q", ErrDamaged, d.Kind, kind)
	case d.Version > Version:
		return d, fmt.Errorf("%w: it has version %d, this mock reads versions up to %d", ErrNewer, d.Version, Version)
	case d.Version < 1:
		return d, fmt.Errorf("%w: it has no version", ErrDamaged)
	}
	return d, nil
}
