package dyntube_test

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/dyntube"
	"github.com/dailymock/dailymock/internal/world"
)

type listPager struct {
	Page, TotalPages, TotalResults int
	Sort                           string
}

type video struct {
	ID, Key, Title, Duration, ProjectID, AccountKey, ChannelKey, PrivateLink, IframeLink, Region string
	PlanType, Status                                                                             int
	Tags                                                                                         []string
	Created                                                                                      time.Time
}

type videoList struct {
	Pager  listPager
	Videos []video
}

type channel struct {
	ID, Key, Name, AccountID, TemplateKey, Created string
	Version, PlanType, Status                      int
}

type channelList struct {
	Pager    listPager
	Channels []channel
}

type project struct {
	ID, Key, Name, Region string
	PlanType              int
	VideoOptions          map[string]any
}

type projectList struct {
	Pager    listPager
	Projects []project
}

func (m mock) videos(tb reporter, query string) videoList {
	tb.Helper()
	return decode[videoList](tb, m.get("/v1/videos?"+query))
}

func (m mock) channels(tb reporter, query string) channelList {
	tb.Helper()
	return decode[channelList](tb, m.get("/v1/channels?"+query))
}

func (m mock) projects(tb reporter, query string) projectList {
	tb.Helper()
	return decode[projectList](tb, m.get("/v1/projects?"+query))
}

// TestKeysOfViewsAreInTheLists: each key of a row is that of a video, of its
// project, and of a channel in the list or of the video's own.
func TestKeysOfViewsAreInTheLists(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	videos := map[string]video{}
	for page := 1; page <= m.videos(t, "size=100").Pager.TotalPages; page++ {
		for _, v := range m.videos(t, "size=100&page="+string(rune('0'+page))).Videos {
			videos[v.Key] = v
		}
	}
	projects, channels := map[string]project{}, map[string]bool{}
	for _, p := range m.projects(t, "").Projects {
		projects[p.ID] = p
	}
	for _, c := range m.channels(t, "").Channels {
		channels[c.Key] = true
	}
	own, shown := 0, 0
	for _, row := range someViews(t) {
		v, ok := videos[row.VideoKey]
		if !ok {
			t.Fatalf("video %s is not in the list of %d", row.VideoKey, len(videos))
		}
		p := projects[v.ProjectID]
		if p.Key != row.ProjectKey || p.Region != row.Region || p.PlanType != row.PlanType || v.Region != row.Region ||
			v.AccountKey != row.AccountKey {
			t.Fatalf("%+v of %+v was seen as %+v", v, p, row)
		}
		switch {
		case row.ChannelKey == v.ChannelKey:
			own++
		case channels[row.ChannelKey]:
			shown++
		default:
			t.Fatalf("channel %s is neither the video's nor in the list", row.ChannelKey)
		}
		span, err := time.Parse("15:04:05.0000000", v.Duration)
		if err != nil || span.Hour()*3600+span.Minute()*60+span.Second() != row.Duration {
			t.Fatalf("a video of %s has views of %d s", v.Duration, row.Duration)
		}
		if !v.Created.Before(row.Date) {
			t.Fatalf("a video of %v was seen at %v", v.Created, row.Date)
		}
		if strings.HasPrefix(row.Embed.URL, "https://play.dyntube.io/videos/") &&
			!strings.HasSuffix(row.Embed.URL, "/"+v.PrivateLink) {
			t.Fatalf("seen at %s, the private link is %s", row.Embed.URL, v.PrivateLink)
		}
	}
	if own < 2000 || shown < 400 {
		t.Errorf("%d views through videos' own channels, %d through listed ones", own, shown)
	}
}

// TestVideosAreThoseOfTheWorld: one world, so the same titles.
func TestVideosAreThoseOfTheWorld(t *testing.T) {
	t.Parallel()
	w := open(t)
	m := start(t, dyntube.Config{World: w})
	want := map[string]int{}
	for _, c := range w.Own(world.Account{}) {
		for _, v := range c.Videos(world.DayOf(today)) {
			if !v.Live && v.Created.Year() >= 2020 && v.Created.Before(today) {
				want[v.Title()]++
			}
		}
	}
	for page := 1; ; page++ {
		list := m.videos(t, "size=100&page="+string(rune('0'+page)))
		for _, v := range list.Videos {
			want[v.Title]--
		}
		if page == list.Pager.TotalPages {
			break
		}
	}
	for title, n := range want {
		if n != 0 {
			t.Errorf("%q: %d more in the world than in the list", title, n)
		}
	}
}

func TestPagersOfLists(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	all := m.videos(t, "").Pager.TotalResults
	for query, want := range map[string]listPager{
		"":              {1, (all + 49) / 50, all, "Created:-1"},
		"size=7&page=2": {2, (all + 6) / 7, all, "Created:-1"},
		"size=5000":     {1, (all + 99) / 100, all, "Created:-1"},
		"page=9999":     {9999, (all + 49) / 50, all, "Created:-1"},
		"sort=created":  {1, (all + 49) / 50, all, "Created:1"},
		"sort=-title":   {1, (all + 49) / 50, all, "Title:-1"},
		"sort=":         {1, (all + 49) / 50, all, "Created:-1"},
	} {
		got := m.videos(t, query)
		if got.Pager != want {
			t.Errorf("%q: pager = %+v, want %+v", query, got.Pager, want)
		}
		if got.Videos == nil || (len(got.Videos) == 0) != (query == "page=9999") {
			t.Errorf("%q: %d videos", query, len(got.Videos))
		}
	}
	if got, want := m.channels(t, "").Pager, (listPager{1, 1, 4, ""}); got != want {
		t.Errorf("channels: pager = %+v, want %+v", got, want)
	}
	if got, want := m.projects(t, "sort=-name&size=3").Pager, (listPager{1, 2, 4, "Name:-1"}); got != want {
		t.Errorf("projects: pager = %+v, want %+v", got, want)
	}
}

