package cases

import (
	"encoding/json"
	"slices"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// first returns the id of the first object of a list. It ends the case as inconclusive if there is none.
func first(t *T, kind string) string {
	t.Helper()
	list := t.Get("/" + kind).OK()
	if len(list.MustList("list")) == 0 {
		t.Inconclusivef("there is no object in the list of %s", kind)
	}
	id := list.String("list", 0, "id")
	require.NotEmpty(t, id, "id of an object in a list")
	return id
}

// usualFields are what several cases read of a video, in one request.
const usualFields = "id,item_type,title,channel,channel.id,created_time," +
	"owner,owner.id,owner.username,owner.item_type"

// someVideo returns the first public video of the list, with some fields; "" means the default ones.
func someVideo(t *T, fields string) *Response {
	t.Helper()
	path := "/video/" + first(t, "videos")
	if fields != "" {
		path += "?fields=" + fields
	}
	return t.Get(path).OK()
}

// someOwner returns the id of the owner of the first public video.
func someOwner(t *T) string {
	t.Helper()
	return someVideo(t, usualFields).String("owner")
}

// onlyKnown asserts that an object has the requested fields, separated by spaces, and no other known ones. Unknown
// fields are ignored.
func onlyKnown(t *T, v any, asked string) {
	t.Helper()
	item, _ := v.(map[string]any)
	var there []string
	for _, name := range strings.Fields(
		"id title channel owner description screenname username name language created_time private") {
		if _, ok := item[name]; ok {
			there = append(there, name)
		}
	}
	assert.ElementsMatch(t, strings.Fields(asked), there, "known fields")
}

// eachItem passes each item of a list to check. It ends the case as inconclusive if the list is empty.
func eachItem(t *T, a *Response, check func(item map[string]any)) {
	t.Helper()
	list := a.OK().MustList("list")
	if len(list) == 0 {
		t.Inconclusivef("the list is empty")
	}
	for _, v := range list {
		item, ok := v.(map[string]any)
		require.True(t, ok, "items are objects")
		check(item)
	}
}

// whole returns a whole number of an item. The case fails if it is anything else.
func whole(t *T, v any) int64 {
	t.Helper()
	n, ok := v.(json.Number)
	require.True(t, ok, "a number")
	i, err := n.Int64()
	require.NoError(t, err, "a whole number")
	return i
}

// has asserts that a response has members.
func has(t *T, a *Response, names ...string) {
	t.Helper()
	for _, name := range names {
		assert.True(t, a.Has(name), name)
	}
}

// lists returns a check that paths return lists, of ten items by default.
func lists(paths ...string) func(*T) {
	return func(t *T) {
		for _, path := range paths {
			a := t.Get(path).OK().Fits("rest-list")
			if !strings.Contains(path, "limit=") {
				a.Equal(10, "limit")
			}
		}
	}
}

// eachPath asserts that each item of some lists has some fields, and a value in one of them.
func eachPath(t *T, field, want, fields string, paths ...string) {
	t.Helper()
	for _, path := range paths {
		a := t.Get(asking(path, fields))
		eachValue(t, a, fields)
		eachItem(t, a, func(item map[string]any) { assert.Equal(t, want, item[field], field) })
	}
}

// mentions reports as information that the message of an error lacks a word that it had. Clients branch on status and
// type; docs/spec/rest.md#errors has no message that they match here.
func mentions(t *T, a *Response, word string) {
	t.Helper()
	a.NotEmpty("error", "message")
	if !strings.Contains(a.String("error", "message"), word) {
		t.Informf("the message of an error with %d no longer has %q", a.Status, word)
	}
}

// longestWord returns the longest word of ASCII letters in a text.
func longestWord(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') })
	if len(words) == 0 {
		return ""
	}
	return slices.MaxFunc(words, func(a, b string) int { return len(a) - len(b) })
}
