package server_test

import (
	"bytes"
	"encoding/json"
	"image/png"
	"net/url"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

// TestAddressesOfAssetsLeadToFiles follows each address in REST's responses that leads to a host of pictures.
func TestAddressesOfAssetsLeadToFiles(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	const videoFields = "thumbnail_60_url,thumbnail_62_url,thumbnail_120_url,thumbnail_180_url,thumbnail_240_url," +
		"thumbnail_360_url,thumbnail_480_url,thumbnail_720_url,thumbnail_1080_url,thumbnail_url,thumbnail_large_url," +
		"thumbnail_medium_url,thumbnail_small_url,first_frame_60_url,first_frame_1080_url,preview_240p_url," +
		"preview_480p_url,sprite_url,sprite_320x_url,seeker_url,filmstrip_60_url,filmstrip_small_url,owner_avatar_large_url"
	const userFields = "avatar_25_url,avatar_60_url,avatar_80_url,avatar_120_url,avatar_190_url,avatar_240_url," +
		"avatar_360_url,avatar_480_url,avatar_720_url,avatar_large_url,avatar_small_url,cover_100_url,cover_150_url," +
		"cover_200_url,cover_250_url,cover_url,banner_url"
	heights := map[string]int{
		"thumbnail_60_url": 60, "thumbnail_240_url": 240, "thumbnail_1080_url": 1080, "first_frame_60_url": 60,
		"avatar_25_url": 25, "avatar_720_url": 720, "cover_100_url": 100, "preview_240p_url": 240,
	}
	for _, asked := range [][2]string{
		{"/user/harbour-news/videos?limit=1&fields=", videoFields},
		{"/user/harbour-news/videos?limit=1&thumbnail_ratio=square&fields=", videoFields},
		{"/user/harbour-news/videos?limit=1&ssl_assets=false&fields=", "thumbnail_240_url"},
		{"/users?usernames=harbour-news&fields=", userFields},
		{"/playlists?limit=1&fields=", "thumbnail_60_url,thumbnail_240_url,thumbnail_url"},
	} {
		path, fields := asked[0], asked[1]
		var answer struct{ List []map[string]any }
		server.Call(t, m, "GET", "//api.dailymotion.com"+path+fields, "").JSON(t, &answer)
		if len(answer.List) == 0 {
			t.Fatalf("%s: no items", path)
		}
		for name, value := range answer.List[0] {
			address, _ := value.(string)
			if address == "" && strings.HasPrefix(name, "filmstrip") {
				continue // of a short video
			}
			u, err := url.Parse(address)
			if err != nil || !strings.HasSuffix(u.Host, ".dmcdn.net") {
				t.Errorf("%s of %s: %q, want an address of a picture", name, path, address)
				continue
			}
			got := server.Call(t, m, "GET", "//"+u.Host+u.RequestURI(), "")
			config, err := png.DecodeConfig(bytes.NewReader([]byte(got.Text)))
			if got.StatusCode != 200 || err != nil {
				t.Errorf("%s: %s, %v, want a picture", address, got.Status, err)
			}
			if want := heights[name]; want != 0 && config.Height != want {
				t.Errorf("%s: height %d, want %d", address, config.Height, want)
			}
			if strings.Contains(path, "square") && strings.HasPrefix(name, "thumbnail_") && config.Width != config.Height {
				t.Errorf("%s: %d by %d, want a square", address, config.Width, config.Height)
			}
		}
	}
}

func TestSubtitlesHaveAFile(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	token := m.Token(dailymock.TokenOrder{
		Kind: "private", Key: "k", Scopes: []string{"manage_videos", "manage_subtitles"},
	}).AccessToken
	var list struct{ List []struct{ ID string } }
	server.Call(t, m, "GET", "//api.dailymotion.com/user/harbour-news/videos?limit=1", "").JSON(t, &list)
	got := server.Call(t, m, "POST", "//partner.api.dailymotion.com/rest/video/"+list.List[0].ID+"/subtitles?fields=url"+
		"&language=en&format=SRT&url=http://127.0.0.1/a.srt&access_token="+token, "")
	var subtitle struct{ URL string }
	if err := json.Unmarshal([]byte(got.Text), &subtitle); err != nil || subtitle.URL == "" {
		t.Fatalf("%s %s, want a subtitle", got.Status, got.Text)
	}
	u, err := url.Parse(subtitle.URL)
	if err != nil {
		t.Fatal(err)
	}
	got = server.Call(t, m, "GET", "//"+u.Host+u.RequestURI(), "")
	if got.StatusCode != 200 || !strings.Contains(got.Text, "-->") {
		t.Errorf("%s: %s %q, want subtitles", subtitle.URL, got.Status, got.Text)
	}
}
