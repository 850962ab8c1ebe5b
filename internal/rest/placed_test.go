package rest_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report"
)

// sums adds up the last column by the first ones.
func sums(rows [][]string) map[string]int {
	sum := map[string]int{}
	for _, row := range rows {
		n, _ := strconv.Atoi(row[len(row)-1])
		for _, name := range row[:len(row)-1] {
			sum[name] += n
		}
		sum["all"] += n
	}
	return sum
}

// TestPlaylistsOfReports checks that plays count for a playlist that has the video in that hour.
func TestPlaylistsOfReports(t *testing.T) {
	t.Parallel()
	d := open(t)
	news := d.user(t, "harbour-news")
	list := news.must("POST", "/me/playlists", "name=Storms")["id"].(string)
	video := d.video(t, "harbour-news").ID
	r := report.Request{Metrics: []report.Metric{"VIEWS"}, Dimensions: []report.Dimension{"PLAYLIST_ID", "PLAYLIST_TITLE"},
		Filters: report.Filters{ChannelSlug: "harbour-news"}}
	r.Start, r.End = days("2026-03-01", "2026-03-20")
	before := sums(d.ask(t, "harbour-news", r).rows(t))
	d.advance(time.Second)
	news.must("POST", "/playlist/"+list+"/videos/"+video, "")
	if got := news.must("GET", "/playlist/"+list+"?fields=updated_time")["updated_time"]; got != float64(d.Now().Unix()) {
		t.Errorf("updated_time %v once a video came in, want %d", got, d.Now().Unix())
	}
	d.advance(24 * time.Hour)
	held := d.ask(t, "harbour-news", r)
	with := sums(held.rows(t))
	if before[list] != 0 || with[list] == 0 || with["Storms"] != with[list] {
		t.Errorf("views by way of the playlist: %d before, %d with a video; %d by its title", before[list], with[list],
			with["Storms"])
	}
	early := r
	early.Start, early.End = days("2026-03-01", "2026-03-09")
	if past := sums(d.ask(t, "harbour-news", early).rows(t)); past[list] != 0 || past["all"] == 0 {
		t.Errorf("%d views by way of the playlist from before there was one", past[list])
	}
	news = d.user(t, "harbour-news")
	news.must("POST", "/playlist/"+list, "name=Gales")
	news.must("DELETE", "/playlist/"+list+"/videos/"+video, "")
	if again := sums(held.rows(t)); again["Storms"] != with["Storms"] || again["all"] != with["all"] {
		t.Error("a report that was asked for before the changes is another one now")
	}
	d.advance(48 * time.Hour)
	after := sums(d.ask(t, "harbour-news", r).rows(t))
	if got, want := after[list], with[list]; got < want || got > want+before["all"] || after["Gales"] != got ||
		after["Storms"] != 0 {
		t.Errorf("%d views once the video was taken out, %d while it was in; %v", got, want, after)
	}
	d.advance(48 * time.Hour)
	if later := sums(d.ask(t, "harbour-news", r).rows(t)); later[list] != after[list] ||
		later["all"] <= after["all"] {
		t.Errorf("%d views two days later, %d before; %d of %d in all", later[list], after[list], later["all"], after["all"])
	}
}

// TestAReportKnowsNoChangeMadeAfterIt sets the clock back for it.
func TestAReportKnowsNoChangeMadeAfterIt(t *testing.T) {
	t.Parallel()
	d := open(t)
	list := d.user(t, "harbour-news").must("POST", "/me/playlists", "name=Storms")["id"].(string)
	video := d.video(t, "harbour-news").ID
	r := report.Request{Metrics: []report.Metric{"VIEWS"}, Dimensions: []report.Dimension{"PLAYLIST_ID"},
		Filters: report.Filters{ChannelSlug: "harbour-news"}}
	r.Start, r.End = days("2026-03-10", "2026-03-11")
	d.advance(24 * time.Hour)
	asked := d.ask(t, "harbour-news", r)
	d.advance(-24 * time.Hour)
	d.user(t, "harbour-news").must("POST", "/playlist/"+list+"/videos/"+video, "")
	d.advance(24 * time.Hour)
	if got := sums(asked.rows(t)); got[list] != 0 || got["all"] == 0 {
		t.Errorf("%d of %d views by way of a playlist that was empty", got[list], got["all"])
	}
	if got := sums(d.ask(t, "harbour-news", r).rows(t)); got[list] == 0 {
		t.Error("a report that is asked for later does not know the change")
	}
}

