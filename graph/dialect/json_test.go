package dialect_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/dailymock/dailymock/graph/dialect"
)

func TestMembersKeepTheirOrder(t *testing.T) {
	t.Parallel()
	v, err := dialect.ParseJSON([]byte(` {"b": 1, "a": "x", "b": 2} `))
	if err != nil {
		t.Fatal(err)
	}
	got := v.(*dialect.Object).Members
	want := []dialect.Member{{Name: "b", Value: json.Number("2")}, {Name: "a", Value: "x"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("members (-want +got)\n%s", diff)
	}
}

func TestAnObjectFindsItsMembers(t *testing.T) {
	t.Parallel()
	for _, members := range []int{1, 15, 16, 17, 100} {
		var text strings.Builder
		for i := range members {
			text.WriteString(`,"` + strings.Repeat("k", i+1) + `":` + strings.Repeat("7", i+1))
		}
		v, err := dialect.ParseJSON([]byte("{" + text.String()[1:] + "}"))
		if err != nil {
			t.Fatal(err)
		}
		o := v.(*dialect.Object)
		for i := range members {
			got, ok := o.Get(strings.Repeat("k", i+1))
			if want := json.Number(strings.Repeat("7", i+1)); !ok || got != want {
				t.Errorf("member %d of %d = %v, want %v", i, members, got, want)
			}
		}
		if _, ok := o.Get("nothing"); ok {
			t.Errorf("among %d members there is one that was never sent", members)
		}
	}
}

func TestNestingIsBounded(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		levels int
		read   bool
	}{{dialect.MaxJSONDepth, true}, {dialect.MaxJSONDepth + 2, false}, {1_000_000, false}} {
		_, err := dialect.ParseJSON([]byte(strings.Repeat("[", row.levels) + strings.Repeat("]", row.levels)))
		if got := err == nil; got != row.read {
			t.Errorf("%d levels read = %t, want %t", row.levels, got, row.read)
		}
	}
}

// FuzzRead compares with encoding/json, which knows what JSON is.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"query": "{ __typename }", "variables": null}`, `{"a":1,"a":{"b":[]}}`, `[1, -0, 0.5, 1e400, -1.5E-7]`,
		`"\ud83d\ude00 \ud83d \udc00\ud83d\ude00 \u00e9\/\b\f\n\r\t\"\\"`, `{"a":1}x`, `01`, `1.`, `-`, `1e`, `nul`, `"`,
		`"\`, `"\u12`, "\"\x01\"",
		`{"a"}`, `{"a":}`, `{,}`, `[1,]`, `[`, `{`, ``, ` `, "\xef\xbb\xbf{}", "\"\xff\"", `tru e`, `[1 2]`, "\"\x7f\"",
		`"\u00zz"`, `"\ud800\u00zz"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := dialect.ParseJSON(text)
		if !utf8.Valid(text) {
			if err == nil {
				t.Errorf("read %q, which is no UTF-8", text)
			}
			return
		}
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		var want any
		if !json.Valid(text) || d.Decode(&want) != nil {
			if err == nil {
				t.Errorf("read %q, which is no JSON", text)
			}
			return
		}
		if err != nil {
			if bytes.Count(text, []byte("["))+bytes.Count(text, []byte("{")) <= dialect.MaxJSONDepth {
				t.Errorf("could not read %q", text)
			}
			return
		}
		if diff := cmp.Diff(want, plain(got)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	})
}

// plain turns what Read returns into what encoding/json would.
func plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		return json.Number(v)
	case []any:
		l := make([]any, len(v))
		for i := range v {
			l[i] = plain(v[i])
		}
		return l
	case *dialect.Object:
		m := make(map[string]any, len(v.Members))
		for _, member := range v.Members {
			m[member.Name] = plain(member.Value)
		}
		return m
	default:
		return v
	}
}
