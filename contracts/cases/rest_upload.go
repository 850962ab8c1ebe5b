package cases

import (
	"strconv"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
)

// Cases of uploads, and of REST with both kinds of key.

// piece returns a request with a part of a file.
func piece(link, text, at string) Request {
	return Request{URL: link, Text: text, Type: "application/octet-stream", Header: map[string]string{
		"Content-Range": "bytes " + at, "Content-Disposition": `attachment; filename="clip.mp4"`,
	}}
}

// both returns a case that uses keys of both kinds.
func both(id, title, states string, run func(t *T)) Case {
	return needing(PrivateKey, signedIn(row(id, title, states, run)))
}

func restUpload() []Case {
	return []Case{
		revised(writing("REST-140", "/file/upload returns two addresses, and one tells the progress",
			"rest-10.1 rest-10.3", Reads, func(t *T) {
				a := data.Read(t, "/file/upload", manageVideos).OK().Fits("rest-upload")
				if spare(t) && strings.HasPrefix(a.String("progress_url"), "https:") {
					t.Do(Request{URL: a.String("progress_url")}).OK().NotEmpty("state")
				}
			})),
		writing("REST-141", "an upload without manage_videos is refused", "rest-10.1 oauth-9.6", Validates, func(t *T) {
			data.Read(t, "/file/upload", "userinfo").Failed(403, "access_forbidden")
		}),
		onMock(writing("REST-142", "an uploaded file has an address that creates a video", "rest-10.2 rest-10.3 rest-10.4",
			Uploads, func(t *T) {
				const text = "not much of a film"
				u := data.Read(t, "/file/upload", manageVideos).OK()
				up := t.Do(Request{URL: u.String("upload_url"), Part: &Part{Name: "file", File: "clip.mp4", Text: text}}).OK().
					Fits("rest-uploaded").Equal(strconv.Itoa(len(text)), "size")
				t.Do(Request{URL: u.String("progress_url")}).OK().Equal("done", "state")
				newVideo(t, "url", up.String("url"), "fields", "id,title").Equal(t.Name(), "title")
			})),
		should(onMock(writing("REST-143", "a file may be uploaded in parts", "rest-10.5", Uploads, func(t *T) {
			link := data.Read(t, "/file/upload", manageVideos).OK().String("upload_url")
			held := t.Do(piece(link, "01234", "0-4/10")).Is(202)
			assert.Equal(t, "0-4/10", held.Header.Get("Range"), "ranges held")
			t.Do(piece(link, "56789", "5-9/10")).OK().Fits("rest-uploaded")
		}))),
		revised(revised(both("REST-150", "private keys read the same at their root", "rest-1.2 reporting-1.9", func(t *T) {
			id := first(t, "videos")
			read := func(path string) *Response { return PrivateData.Read(t, path, manageVideos).OK() }
			a := read(asking("/video/"+id, itemOfVideo)).Equal(id, "id").NotEmpty("owner.id")
			hasFields(t, a.JSON, itemOfVideo)
			eachValue(t, read(asking("/playlists?limit=20", itemOfOther)).Fits("rest-list").Equal(20, "limit"), itemOfOther)
		}))),
		both("REST-151", "/me does not resolve for a private key", "oauth-2.5", func(t *T) {
			PrivateData.Read(t, "/me", manageVideos).IsClientError()
		}),
		both("REST-152", "tokens of one kind of key are refused by the REST root of the other kind", "oauth-2.6",
			func(t *T) {
				auth(t, PrivateData.Token(t, manageVideos), "Bearer").IsClientError()
				t.Do(Request{Host: Partner, Path: "/rest/auth", Token: data.Token(t, manageVideos)}).IsClientError()
			}),
	}
}
