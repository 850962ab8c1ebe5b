package rows

import (
	"math"
	"slices"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// A batch is the clusters of one video and day that belong to a report. Columns and counters read a whole batch at
// once, since a call for each of millions of clusters takes longer than what it computes.
type batch struct {
	cursor
	clusters []plays.Cluster
	totals   totals
	credits  []int // for whom each cluster counts; nil if all do for creditedTo

	columns *[counters][]int64 // what was counted of each cluster
	known   uint64             // a bit for each of the columns that are of these clusters
	values  []uint8            // what drawTogether returned last
}

// A batchKind is what the clusters of a batch are.
type batchKind int

const (
	ofPlays     batchKind = iota // of a video that is not live
	ofLivePlays                  // of a live one
	ofEvents
	ofStored // events of what lies in the store, alone, as on all days but that of the upload
	batchKinds
)

// isPlays reports whether the clusters are of plays.
func (k batchKind) isPlays() bool { return k == ofPlays || k == ofLivePlays }

// kind returns the kind of a batch that is not empty.
func (b *batch) kind() batchKind {
	switch {
	case b.clusters[0].Kind == plays.Stored: // they come last
		return ofStored
	case b.clusters[0].Kind != plays.Played:
		return ofEvents
	case b.video.Live:
		return ofLivePlays
	default:
		return ofPlays
	}
}

// column returns a counter of each cluster, which it computes once.
func (b *batch) column(k counter) []int64 {
	if b.columns == nil {
		b.columns = new([counters][]int64)
	}
	column := &b.columns[k]
	if b.known>>k&1 == 0 {
		*column = slices.Grow((*column)[:0], len(b.clusters))[:len(b.clusters)]
		k.count(b, *column)
		b.known |= 1 << k
	}
	return *column
}

// drawTogether returns the value of each cluster in all of some draws, as one number: that of the last draw changes
// fastest.
func (b *batch) drawTogether(draws []drawnSlots) []uint8 {
	b.values = slices.Grow(b.values[:0], len(b.clusters))[:len(b.clusters)]
	clear(b.values)
	for _, d := range draws {
		plays.EachDrawn(b.values, b.clusters, d.draw)
	}
	return b.values
}

// at moves the cursor to a cluster of the batch.
func (b *batch) at(i int) *cursor {
	b.cluster = &b.clusters[i]
	if b.credits != nil {
		b.creditedTo = b.credits[i]
	}
	return &b.cursor
}

// readPlays reads the clusters of plays that belong to the report.
func (b *batch) readPlays() {
	s, v := b.scope, b.video
	b.clusters, b.known = b.clusters[:0], 0
	if s.neverCounts(v) {
		return
	}
	b.clusters = plays.Clusters(b.clusters, v.Video, b.date(), s.until)
	if s.allCount(v) {
		b.creditedTo, b.credits = v.owner, nil
		return
	}
	b.credits = b.credits[:0]
	kept := b.clusters[:0]
	for i := range b.clusters {
		c := &b.clusters[i]
		b.cluster = c
		site := b.site()
		if !site.kept || s.monetization >= 0 && s.monetization != int(c.Monetization(v.Video)) {
			continue
		}
		hour := b.hour()
		credit := s.creditOf(v, site, c, hour)
		if credit < 0 || s.target >= 0 && s.target != credit {
			continue
		}
		if site.playersGone != nil {
			player := c.Player(v.Video)
			c.NoPlayer = player > 0 && site.playersGone[player-1] <= hour
		}
		kept = append(kept, *c)
		b.credits = append(b.credits, credit)
	}
	b.clusters = kept
}

// neverCounts reports whether no play of a video can count.
func (s *scope) neverCounts(v *video) bool {
	switch s.product {
	case edition.Content:
		return !s.owns(v)
	case edition.Claim:
		return v.claimer < 0
	case edition.Embed:
		return !v.sites.published
	default:
		return false
	}
}

// readTotal reads all plays of a video and day as one cluster. It is false if only the clusters say how many count.
func (b *batch) readTotal() bool {
	total, ok := b.total()
	if !ok {
		return false
	}
	b.clusters, b.credits, b.creditedTo, b.known = b.clusters[:0], nil, b.video.owner, 0
	if total > 0 {
		b.clusters = append(b.clusters, plays.Cluster{Kind: plays.Played, Day: b.date(), Plays: uint32(total)})
	}
	return true
}

// total returns how many plays of a video and day count. It is false if only the clusters say that: where the video was
// not available all day and everywhere or not the account's all day, and on a day that is not over.
func (b *batch) total() (n int64, ok bool) {
	s, v, day := b.scope, b.video, b.date()
	if !v.always || world.Hour(day+1)*24 > s.until {
		return 0, false
	}
	if !s.owns(v) {
		return 0, true
	}
	if s.during[v.owner] != nil && !s.during[v.owner].AllOf(day) {
		return 0, false
	}
	n = b.totals.of(s, v, day)
	return n, n <= math.MaxUint32
}

// readEvents reads the events without a viewer. They count for the owner, and have no site and no monetization for a
// filter.
func (b *batch) readEvents(stored bool) {
	s, v := b.scope, b.video
	b.clusters, b.credits, b.creditedTo, b.known = b.clusters[:0], nil, v.owner, 0
	if s.bySite || s.monetization >= 0 || s.product == edition.Embed || s.product == edition.Claim {
		return
	}
	if !s.owns(v) {
		return
	}
	b.clusters = plays.Events(b.clusters, v.Video, b.date(), s.until, stored)
	kept := b.clusters[:0]
	for i := range b.clusters {
		if b.cluster = &b.clusters[i]; !s.bounded || s.at(v.owner, b.hour()) >= 0 {
			kept = append(kept, *b.cluster)
		}
	}
	b.clusters = kept
}

// allCount reports whether all plays of a video count for its owner, and nothing about them was changed.
func (s *scope) allCount(v *video) bool {
	return (s.product == edition.Content || s.product == edition.All) &&
		s.owns(v) && !s.bySite && s.monetization < 0 && s.during[v.owner] == nil && !v.sites.playersGone
}

// totals remembers the plays of each video on some successive days. Reports that are ordered by days first ask for one
// day of all videos after the other, and reading a video from memory takes longer than computing one of its days. The
// zero totals are empty. They are not safe for concurrent use.
type totals struct {
	runs []run // by video.index
}

// A run has the plays of a video on some days. The zero run has none.
type run struct {
	next  world.Day // the day after the last
	plays [runDays]uint32
}

const (
	runDays = 8
	// maxRuns is the most videos whose runs are remembered, some 40 bytes each.
	maxRuns = 1 << 13
)

// of returns plays.Total of a video of a scope.
func (t *totals) of(s *scope, v *video, day world.Day) int64 {
	if len(s.videos) > maxRuns || v.steady { // which may not fit
		return plays.Total(v.Video, day)
	}
	if t.runs == nil {
		t.runs = make([]run, len(s.videos))
	}
	r, place := &t.runs[v.index], int(day)%runDays
	if r.next != day-world.Day(place)+runDays {
		r.fill(v.Video, day-world.Day(place))
	}
	return int64(r.plays[place])
}

func (r *run) fill(v *world.Video, first world.Day) {
	r.next = first + runDays
	plays.Totals(r.plays[:], 1, v, first, r.next)
}
