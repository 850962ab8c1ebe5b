package rest_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// FuzzFields asks for any fields. A selection with an unknown name is refused; any other returns exactly the names,
// each once, in their order.
func FuzzFields(f *testing.F) {
	for _, text := range []string{
		"", ",", "id", " id ,,title,id", "owner.screenname,owner.id,owner", "channel.name,channel.id",
		"owner.parent.parent.id", "owner.parent.parent.parent.id",
		"title.id", "id.", ".id", "ID", "item_type,videos.fields(id,title).limit(2)", "subtitles.limit(2),subtitles.limit(3)",
		"videos", "owner.videos.limit(1)",
		"subtitles.fields(id", "subtitles)", "related.fields(owner.screenname).limit(1).page(2)", "id\x00", "title,\u00a0id",
		"stream_hls_url", "expiry_date,private_id",
		"parent.screenname,videos.limit(0)", "subtitles().limit()", "owner.avatar_url",
	} {
		f.Add(true, text)
		f.Add(false, text)
	}
	_, handler, token := fuzzed(f)
	nouns := sheet(f)
	f.Fuzz(func(t *testing.T, aVideo bool, text string) {
		if len(text) > 4096 || strings.Contains(text, "revenue") || strings.Contains(text, "views_total") { // these take long
			return
		}
		noun, path := "user", "/user/harbour-fans"
		if aVideo {
			noun, path = "video", "/videos"
		}
		status, body := serve(handler, token, "GET", path+"?limit=1&fields="+url.QueryEscape(text), "", "")
		names, known := askedFor(nouns, noun, text)
		switch {
		case status == 403 && known && strings.Contains(body, "`fields"):
			return // a field of those that not everybody may read
		case strings.ContainsRune(text, '('):
			if status != 200 && status != 400 && status != 403 {
				t.Fatalf("fields=%q = %d %s", text, status, body)
			}
			names = nil
		case status == 200 != known || status != 200 && status != 400:
			t.Fatalf("fields=%q = %d %s, known: %v", text, status, body, known)
		}
		if status != 200 {
			return
		}
		got := members(t, body, aVideo)
		if names != nil && !slices.Equal(got, names) {
			t.Fatalf("fields=%q answers %q, want %q", text, got, names)
		}
		slices.Sort(got)
		if len(slices.Compact(got)) != len(got) {
			t.Fatalf("fields=%q answers a name twice: %s", text, body)
		}
	})
}

// askedFor are the names in a fields parameter without sub-requests; known is
// false where the sheet lacks one of them.
func askedFor(nouns map[string][]map[string]any, noun, text string) (names []string, known bool) {
	known = true
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
			known = known && isField(nouns, noun, name, 4)
		}
	}
	if names == nil {
		names = map[string][]string{"video": {"id", "title", "channel", "owner"}, "user": {"id", "screenname"}}[noun]
	}
	return names, known
}

func isField(nouns map[string][]map[string]any, noun, name string, deep int) bool {
	first, rest, dotted := strings.Cut(name, ".")
	if noun == "video" && name == "owner.avatar_url" || deep == 0 { // seen to be refused
		return false
	}
	for _, f := range nouns[noun] {
		if f["name"] == first {
			ref, _ := f["ref"].(string)
			return !dotted || ref != "" && isField(nouns, ref, rest, deep-1)
		}
	}
	return false
}

// members returns the names in an item, or in the first item of a list.
func members(t *testing.T, body string, list bool) []string {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(body))
	if list {
		var l struct{ List []json.RawMessage }
		if err := dec.Decode(&l); err != nil || len(l.List) != 1 {
			t.Fatalf("%v in %s", err, body)
		}
		dec = json.NewDecoder(strings.NewReader(string(l.List[0])))
	}
	var names []string
	_, err := dec.Token()
	for err == nil && dec.More() {
		var name json.Token
		if name, err = dec.Token(); err == nil {
			names = append(names, name.(string))
			var value json.RawMessage
			err = dec.Decode(&value)
		}
	}
	if err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return names
}
