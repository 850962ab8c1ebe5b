package world_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/testing/slow"
	"github.com/dailymock/dailymock/internal/world"

	"github.com/dailymock/dailymock/internal/world/edits"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// TestRestoreGivesTheSameWorld: after any changes, a snapshot restored into a new world shows and does the same.
func TestRestoreGivesTheSameWorld(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before := open(t, world.Config{Seed: 3})
		ids := map[string]string{} // owners by id of their videos
		now := noon
		for range rapid.IntRange(0, 40).Draw(t, "changes") {
			now = now.Add(time.Duration(rapid.IntRange(0, 5000).Draw(t, "minutes")) * time.Minute)
			edit(t, before, ids, now)
		}
		saved, err := before.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		after := open(t, world.Config{Seed: 3})
		edit(t, after, map[string]string{}, now) // goes away
		if err := after.Restore(saved); err != nil {
			t.Fatal(err)
		}
		again, err := after.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		if rest := open(t, world.Config{Seed: 3}); rest.Restore(saved) == nil {
			again, _ = rest.Snapshot() // without the channel that the change above opened
		}
		if !bytes.Equal(saved, again) {
			t.Fatalf("a snapshot of what was restored differs:\n%s\n%s", saved, again)
		}
		if got, want := show(t, after, ids, now), show(t, before, ids, now); got != want {
			t.Fatalf("the restored world shows\n%s\nwant\n%s", got, want)
		}
		for _, w := range []*world.World{before, after} {
			id, err := w.VideoEdits().Create(channel(t, w, "ana"), "", now, edits.VideoEdit{Published: edits.Some(true)})
			if err != nil {
				t.Fatal(err)
			}
			ids[id] = "ana"
		}
		if got, want := show(t, after, ids, now.AddDate(0, 0, 3)), show(t, before, ids, now.AddDate(0, 0, 3)); got != want {
			t.Fatalf("after one more change the restored world shows\n%s\nwant\n%s", got, want)
		}
	})
}

// edit makes one change.
func edit(t *rapid.T, w *world.World, ids map[string]string, now time.Time) {
	slug := rapid.SampledFrom([]string{"ana", "harbour-news", "bela"}).Draw(t, "slug")
	c := channel(t, w, slug)
	video := c.Videos(world.DayOf(noon))[rapid.IntRange(0, 9).Draw(t, "video")].ID
	list := c.Playlists()[0].ID
	ids[video] = slug
	var err error
	switch rapid.IntRange(0, 6).Draw(t, "change") {
	case 0:
		video, err = w.VideoEdits().Create(c, "", now, edits.VideoEdit{Title: edits.Some("New"), Published: edits.Some(true)})
		ids[video] = slug
	case 1:
		err = w.VideoEdits().Change(video, c, now, func(e edits.VideoEdit) (edits.VideoEdit, error) {
			e.Tags, e.Published = edits.Some([]string{"one"}), edits.Some(rapid.Bool().Draw(t, "published"))
			e.Geoblocking = edits.Some([]string{"deny", "fr"})
			return e, nil
		})
	case 2:
		err = w.VideoEdits().Delete(video, c, now)
	case 3:
		err = w.Fill(list, nil, []string{video}, now)
	case 4:
		err = w.Link(edits.Likes, c.ID(), video, now)
	case 5:
		err = w.UserEdits().Change(c.ID(), c, now, func(e edits.UserEdit) (edits.UserEdit, error) {
			return edits.Write(e, map[string]any{"screenname": "Ana B.", "age": int64(7)}), nil
		})
	default:
		err = w.PlaylistEdits().Delete(list, c, now)
	}
	_ = err // what was deleted before cannot be changed
}

// show writes down what can be seen of the world.
func show(t *rapid.T, w *world.World, ids map[string]string, now time.Time) string {
	var b bytes.Buffer
	m := w.Moment(now)
	on := world.DayOf(now)
	for _, slug := range []string{"ana", "bela", "harbour-news"} {
		c := channel(t, w, slug)
		user, _ := w.UserEdits().State(c.ID(), m)
		likes, since := w.Links(edits.Likes, c.ID())
		fmt.Fprintln(
			&b,
			slug,
			user.Edit,
			likes,
			since,
			w.VideoEdits().Created(c, m),
			w.Revenue(context.Background(), c, plays.ByVideo, world.HourOf(noon), world.HourOf(now), m),
		)
		for _, v := range w.Placed(w.VideosAt(c, on, m), m) {
			if ids[v.ID] == "" {
				continue
			}
			fmt.Fprintln(
				&b,
				v.ID,
				v.Title(),
				v.Tags(),
				v.Deleted(),
				v.Visibility(),
				plays.Total(v, on),
				w.Views(v, world.HourOf(now)),
			)
			for _, k := range plays.Clusters(nil, v, on-1, forever) {
				fmt.Fprint(&b, k.Country(v), k.Playlist(v), k.Plays, " ")
			}
		}
	}
	return b.String()
}

func TestRestoreRefusesWhatIsDamaged(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 3, Closed: true})
	if _, err := w.VideoEdits().Create(channel(t, w, "harbour-news"), "", noon, edits.VideoEdit{}); err != nil {
		t.Fatal(err)
	}
	good, err := w.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"no JSON":         "{",
		"unknown field":   `{"Other": 1}`,
		"unknown channel": `{"Channels": [{"Slug": "nobody"}]}`,
		"unknown kind": `{"Channels": [{"Slug": "harbour-news", "Entities": [{"Kind": "x", "ID": "y", "Versions": ` +
			`[{"Edit": {}}]}]}]}`,
		"no version": `{"Channels": [{"Slug": "harbour-news", "Entities": [{"Kind": "user", "ID": "y"}]}]}`,
		"a wrong edit": `{"Channels": [{"Slug": "harbour-news", "Entities": [{"Kind": "user", "ID": "y", ` +
			`"Versions": [{"Edit": 1}]}]}]}`,
	} {
		if err := w.Restore([]byte(data)); err == nil {
			t.Errorf("%s: no error", name)
		}
		if got, _ := w.Snapshot(); !bytes.Equal(got, good) {
			t.Errorf("%s: the world has changed", name)
		}
	}
}
