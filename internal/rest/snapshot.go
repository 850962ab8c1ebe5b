package rest

import (
	"crypto/sha1"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// surfaceState is what Snapshot saves. Lists are in the order in which they are forgotten.
type surfaceState struct {
	Offered uint64        `json:"offered"` // upload URLs
	Uploads []uploadState `json:"uploads"`
	Sources []sourceState `json:"sources"`
	Rates   []rateState   `json:"rates"`
}

// maxSavedEarly bounds the bytes of early pieces that are saved of one upload. With more, its digest is lost.
const maxSavedEarly = 1 << 20

// uploadState is an upload.
type uploadState struct {
	UUID     string           `json:"uuid"`
	State    string           `json:"state"`
	Size     int64            `json:"size"`
	Received int64            `json:"received"`
	Pieces   [][2]int64       `json:"pieces"` // first and last byte
	InPieces bool             `json:"inPieces"`
	Hash     []byte           `json:"hash"` // of the pieces' hashes
	Sum      []byte           `json:"sum"`  // of the first bytes
	Next     int64            `json:"next"` // how many they are
	Lost     bool             `json:"lost"`
	Early    map[int64][]byte `json:"early,omitempty"`
	Last     time.Time        `json:"last"`
	Done     *sourceState     `json:"done,omitempty"`
}

type sourceState struct {
	Path string `json:"path"`
	source
	Extension string `json:"extension"`
}

type rateState struct {
	Name  string    `json:"name"`
	Start time.Time `json:"start"`
	Count int       `json:"count"`
}

// Snapshot returns the uploads and the counted requests as JSON.
func (s *Surface) Snapshot() ([]byte, error) {
	all := surfaceState{Offered: s.uploads.count.Load(), Uploads: []uploadState{}, Sources: []sourceState{}, Rates: []rateState{}}
	for _, uuid := range s.uploads.under.Keys() {
		if u, ok := s.uploads.under.Peek(uuid); ok {
			all.Uploads = append(all.Uploads, u.snapshot(uuid))
		}
	}
	for _, path := range s.uploads.sources.Keys() {
		if src, ok := s.uploads.sources.Peek(path); ok {
			all.Sources = append(all.Sources, sourceState{path, src, src.extension})
		}
	}
	for _, name := range s.rates.windows.Keys() {
		if w, ok := s.rates.windows.Peek(name); ok {
			w.mu.Lock()
			all.Rates = append(all.Rates, rateState{name, w.start, w.count})
			w.mu.Unlock()
		}
	}
	return json.Marshal(all)
}

func (u *upload) snapshot(uuid string) uploadState {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.digest.mu.Lock()
	defer u.digest.mu.Unlock()
	d := &u.digest
	s := uploadState{
		UUID: uuid, State: u.state, Size: u.size, Received: u.received.Load(), InPieces: u.inPieces,
		Hash: slices.Clone(u.pieces[:]), Next: d.next, Lost: d.lost, Early: maps.Clone(d.early), Last: u.last,
	}
	early := 0
	for _, b := range d.early {
		early += len(b)
	}
	if early > maxSavedEarly {
		s.Early, s.Lost = nil, true
	}
	for _, p := range u.held {
		s.Pieces = append(s.Pieces, [2]int64{p.start, p.end})
	}
	switch {
	case d.busy:
		s.Sum = d.saved
	case d.sum != nil:
		s.Sum = d.binary()
	}
	if u.done != nil {
		s.Done = &sourceState{source: *u.done, Extension: u.done.extension}
	}
	return s
}

// Restore replaces the uploads and the counted requests by those of a snapshot.
func (s *Surface) Restore(data []byte) error {
	var all surfaceState
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	if len(all.Uploads) > maxUploads || len(all.Sources) > maxUploads || len(all.Rates) > maxWindows {
		return errors.New("too many uploads or rates")
	}
	uploads, rates := newUploads(), newRates()
	uploads.count.Store(all.Offered)
	for _, from := range all.Uploads {
		u := &upload{}
		u.digest.room = &uploads.early
		if err := u.restore(from); err != nil {
			return fmt.Errorf("upload %s: %w", from.UUID, err)
		}
		uploads.under.Add(from.UUID, u)
	}
	for _, from := range all.Sources {
		uploads.sources.Add(from.Path, from.restored())
	}
	for _, from := range all.Rates {
		rates.windows.Add(from.Name, &window{start: from.Start, count: from.Count})
	}
	s.uploads, s.rates = uploads, rates
	return nil
}

func (u *upload) restore(s uploadState) error {
	if len(s.Hash) != sha1.Size {
		return fmt.Errorf("its hash has %d bytes", len(s.Hash))
	}
	u.state, u.size, u.inPieces, u.last, u.pieces = s.State, s.Size, s.InPieces, s.Last, [sha1.Size]byte(s.Hash)
	u.received.Store(s.Received)
	for _, p := range s.Pieces {
		u.held = append(u.held, piece{p[0], p[1]})
	}
	if s.Done != nil {
		u.done = new(s.Done.restored())
	}
	u.digest.next, u.digest.lost, u.digest.early = s.Next, s.Lost, s.Early
	for _, b := range s.Early {
		u.digest.room.Add(-int64(cap(b)))
	}
	if len(s.Sum) == 0 {
		return nil
	}
	u.digest.sum = sha1.New()
	return u.digest.sum.(encoding.BinaryUnmarshaler).UnmarshalBinary(s.Sum)
}

func (s sourceState) restored() source {
	s.source.extension = s.Extension
	return s.source
}
