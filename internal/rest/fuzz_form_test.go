package rest_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzForms writes any value into any field: as a form, in parts, in the query and as a call. The responses are
// equal, an accepted value reads the same later, and a text reads as it was written.
func FuzzForms(f *testing.F) {
	for name, values := range map[string][]string{
		"title": {"A & b=c;d", "+%41%", "", "\xff", strings.Repeat("é", 255), "\r\n--b\r\n", "a\x00b",
			"\u2028<b>", " blanks "},
		"tags":              {"a, b,,c ", ",", strings.Repeat("a,", 151), "é,\t"},
		"tags[]":            {"a,b"},
		"channel":           {"NEWS", "news ", "nope"},
		"private":           {"on", "TRUE", "2"},
		"publish_date":      {"1", "-1", "1e9", "253402300800", "9223372036854775808", "+1773144000"},
		"expiry_date":       {"2147558400", "1773144000"},
		"geoloc":            {"1,2", "NaN,0", "1e400,0", "0x1p1,0", "-0,0"},
		"geoblocking":       {",", "deny", "Deny, fr", "allow,UK"},
		"language":          {"en", "eng", "en-GB", "zxx", "x"},
		"thumbnail_url":     {"http://[::1", "ftp://a/b", "https:///x"},
		"player_next_video": {"x", "k0000000000000000000"}, "soundtrack_popularity": {"07", "+7", "1_0"},
		"fields": {"id", "nope"}, "method": {"delete"}, "callback": {"f"}, "localization": {"fr_FR", "x"},
		"context": {"player%3Dx"}, "allow_embedded": {"0"}, "": {"x"},
	} {
		for _, value := range values {
			f.Add(name, value)
		}
	}
	_, handler, token := fuzzed(f)
	const written = "application/x-www-form-urlencoded"
	_, made := serve(handler, token, "POST", "/me/videos", written, "url=https://files.example/a.mp4")
	var video struct{ ID string }
	if err := json.Unmarshal([]byte(made), &video); err != nil {
		f.Fatal(err)
	}
	path := "/video/" + video.ID
	f.Fuzz(func(t *testing.T, name, value string) {
		if len(name)+len(value) > 8192 || name == "url" || name == "access_token" {
			return
		}
		pair := url.QueryEscape(name) + "=" + url.QueryEscape(value)
		status, want := serve(handler, token, "POST", path, written, pair)
		if status != 200 && (status < 400 || status > 404) {
			t.Fatalf("%s = %d %s", pair, status, want)
		}
		check := func(way string, status1 int, got string) {
			if status1 != status || got != want {
				t.Fatalf("%s %s = %d %s, as a form %d %s", pair, way, status1, got, status, want)
			}
		}
		again := func(way, target, contentType, body string) {
			status, got := serve(handler, token, "POST", target, contentType, body)
			check(way, status, got)
		}
		again("in the query", path+"?"+pair, "", "")
		if strings.IndexFunc(name, func(r rune) bool { return r < ' ' || r > '~' || strings.ContainsRune(`"\`, r) }) < 0 {
			var b bytes.Buffer
			w := multipart.NewWriter(&b)
			_ = w.WriteField(name, value)
			w.Close()
			again("in parts", path, w.FormDataContentType(), b.String())
		}
		if utf8.ValidString(name) && utf8.ValidString(value) {
			call, _ := json.Marshal([]any{map[string]any{"call": "POST " + path, "args": map[string]string{name: value}}})
			_, body := serve(handler, token, "POST", "/", "", string(call))
			var answers []map[string]json.RawMessage
			if err := json.Unmarshal([]byte(body), &answers); err != nil || len(answers) != 1 {
				t.Fatalf("%s as a call = %s", pair, body)
			}
			if result, ok := answers[0]["result"]; ok {
				check("as a call", 200, string(result))
			} else {
				check("as a call", status, `{"error":`+string(answers[0]["error"])+`}`)
			}
		}
		if status == 200 && (name == "title" || name == "description" || name == "soundtrack_isrc") {
			_, body := serve(handler, token, "GET", path+"?fields="+name, "", "")
			var got map[string]*string
			if err := json.Unmarshal([]byte(body), &got); err != nil || value == "" != (got[name] == nil) ||
				value != "" && *got[name] != value {
				t.Fatalf("%s reads %s", pair, body)
			}
		}
	})
}
