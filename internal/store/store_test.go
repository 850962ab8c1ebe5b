package store_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/store"
)

// A counter is the smallest Owner.
type counter struct{ n int }

func (c *counter) Snapshot() ([]byte, error) { return json.Marshal(c.n) }
func (c *counter) Restore(b []byte) error    { return json.Unmarshal(b, &c.n) }

var id = store.Identity{Seed: 7, World: "abc"}

func save(t *testing.T, owners map[string]store.Owner) []byte {
	t.Helper()
	data, err := store.Save(id, owners)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestLoadRestoresWhatSaveSaved(t *testing.T) {
	data := save(t, map[string]store.Owner{"a": &counter{3}, "b": &counter{4}})
	if again := save(t, map[string]store.Owner{"b": &counter{4}, "a": &counter{3}}); string(again) != string(data) {
		t.Errorf("the same state gives %s and %s", data, again)
	}
	a, b := &counter{}, &counter{}
	if err := store.Load(id, map[string]store.Owner{"a": a, "b": b}, data); err != nil {
		t.Fatal(err)
	}
	if a.n != 3 || b.n != 4 {
		t.Errorf("restored %d and %d, want 3 and 4", a.n, b.n)
	}
}

func TestLoadRefusesOtherDocuments(t *testing.T) {
	good := string(save(t, map[string]store.Owner{"a": &counter{3}}))
	for name, test := range map[string]struct {
		id   store.Identity
		data string
		want error
	}{
		"empty":           {id, "", store.ErrDamaged},
		"cut":             {id, good[:len(good)/2], store.ErrDamaged},
		"other JSON":      {id, `{"now": 1}`, store.ErrDamaged},
		"no version":      {id, strings.Replace(good, `"version":1`, `"version":0`, 1), store.ErrDamaged},
		"unknown part":    {id, strings.Replace(good, `"a":3`, `"z":3`, 1), store.ErrDamaged},
		"wrong part":      {id, strings.Replace(good, `"a":3`, `"a":"x"`, 1), store.ErrDamaged},
		"newer version":   {id, strings.Replace(good, `"version":1`, `"version":99`, 1), store.ErrNewer},
		"other seed":      {store.Identity{Seed: 8, World: "abc"}, good, store.ErrOther},
		"another world":   {store.Identity{Seed: 7, World: "def"}, good, store.ErrOther},
		"more after it":   {id, good + "{}", store.ErrDamaged},
		"null as a whole": {id, "null", store.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			a := &counter{1}
			err := store.Load(test.id, map[string]store.Owner{"a": a}, []byte(test.data))
			if !errors.Is(err, test.want) {
				t.Errorf("error = %v, want %v", err, test.want)
			}
			if a.n != 1 {
				t.Errorf("the owner has changed to %d", a.n)
			}
		})
	}
}