// TestAPlaylistThatIsGoneHasNoMorePlays checks deleted playlists, and emptied ones of the made world. The views of
// the videos stay the same.
func TestAPlaylistThatIsGoneHasNoMorePlays(t *testing.T) {
	t.Parallel()
	quiet, d := open(t), open(t)
	r := report.Request{Metrics: []report.Metric{"VIEWS"}, Dimensions: []report.Dimension{"PLAYLIST_ID"},
		Filters: report.Filters{ChannelSlug: "harbour-news"}}
	r.Start, r.End = days("2026-03-11", "2026-03-12")
	for _, s := range []*server{quiet, d} {
		s.advance(-12 * time.Hour)
	}
	news := d.user(t, "harbour-news")
	ch, err := d.World.Channel("harbour-news")
	if err != nil {
		t.Fatal(err)
	}
	gone, empty := ch.Playlists()[0].ID, ch.Playlists()[1].ID
	news.must("DELETE", "/playlist/"+gone, "")
	news.must("POST", "/playlist/"+empty+"/videos", "ids=")
	for _, s := range []*server{quiet, d} {
		s.advance(4 * 24 * time.Hour)
	}
	want, got := sums(quiet.ask(t, "harbour-news", r).rows(t)), sums(d.ask(t, "harbour-news", r).rows(t))
	if want[gone] == 0 || want[empty] == 0 {
		t.Fatalf("no views by way of the playlists anyhow: %v", want)
	}
	if got[gone] != 0 || got["all"] != want["all"] {
		t.Errorf("%v, want none by way of %s, and %d in all", got, gone, want["all"])
	}
	if got[empty] >= want[empty] { // videos made since are in it
		t.Errorf("%d views by way of the emptied playlist, %d were in the full one", got[empty], want[empty])
	}
}

// TestPlayersOfReports checks that reports name players by their labels, until they are deleted.
func TestPlayersOfReports(t *testing.T) {
	t.Parallel()
	d := open(t)
	news := d.user(t, "harbour-news")
	ch, err := d.World.Channel("harbour-news")
	if err != nil {
		t.Fatal(err)
	}
	player := d.World.MadePlayers(ch)[0]
	r := report.Request{Metrics: []report.Metric{"VIEWS"}, Dimensions: []report.Dimension{"PLAYER_ID", "PLAYER_TITLE"},
		Filters: report.Filters{ChannelSlug: "harbour-news"}}
	r.Start, r.End = days("2026-03-11", "2026-03-14")
	news.must("POST", "/player/"+player.ID, "label=Front%20page")
	d.advance(48 * time.Hour)
	named := sums(d.ask(t, "harbour-news", r).rows(t))
	if named[player.ID] == 0 || named["Front page"] != named[player.ID] {
		t.Errorf("%v, want the views of %s under its new label", named, player.ID)
	}
	d.user(t, "harbour-news").must("DELETE", "/player/"+player.ID, "")
	d.advance(72 * time.Hour)
	r.Start, r.End = days("2026-03-11", "2026-03-11")
	if past := sums(d.ask(t, "harbour-news", r).rows(t)); past[player.ID] == 0 {
		t.Error("the views from before the player was deleted are gone")
	}
	r.Start, r.End = days("2026-03-13", "2026-03-14")
	for _, row := range d.ask(t, "harbour-news", r).rows(t) {
		if row[0] == player.ID {
			t.Errorf("plays in a deleted player: %v", row)
		}
	}
}
