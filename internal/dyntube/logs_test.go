package dyntube_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dailymock/dailymock/internal/dyntube"
)

func TestAPageOfADay(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	got := m.logs(t, `"from": "2026-03-01", "to": "2026-03-02", "size": 7, "page": 3`)
	p := got.Pager
	if p.Total < 500 || p.Total > 5000 {
		t.Fatalf("a day has %d views, want a thousand or so", p.Total)
	}
	if want := (pager{Page: 3, Size: 7, Hits: 7, Total: p.Total, Pages: (p.Total + 6) / 7}); p != want {
		t.Errorf("pager = %+v, want %+v", p, want)
	}
	if len(got.Views) != 7 {
		t.Errorf("%d views, want 7", len(got.Views))
	}
	for i, v := range got.Views {
		if v.Date.Before(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)) ||
			!v.Date.Before(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("a view of %v on the first of March", v.Date)
		}
		if i > 0 && !v.Date.Before(got.Views[i-1].Date) {
			t.Errorf("%v comes after %v; the newest should be first", v.Date, got.Views[i-1].Date)
		}
	}
}

func TestPagesAtAndBeyondTheEnd(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	const day = `"from": "2026-03-01", "to": "2026-03-02", "size": 9`
	p := m.logs(t, day).Pager
	last := m.logs(t, day+`, "page": %d`, p.Pages)
	if want := p.Total - 9*(p.Pages-1); last.Pager.Hits != want || len(last.Views) != want {
		t.Errorf("the last page says %d and has %d views, want %d", last.Pager.Hits, len(last.Views), want)
	}
	for _, page := range []int{p.Pages + 1, 1<<31 - 1} {
		got := m.logs(t, day+`, "page": %d`, page)
		if want := (pager{Page: page, Size: 9, Total: p.Total, Pages: p.Pages}); got.Pager != want {
			t.Errorf("page %d: pager = %+v, want %+v", page, got.Pager, want)
		}
		if got.Views == nil || len(got.Views) != 0 {
			t.Errorf("page %d: views = %v, want []", page, got.Views)
		}
	}
}

func TestWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	if got := m.logs(t, `"from": "2026-06-30"`).Pager; got.Page != 1 || got.Size != 12 || got.Hits != 12 {
		t.Errorf("without page and size: %+v, want page 1 of size 12", got)
	}
	same := m.logs(t, `"from": "2026-06-30"`)
	for _, members := range []string{
		`"from": "2026-06-30", "to": "2026-07-01T12:00:00"`,
		`"from": "2026-06-30", "to": "2030-01-01"`,
		`"from": "2026-06-30", "to": ""`,
		`"from": "2026-06-30", "to": null, "page": null, "size": null, "videoKey": null`,
		`"from": "2026-06-30", "videoKey": "", "channelKey": "", "projectKey": ""`,
		`"from": "2026-06-30", "unknown": {"deep": [1]}, "From": "2020-01-01"`,
		`"from": "2026-06-30", "page": 1, "size": 12`,
	} {
		if diff := cmp.Diff(m.logs(t, "%s", members), same); diff != "" {
			t.Errorf("%s differs from from alone:\n%s", members, diff)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	same := m.logs(t, `"from": "2026-03-01", "to": "2026-03-02"`)
	for _, pair := range [][2]string{
		{"2026-03-01T00:00:00", "2026-03-02T00:00:00"},
		{"2026-03-01T00:00:00.000", "2026-03-02T00:00:00.0"},
		{"2026-03-01T00:00:00Z", "2026-03-02T00:00:00+00:00"},
		{"2026-03-01T02:00:00+02:00", "2026-03-01T19:00:00-05:00"},
		{"2026-02-28T23:59:59.9999999", "2026-03-02T00:00:00.0000001Z"},
	} {
		if diff := cmp.Diff(m.logs(t, `"from": %q, "to": %q`, pair[0], pair[1]), same); diff != "" {
			t.Errorf("%v differs from the two days:\n%s", pair, diff)
		}
		query := url.Values{"from": {pair[0]}, "to": {pair[1]}}
		if diff := cmp.Diff(decode[logs](t, m.get("/v1/logs/data?"+query.Encode())), same); diff != "" {
			t.Errorf("%v in a query differs from the two days:\n%s", pair, diff)
		}
	}
}

func TestBoundsAreInclusive(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	v := m.logs(t, `"from": "2026-03-01", "to": "2026-03-02", "page": 20`).Views[5]
	at := func(by time.Duration) string { return v.Date.Add(by).UTC().Format("2006-01-02T15:04:05.999999999") }
	for _, c := range []struct {
		name     string
		from, to string
		want     int
	}{
		{"its own instant, twice", at(0), at(0), 1},
		{"a little around it", at(-1), at(1), 1},
		{"until just before it", at(-time.Millisecond), at(-1), 0},
		{"from just after it", at(1), at(time.Millisecond), 0},
		{"a range the wrong way round", at(1), at(-1), 0},
	} {
		if got := m.logs(
			t,
			`"from": %q, "to": %q`,
			c.from,
			c.to,
		).Pager; got.Total != c.want || got.Pages != c.want ||
			got.Hits != c.want {
			t.Errorf("%s: %+v, want %d of everything", c.name, got, c.want)
		}
	}
}

func TestRangesWithNothing(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	for _, members := range []string{
		`"from": "2026-03-02", "to": "2026-03-01"`,
		`"from": "2026-07-01T12:00:01"`,
		`"from": "9999-12-31", "to": "9999-12-31T23:59:59"`,
		`"from": "0001-01-01", "to": "2019-12-31T23:59:59.999"`,
		`"from": "0000-01-01", "to": "0001-01-01"`,
		`"from": "2020-01-01", "videoKey": "nothing"`,
		`"from": "2020-01-01", "projectKey": "????????????????????????"`,
		`"from": "2020-01-01", "channelKey": "zzzzzzzzzzzzzzzzzzzzzz"`,
	} {
		got := m.logs(t, `%s, "page": 2`, members)
		if want := (pager{Page: 2, Size: 12}); got.Pager != want || len(got.Views) != 0 || got.Views == nil {
			t.Errorf("%s: %+v, want nothing", members, got)
		}
	}
	if got := m.logs(t, `"from": "0001-01-01", "to": "9999-12-31"`).Pager.Total; got < 1_000_000 {
		t.Errorf("all there is are %d views, want a million at least", got)
	}
}

func TestGetIsPost(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	v := m.logs(t, `"from": "2026-01-01"`).Views[0]
	want := m.post(
		fmt.Sprintf(`{"from": "2026-01-01", "to": "2026-06-01", "size": 5, "page": 4, "projectKey": %q}`, v.ProjectKey),
	)
	got := m.get("/v1/logs/data?from=2026-01-01&to=2026-06-01&size=5&page=4&videoKey=&projectKey=" + v.ProjectKey)
	if got.body != want.body || got.status != 200 {
		t.Errorf("GET answers %d %.200s, POST %.200s", got.status, got.body, want.body)
	}
}

func TestTheLargestSize(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ most, want int }{{0, 1000}, {30, 30}} {
		m := start(t, dyntube.Config{MaxSize: c.most})
		got := m.logs(t, `"from": "2026-01-01", "size": 2147483647`)
		if got.Pager.Size != c.want || len(got.Views) != c.want {
			t.Errorf("at most %d: size %d with %d views, want %d", c.most, got.Pager.Size, len(got.Views), c.want)
		}
	}
}

func TestFiltersCombine(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	views := m.logs(t, `"from": "2026-01-01", "size": 1000`).Views
	v, other := views[0], views[0]
	for _, o := range views {
		if o.ProjectKey != v.ProjectKey {
			other = o
		}
	}
	count := func(video, channel, project string) int {
		return m.logs(
			t,
			`"from": "2020-01-01", "videoKey": %q, "channelKey": %q, "projectKey": %q`,
			video,
			channel,
			project,
		).Pager.Total
	}
	video, project := count(v.VideoKey, "", ""), count("", "", v.ProjectKey)
	if video == 0 || project <= video || project >= count("", "", "") {
		t.Errorf("%d views of a video, %d of its project, %d of all", video, project, count("", "", ""))
	}
	if got := count(v.VideoKey, "", v.ProjectKey); got != video {
		t.Errorf("a video in its project has %d views, want %d", got, video)
	}
	if got := count(v.VideoKey, v.ChannelKey, v.ProjectKey); got == 0 || got >= video {
		t.Errorf("a video through one channel has %d views of %d", got, video)
	}
	neighbour := m.videos(t, "").Videos[0]
	for _, o := range m.videos(t, "").Videos {
		if o.ProjectID == neighbour.ProjectID && o.Key != neighbour.Key {
			neighbour.ChannelKey = o.ChannelKey // of another video of the same project
		}
	}
	for _, filter := range [][3]string{
		{neighbour.Key, neighbour.ChannelKey, ""},
		{v.VideoKey, "", other.ProjectKey}, {v.VideoKey, other.ChannelKey, ""}, {"", other.ChannelKey, v.ProjectKey},
		{v.ProjectKey, "", ""}, {"", "", v.VideoKey}, {"", v.AccountKey, ""}, {"", v.VideoKey, ""}, // another kind of key
	} {
		if got := count(filter[0], filter[1], filter[2]); got != 0 {
			t.Errorf("%q let %d views through, want none", filter, got)
		}
	}
}

