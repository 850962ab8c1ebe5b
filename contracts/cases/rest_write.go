package cases

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases that write over REST. Created objects have the run's id in their title, are listed in the ledger of the run,
// and are deleted if the run allows it.

// callREST sends a REST request to an endpoint, with a token for some scopes.
func callREST(t *T, d Endpoint, method, path, scopes string, form url.Values) *Response {
	return t.Do(Request{Method: method, Host: d.APIHost, Path: d.APIPath + path, Form: form,
		Token: t.Token(d, strings.Fields(scopes)...)})
}

// videoForm returns the form of a new video. Pairs are names and values of further fields.
func videoForm(t *T, pairs ...string) url.Values {
	form := url.Values{
		"url": {t.Keys().Source}, "title": {t.Name()}, "channel": {"news"}, "is_created_for_kids": {"false"},
		"published": {"false"},
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// create creates an object. It returns the response, and a function that deletes the object if the run allows it.
func create(t *T, d Endpoint, kind, path, scopes string, form url.Values) (*Response, func()) {
	t.Helper()
	a := t.OK(callREST(t, d, http.MethodPost, path, scopes, form))
	id := a.String("id")
	require.NotEmpty(t, id, "id of the created object")
	t.Created(kind, id, d)
	return a, func() {
		if t.Allows(Deletes) {
			if callREST(t, d, http.MethodDelete, "/"+kind+"/"+id, scopes, nil).Status == http.StatusOK {
				t.Deleted(kind, id)
			}
		}
	}
}

// writing returns a case that signs in.
func writing(id, title, states string, effect Effect, run func(t *T)) Case {
	c := Case{ID: id, Title: title, Surface: REST, States: states, Effect: effect, Needs: []Need{PublicKey, Login},
		Run: run}
	if effect == Uploads {
		c.Needs = append(c.Needs, Source)
	}
	return c
}

const manageVideos = "manage_videos"

var restWrite = []Case{
	writing("REST-100", "a video is created from a URL, edited, and found again",
		"rest-9.1 rest-8.2 rest-9.3 rest-2.10 rest-1.4", Uploads, func(t *T) {
			a, discard := create(t, data, "video", "/me/videos", manageVideos, videoForm(t, "fields", "id,title,channel"))
			defer discard()
			assert.Equal(t, t.Name(), a.String("title"), "title")
			assert.Equal(t, "news", a.String("channel"), "channel")
			edited := t.OK(callREST(t, data, http.MethodPost, "/video/"+a.String("id"), manageVideos,
				url.Values{"title": {t.Name() + " b"}, "fields": {"id,title"}}))
			assert.Equal(t, t.Name()+" b", edited.String("title"), "title in the response to the edit")
			read := t.OK(callREST(t, data, http.MethodGet, "/video/"+a.String("id")+"?fields=title", manageVideos, nil))
			assert.Equal(t, t.Name()+" b", read.String("title"), "title read again")
		}),
	writing("REST-101", "an edit returns the default fields unless fields is set", "rest-9.3 rest-2.4", Uploads,
		func(t *T) {
			a, discard := create(t, data, "video", "/me/videos", manageVideos, videoForm(t))
			defer discard()
			t.Fits(a, "rest-video")
			t.Fits(t.OK(callREST(t, data, http.MethodPost, "/video/"+a.String("id"), manageVideos,
				url.Values{"tags": {"one,two"}})), "rest-video")
		}),
	writing("REST-102", "a new video has a documented status, and -1 of progress unless it is processing",
		"rest-9.4 rest-9.5", Uploads, func(t *T) {
			a, discard := create(t, data, "video", "/me/videos", manageVideos, videoForm(t, "fields", "id"))
			defer discard()
			v := t.OK(callREST(t, data, http.MethodGet,
				"/video/"+a.String("id")+"?fields=status,encoding_progress,publishing_progress", manageVideos, nil))
			assert.Contains(t, strings.Fields("waiting processing ready published rejected deleted encoding_error"),
				v.String("status"), "status")
			if n, ok := v.Int("encoding_progress"); v.String("status") != "processing" {
				assert.True(t, ok && n == -1, "encoding_progress is -1")
			}
		}),
	{
		ID: "REST-103", Surface: REST, States: "rest-9.12", Effect: Uploads, Needs: []Need{PublicKey, Login, Clock, Source},
		Exclusive: true,
		Title:     "a new video waits, is processed, and published",
		Run: func(t *T) {
			a, discard := create(t, data, "video", "/me/videos", manageVideos, videoForm(t, "published", "true", "fields", "id"))
			defer discard()
			status := func() string {
				return t.OK(callREST(t, data, http.MethodGet, "/video/"+a.String("id")+"?fields=status", manageVideos,
					nil)).String("status")
			}
			assert.Equal(t, "waiting", status(), "status at once")
			t.Wait(4 * time.Second)
			assert.Equal(t, "processing", status(), "status after 4 seconds")
			t.Wait(8 * time.Second)
			assert.Equal(t, "published", status(), "status after 12 seconds")
		},
	},
	writing("REST-104", "a video without a category stays unpublished, without an error", "rest-9.2", Uploads, func(t *T) {
		form := videoForm(t, "published", "true", "fields", "id,published")
		form.Del("channel")
		a, discard := create(t, data, "video", "/me/videos", manageVideos, form)
		defer discard()
		assert.Equal(t, false, a.At("published"), "published")
	}),
	writing("REST-105", "the values of a POST may stand in its query, with no body", "rest-1.6", Uploads, func(t *T) {
		a, discard := create(t, data, "video", "/me/videos", manageVideos, videoForm(t, "fields", "id"))
		defer discard()
		edited := t.OK(t.Do(Request{Method: http.MethodPost, Host: data.APIHost,
			Path: "/video/" + a.String("id") + "?tags=three&fields=id,tags", Token: t.Token(data, manageVideos)}))
		assert.Equal(t, []any{"three"}, edited.At("tags"), "tags")
	}),
	writing("REST-106", "a multipart form creates a video", "rest-1.5", Uploads, func(t *T) {
		a := t.OK(t.Do(Request{Host: data.APIHost, Path: "/me/videos", Token: t.Token(data, manageVideos),
			Form: videoForm(t, "fields", "id,title"), Part: &Part{}}))
		t.Created("video", a.String("id"), data)
		assert.Equal(t, t.Name(), a.String("title"), "title")
		if t.Allows(Deletes) {
			t.OK(callREST(t, data, http.MethodDelete, "/video/"+a.String("id"), manageVideos, nil))
			t.Deleted("video", a.String("id"))
		}
	}),
	writing("REST-107", "POST /videos creates a video too", "rest-8.4", Uploads, func(t *T) {
		_, discard := create(t, data, "video", "/videos", manageVideos, videoForm(t, "fields", "id"))
		discard()
	}),
	writing("REST-108", "a private video has a private_id for its owner", "rest-9.10", Uploads, func(t *T) {
		a, discard := create(t, data, "video", "/me/videos", manageVideos, videoForm(t, "private", "true", "fields", "id"))
		defer discard()
		v := t.OK(callREST(t, data, http.MethodGet, "/video/"+a.String("id")+"?fields=private,private_id", manageVideos, nil))
		assert.Equal(t, true, v.At("private"), "private")
		assert.Regexp(t, `^k`, v.String("private_id"), "private_id")
	}),
	writing("REST-109", "booleans are accepted in all spellings", "rest-2.15", Uploads, func(t *T) {
		a, discard := create(t, data, "video", "/me/videos", manageVideos, videoForm(t, "fields", "id"))
		defer discard()
		for text, want := range map[string]bool{"1": true, "true": true, "yes": true, "0": false, "false": false,
			"no": false} {
			got := t.OK(callREST(t, data, http.MethodPost, "/video/"+a.String("id"), manageVideos,
				url.Values{"allow_embed": {text}, "fields": {"allow_embed"}}))
			assert.Equal(t, want, got.At("allow_embed"), "allow_embed after "+text)
		}
	}),
	writing("REST-110", "the vendor's own form calls allow_embed allow_embedded", "rest-9.9", Uploads, func(t *T) {
		a, discard := create(t, data, "video", "/me/videos", manageVideos, videoForm(t, "fields", "id"))
		defer discard()
		t.OK(callREST(t, data, http.MethodPost, "/video/"+a.String("id"), manageVideos,
			url.Values{"allow_embedded": {"false"}}))
	}),
	writing("REST-111", "explicit cannot be unset", "rest-9.6", Uploads, func(t *T) {
		a, discard := create(t, data, "video", "/me/videos", manageVideos, videoForm(t, "explicit", "true", "fields", "id"))
		defer discard()
		callREST(t, data, http.MethodPost, "/video/"+a.String("id"), manageVideos, url.Values{"explicit": {"false"}})
		v := t.OK(callREST(t, data, http.MethodGet, "/video/"+a.String("id")+"?fields=explicit", manageVideos, nil))
		assert.Equal(t, true, v.At("explicit"), "explicit")
	}),
	writing("REST-112", "a password makes a video password protected", "rest-9.7", Uploads, func(t *T) {
		a, discard := create(t, data, "video", "/me/videos", manageVideos,
			videoForm(t, "password", "a-password", "fields", "id"))
		defer discard()
		v := t.OK(callREST(t, data, http.MethodGet, "/video/"+a.String("id")+"?fields=password_protected", manageVideos, nil))
		assert.Equal(t, true, v.At("password_protected"), "password_protected")
	}),
	writing("REST-113", "a title or a description that is too long is refused", "rest-12.7", Uploads, func(t *T) {
		a, discard := create(t, data, "video", "/me/videos", manageVideos, videoForm(t, "fields", "id"))
		defer discard()
		for name, most := range map[string]int{"title": 255, "description": 5000} {
			b := callREST(t, data, http.MethodPost, "/video/"+a.String("id"), manageVideos,
				url.Values{name: {strings.Repeat("x", most+1)}})
			refusedREST(t, b, http.StatusBadRequest, "invalid_parameter")
		}
	}),
	writing("REST-114", "a deleted video is no longer found", "rest-8.3 rest-1.3 rest-1.7", Deletes, func(t *T) {
		mayUpload(t)
		a, _ := create(t, data, "video", "/me/videos", manageVideos, videoForm(t, "fields", "id"))
		gone := callREST(t, data, http.MethodDelete, "/video/"+a.String("id"), manageVideos, nil)
		require.Equal(t, http.StatusOK, gone.Status, "status of deleting")
		assert.NotNil(t, gone.JSON, "deleting returns JSON")
		t.Deleted("video", a.String("id"))
		assert.NotEqual(t, http.StatusOK, callREST(t, data, http.MethodGet, "/video/"+a.String("id"), manageVideos,
			nil).Status, "status afterwards")
	}),
	writing("REST-115", "a deleted video returns 404", "rest-9.11", Deletes, func(t *T) {
		a, discard := create(t, data, "video", "/me/videos", manageVideos, videoForm(t, "fields", "id"))
		discard()
		refusedREST(t, callREST(t, data, http.MethodGet, "/video/"+a.String("id"), manageVideos, nil), http.StatusNotFound,
			"not_found")
	}),
	writing("REST-116", "creating without manage_videos returns 403 with the scope", "rest-6.9 oauth-9.6 oauth-8.15",
		Validates, func(t *T) {
			a := callREST(t, data, http.MethodPost, "/me/videos", "userinfo", videoForm(t))
			refusedREST(t, a, http.StatusForbidden, "access_forbidden")
			assert.Contains(t, a.String("error", "message"), "manage_videos", "message")
		}),
	writing("REST-117", "creating without a token is refused", "rest-6.16 oauth-9.6", Validates, func(t *T) {
		a := t.Do(Request{Host: data.APIHost, Path: "/videos", Form: videoForm(t)})
		assert.True(t, a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden, "status is 401 or 403")
		t.Fits(a, "rest-error")
	}),
	writing("REST-118", "another user's video cannot be edited or deleted", "rest-6.16", Validates, func(t *T) {
		if !t.Mock() {
			t.Skipf("it deletes a video of another user, which only a mock allows")
		}
		id := someVideo(t, "id").String("id")
		form := t.TokenForm(data, manageVideos)
		form.Set("username", "stranger-"+strings.ToLower(t.Case.ID))
		stranger := Secret(t.AskToken(data, form).String("access_token"))
		for _, method := range []string{http.MethodPost, http.MethodDelete} {
			a := t.Do(Request{Method: method, Host: data.APIHost, Path: "/video/" + id, Token: stranger,
				Form: url.Values{"title": {"mine"}}})
			refusedREST(t, a, http.StatusForbidden, "access_forbidden")
		}
	}),
	writing("REST-119", "/me/players without manage_players returns 403 with an integer code", "rest-6.8", Validates,
		func(t *T) {
			a := callREST(t, data, http.MethodGet, "/me/players", manageVideos, nil)
			assert.Equal(t, http.StatusForbidden, a.Status, "status")
			code, ok := a.Int("error", "code")
			assert.True(t, ok && code == 403, "code is the integer 403")
		}),
	{
		ID: "REST-123", Surface: REST, States: "rest-6.12 rest-7.1 rest-7.2", Effect: Uploads,
		Needs: []Need{PublicKey, Login, Source, MockOnly}, Exclusive: true,
		Title: "the sixteenth video of a day is refused when it is created, with the reason upload_limit_exceeded",
		Run: func(t *T) {
			for range 15 {
				t.OK(callREST(t, data, http.MethodPost, "/me/videos", manageVideos, videoForm(t, "fields", "id")))
			}
			a := callREST(t, data, http.MethodPost, "/me/videos", manageVideos, videoForm(t, "fields", "id"))
			assert.True(t, a.Status >= 400 && a.Status < 500, "status is 4xx")
			assert.Equal(t, "upload_limit_exceeded", a.String("error", "error_data", "reason"), "reason")
		},
	},
	writing("REST-120", "/me and /user/me are the user of the token", "rest-1.11 rest-1.12 oauth-2.5", Reads, func(t *T) {
		id := t.OK(callREST(t, data, http.MethodGet, "/auth", "", nil)).String("id")
		for _, path := range []string{"/me", "/user/me"} {
			assert.Equal(t, id, t.OK(callREST(t, data, http.MethodGet, path+"?fields=id", "", nil)).String("id"), path)
		}
		t.Fits(t.OK(callREST(t, data, http.MethodGet, "/me/videos", "", nil)), "rest-list")
	}),
	writing("REST-121", "limits has the maximum duration and size of a video", "rest-7.3", Reads, func(t *T) {
		a := t.OK(callREST(t, data, http.MethodGet, "/me?fields=limits", "", nil))
		for _, name := range []string{"video_duration", "video_size"} {
			n, ok := a.Int("limits", name)
			assert.True(t, ok && n > 0, name)
		}
	}),
	writing("REST-122", "a token without scope reads public data", "oauth-9.5", Reads, func(t *T) {
		t.Fits(t.OK(callREST(t, data, http.MethodGet, "/videos", "", nil)), "rest-list")
	}),
	writing("REST-130", "a playlist is created, filled, emptied, renamed and deleted", "rest-8.8 rest-8.10", Deletes,
		func(t *T) {
			mayUpload(t)
			const scope = "manage_playlists"
			a, discard := create(t, data, "playlist", "/me/playlists", scope,
				url.Values{"name": {short(t.Name())}, "fields": {"id,name"}})
			defer discard()
			assert.Equal(t, short(t.Name()), a.String("name"), "name")
			video := someVideo(t, "id").String("id")
			at := "/playlist/" + a.String("id")
			for range 2 { // adding twice succeeds
				t.OK(callREST(t, data, http.MethodPost, at+"/videos/"+video, scope, nil))
			}
			assert.Equal(t, video, t.OK(callREST(t, data, http.MethodGet, at+"/videos?fields=id", scope, nil)).At("list", 0,
				"id"), "video in the playlist")
			t.OK(callREST(t, data, http.MethodDelete, at+"/videos/"+video, scope, nil))
			assert.Empty(t, t.OK(callREST(t, data, http.MethodGet, at+"/videos?fields=id", scope, nil)).List("list"),
				"videos after removing")
			b := t.OK(callREST(t, data, http.MethodPost, at, scope, url.Values{"name": {"renamed"}, "fields": {"name"}}))
			assert.Equal(t, "renamed", b.String("name"), "name")
		}),
	writing("REST-131", "a playlist's content is replaced by ids, and added to from the video", "rest-8.12 rest-8.11",
		Deletes, func(t *T) {
			mayUpload(t)
			const scope = "manage_playlists"
			a, discard := create(t, data, "playlist", "/me/playlists", scope,
				url.Values{"name": {short(t.Name())}, "fields": {"id"}})
			defer discard()
			list := t.OK(t.Get("/videos?limit=2&fields=id"))
			one, two := list.String("list", 0, "id"), list.String("list", 1, "id")
			t.OK(callREST(t, data, http.MethodPost, "/playlist/"+a.String("id")+"/videos", scope, url.Values{"ids": {one}}))
			t.OK(callREST(t, data, http.MethodPost, "/video/"+two+"/playlists/"+a.String("id"), scope, nil))
			assert.Len(t, t.OK(callREST(t, data, http.MethodGet, "/playlist/"+a.String("id")+"/videos?fields=id", scope,
				nil)).List("list"), 2, "videos")
		}),
	writing("REST-132", "a playlist without a name is refused", "rest-8.8", Validates, func(t *T) {
		a := callREST(t, data, http.MethodPost, "/me/playlists", "manage_playlists", url.Values{"description": {"x"}})
		assert.Equal(t, http.StatusBadRequest, a.Status, "status")
		t.Fits(a, "rest-error")
	}),
	writing("REST-133", "a player is created with a label, edited and deleted", "rest-8.7 rest-12.6", Deletes, func(t *T) {
		mayUpload(t)
		const scope = "manage_players"
		a, discard := create(t, data, "player", "/me/players", scope,
			url.Values{"label": {short(t.Name())}, "fields": {"id,label,embed_html_url"}})
		defer discard()
		assert.Equal(t, short(t.Name()), a.String("label"), "label")
		b := t.OK(callREST(t, data, http.MethodPost, "/player/"+a.String("id"), scope,
			url.Values{"enable_ads": {"false"}, "fields": {"id,enable_ads"}}))
		assert.Equal(t, false, b.At("enable_ads"), "enable_ads")
		t.Fits(t.OK(callREST(t, data, http.MethodGet, "/me/players", scope, nil)), "rest-list")
	}),
	writing("REST-134", "a player without a label is refused", "rest-8.7", Validates, func(t *T) {
		a := callREST(t, data, http.MethodPost, "/me/players", "manage_players", url.Values{"enable_ads": {"true"}})
		assert.Equal(t, http.StatusBadRequest, a.Status, "status")
	}),
	writing("REST-135", "subtitles are added to a video and deleted", "rest-8.5 rest-8.21 rest-2.7", Deletes, func(t *T) {
		mayUpload(t)
		a, discard := create(t, data, "video", "/me/videos", manageVideos, videoForm(t, "fields", "id"))
		defer discard()
		s := t.OK(callREST(t, data, http.MethodPost, "/video/"+a.String("id")+"/subtitles", "manage_subtitles",
			url.Values{"format": {"SRT"}, "language": {"en"}, "url": {strings.TrimSuffix(t.Keys().Source, ".mp4") + ".srt"}}))
		assert.Equal(t, "en", s.String("language"), "language")
		t.OK(callREST(t, data, http.MethodDelete, "/subtitle/"+s.String("id"), "manage_subtitles", nil))
	}),
	writing("REST-136", "likes and followed channels are written as connections", "rest-8.22", Deletes, func(t *T) {
		if !t.Mock() {
			t.Skipf("it changes the likes of the account, which only a mock allows")
		}
		v := someVideo(t, "id,owner")
		t.OK(callREST(t, data, http.MethodPost, "/me/likes/"+v.String("id"), "manage_likes", nil))
		t.OK(callREST(t, data, http.MethodDelete, "/me/likes/"+v.String("id"), "manage_likes", nil))
		t.OK(callREST(t, data, http.MethodPost, "/me/following/"+v.String("owner"), "manage_subscriptions", nil))
		t.OK(callREST(t, data, http.MethodDelete, "/me/following/"+v.String("owner"), "manage_subscriptions", nil))
	}),
	writing("REST-137", "a user's webhook is set and read back", "rest-13.1 rest-8.19", Deletes, func(t *T) {
		if !t.Mock() {
			t.Skipf("it changes the webhook of the account, which only a mock allows")
		}
		t.OK(callREST(t, data, http.MethodPost, "/me", manageVideos,
			url.Values{"webhook_url": {"http://127.0.0.1:1/hook"}, "webhook_events": {"video.created,video.deleted"}}))
		a := t.OK(callREST(t, data, http.MethodGet, "/me?fields=id,webhook_url,webhook_events", manageVideos, nil))
		assert.Equal(t, "http://127.0.0.1:1/hook", a.String("webhook_url"))
		t.OK(callREST(t, data, http.MethodPost, "/me", manageVideos, url.Values{"webhook_url": {""}, "webhook_events": {""}}))
	}),
	writing("REST-140", "/file/upload returns two addresses", "rest-10.1", Reads, func(t *T) {
		t.Fits(t.OK(callREST(t, data, http.MethodGet, "/file/upload", manageVideos, nil)), "rest-upload")
	}),
	writing("REST-141", "an upload without manage_videos is refused", "rest-10.1 oauth-9.6", Validates, func(t *T) {
		a := callREST(t, data, http.MethodGet, "/file/upload", "userinfo", nil)
		refusedREST(t, a, http.StatusForbidden, "access_forbidden")
	}),
	{
		ID: "REST-142", Surface: REST, States: "rest-10.2 rest-10.3 rest-10.4", Effect: Uploads,
		Needs: []Need{PublicKey, Login, MockOnly},
		Title: "an uploaded file has an address that creates a video",
		Run: func(t *T) {
			u := t.OK(callREST(t, data, http.MethodGet, "/file/upload", manageVideos, nil))
			up := t.OK(t.Do(Request{URL: u.String("upload_url"),
				Part: &Part{Name: "file", File: "clip.mp4", Text: "not much of a film"}}))
			t.Fits(up, "rest-uploaded")
			assert.Equal(t, fmt.Sprint(len("not much of a film")), up.String("size"), "size")
			state := t.OK(t.Do(Request{URL: u.String("progress_url")}))
			assert.Equal(t, "done", state.String("state"), "state of the upload")
			a, discard := create(t, data, "video", "/me/videos", manageVideos,
				videoForm(t, "url", up.String("url"), "fields", "id,title"))
			defer discard()
			assert.Equal(t, t.Name(), a.String("title"), "title")
		},
	},
	{
		ID: "REST-143", Surface: REST, States: "rest-10.5", Effect: Uploads, Needs: []Need{PublicKey, Login, MockOnly},
		Level: Should,
		Title: "a file may be uploaded in parts",
		Run: func(t *T) {
			u := t.OK(callREST(t, data, http.MethodGet, "/file/upload", manageVideos, nil))
			piece := func(text, at string) *Response {
				return t.Do(Request{URL: u.String("upload_url"), Text: text, Type: "application/octet-stream",
					Header: map[string]string{
						"Content-Range": "bytes " + at, "Content-Disposition": `attachment; filename="clip.mp4"`,
					}})
			}
			first := piece("01234", "0-4/10")
			assert.Equal(t, http.StatusAccepted, first.Status, "status of the first piece")
			assert.Equal(t, "0-4/10", first.Header.Get("Range"), "ranges held")
			t.Fits(t.OK(piece("56789", "5-9/10")), "rest-uploaded")
		},
	},
	both("REST-150", "the partner root has the same videos, for private keys", "rest-1.2 reporting-1.9", Reads,
		func(t *T) {
			id := someVideo(t, "id").String("id")
			a := t.OK(callREST(t, PrivateData, http.MethodGet, "/video/"+id+"?fields=id,title", manageVideos, nil))
			assert.Equal(t, id, a.String("id"), "id")
		}),
	both("REST-151", "/me does not resolve for a private key", "oauth-2.5", Reads, func(t *T) {
		a := callREST(t, PrivateData, http.MethodGet, "/me", manageVideos, nil)
		assert.True(t, a.Status >= 400 && a.Status < 500, "status is 4xx")
	}),
	both("REST-152", "tokens of one kind of key are refused by the REST root of the other kind", "oauth-2.6",
		Reads, func(t *T) {
			for _, q := range []Request{
				{Host: Data, Path: "/auth", Token: t.Token(PrivateData, manageVideos)},
				{Host: Partner, Path: "/rest/auth", Token: t.Token(data, manageVideos)},
			} {
				a := t.Do(q)
				assert.True(t, a.Status >= 400 && a.Status < 500, "status is 4xx")
			}
		}),
}

// both returns a case that uses keys of both kinds.
func both(id, title, states string, effect Effect, run func(t *T)) Case {
	c := writing(id, title, states, effect, run)
	c.Needs = append(c.Needs, PrivateKey)
	return c
}

// mayUpload skips a case that deletes if the run may not create the object first.
func mayUpload(t *T) {
	if !t.Allows(Uploads) {
		t.Skipf("it uploads before it deletes; --allow uploads,deletes lets it run")
	}
	if t.Keys().Source == "" {
		t.Skipf("it needs %s", Source)
	}
}

// short returns the first fifty bytes of a name.
func short(name string) string { return name[:min(len(name), 50)] }
