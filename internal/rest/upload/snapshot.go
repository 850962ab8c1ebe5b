package upload

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

// serverState is the snapshot of a Server. Lists are in the order in which they will be forgotten.
type serverState struct {
	Offered uint64        `json:"offered"` // upload URLs
	Uploads []uploadState `json:"uploads"`
	Files   []fileState   `json:"files"`
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
	Done     *fileState       `json:"done,omitempty"`
}

type fileState struct {
	Path string `json:"path"`
	File
	Extension string `json:"extension"`
}

// Snapshot returns the uploads as JSON.
func (s *Server) Snapshot() ([]byte, error) {
	all := serverState{Offered: s.count.Load(), Uploads: []uploadState{}, Files: []fileState{}}
	for _, uuid := range s.under.Keys() {
		if u, ok := s.under.Peek(uuid); ok {
			all.Uploads = append(all.Uploads, u.snapshot(uuid))
		}
	}
	for _, path := range s.sources.Keys() {
		if f, ok := s.sources.Peek(path); ok {
			all.Files = append(all.Files, fileState{path, f, f.extension})
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
		s.Done = &fileState{File: *u.done, Extension: u.done.extension}
	}
	return s
}

// Restore replaces the uploads by those of a snapshot.
func (s *Server) Restore(data []byte) error {
	var all serverState
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	if len(all.Uploads) > maxUploads || len(all.Files) > maxUploads {
		return errors.New("too many uploads")
	}
	fresh := NewServer(s.world, s.signer, s.now, s.origin, s.escapeSlashes)
	for _, from := range all.Uploads {
		u := &upload{}
		u.digest.room = fresh.early
		if err := u.restore(from); err != nil {
			return fmt.Errorf("upload %s: %w", from.UUID, err)
		}
		fresh.under.Add(from.UUID, u)
	}
	for _, from := range all.Files {
		fresh.sources.Add(from.Path, from.restored())
	}
	s.count.Store(all.Offered)
	s.under, s.sources, s.early = fresh.under, fresh.sources, fresh.early
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

func (s fileState) restored() File {
	s.File.extension = s.Extension
	return s.File
}
