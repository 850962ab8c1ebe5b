package rows

import (
	"os"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/plays"
)

func defaultWorld(t *testing.T) *world.World {
	t.Helper()
	text, err := os.ReadFile("../../../fixtures/world.yaml")
	if err != nil {
		t.Fatal(err)
	}
	spec, err := catalogue.ParseSpec(text)
	if err != nil {
		t.Fatal(err)
	}
	w, err := world.New(spec, world.Config{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// eachBatch calls f with the plays and the events of some videos and days of the default world, before and after users
// remove players.
func eachBatch(t *testing.T, f func(s *scope, b *batch)) {
	t.Helper()
	w := defaultWorld(t)
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	c, err := w.Channel("harbour-news")
	if err != nil {
		t.Fatal(err)
	}
	eachBatchAt(w, w.Moment(now), f)
	for _, p := range w.MadePlayers(c) {
		if err := w.PlayerEdits().Delete(p.ID, c, now.AddDate(0, 0, -3)); err != nil {
			t.Fatal(err)
		}
	}
	eachBatchAt(w, w.Moment(now), f)
}

func eachBatchAt(w *world.World, m world.Moment, f func(s *scope, b *batch)) {
	for _, product := range []edition.Product{edition.Content, edition.Claim, edition.Embed, edition.All} {
		s := newScope(w, Query{Moment: m, Request: edition.Request{
			Start: m.Time.AddDate(0, 0, -7), End: m.Time, Product: product,
		}})
		b := &batch{cursor: cursor{scope: s}}
		for i, v := range s.videos {
			if v.sites.playersGone || i%50 == 0 {
				for b.video, b.day = v, 0; b.day < s.days(); b.day++ {
					if b.readPlays(); len(b.clusters) > 0 {
						f(s, b)
					}
					if b.readEvents(b.day%2 == 0); len(b.clusters) > 0 {
						f(s, b)
					}
				}
			}
		}
	}
}

// TestBatchesHaveTheCodesOfTheirClusters: what a column adds for a whole batch is what it returns for each cluster.
func TestBatchesHaveTheCodesOfTheirClusters(t *testing.T) {
	t.Parallel()
	made := map[*scope]map[edition.Dimension]column{}
	values := map[edition.Dimension]map[uint64]bool{}
	eachBatch(t, func(s *scope, b *batch) {
		if b.clusters[0].Kind != plays.Played { // columns read events one by one
			return
		}
		if made[s] == nil {
			made[s] = map[edition.Dimension]column{}
			for d, of := range columns {
				if c := of(s); c.addAll != nil || c.perVideo {
					made[s][d] = c
				}
			}
		}
		for d, c := range made[s] {
			got := make([]uint64, len(b.clusters))
			if c.perVideo {
				if b.credits != nil {
					continue
				}
				for i := range got {
					got[i] = uint64(c.code(b.at(0)))
				}
			} else if !c.addAll(b, got, 0) {
				continue
			}
			if values[d] == nil {
				values[d] = map[uint64]bool{}
			}
			for i := range got {
				values[d][got[i]] = true
				if want := uint64(c.code(b.at(i))); got[i] != want {
					t.Fatalf("%s of cluster %d of video %s: code %d in the batch, %d alone", d, i, b.video.ID, got[i], want)
				}
			}
		}
	})
	for _, d := range []edition.Dimension{
		"HOUR", "MINUTE", "VISITOR_COUNTRY", "VISITOR_DEVICE_TYPE", "VISITOR_DOMAIN_GROUP", "VISITOR_PAGE_URL", "PLAYER_ID",
		"OUTCOME", "BUYER", "BUYERTYPE", "AD_FORMAT", "ACTION", "INVENTORY_POSITION", "PLAYER_SIZE", "PLAYER_SIZE_BUCKET",
		"PLAYLIST_ID", "ADS_TXT_STATUS", "MONETIZATION_TYPE", "MONETIZATION_PRODUCT", "PLAYER_TYPE", "VIDEO_POSITION",
		"NOAD_REASON_READABLE", "RENDITION_FORMAT", "PUBLISHER_OR_PARENT_USERNAME",
	} {
		if len(values[d]) < 2 {
			t.Errorf("%s: %d values were compared", d, len(values[d]))
		}
	}
}

// TestBatchesHaveTheCountersOfTheirClusters: what a counter writes for a whole batch is what it is for each cluster.
func TestBatchesHaveTheCountersOfTheirClusters(t *testing.T) {
	t.Parallel()
	var sums [counters]int64
	eachBatch(t, func(_ *scope, b *batch) {
		got := make([]int64, len(b.clusters))
		for k := range counters {
			k.count(b, got)
			for i := range got {
				sums[k] += got[i]
				if want := counts[k](b.at(i)); got[i] != want {
					t.Fatalf("counter %d of cluster %d of video %s: %d in the batch, %d alone", k, i, b.video.ID, got[i], want)
				}
			}
		}
	})
	for k, sum := range sums {
		if sum == 0 && !counter(k).isEvent() {
			t.Errorf("counter %d is always zero", k)
		}
	}
}

// TestTalliesHaveTheCountersOfTheirClusters: what a tally adds up, in one row and by the hour, is the sum of what each
// counter is for each cluster, for all counters and for some that share slots.
func TestTalliesHaveTheCountersOfTheirClusters(t *testing.T) {
	t.Parallel()
	every := make([]counter, counters)
	for k := range every {
		every[k] = counter(k)
	}
	sets := [][]counter{
		every, {views}, {chances, sellable}, {noFills, chances, timeouts}, {chances, consentMissing, consentFull},
		{validTraffic, consentOther, invalidTraffic}, {poorlyViewable, highlyViewable}, {lostToAdsTxt, noAds},
		{notCompleted, impressions, completed}, {sentBytes, liveBytes, vodBytes},
		{lostToMonetization, lostToBrandSafety, seconds, usd, eurOld, livePlays},
	}
	eachBatch(t, func(_ *scope, b *batch) {
		for _, set := range sets {
			tally := newTally(set)
			places := make([]uint64, len(b.clusters))
			row, rows := make([]int64, tally.slots+tally.joint), make([]int64, 24*tally.slots)
			tally.addUp(b, row)
			tally.spread(row)
			for i := range places {
				places[i] = uint64(b.clusters[i].Hour) * uint64(tally.slots)
			}
			tally.add(b, places, rows)
			got := make([]int64, len(set))
			for hour := range 25 {
				tally.counters(got, row)
				if hour < 24 {
					tally.counters(got, rows[hour*tally.slots:])
				}
				for j, k := range set {
					want := int64(0)
					for i := range b.clusters {
						if hour == 24 || int(b.clusters[i].Hour) == hour {
							want += counts[k](b.at(i))
						}
					}
					if got[j] != want {
						t.Fatalf("counter %d of %v in hour %d of video %s: %d, want %d", k, set, hour, b.video.ID, got[j], want)
					}
				}
			}
		}
	})
}
