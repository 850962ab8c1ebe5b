package rest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report"
)

// titles returns the titles in a list.
func titles(answer map[string]any) string {
	var all []string
	for _, v := range answer["list"].([]any) {
		all = append(all, v.(map[string]any)["title"].(string))
	}
	return strings.Join(all, ", ")
}

// bodyOf returns the body of the response to a request.
func bodyOf(tb testing.TB, r *http.Request) string {
	tb.Helper()
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return string(body)
}

// TestDevicesHideVideosThatAreNotForThem checks that lists leave such videos out, and that their streams are null
// elsewhere.
func TestDevicesHideVideosThatAreNotForThem(t *testing.T) {
	t.Parallel()
	d := open(t)
	anybody := d.anybody(t)
	const large = "For large screens only"
	for query, shown := range map[string]bool{
		"": true, "&device_filter=web": true, "&device_filter=iptv": true, "&device_filter=mobile": false,
		"&device_filter=detect": true,
	} {
		if got := titles(anybody.must("GET", "/user/no-views/videos?fields=title&limit=100"+query)); strings.Contains(got,
			large) != shown {
			t.Errorf("%q lists %s", query, got)
		}
	}
	for agent, shown := range map[string]bool{
		"": true, "curl/8": true, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)": false,
		"Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0)": true,
	} {
		r, err := http.NewRequest("GET", d.URL+"/user/no-views/videos?device_filter=detect&fields=title", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("User-Agent", agent)
		var answer map[string]any
		if err := json.Unmarshal([]byte(bodyOf(t, r)), &answer); err != nil {
			t.Fatal(err)
		}
		if got := titles(answer); strings.Contains(got, large) != shown {
			t.Errorf("%q is shown %s", agent, got)
		}
	}
}

// TestGeoblocking checks that lists leave a video out, that its streams are null, and that its plays in a country end
// with that hour.
func TestGeoblocking(t *testing.T) {
	t.Parallel()
	d := open(t)
	video := d.video(t, "cuisine-du-port").ID
	r := report.Request{Metrics: []report.Metric{"VIEWS"}, Dimensions: []report.Dimension{"VIDEO_ID", "VISITOR_COUNTRY"},
		Filters: report.Filters{ChannelSlug: "cuisine-du-port"}}
	r.Start, r.End = days("2026-03-11", "2026-03-13")
	quiet := open(t)
	quiet.advance(96 * time.Hour)
	owner, streams := d.user(t, "cuisine-du-port"), d.user(t, "cuisine-du-port", "read_video_streams")
	if got := owner.must("POST", "/video/"+video+"?fields=geoblocking",
		"geoblocking=deny,FR,be")["geoblocking"]; len(got.([]any)) != 3 {
		t.Errorf("geoblocking = %v", got)
	}
	for country, shown := range map[string]bool{"": true, "&ams_country=gb": true, "&ams_country=FR": false,
		"&ams_country=be": false} {
		list := owner.must("GET", "/user/cuisine-du-port/videos?fields=id,title&limit=100"+country)["list"].([]any)
		listed := false
		for _, v := range list {
			listed = listed || v.(map[string]any)["id"] == video
		}
		if listed != shown {
			t.Errorf("%q: listed is %v", country, listed)
		}
		got := streams.must("GET", "/video/"+video+"?fields=title,stream_hls_url"+country)
		if (got["stream_hls_url"] != nil) != shown || got["title"] == "" {
			t.Errorf("%q: %v", country, got)
		}
	}
	d.advance(96 * time.Hour)
	before, after := map[string]int{}, map[string]int{}
	for s, count := range map[*server]map[string]int{quiet: before, d: after} {
		for _, row := range s.ask(t, "cuisine-du-port", r).rows(t) {
			if row[0] == video {
				count[row[1]] += views([][]string{row}, video)
			}
		}
	}
	if before["FR"] == 0 || after["FR"] != 0 || after["BE"] != 0 || after["CH"] != before["CH"] {
		t.Errorf("views by country: %v, then %v", before, after)
	}
	d.user(t, "cuisine-du-port").must("POST", "/video/"+video, "geoblocking=allow")
	d.advance(96 * time.Hour)
	r.Start, r.End = days("2026-03-15", "2026-03-17")
	viewsFrom := func(country string) (sum int) {
		for _, row := range d.ask(t, "cuisine-du-port", r).rows(t) {
			if row[0] == video && row[1] == country {
				sum += views([][]string{row}, video)
			}
		}
		return sum
	}
	if viewsFrom("FR") == 0 {
		t.Error("nobody in France watches what is open to all again")
	}
	r.Start, r.End = days("2026-03-11", "2026-03-13")
	if n := viewsFrom("FR"); n != 0 {
		t.Errorf("%d views while it was shut out", n)
	}
	r.Start, r.End = days("2026-03-08", "2026-03-09")
	if viewsFrom("FR") == 0 {
		t.Error("the views from before it was shut out are gone")
	}
	d.user(t, "cuisine-du-port").must("POST", "/video/"+video, "geoblocking=allow,fr")
	d.advance(96 * time.Hour)
	r.Start, r.End = days("2026-03-19", "2026-03-21")
	if viewsFrom("FR") == 0 || viewsFrom("CH")+viewsFrom("BE")+viewsFrom("CA") != 0 {
		t.Errorf("%d views from France, which alone is let in, %d from Switzerland", viewsFrom("FR"), viewsFrom("CH"))
	}
	r.Start, r.End = days("2026-03-15", "2026-03-17")
	if viewsFrom("FR") == 0 {
		t.Error("the views from when all were let in are gone")
	}
}
