package oauth

import (
	"bytes"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/signed"
)

func testIssuer(now *time.Time) *Issuer {
	return NewIssuer(Config{Signer: signed.FromSeed(1), Now: func() time.Time { return *now }, StickyScopes: true})
}

func TestStateOutlivesARestart(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	before := testIssuer(&now)
	k, _ := before.key(Public, "a key")
	kept, _ := before.newSession(k, "ana", "email", false)
	code := before.NewCode(k, "bob", "email", "http://localhost/")
	redeem := func(i *Issuer) *Refusal {
		_, f := tokenEndpoint{i, Public}.byCode(tokenRequest{code: code, redirect: "http://localhost/"}, k)
		return f
	}
	if f := redeem(before); f != nil {
		t.Fatal(f.Text)
	}
	ended := before.Mint(MintRequest{Kind: Public, Key: "a key", Login: "eve"})
	g, err := before.verify(ended.AccessToken)
	if err != nil || !before.Logout(*g) {
		t.Fatal("the session did not end:", err)
	}

	state, err := before.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	after := testIssuer(&now)
	if err := after.Restore(state); err != nil {
		t.Fatal(err)
	}
	if again, _ := after.Snapshot(); !bytes.Equal(again, state) {
		t.Errorf("the state after a restart is\n%s, want\n%s", again, state)
	}
	if f := redeem(after); f == nil {
		t.Error("the code was used twice")
	}
	if after.usable(g, Public) == nil {
		t.Error("the token of an ended session is valid")
	}
	if s, _ := after.newSession(k, "ana", "email manage_videos", false); s.id != kept.id || s.scope != "email" {
		t.Errorf("got session %+v, want %+v", s, kept)
	}
	if got, want := after.nonce(), before.nonce(); got != want {
		t.Errorf("next id is %s, want %s", got, want)
	}
	if err := after.Restore([]byte(`{"revoked": 3}`)); err == nil {
		t.Error("a damaged state was restored")
	}
	if again, _ := after.Snapshot(); len(again) < len(state) {
		t.Error("a damaged state changed something")
	}
}

// TestFullRevocationsDropWhatHasExpired and never what has not.
func TestFullRevocationsDropWhatHasExpired(t *testing.T) {
	t.Parallel()
	r := NewRevocations()
	r.max = 3
	for _, c := range []struct {
		id          string
		until, now  int64
		added, full bool
	}{
		{"a", 10, 0, true, false},
		{"b", never, 0, true, false},
		{"c", 20, 0, true, false},
		{"c", 20, 0, false, false},
		{"d", 30, 9, false, true},
		{"d", 30, 10, true, false}, // a has expired
		{"e", 30, 19, false, true},
		{"e", 30, 30, true, false},
	} {
		if added, full := r.add(c.id, c.until, c.now); added != c.added || full != c.full {
			t.Errorf("add %s at %d: added %v, full %v; want %v, %v", c.id, c.now, added, full, c.added, c.full)
		}
	}
	if !r.has("b") {
		t.Error("an id that does not expire was dropped")
	}
}

func TestFullRevocationsRefuseInTheVendorsShape(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	i := testIssuer(&now)
	i.config.Revocations.max = 0
	k, _ := i.key(Public, "a key")
	code := i.NewCode(k, "bob", "email", "http://localhost/")
	_, f := tokenEndpoint{i, Public}.byCode(tokenRequest{code: code, redirect: "http://localhost/"}, k)
	if f == nil || f.Code != "temporarily_unavailable" || f.status != 503 {
		t.Errorf("got %+v, want temporarily_unavailable with 503", f)
	}
	if i.Logout(Grant{Expires: now, session: "x"}) {
		t.Error("a logout that cannot be held succeeded")
	}
}
