package rest_test

import (
	"strings"
	"testing"
)

func TestSwitches(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*restConfig)
		line   string
		off    string // a part of the answer without the switch
		on     string // and with it
	}{
		{"EscapeSlashes", func(c *restConfig) { c.EscapeSlashes = true }, "GET /user/ana?fields=url", `"https://www.dailymotion.com/ana"`, `"https:\/\/www.dailymotion.com\/ana"`},
		{"PageChannels", func(c *restConfig) { c.PageChannels = true }, "GET /channels", `"limit":17,`, `"limit":10,`},
		{"DeleteArray", func(c *restConfig) { c.DeleteArray = true }, "DELETE /me/likes/{video}", `{}`, `[]`},
		{"UnknownCategory400", func(c *restConfig) { c.UnknownCategory400 = true }, "POST /me/videos?url=https://a.example/a.mp4&channel=nope", `"code":404`, `"code":400`},
		{"StrictPublish", func(c *restConfig) { c.StrictPublish = true }, "POST /me/videos?url=https://a.example/a.mp4&published=1", `"title":null`, "Missing required parameter"},
		{"StrictFormNames", func(c *restConfig) { c.StrictFormNames = true }, "POST /me?fields=city&city=X&nope=1", `{"city":"X"}`, "Unrecognized parameter `nope'"},
		{"StreamsReadNull", func(c *restConfig) { c.StreamsReadNull = true }, "GET /video/{video}?fields=stream_hls_url", `"code":403`, `{"stream_hls_url":null}`},
		{"TotalCap", func(c *restConfig) { c.TotalCap = 7 }, "GET /videos?limit=1", `"total":1000`, `"total":7`},
		{"ItemCap", func(c *restConfig) { c.ItemCap = 20 }, "GET /videos?limit=10&page=2&fields=id", `"has_more":true`, `"has_more":false`},
		{"DeleteUsers", func(c *restConfig) { c.DeleteUsers = true }, "DELETE /me", `"code":403`, `{}`},
		{"Waits", func(c *restConfig) { c.Waits, c.Encodes = 1, 1 }, "POST /me/videos?url=https://a.example/a.mp4&fields=status", `"waiting"`, `"waiting"`},
	} {
		for i, change := range []func(*restConfig){func(*restConfig) {}, c.change} {
			d := openWorld(t, []byte(strings.Replace(small, "uploads: 4", "uploads: 200", 1)), change)
			ana := d.user(t, "ana")
			method, path, _ := strings.Cut(strings.ReplaceAll(c.line, "{video}", d.video(t, "harbour-news").ID), " ")
			want := c.off
			if i == 1 {
				want = c.on
			}
			if _, body := ana.do(method, path, "", ""); !strings.Contains(body, want) {
				t.Errorf("%s, %s: %.300s, want %s", c.name, []string{"off", "on"}[i], body, want)
			}
		}
	}
}
