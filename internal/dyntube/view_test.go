package dyntube_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/dyntube"
	"github.com/dailymock/dailymock/internal/dyntube/views"
	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// someViews are seven thousand, from all times of an account.
func someViews(t *testing.T) []view {
	m := start(t, dyntube.Config{})
	var all []view
	for _, page := range []int{1, 2, 3, 4, 800, 1500, 2200} {
		all = append(all, m.logs(t, `"from": "2020-01-01", "size": 1000, "page": %d`, page).Views...)
	}
	return all
}

func TestWhatHappenedIsPossible(t *testing.T) {
	t.Parallel()
	counts := map[string]int{}
	views := someViews(t)
	for _, v := range views {
		switch {
		case v.WatchTime < 0 || v.WatchTime > v.Duration:
			t.Fatalf("watched %d s of %d", v.WatchTime, v.Duration)
		case !v.Started && (v.Ended || v.WatchTime > 0):
			t.Fatalf("not started, yet ended: %v, watched %d s", v.Ended, v.WatchTime)
		case !v.Ended && v.WatchTime == v.Duration:
			t.Fatalf("watched all %d s without an end", v.Duration)
		case v.Ended && v.WatchTime == 0:
			t.Fatal("ended with nothing watched")
		}
		count := func(name string, is bool) {
			if is {
				counts[name]++
			}
		}
		count("not started", !v.Started)
		count("ended", v.Ended)
		count("ended early", v.Ended && v.WatchTime < v.Duration)
		count("muted", v.Muted)
		count("without userKey", v.UserKey == nil)
		count("with a member", v.UserKey != nil && *v.UserKey != "")
		count("without clientUserId", v.ClientUserID == nil)
		count("edge", v.PlanType == 2)
	}
	for name, share := range map[string][2]int{ // in percent
		"not started": {1, 6}, "ended": {25, 40}, "ended early": {10, 25}, "muted": {5, 20},
		"without userKey": {26, 38}, "with a member": {2, 12}, "without clientUserId": {18, 32}, "edge": {5, 30},
	} {
		if got := 100 * counts[name] / len(views); got < share[0] || got > share[1] {
			t.Errorf("%d %% are %s, want %d to %d", got, name, share[0], share[1])
		}
	}
}

func TestPlacesBelongTogether(t *testing.T) {
	t.Parallel()
	continents, cities, networks := map[string]string{}, map[string]string{}, map[string]string{}
	countries := map[string]bool{}
	for _, c := range catalogue.Countries {
		countries[c] = true
	}
	for _, v := range someViews(t) {
		g := v.Geo
		once(t, continents, g.Country, g.Continent)
		once(t, cities, g.Country+" "+g.City, g.Region)
		once(t, networks, g.IP, g.Country)
		if !countries[g.Country] || !strings.HasSuffix(g.IP, ".0") || g.City == "" != (g.Region == "") {
			t.Errorf("viewed in %+v", g)
		}
		// 240.0.0.0/4 is reserved.
		if first, _, _ := strings.Cut(g.IP, "."); len(first) != 3 || first < "240" || first > "254" {
			t.Errorf("address %s is somebody's", g.IP)
		}
	}
	if len(continents) < 20 || len(cities) < 60 || len(networks) < 1000 {
		t.Errorf("%d countries, %d cities, %d networks: too few", len(continents), len(cities), len(networks))
	}
}

// once fails where a key has two values.
func once(t *testing.T, seen map[string]string, key, value string) {
	t.Helper()
	if earlier, ok := seen[key]; ok && earlier != value {
		t.Errorf("%s has %s and %s", key, earlier, value)
	}
	seen[key] = value
}

func TestEveryCountryHasCities(t *testing.T) {
	t.Parallel()
	for _, c := range views.Countries {
		if len(c.Cities) == 0 || len(c.Cities) > 4 || c.Continent == "" {
			t.Errorf("%+v", c)
		}
	}
}

func TestDevicesRunTheirOwnSoftware(t *testing.T) {
	t.Parallel()
	types := map[string]int{}
	for _, v := range someViews(t) {
		types[v.Device.Type]++
		name := fmt.Sprintf("%s on %s on %s %s", v.Browser.Family, v.OS.Family, v.Device.Type, v.Device.Model)
		ios, android := v.OS.Family == "iOS", v.OS.Family == "Android"
		switch {
		case strings.Contains(v.Browser.Family, "Safari") && v.Device.Brand != "Apple",
			v.Browser.Family == "Mobile Safari" != (v.Browser.Family != "Chrome Mobile iOS" && ios),
			ios != (v.Device.Model == "iPhone" || v.Device.Model == "iPad"),
			v.Browser.Family == "Edge" && v.OS.Family != "Windows",
			v.OS.Family == "Windows" && (v.Device.Type != "Desktop" || v.OS.Processor != "x64" || v.OS.Major != 10),
			v.Device.Type == "Mobile" && !ios && !android,
			v.Device.Type == "Desktop" && (ios || android):
			t.Errorf("a viewer has %s", name)
		}
		if v.Browser.Family == "Chrome" && (v.Browser.Major < 75 || v.Browser.Major > 90+35*(v.Date.Year()-2020)/2) {
			t.Errorf("Chrome %d in %d", v.Browser.Major, v.Date.Year())
		}
	}
	for _, kind := range []string{"Desktop", "Mobile", "Tablet", "TV"} {
		if types[kind] < 100 {
			t.Errorf("%d of %v are %s", types[kind], types, kind)
		}
	}
}

