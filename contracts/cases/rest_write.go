package cases

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
)

// Cases that write over REST. Created objects have the run's id in their title, are listed in the ledger of the run,
// and are deleted if the run allows it.

// writing returns a case that signs in.
func writing(id, title, states string, effect Effect, run func(t *T)) Case {
	return with(effect, signedIn(row(id, title, states, run)))
}

// uploading returns a case that creates a video.
func uploading(id, title, states string, run func(t *T)) Case {
	return needing(Source, writing(id, title, states, Uploads, run))
}

// deleting returns a case that creates an object and deletes it.
func deleting(id, title, states string, run func(t *T)) Case {
	return writing(id, title, states, Deletes, func(t *T) {
		if !t.Allows(Uploads) {
			t.Skipf("it uploads before it deletes; --allow uploads,deletes lets it run")
		}
		if t.Keys().Source == "" {
			t.Skipf("it needs %s", Source)
		}
		run(t)
	})
}

// private returns a case of a change that only a mock allows.
func private(id, title, states, change string, effect Effect, run func(t *T)) Case {
	return writing(id, title, states, effect, func(t *T) {
		if !t.Mock() {
			t.Skipf("it %s, which only a mock allows", change)
		}
		run(t)
	})
}

func restWrite() []Case {
	return []Case{
		uploading("REST-100", "a video is created from a URL, edited, and found again",
			"rest-9.1 rest-8.2 rest-9.3 rest-2.10 rest-1.4", func(t *T) {
				v := newVideo(t, "fields", "id,title,channel")
				v.Equal(t.Name(), "title").Equal("news", "channel")
				v.edit("title", t.Name()+" b", "fields", "id,title").OK().Equal(t.Name()+" b", "title")
				v.read("title").OK().Equal(t.Name()+" b", "title")
			}),
		uploading("REST-101", "an edit returns the default fields unless fields is set", "rest-9.3 rest-2.4", func(t *T) {
			v := newVideo(t)
			v.Fits("rest-video")
			v.edit("tags", "one,two").OK().Fits("rest-video")
		}),
		uploading("REST-102", "a new video has a documented status, and -1 of progress unless it is processing",
			"rest-9.4 rest-9.5", func(t *T) {
				v := newVideo(t, "fields", "id").read("status,encoding_progress,publishing_progress").OK()
				assert.Contains(t, strings.Fields("waiting processing ready published rejected deleted encoding_error"),
					v.String("status"), "status")
				if v.String("status") != "processing" {
					v.Equal(-1, "encoding_progress")
				}
			}),
		needing(Source, moving(writing("REST-103", "a new video waits, is processed, and published", "rest-9.12", Uploads,
			func(t *T) {
				v := newVideo(t, "published", "true", "fields", "id")
				v.read("status").OK().Equal("waiting", "status")
				t.Wait(4 * time.Second)
				v.read("status").OK().Equal("processing", "status")
				t.Wait(8 * time.Second)
				v.read("status").OK().Equal("published", "status")
			}))),
		onMock(uploading("REST-104", "a video without a category stays unpublished, without an error", "rest-9.2",
			func(t *T) {
				form := videoForm(t, "published", "true", "fields", "id,published")
				form.Del("channel")
				create(t, "video", "/me/videos", manageVideos, form).Equal(false, "published")
			})),
		uploading("REST-105", "the values of a POST may stand in its query, with no body", "rest-1.6", func(t *T) {
			data.Post(t, newVideo(t, "fields", "id").at+"?tags=three&fields=id,tags", manageVideos, nil).OK().
				Equal([]any{"three"}, "tags")
		}),
		onMock(uploading("REST-106", "a multipart form creates a video", "rest-1.5", func(t *T) {
			a := t.Do(Request{Host: data.APIHost, Path: "/me/videos", Token: data.Token(t, manageVideos),
				Form: videoForm(t, "fields", "id,title"), Part: &Part{}}).OK().Equal(t.Name(), "title")
			data.Delete(t, "/video/"+a.String("id"), manageVideos).OK()
		})),
		onMock(uploading("REST-107", "POST /videos creates a video too", "rest-8.4", func(t *T) {
			create(t, "video", "/videos", manageVideos, videoForm(t, "fields", "id"))
		})),
		uploading("REST-108", "a private video has a private_id for its owner", "rest-9.10", func(t *T) {
			newVideo(t, "private", "true", "fields", "id").read("private,private_id").OK().Equal(true, "private").
				Matches(`^k`, "private_id")
		}),
		uploading("REST-109", "booleans are accepted in all spellings", "rest-2.15", func(t *T) {
			v := newVideo(t, "fields", "id")
			all := map[string]bool{"yes": true, "0": false}
			if t.Mock() { // each takes a request
				all["1"], all["true"], all["no"], all["false"] = true, true, false, false
			}
			for text, want := range all {
				v.edit("allow_embed", text, "fields", "allow_embed").OK().Equal(want, "allow_embed")
			}
		}),
		uploading("REST-110", "the vendor's own form calls allow_embed allow_embedded", "rest-9.9", func(t *T) {
			newVideo(t, "fields", "id").edit("allow_embedded", "false").OK()
		}),
		uploading("REST-111", "explicit cannot be unset", "rest-9.6", func(t *T) {
			v := newVideo(t, "explicit", "true", "fields", "id")
			v.edit("explicit", "false")
			v.read("explicit").OK().Equal(true, "explicit")
		}),
		uploading("REST-112", "a password makes a video password protected", "rest-9.7", func(t *T) {
			newVideo(t, "password", "a-password", "fields", "id").read("password_protected").OK().
				Equal(true, "password_protected")
		}),
		revised(uploading("REST-113", "a title or a description that is too long is refused, and the longest accepted",
			"rest-12.7", func(t *T) {
				v := newVideo(t, "fields", "id")
				for name, most := range map[string][2]int{"title": {255, 255}, "description": {3000, 5000}} { // 5000 for partners
					v.edit(name, long(t, most[0])).OK()
					v.edit(name, long(t, most[1]+1)).Failed(400, "invalid_parameter")
				}
			})),
		last(deleting("REST-114", "a deleted video is no longer found", "rest-8.3 rest-1.3 rest-1.7", func(t *T) {
			assert.NotEqual(t, 200, data.Read(t, deleted(t), manageVideos).Status, "status afterwards")
		})),
		last(deleting("REST-115", "a deleted video returns 404", "rest-9.11", func(t *T) {
			data.Read(t, deleted(t), manageVideos).Failed(404, "not_found")
		})),
		revised(writing("REST-116", "creating without manage_videos returns 403", "rest-6.9 oauth-9.6 oauth-8.15",
			Validates, func(t *T) {
				mentions(t, data.Post(t, "/me/videos", "userinfo", videoForm(t)).Failed(403, "access_forbidden"), manageVideos)
			})),
		writing("REST-117", "creating without a token is refused", "rest-6.16 oauth-9.6", Validates, func(t *T) {
			t.Do(Request{Host: data.APIHost, Path: "/videos", Form: videoForm(t)}).Is(401, 403).Fits("rest-error")
		}),
		private("REST-118", "another user's video cannot be edited or deleted", "rest-6.16",
			"deletes a video of another user", Validates, func(t *T) {
				path := "/video/" + first(t, "videos")
				stranger := access(grant(t, data, manageVideos, put("username", "stranger-"+t.RunID()+"-"+t.ID())))
				for _, method := range []string{http.MethodPost, http.MethodDelete} {
					t.Do(Request{Method: method, Host: data.APIHost, Path: path, Token: stranger,
						Form: url.Values{"title": {"mine"}}}).Failed(403, "access_forbidden")
				}
			}),
		writing("REST-119", "/me/players without manage_players returns 403 with an integer code", "rest-6.8", Validates,
			func(t *T) { data.Read(t, "/me/players", manageVideos).Is(403).Equal(403, "error", "code") }),
		writing("REST-120", "/me and /user/me are the user of the token", "rest-1.11 rest-1.12 oauth-2.5", Reads, func(t *T) {
			id := data.Read(t, "/auth", "").OK().String("id")
			for _, path := range []string{"/me", "/user/me"} {
				data.Read(t, path+"?fields=id", "").OK().Equal(id, "id")
			}
			data.Read(t, "/me/videos", "").OK().Fits("rest-list")
		}),
		writing("REST-121", "limits has the maximum duration and size of a video", "rest-7.3", Reads, func(t *T) {
			a := data.Read(t, "/me?fields=limits", "").OK()
			for _, name := range []string{"video_duration", "video_size"} {
				n, ok := a.Int("limits", name)
				assert.True(t, ok && n > 0, name)
			}
		}),
		writing("REST-122", "a token without scope reads public data", "oauth-9.5", Reads, func(t *T) {
			data.Read(t, "/videos", "").OK().Fits("rest-list")
		}),
		alone(onMock(uploading("REST-123",
			"the sixteenth video of a day is refused when it is created, with the reason upload_limit_exceeded",
			"rest-6.12 rest-7.1 rest-7.2", func(t *T) {
				for range 15 {
					newVideo(t, "fields", "id")
				}
				data.Post(t, "/me/videos", manageVideos, videoForm(t, "fields", "id")).IsClientError().
					Equal("upload_limit_exceeded", "error", "error_data", "reason")
			}))),
		revised(deleting("REST-130",
			"a playlist is created, filled, emptied, renamed with at most 50 letters, and deleted",
			"rest-8.8 rest-8.10 rest-12.7", func(t *T) {
				p := newPlaylist(t, "fields", "id,name")
				p.Equal(short(t.Name()), "name")
				video := first(t, "videos")
				videos := func() *Response { return data.Read(t, p.at+"/videos?fields=id", p.scopes).OK() }
				for range 2 { // adding twice succeeds
					data.Post(t, p.at+"/videos/"+video, p.scopes, nil).OK()
				}
				videos().Equal(video, "list", 0, "id")
				data.Delete(t, p.at+"/videos/"+video, p.scopes).OK()
				assert.Empty(t, videos().List("list"), "videos after removing")
				p.edit("name", long(t, 51)).Failed(400, "invalid_parameter")
				p.edit("name", long(t, 50), "fields", "name").OK().Equal(long(t, 50), "name")
			})),
		deleting("REST-131", "a playlist's content is replaced by ids, and added to from the video", "rest-8.12 rest-8.11",
			func(t *T) {
				p := newPlaylist(t, "fields", "id")
				list := t.Get("/videos?limit=2&fields=id").OK()
				one, two := list.String("list", 0, "id"), list.String("list", 1, "id")
				data.Post(t, p.at+"/videos", p.scopes, url.Values{"ids": {one}}).OK()
				data.Post(t, "/video/"+two+"/playlists/"+p.String("id"), p.scopes, nil).OK()
				assert.Len(t, data.Read(t, p.at+"/videos?fields=id", p.scopes).OK().List("list"), 2, "videos")
			}),
		writing("REST-132", "a playlist without a name is refused", "rest-8.8", Validates, func(t *T) {
			data.Post(t, "/me/playlists", "manage_playlists", url.Values{"description": {"x"}}).Is(400).Fits("rest-error")
		}),
		deleting("REST-133", "a player is created with a label, edited and deleted", "rest-8.7 rest-12.6", func(t *T) {
			p := create(t, "player", "/me/players", "manage_players",
				url.Values{"label": {short(t.Name())}, "fields": {"id,label,embed_html_url"}})
			p.Equal(short(t.Name()), "label")
			p.edit("enable_ads", "false", "fields", "id,enable_ads").OK().Equal(false, "enable_ads")
			data.Read(t, "/me/players", p.scopes).OK().Fits("rest-list")
		}),
		writing("REST-134", "a player without a label is refused", "rest-8.7", Validates, func(t *T) {
			data.Post(t, "/me/players", "manage_players", url.Values{"enable_ads": {"true"}}).Is(400)
		}),
		deleting("REST-135", "subtitles are added to a video and deleted", "rest-8.5 rest-8.21 rest-2.7", func(t *T) {
			s := data.Post(t, newVideo(t, "fields", "id").at+"/subtitles", "manage_subtitles", url.Values{"format": {"SRT"},
				"language": {"en"}, "url": {strings.TrimSuffix(t.Keys().Source, ".mp4") + ".srt"}}).OK().Equal("en", "language")
			data.Delete(t, "/subtitle/"+s.String("id"), "manage_subtitles").OK()
		}),
		private("REST-136", "likes and followed channels are written as connections", "rest-8.22",
			"changes the likes of the account", Deletes, func(t *T) {
				v := someVideo(t, usualFields)
				for path, scopes := range map[string]string{"/me/likes/" + v.String("id"): "manage_likes",
					"/me/following/" + v.String("owner"): "manage_subscriptions"} {
					data.Post(t, path, scopes, nil).OK()
					data.Delete(t, path, scopes).OK()
				}
			}),
		private("REST-137", "a user's webhook is set and read back", "rest-13.1 rest-8.19",
			"changes the webhook of the account", Deletes, func(t *T) {
				const address = "http://127.0.0.1:1/hook"
				data.Post(t, "/me", manageVideos, url.Values{"webhook_url": {address},
					"webhook_events": {"video.created,video.deleted"}}).OK()
				data.Read(t, "/me?fields=id,webhook_url,webhook_events", manageVideos).OK().Equal(address, "webhook_url")
				data.Post(t, "/me", manageVideos, url.Values{"webhook_url": {""}, "webhook_events": {""}}).OK()
			}),
	}
}

// newPlaylist creates a playlist. Pairs are names and values of further fields.
func newPlaylist(t *T, pairs ...string) *created {
	t.Helper()
	return create(t, "playlist", "/me/playlists", "manage_playlists", values(url.Values{"name": {short(t.Name())}}, pairs))
}

// deleted creates a video and deletes it, once in a run on a target other than a mock. It returns the path.
func deleted(t *T) string {
	t.Helper()
	if path := t.Shared("deleted"); path != "" {
		return path
	}
	v := newVideo(t, "fields", "id")
	v.remove().OK()
	if !t.Mock() {
		t.Share("video", "")
		t.Share("deleted", v.at)
	}
	return v.at
}

// long returns a title with the run and the case in it, of some length.
func long(t *T, length int) string { return (t.Name() + strings.Repeat("x", length))[:length] }

// short returns the first fifty bytes of a name.
func short(name string) string { return name[:min(len(name), 50)] }
