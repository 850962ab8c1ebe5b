package rest

import (
	"encoding/json"
	"errors"
	"time"
)

// surfaceState is the snapshot of a Surface. The rates are in the order in which they will be forgotten.
type surfaceState struct {
	Uploads    json.RawMessage `json:"uploads"`
	PrivateIDs json.RawMessage `json:"private_ids"`
	Rates      []rateState     `json:"rates"`
}

type rateState struct {
	Name  string    `json:"name"`
	Start time.Time `json:"start"`
	Count int       `json:"count"`
}

// Snapshot returns the uploads, the numbers of private ids and the counted requests as JSON.
func (s *Surface) Snapshot() ([]byte, error) {
	uploads, err := s.Uploads.Snapshot()
	if err != nil {
		return nil, err
	}
	privateIDs, err := s.PrivateIDs.Snapshot()
	if err != nil {
		return nil, err
	}
	all := surfaceState{Uploads: uploads, PrivateIDs: privateIDs, Rates: []rateState{}}
	for _, name := range s.rates.windows.Keys() {
		if w, ok := s.rates.windows.Peek(name); ok {
			w.mu.Lock()
			all.Rates = append(all.Rates, rateState{name, w.start, w.count})
			w.mu.Unlock()
		}
	}
	return json.Marshal(all)
}

// Restore replaces the uploads, the numbers of private ids and the counted requests by those of a snapshot.
func (s *Surface) Restore(data []byte) error {
	var all surfaceState
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	if len(all.Rates) > maxWindows {
		return errors.New("too many rates")
	}
	if err := s.Uploads.Restore(all.Uploads); err != nil {
		return err
	}
	if err := s.PrivateIDs.Restore(all.PrivateIDs); err != nil {
		return err
	}
	rates := newRates()
	for _, from := range all.Rates {
		rates.windows.Add(from.Name, &window{start: from.Start, count: from.Count})
	}
	s.rates = rates
	return nil
}
