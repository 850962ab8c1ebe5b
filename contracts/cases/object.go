package cases

import (
	"encoding/json"
	"net/url"
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

// A created object was made by the case.
type created struct {
	*Response // to the request that created it
	t         *T
	kind      string
	at        string // its path
	scopes    string // to edit it
	gone      bool
}

// create creates an object, which is deleted at the end of the case if the run allows it. Its title has the id of the
// run, and the ledger of the run lists it.
func create(t *T, kind, path, scopes string, form url.Values) *created {
	t.Helper()
	a := data.Post(t, path, scopes, form).OK()
	require.NotEmpty(t, a.String("id"), "id of the created object")
	c := &created{a, t, kind, "/" + kind + "/" + a.String("id"), scopes, false}
	data.Created(t, kind, a.String("id"))
	t.Cleanup(func() {
		if t.Allows(Deletes) && !c.gone {
			c.remove()
		}
	})
	return c
}

// remove deletes the object.
func (c *created) remove() *Response {
	c.gone = true
	a := data.Delete(c.t, c.at, c.scopes)
	if a.Status == 200 {
		c.t.Deleted(c.kind, c.at[strings.LastIndex(c.at, "/")+1:])
	}
	return a
}

// read reads fields.
func (c *created) read(fields string) *Response {
	return data.Read(c.t, c.at+"?fields="+fields, c.scopes)
}

// edit sends a form. Pairs are names and values.
func (c *created) edit(pairs ...string) *Response {
	return data.Post(c.t, c.at, c.scopes, values(url.Values{}, pairs))
}

// values sets fields of a form, given as names and values in turn.
func values(form url.Values, pairs []string) url.Values {
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

const manageVideos = "manage_videos"

// videoForm returns the form of a new video. Pairs are names and values of further fields.
func videoForm(t *T, pairs ...string) url.Values {
	return values(url.Values{"url": {t.Keys().Source}, "title": {t.Name()}, "channel": {"news"},
		"is_created_for_kids": {"false"}, "published": {"false"}}, pairs)
}

// newVideo creates a video. Pairs are names and values of further fields. On a target other than a mock a run creates
// one video, which the cases that need one edit.
func newVideo(t *T, pairs ...string) *created {
	t.Helper()
	if id := t.Shared("video"); id != "" && slices.Equal(pairs, []string{"fields", "id"}) {
		return &created{t: t, kind: "video", at: "/video/" + id, scopes: manageVideos, gone: true}
	} else if id != "" {
		v := &created{t: t, kind: "video", at: "/video/" + id, scopes: manageVideos, gone: true}
		v.Response = v.edit(append([]string{"title", t.Name()}, pairs...)...).OK()
		return v
	}
	if !t.Mock() {
		a := data.Post(t, "/me/videos", manageVideos, videoForm(t, pairs...)).OK()
		require.NotEmpty(t, a.String("id"), "id of the created object")
		data.Created(t, "video", a.String("id"))
		t.Share("video", a.String("id"))
		return &created{a, t, "video", "/video/" + a.String("id"), manageVideos, true}
	}
	return create(t, "video", "/me/videos", manageVideos, videoForm(t, pairs...))
}