func TestOrdersOfLists(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	for query, less := range map[string]func(a, b video) int{
		"size=100":               func(a, b video) int { return b.Created.Compare(a.Created) },
		"size=100&sort=-created": func(a, b video) int { return b.Created.Compare(a.Created) },
		"size=100&sort=created":  func(a, b video) int { return a.Created.Compare(b.Created) },
		"size=100&sort=title":    func(a, b video) int { return strings.Compare(a.Title, b.Title) },
		"size=100&sort=-title":   func(a, b video) int { return strings.Compare(b.Title, a.Title) },
		"size=100&sort=Duration": func(a, b video) int { return strings.Compare(a.Duration[:8], b.Duration[:8]) },
	} {
		if got := m.videos(t, query).Videos; len(got) != 100 || !slices.IsSortedFunc(got, less) {
			t.Errorf("%s: %d videos, not in that order", query, len(got))
		}
	}
	for _, target := range []string{"/v1/videos?sort=colour", "/v1/channels?sort=-", "/v1/projects?sort=key"} {
		refused(t, target, m.get(target), 400, "sort is")
	}
	for _, query := range []string{"page=0", "size=0", "page=x", "size=-5", "page="} {
		refused(t, query, m.get("/v1/videos?"+query), 400, "must be")
	}
}

func TestOneOfAList(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	v, c, p := m.videos(t, "page=3").Videos[7], m.channels(t, "").Channels[1], m.projects(t, "").Projects[2]
	if got := decode[video](t, m.get("/v1/videos/"+v.ID)); got.Key != v.Key || got.Title != v.Title {
		t.Errorf("got %+v, want %+v", got, v)
	}
	if got := decode[channel](t, m.get("/v1/channels/"+c.ID)); got != c {
		t.Errorf("got %+v, want %+v", got, c)
	}
	if got := decode[project](t, m.get("/v1/projects/"+p.ID)); got.Key != p.Key || len(got.VideoOptions) != 22 {
		t.Errorf("got %+v, want %+v", got, p)
	}
	for target, word := range map[string]string{
		"/v1/videos/" + v.Key: "Video not found", "/v1/videos/x": "Video not found", "/v1/videos/" + c.ID: "Video not found",
		"/v1/channels/" + c.Key: "Channel not found", "/v1/channels/" + v.ChannelKey: "Channel not found",
		"/v1/projects/" + p.Key: "Project not found",
	} {
		refused(t, target, m.get(target), 404, word)
	}
	other := httptest.NewRequest("GET", "/v1/videos/"+v.ID, nil)
	other.Header.Set("Authorization", "Bearer another")
	refused(t, "a video of another account", m.do(other), 404, "Video not found")
}

func TestAVideoOfTomorrowIsNotThereYet(t *testing.T) {
	t.Parallel()
	w := open(t)
	later := today.AddDate(0, 3, 0)
	newest := start(t, dyntube.Config{World: w, Now: func() time.Time { return later }}).videos(t, "").Videos[0]
	m := start(t, dyntube.Config{World: w})
	refused(t, "a video of tomorrow", m.get("/v1/videos/"+newest.ID), 404, "Video not found")
	at := start(t, dyntube.Config{World: w, Now: func() time.Time { return newest.Created }})
	if got := at.videos(t, "").Videos[0]; got.ID != newest.ID {
		t.Errorf("the newest at its own moment is %+v, want %+v", got, newest)
	}
	before := start(t, dyntube.Config{World: w, Now: func() time.Time { return newest.Created.Add(-1) }})
	if got := before.videos(t, "").Videos[0]; got.ID == newest.ID {
		t.Error("the newest is there just before it came")
	}
	if got := m.logs(t, `"from": "2020-01-01", "videoKey": %q`, newest.Key).Pager.Total; got != 0 {
		t.Errorf("a video of tomorrow has %d views", got)
	}
}

func TestPlansAndTemplatesAreBareLists(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	type plan struct {
		Name    string
		Type    int
		Created time.Time
	}
	plans := decode[[]plan](t, m.get("/v1/account/plans"))
	if len(plans) != 2 || plans[0].Name != "Standard" || plans[0].Type != 1 || plans[1].Name != "Edge Plan" ||
		plans[1].Type != 2 {
		t.Errorf("plans = %+v", plans)
	}
	keys := map[string]bool{}
	for _, c := range decode[[]channel](t, m.get("/v1/channels/templates")) {
		keys[c.Key] = true
	}
	for _, c := range m.channels(t, "").Channels {
		if !keys[c.TemplateKey] {
			t.Errorf("channel %s has a template that is not there", c.Name)
		}
	}
}
