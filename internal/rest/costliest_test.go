package rest_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/testing/cputime"
)

// A costly request is one of 64 KB at most that is meant to cost much.
type costlyRequest struct {
	name   string
	method string
	target string
	body   string // JSON unless it is a form
}

func repeated(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// calls returns a batch of JSON-RPC calls with arguments.
func calls(call string, n int, args map[string]string) string {
	one := map[string]any{"call": call, "args": args}
	all := make([]any, n)
	for i := range all {
		all[i] = one
	}
	text, _ := json.Marshal(all)
	return string(text)
}

// costlyRequests try to find the costliest request on a world; channel is a large one of it.
func costlyRequests(channel string) []costlyRequest {
	words := strings.Repeat("a+", 2000)
	terms := strings.Repeat("a,", 18000)
	related := "related.search(" + strings.Repeat("a ", 2000) + ").fields(id)"
	videos := "/user/" + channel + "/videos"
	get := func(name, target string) costlyRequest {
		return costlyRequest{name, "GET", strings.ReplaceAll(target, " ", "+"), ""}
	}
	batch := func(name, call string, args map[string]string) costlyRequest {
		return costlyRequest{name, "POST", "/", calls(call, 10, args)}
	}
	return []costlyRequest{
		get("search of many words", videos+"?search="+words),
		get("search of all videos", "/videos?search="+words),
		get("search of 64 KB", "/videos?search="+repeated(9000, "word%d+")),
		get("many searches", "/videos?"+strings.Repeat("search=a&", 5000)),
		get("search without a match", "/videos?search=zzz"),
		get("search without a match, not cached", "/videos?sort=live-audience&search=zzz"),
		get("tags of 18,000 terms", videos+"?tags="+terms),
		get("tags of 18,000 terms in one group", videos+"?tags=("+terms+")"),
		get("tags of all videos", "/videos?tags="+terms),
		get("ids of 18,000", "/videos?exclude_ids="+terms),
		get("many flags", "/videos?flags="+strings.Repeat("hd,", 10000)),
		get("many uncached flags", "/videos?flags="+strings.Repeat("live_onair,", 5000)),
		get("many filters", "/videos?"+strings.Repeat("created_after=1&", 3500)),
		get("related searches", videos+"?limit=100&fields="+related),
		get("related of each", videos+"?limit=100&fields=id,related.fields(id).limit(100)"),
		get("related of each, sorted", videos+"?limit=100&fields=id,related.fields(id).limit(100).sort(visited)"),
		get("related of each, by audience", videos+"?limit=100&fields=id,related.limit(100).sort(live-audience)"),
		get("videos of users", "/users?limit=100&fields=id,videos.limit(100).sort(live-audience).search(zzz)"),
		get("users' sums", "/users?limit=100&fields=id,views_total,videos_total,playlists_total,fans_total"),
		get("users by activity", "/users?limit=100&sort=activity&flags=mostpopular"),
		get("many popular", "/users?limit=100&sort=popular&"+strings.Repeat("mostpopular&", 4000)),
		get("owners' sums", videos+"?limit=100&fields=id,owner.views_total,owner.videos_total,owner.playlists_total"),
		get("owners' revenue", "/users?limit=100&fields=revenues_video_total,revenues_website_total,revenues_claim_total"),
		get("a hundred opened channels", "/users?limit=100&fields=views_total&usernames="+repeated(100, "costly-%d,")),
		get("owners opened", "/videos?limit=100&sort=live-audience&owners="+repeated(100, "owned-%d,")),
		get("playlists", "/playlists?limit=100&sort=most&fields=id,videos_total,thumbnail_url"),
		get("playlists' videos", "/playlists?limit=100&fields=id,videos.limit(100).sort(visited)"),
		get("all fields", videos+"?limit=100&fields="+strings.Join(openFields("video"), ",")),
		get("fields of 16 KB", videos+"?limit=100&fields="+repeated(1500, "owner.id, %d,")),
		get("sort by audience", "/videos?sort=live-audience&limit=100"),
		get("sort by airing time", "/videos?sort=live-airing-time&limit=100"),
		get("sort by views", "/videos?sort=visited&limit=100"),
		get("sort by views of a channel", videos+"?sort=visited&limit=100"),
		get("sort by a month's views", "/videos?sort=visited-month&limit=100"),
		get("popular categories", "/channels?sort=popular"),
		get("a long path", "/user/"+strings.Repeat("a", 60000)),
		get("many names", "/videos?"+repeated(7000, "a%d=1&")),
		batch("calls of searches", "GET "+videos, map[string]string{"search": strings.Repeat("a ", 3000)}),
		batch("calls of tags", "GET "+videos, map[string]string{"tags": strings.Repeat("a,", 3000)}),
		batch("calls of related searches", "GET "+videos, map[string]string{"limit": "100",
			"fields": "related.sort(live-audience).search(" + strings.Repeat("a ", 2500) + ")"}),
		batch("calls of users' videos", "GET /users", map[string]string{"limit": "100",
			"fields": "videos.limit(100).sort(live-audience),playlists.limit(100).fields(videos_total)"}),
		batch("calls of uncached sorts", "GET /videos", map[string]string{"sort": "live-audience", "search": "zzz"}),
		batch("calls of popular users", "GET /users", map[string]string{"sort": "popular", "mostpopular": "1"}),
		{"deep JSON", "POST", "/", `{"call":"GET /videos","args":{"a":` + strings.Repeat("[", 30000) +
			strings.Repeat("]", 30000) + "}}"},
		{"many arguments", "POST", "/", `{"call":"GET /videos","args":{` + repeated(5000, `"a%d":1,`) + `"b":1}}`},
	}
}

func openFields(noun string) []string {
	var names []string
	for _, f := range catalog.SchemaOf(noun).Fields {
		if f.Open {
			names = append(names, f.Name)
		}
	}
	return names
}

// BenchmarkCostliest reports the CPU time of requests that are meant to cost much, in milliseconds: "first" of a server
// that has just started, and "next" of the same request in the next minute.
func BenchmarkCostliest(b *testing.B) {
	for _, size := range []string{"default", "large"} {
		channel := map[string]string{"default": "many-rows", "large": "channel-7"}[size]
		for _, r := range costlyRequests(channel) {
			b.Run(size+"/"+r.name, func(b *testing.B) {
				var first, next time.Duration
				n := 0
				for b.Loop() {
					o := newBareSurface(b, size)
					first += o.cpu(r)
					o.now = o.now.Add(time.Minute)
					next += o.cpu(r)
					n++
				}
				b.ReportMetric(float64(first.Microseconds())/1000/float64(n), "first-ms")
				b.ReportMetric(float64(next.Microseconds())/1000/float64(n), "next-ms")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// cpu sends a request and returns the CPU time that it took.
func (o *bareSurface) cpu(r costlyRequest) time.Duration {
	request := httptest.NewRequest(r.method, r.target, strings.NewReader(r.body))
	request.Header.Set("Content-Type", "application/json")
	before := cputime.Used()
	o.ServeHTTP(httptest.NewRecorder(), request)
	return cputime.Used() - before
}