func TestEachKeyHasAnAccount(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	askOf := func(m mock, key string) logs {
		r := jsonRequest(`{"from": "2026-01-01", "size": 50}`)
		r.Header.Set("Authorization", key)
		return decode[logs](t, m.do(r))
	}
	ask := func(key string) logs { return askOf(m, key) }
	one, two := ask("Bearer one"), ask("Bearer two")
	if diff := cmp.Diff(askOf(start(t, dyntube.Config{}), "Bearer two"), two); diff != "" {
		t.Errorf("what another key asked before makes a difference:\n%s", diff)
	}
	if one.Pager.Total == two.Pager.Total || one.Views[0].AccountKey == two.Views[0].AccountKey ||
		one.Views[0].VideoKey == two.Views[0].VideoKey {
		t.Errorf("two keys see the same: %+v, %+v", one.Pager, two.Pager)
	}
	if diff := cmp.Diff(ask("bEARER  one"), one); diff != "" {
		t.Errorf("the same key sees something else the second time:\n%s", diff)
	}
	if got := m.logs(t, `"from": "2026-01-01", "videoKey": %q`, one.Views[0].VideoKey).Pager.Total; got != 0 {
		t.Errorf("a video of another account has %d views, want none", got)
	}
	for _, v := range one.Views {
		if v.AccountKey != one.Views[0].AccountKey {
			t.Errorf("two account keys in one account: %s, %s", v.AccountKey, one.Views[0].AccountKey)
		}
	}
}

// TestTheLetterOfARow looks at the text, which decoding would forgive.
func TestTheLetterOfARow(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	body := m.post(`{"from": "2026-01-01", "size": 1000}`).body
	const key = `[0-9A-Za-z]{20,22}`
	row := regexp.MustCompile(
		`^\{"id":"[0-9A-Za-z]{4,8}","videoKey":"` + key + `","accountKey":"` + key + `","projectKey":"` + key +
			`","channelKey":"` + key + `","channelViewId":"[0-9A-Za-z]{6,9}"(,"clientUserId":"[^"]+")?,"planType":[12],` +
			`"viewerId":"[0-9A-Za-z]{5,11}",` +
			`"viewId":"[0-9A-Za-z-]{6,9}","date":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,2}[1-9])?\+00:00",` +
			`"region":"[a-z]+-[a-z]+",` +
			`"started":(true|false),"ended":(true|false),"muted":(true|false),"duration":\d+,"watchTime":\d+,` +
			`"browser":\{"family":"[^"]+","major":\d+,"minor":\d+\},"device":\{"family":"[^"]+","brand":"[^"]*",` +
			`"model":"[^"]*","type":"[^"]+"\},` +
			`"os":\{"family":"[^"]+","major":\d+,"processor":"[^"]*"\},"geo":\{"ip":"\d+\.\d+\.\d+\.0","city":"[^"]*",` +
			`"country":"[A-Z]{2}","region":"[^"]*","continent":"[A-Z]{2}"\},` +
			`"embed":\{"url":"https://[^"]+","domain":"[^"]+","type":1\}(,"userKey":"(` + key + `)?")?\}$`,
	)
	head, rest, ok := strings.Cut(body, `"views":[`)
	if !ok ||
		!regexp.MustCompile(`^\{"pager":\{"page":1,"size":1000,"hits":1000,"total":\d+,"pages":\d+\},$`).MatchString(head) {
		t.Errorf("the answer begins with %s", head)
	}
	rows := strings.Split(strings.TrimSuffix(rest, "]}"), `,{"id"`)
	short := 0
	for i, text := range rows {
		if i > 0 {
			text = `{"id"` + text
		}
		if !row.MatchString(text) {
			t.Fatalf("row %d is %s", i, text)
		}
		if m := regexp.MustCompile(`\.(\d+)\+00:00`).FindStringSubmatch(text); m == nil || len(m[1]) < 3 {
			short++
		}
	}
	if len(rows) != 1000 || short == 0 {
		t.Errorf("%d rows, %d dates with fewer than three digits of a second; want 1000 and some", len(rows), short)
	}
}
