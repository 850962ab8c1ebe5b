package signed_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"github.com/dailymock/dailymock/internal/signed"
)

type claims struct {
	Aid string `json:"aid"`
	Exp int64  `json:"exp"`
}

var sample = claims{Aid: "a key", Exp: 1_800_000_000}

func TestATokenOpensWhereItsSealerAndPurposeAgree(t *testing.T) {
	t.Parallel()
	made := signed.New([]byte("one")).JWT("access", sample)
	for _, c := range []struct {
		name    string
		open    *signed.Signer
		purpose string
		want    error
	}{
		{"the same key after a restart", signed.New([]byte("one")), "access", nil},
		{"another key", signed.New([]byte("two")), "access", signed.ErrBroken},
		{"another purpose", signed.New([]byte("one")), "refresh", signed.ErrBroken},
		{"no purpose", signed.New([]byte("one")), "", signed.ErrBroken},
	} {
		var got claims
		if err := c.open.OpenJWT(c.purpose, made, &got); !errors.Is(err, c.want) {
			t.Errorf("%s: OpenJWT = %v, want %v", c.name, err, c.want)
		} else if c.want == nil && got != sample {
			t.Errorf("%s: claims = %+v, want %+v", c.name, got, sample)
		}
	}
}

func TestATokenBeginsAsTheVendorsDo(t *testing.T) {
	t.Parallel()
	got := signed.New([]byte("k")).JWT("access", sample)
	if want := "eyJ0eXAiOiJK"; !strings.HasPrefix(got, want) {
		t.Errorf("token = %q, want it to begin %q", got, want)
	}
	parsed, _, err := jwt.NewParser().ParseUnverified(got, jwt.MapClaims{})
	if err != nil || parsed.Method.Alg() != "HS256" || parsed.Header["typ"] != "JWT" {
		t.Errorf("another JWT reader sees %+v, %v, want typ JWT and alg HS256", parsed, err)
	}
}

func TestForeignTextIsBroken(t *testing.T) {
	t.Parallel()
	s := signed.New([]byte("k"))
	good := s.JWT("access", sample)
	head, rest, _ := strings.Cut(good, ".")
	body, sig, _ := strings.Cut(rest, ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"typ":"JWT","alg":"none"}`))
	foreign, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"aid": "a key"}).SignedString([]byte("k"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing":                      "",
		"one word":                     "null",
		"dots alone":                   "..",
		"no signature":                 head + "." + body,
		"an empty signature":           head + "." + body + ".",
		"alg none":                     none + "." + body + ".",
		"alg none, with the signature": none + "." + body + "." + sig,
		"claims of another token": head + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"aid":"root"}`)) +
			"." + sig,
		"padding":                       good + "=",
		"a newline at its end":          good + "\n",
		"a JWT signed with the key raw": foreign,
		"a text without an end":         good + strings.Repeat("A", signed.MaxText),
	} {
		var got claims
		if err := s.OpenJWT("access", text, &got); !errors.Is(err, signed.ErrBroken) {
			t.Errorf("%s: OpenJWT = %v, want ErrBroken", name, err)
		}
	}
}

func TestATokenThatIsTooLongNeverOpens(t *testing.T) {
	t.Parallel()
	s := signed.New([]byte("k"))
	for _, c := range []struct {
		name string
		size int
		want error
	}{
		{"as long as may be", signed.MaxText*3/4 - 100, nil},
		{"longer", signed.MaxText, signed.ErrBroken},
	} {
		text := s.JWT("access", claims{Aid: strings.Repeat("k", c.size)})
		if err := s.OpenJWT("access", text, new(claims)); !errors.Is(err, c.want) {
			t.Errorf("%s: OpenJWT = %v, want %v", c.name, err, c.want)
		}
	}
}

// Each character of a token counts, also the unused bits of the last ones.
func TestNoCharacterOfATokenMayChange(t *testing.T) {
	t.Parallel()
	s := signed.New([]byte("k"))
	good := s.JWT("access", sample)
	for i := range good {
		for _, c := range []byte("AQgw_.") {
			text := good[:i] + string(c) + good[i+1:]
			if text == good {
				continue
			}
			if err := s.OpenJWT("access", text, new(claims)); !errors.Is(err, signed.ErrBroken) {
				t.Fatalf("byte %d changed to %q: OpenJWT = %v, want ErrBroken", i, c, err)
			}
		}
	}
}

func TestSealedBytesKeepToTheirPurpose(t *testing.T) {
	t.Parallel()
	s := signed.FromSeed(7)
	sealed := s.Bytes("link", []byte("file 3"))
	if got, err := signed.FromSeed(7).OpenBytes("link", sealed); err != nil || string(got) != "file 3" {
		t.Errorf("OpenBytes = %q, %v, want %q", got, err, "file 3")
	}
	for i := range sealed {
		changed := append([]byte(nil), sealed...)
		changed[i] ^= 1
		if _, err := s.OpenBytes("link", changed); !errors.Is(err, signed.ErrBroken) {
			t.Errorf("byte %d changed: %v, want ErrBroken", i, err)
		}
	}
	for name, open := range map[string]func() ([]byte, error){
		"another purpose":             func() ([]byte, error) { return s.OpenBytes("token", sealed) },
		"another seed":                func() ([]byte, error) { return signed.FromSeed(8).OpenBytes("link", sealed) },
		"nothing":                     func() ([]byte, error) { return s.OpenBytes("link", nil) },
		"less than a MAC":             func() ([]byte, error) { return s.OpenBytes("link", sealed[:15]) },
		"more than is ever looked at": func() ([]byte, error) { return s.OpenBytes("link", make([]byte, signed.MaxText+1)) },
	} {
		if _, err := open(); !errors.Is(err, signed.ErrBroken) {
			t.Errorf("%s: %v, want ErrBroken", name, err)
		}
	}
}

func FuzzOpenJWT(f *testing.F) {
	s := signed.New([]byte("k"))
	good := s.JWT("access", sample)
	f.Add(good)
	f.Add(s.JWT("refresh", sample))
	f.Add("")
	f.Add("eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9..")
	f.Fuzz(func(t *testing.T, text string) {
		var got claims
		err := s.OpenJWT("access", text, &got)
		if (err == nil) != (text == good) {
			t.Errorf("OpenJWT(%q) = %v, and only %q was ever made", text, err, good)
		}
		if err != nil && !errors.Is(err, signed.ErrBroken) {
			t.Errorf("OpenJWT(%q) = %v, want it to wrap ErrBroken", text, err)
		}
	})
}

func BenchmarkJWT(b *testing.B) {
	s := signed.New(make([]byte, 32))
	for b.Loop() {
		s.JWT("access", sample)
	}
}

func BenchmarkOpenJWT(b *testing.B) {
	s := signed.New(make([]byte, 32))
	text := s.JWT("access", sample)
	for b.Loop() {
		if err := s.OpenJWT("access", text, new(claims)); err != nil {
			b.Fatal(err)
		}
	}
}
