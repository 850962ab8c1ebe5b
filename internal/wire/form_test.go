package wire_test

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/wire"
)

const multipartBody = "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none two\r\n" +
	"--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.txt\"\r\n\r\nignored\r\n" +
	"--xyz\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n\r\n--xyz--\r\n"

func TestAFormIsReadByWhatItLooksLike(t *testing.T) {
	t.Parallel()
	const urlencoded = "application/x-www-form-urlencoded"
	for _, c := range []struct {
		name, contentType, body string
		want                    wire.Form
	}{
		{"urlencoded", urlencoded, "a=one+two&b=%C3%A9", wire.Form{{"a", "one two"}, {"b", "é"}}},
		{"urlencoded under application/json", "application/json", "a=1", wire.Form{{"a", "1"}}},
		{"urlencoded under no type", "", "a=1", wire.Form{{"a", "1"}}},
		{"urlencoded under a type that makes no sense", ";;;", "a=1", wire.Form{{"a", "1"}}},
		{"nothing", urlencoded, "", wire.Form{}},
		{"ampersands alone", urlencoded, "&&", wire.Form{}},
		{"a name alone", urlencoded, "a", wire.Form{{"a", ""}}},
		{"a percent sign that escapes nothing", urlencoded, "a=100%&b=%zz&c=%4",
			wire.Form{{"a", "100%"}, {"b", "%zz"}, {"c", "%4"}}},
		{"a semicolon", urlencoded, "a=1;b=2", wire.Form{{"a", "1;b=2"}}},
		{"escapes in either case", urlencoded, "a=%aF%Af", wire.Form{{"a", "\xaf\xaf"}}},
		{"multipart", "multipart/form-data; boundary=xyz", multipartBody, wire.Form{{"a", "one two"}, {"b", ""}}},
		{"multipart under urlencoded", urlencoded, multipartBody, wire.Form{{"a", "one two"}, {"b", ""}}},
	} {
		got, err := wire.ParseForm(c.contentType, []byte(c.body))
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: form = %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}

func TestWhatIsNoFormIsMalformed(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"JSON":                       ` {"a":"1"}`,
		"a list in JSON":             `[1]`,
		"a thousand and one members": strings.Repeat("a&", 1001),
		"multipart that breaks off":  multipartBody[:60],
	} {
		if got, err := wire.ParseForm("", []byte(body)); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("%s: form = %q, %v, want ErrMalformed", name, got, err)
		}
	}
}

func TestTheLastOfTwoMembersCounts(t *testing.T) {
	t.Parallel()
	form := wire.Form{{"a", "1"}, {"b", "2"}, {"a", "3"}}
	if got, want := form.Get("a")+form.Get("b")+form.Get("c"), "32"; got != want {
		t.Errorf("a, b and c = %q, want %q", got, want)
	}
}

// Where net/url has no complaint, a form says what net/url says.
func FuzzForm(f *testing.F) {
	f.Add("", "a=1&b=%20+%zz")
	f.Add("multipart/form-data; boundary=xyz", multipartBody)
	f.Add("application/json", `{"a":1}`)
	f.Fuzz(func(t *testing.T, contentType, body string) {
		_, err := wire.ParseForm(contentType, []byte(body))
		if err != nil && !errors.Is(err, wire.ErrMalformed) {
			t.Fatalf("ParseForm = %v, want it to wrap ErrMalformed", err)
		}
		query, err := wire.ParseQuery(body)
		want, wantErr := url.ParseQuery(body)
		if err != nil || wantErr != nil {
			return
		}
		for name, values := range want {
			if got, want := query.Get(name), values[len(values)-1]; got != want {
				t.Errorf("%q in %q = %q, net/url has %q", name, body, got, want)
			}
		}
	})
}

// FuzzSamePairs writes two members as a query and in parts, which say the same.
func FuzzSamePairs(f *testing.F) {
	f.Add("a", "1", "b", "2")
	f.Add("tags[]", "é & = ; +", "tags[]", "\xff\x00%zz")
	f.Add("a b", "\r\n--x--\r\n", "a", "")
	f.Add("", "", "'", "{")
	f.Fuzz(func(t *testing.T, name1, value1, name2, value2 string) {
		pairs := wire.Form{{Name: name1, Value: value1}, {Name: name2, Value: value2}}
		var query []string
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for _, p := range pairs {
			query = append(query, url.QueryEscape(p.Name)+"="+url.QueryEscape(p.Value))
			if strings.ContainsFunc(
				p.Name,
				func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' || r == '%' },
			) {
				return // names that clients write in ways of their own
			}
			_ = w.WriteField(p.Name, p.Value)
		}
		w.Close()
		one, err := wire.ParseForm("", []byte(strings.Join(query, "&")))
		if err != nil || !slices.Equal(one, pairs) {
			t.Fatalf("%q is read as %q, %v", query, one, err)
		}
		other, err := wire.ParseForm(w.FormDataContentType(), body.Bytes())
		if err != nil || !slices.Equal(other, pairs) {
			t.Fatalf("%q in parts is read as %q, %v", query, other, err)
		}
	})
}
