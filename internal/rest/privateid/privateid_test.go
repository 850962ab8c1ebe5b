package privateid_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/rest/privateid"
	"github.com/dailymock/dailymock/internal/signed"
)

var form = regexp.MustCompile(`^k[0-9A-Za-z]{18}$`)

// TestEachPrivateIDIsNewAndOpens also on another server with the same key, and on no other.
func TestEachPrivateIDIsNewAndOpens(t *testing.T) {
	t.Parallel()
	ids, again := privateid.New(signed.FromSeed(1)), privateid.New(signed.FromSeed(1))
	other := privateid.New(signed.FromSeed(2))
	seen := map[string]bool{}
	for _, video := range []string{"x26m1j4", "x000001", "xzzzzzzz", "x26m1j5"} {
		for range 200 {
			secret := ids.Next(video)
			if seen[secret] || !form.MatchString(secret) {
				t.Fatalf("private id %q of %s: not new, or not of the form %s", secret, video, form)
			}
			seen[secret] = true
			for _, d := range []*privateid.IDs{ids, again} {
				if got, ok := d.Open(secret); got != video || !ok {
					t.Fatalf("Open(%q) = %q, %v, want %s", secret, got, ok, video)
				}
			}
			if got, ok := other.Open(secret); ok {
				t.Fatalf("a server with another key opens %q as %q", secret, got)
			}
		}
		if first := ids.First(video); first != ids.First(video) || seen[first] {
			t.Errorf("the stable id %q of %s changes, or is one of the others", first, video)
		}
	}
}

// TestOnlyWholePrivateIDsOpen changes each character.
func TestOnlyWholePrivateIDsOpen(t *testing.T) {
	t.Parallel()
	ids := privateid.New(signed.FromSeed(1))
	rapid.Check(t, func(t *rapid.T) {
		video := rapid.StringMatching(`x[0-9a-z]{2,18}`).Draw(t, "video")
		secret := ids.Next(video)
		if got, ok := ids.Open(secret); got != video || !ok {
			t.Fatalf("Open(%q) = %q, %v, want %s", secret, got, ok, video)
		}
		at := rapid.IntRange(0, len(secret)-1).Draw(t, "at")
		for _, c := range "0Az-" {
			if text := secret[:at] + string(c) + secret[at+1:]; text != secret {
				if got, ok := ids.Open(text); ok {
					t.Fatalf("%q opens as %q", text, got)
				}
			}
		}
		for _, text := range []string{secret[:len(secret)-1], secret + "0", "", "k", video} {
			if got, ok := ids.Open(text); ok {
				t.Fatalf("%q opens as %q", text, got)
			}
		}
	})
}

// TestRestoredNumbersContinue, also those of videos that were forgotten.
func TestRestoredNumbersContinue(t *testing.T) {
	t.Parallel()
	ids := privateid.New(signed.FromSeed(1))
	first := ids.Next("x26m1j4")
	for i := range 1 << 14 {
		ids.Next("x" + string([]byte{digit(i), digit(i >> 4), digit(i >> 8), digit(i >> 12)}))
	}
	saved, err := ids.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	restored := privateid.New(signed.FromSeed(1))
	if err := restored.Restore(saved); err != nil {
		t.Fatal(err)
	}
	again, err := restored.Snapshot()
	if err != nil || string(again) != string(saved) {
		t.Errorf("a snapshot of what was restored differs, or %v", err)
	}
	if got := restored.Next("x26m1j4"); got == first || got != ids.Next("x26m1j4") {
		t.Errorf("after restoring: %s, want neither %s nor another one than the saved server makes", got, first)
	}
	for _, data := range []string{`[]`, `{"videos":1}`} {
		if err := restored.Restore(json.RawMessage(data)); err == nil {
			t.Errorf("Restore(%s) = nil, want an error", data)
		}
	}
}

func digit(n int) byte { return "0123456789abcdef"[n&15] }
