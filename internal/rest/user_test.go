package rest_test

import (
	"slices"
	"testing"
)

// TestADeletedUserIsGone checks that everything the user had is gone too, if a switch lets users be deleted.
func TestADeletedUserIsGone(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *restConfig) { c.DeleteUsers = true })
	news, anybody := d.user(t, "harbour-news"), d.anybody(t)
	video := d.video(t, "harbour-news").ID
	playlist := news.must("GET", "/me/playlists")["list"].([]any)[0].(map[string]any)["id"].(string)
	player := news.must("GET", "/me/players")["list"].([]any)[0].(map[string]any)["id"].(string)
	news.must("DELETE", "/me")
	for _, path := range []string{"/user/harbour-news", "/user/harbour-news/videos", "/video/" + video,
		"/playlist/" + playlist, "/player/" + player} {
		if got := anybody.refused("GET", path); got.Code != 404 {
			t.Errorf("%s = %+v", path, got)
		}
	}
	if got := news.refused("POST", "/me", "city=X"); got.Code != 404 {
		t.Errorf("the user itself: %+v", got)
	}
	if got := names(anybody.must("GET", "/users?fields=username&limit=100")); slices.Contains(got, "harbour-news") {
		t.Errorf("users %v", got)
	}
}