func TestEmbeds(t *testing.T) {
	t.Parallel()
	hosts := map[string]int{}
	for _, v := range someViews(t) {
		u, err := url.Parse(v.Embed.URL)
		if err != nil || u.Host != v.Embed.Domain || u.Scheme != "https" {
			t.Errorf("%s is not at %s", v.Embed.URL, v.Embed.Domain)
		}
		hosts[u.Host]++
	}
	if len(hosts) < 12 || hosts["play.dyntube.io"] == 0 || hosts["harbour-news.dyntube.io"] == 0 {
		t.Errorf("watched on %v", hosts)
	}
}

// TestViewersComeAgain: a viewer is the same each time, sees several videos in
// one go, and comes again another day.
func TestViewersComeAgain(t *testing.T) {
	t.Parallel()
	m := start(t, dyntube.Config{})
	ids := map[string]bool{}
	who, visits := map[string]string{}, map[string]string{}
	videos, days := map[string]map[string]bool{}, map[string]map[string]bool{}
	for page := 1; page <= 12; page++ {
		for _, v := range m.logs(t, `"from": "2026-05-01", "size": 1000, "page": %d`, page).Views {
			if ids[v.ID] || ids["play "+v.ViewID] {
				t.Fatalf("two views are %s or %s", v.ID, v.ViewID)
			}
			ids[v.ID], ids["play "+v.ViewID] = true, true
			user := "none"
			if v.ClientUserID != nil {
				user = *v.ClientUserID
			}
			once(t, who, v.ViewerID, fmt.Sprint(v.Geo, v.Device, v.OS.Family, v.Browser.Family, v.Muted, user))
			once(t, visits, v.ChannelViewID, v.ViewerID+v.ChannelKey+v.Embed.Domain)
			add(videos, v.ViewerID+v.Date.Format(time.DateOnly), v.VideoKey)
			add(days, v.ViewerID, v.Date.Format(time.DateOnly))
		}
	}
	several, again := 0, 0
	for _, of := range videos {
		several += min(len(of)-1, 1)
	}
	for _, of := range days {
		again += min(len(of)-1, 1)
	}
	if len(who) < 2000 || several < len(videos)/5 || again < len(days)/20 {
		t.Errorf("of %d viewers %d came again; of %d days %d had several videos", len(days), again, len(videos), several)
	}
	if len(visits) > 11800 {
		t.Errorf("%d visits of 12000 views", len(visits))
	}
}

func add(to map[string]map[string]bool, key, value string) {
	if to[key] == nil {
		to[key] = map[string]bool{}
	}
	to[key][value] = true
}

func TestAChannelThatNobodyWatches(t *testing.T) {
	t.Parallel()
	m := start(
		t,
		dyntube.Config{
			World: openText(t, `partners: [{name: P, channels: [{slug: silent, audience: 0}, {slug: empty, uploads: 0}]}]`),
		},
	)
	if got := m.logs(t, `"from": "2020-01-01"`).Pager; got.Total != 0 {
		t.Errorf("%+v, want no views", got)
	}
}

// TestALoudChannelIsBounded: whatever audience a world has, an account stays
// within what paging is quick for.
func TestALoudChannelIsBounded(t *testing.T) {
	t.Parallel()
	m := start(
		t,
		dyntube.Config{World: openText(t, `partners: [{name: P, channels: [{slug: 'l"o\ud', audience: 1000000}]}]`)},
	)
	got := m.logs(t, `"from": "2026-03-01", "to": "2026-03-02", "size": 1000`)
	if got.Pager.Total != 2048 {
		t.Errorf("a day has %d views, want 2048", got.Pager.Total)
	}
	all := m.logs(t, `"from": "2026-03-01", "to": "2026-03-02", "size": 1000, "page": 2`)
	for i, v := range all.Views[1:] {
		if !v.Date.Before(all.Views[i].Date) {
			t.Errorf("%v after %v", v.Date, all.Views[i].Date)
		}
	}
}
