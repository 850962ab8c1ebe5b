package world_test

import (
	"bytes"
	"encoding/binary"
	"flag"
	"os"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/packed"
	"github.com/dailymock/dailymock/internal/testing/slow"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/plays"
)

var update = flag.Bool("update", false, "write what the channels of the default world earned to earned.bin.gz")

//go:generate go test -run ^TestKnownEarnings$ . -update

// TestKnownEarnings adds up what the channels of the default world earned in each month. Unless it writes the file,
// it does so for one of eight months of the largest channel.
func TestKnownEarnings(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	var made []byte
	file, err := os.ReadFile("earned.bin.gz")
	if err != nil {
		t.Fatal(err)
	}
	file = packed.Read(file)
	for _, c := range open(t, world.Config{Seed: 1}).Channels() {
		if c.PerYear() == 0 {
			continue
		}
		start := len(made)
		made = binary.LittleEndian.AppendUint64(made, c.Fingerprint())
		made = binary.LittleEndian.AppendUint32(made, 0)
		for month := time.Month(1); month <= 12*(2031-catalogue.FirstYear); month++ {
			if !*update && c.Detail() > 100 && month%8 != 1 {
				skipped := plays.NewLedger(c)
				rest := skipped.Decode(file[len(made):])
				made = append(made, file[len(made):len(file)-len(rest)]...)
				continue
			}
			from := world.DayOf(time.Date(catalogue.FirstYear, month, 1, 0, 0, 0, 0, time.UTC))
			before := world.DayOf(time.Date(catalogue.FirstYear, month+1, 1, 0, 0, 0, 0, time.UTC))
			sum, zero := plays.NewLedger(c), plays.NewLedger(c)
			for _, v := range c.Videos(before) {
				sum.Add(v, world.Hour(from)*24, world.Hour(before)*24, 1)
			}
			made = sum.Encode(made, &zero)
		}
		binary.LittleEndian.PutUint32(made[start+8:], uint32(len(made)-start))
		if !*update && !bytes.HasPrefix(file, made) {
			t.Fatalf("earned.bin.gz is not what %s earned; write it with: go generate ./internal/world", c.Slug)
		}
	}
	switch {
	case !*update && len(file) > len(made):
		t.Error("earned.bin.gz has channels that the default world has not")
	case *update:
		if err := os.WriteFile("earned.bin.gz", packed.Write(made), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// TestKnownEarningsAreThoseOfTheVideos wherever the clock goes, before and after users change a video.
func TestKnownEarningsAreThoseOfTheVideos(t *testing.T) {
	t.Parallel()
	w := open(t, world.Config{Seed: 1})
	c := channel(t, w, "cuisine-du-port")
	check := func(at time.Time) {
		t.Helper()
		want, before, m := plays.NewLedger(c), world.HourOf(at), w.Moment(at)
		for _, v := range w.VideosAt(c, world.DayOf(at), m) {
			want.Add(v, 0, before, 1)
		}
		for by := range plays.Monetizations {
			by := uint8(by)
			if by == plays.ByWebsite {
				continue // comes from the videos of others too
			}
			if got, want := w.Revenue(t.Context(), c, by, 0, before, m), want.Of(c, c, by); got != want {
				t.Errorf("at %s, %s earned %d by %s, want %d", at, c.Slug, got, plays.Monetizations[by], want)
			}
		}
	}
	check(time.Date(2027, 5, 3, 7, 0, 0, 0, time.UTC))
	check(time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC))
	check(time.Date(2015, 2, 1, 0, 0, 0, 0, time.UTC))
	check(time.Date(2013, 2, 1, 0, 0, 0, 0, time.UTC))
	at := time.Date(2026, 7, 1, 1, 0, 0, 0, time.UTC)
	check(at)
	if err := w.VideoEdits().Delete(c.Videos(world.DayOf(at))[0].ID, c, at.AddDate(-3, 0, 0)); err != nil {
		t.Fatal(err)
	}
	check(at)
	check(at.AddDate(-4, 0, 0))
	check(at.AddDate(-2, 0, 0))
	check(at.AddDate(12, 0, 0))
	check(at.AddDate(4, 1, 0))
}
