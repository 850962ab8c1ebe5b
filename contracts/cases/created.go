package cases

import (
	"net/url"
	"slices"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/require"
)

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
