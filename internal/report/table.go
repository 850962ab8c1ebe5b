package report

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/world"
)

// A table is a report as rows: the dimensions and metrics of a request over a
// scope. It is cut into parts, one after the other in memory, so that what it
// takes does not grow with its rows: a part is a group of videos over a slot of
// days, as fine as the dimensions tell them apart. A table does not change; any
// number may read it at once.
type table struct {
	scope    *scope
	columns  []column
	keys     []slot // where each column stands in a row's key
	counters []counter
	metrics  []figure

	plays  bool // a counter counts plays
	events bool // one counts what happens without viewers
	gauges bool // one of those is a gauge

	dates     []string     // of the days
	slots     [][]int      // days that no time dimension tells apart
	groups    [][]*subject // videos that VIDEO_ID or VIDEO_TITLE does not tell apart
	videoMost bool         // parts go by groups first, then by slots
	words     int          // of a key
	width     int          // bits of a key
	narrow    bool         // a key fits in one word with a row's place
	vary      []varying    // the columns that have bits of a key, the last column first
	rest      []written    // the columns behind lead
	lead      int          // how many columns, the first ones, are the same in all rows of a part
}

// A slot is where a column's code stands in a key; nowhere for a column that is
// the same in all rows of a part.
type slot struct {
	word, shift, mask uint
	same              bool
}

// A varying column is one whose code differs within a part.
type varying struct {
	slot
	code func(*at) int
}

// A written column is what a row needs of one.
type written struct {
	slot
	texts  []string
	place  int  // among the columns
	begins bool // with a text of the part
}

// A figure is a metric with the places of its counters in the sums of a row.
type figure struct {
	metric
	sums []int
}

func newTable(w *world.World, t ticket) *table {
	s := newScope(w, t)
	b := &table{scope: s}
	for _, d := range t.request.Dimensions {
		b.columns = append(b.columns, columns[d](s).ended())
	}
	for _, m := range t.request.Metrics {
		b.addMetric(meanings[m])
	}
	b.dates = dayColumn(s).texts
	b.pack(t.request.Dimensions)
	b.part(t.request.Dimensions)
	b.narrow = b.isNarrow()
	return b
}

func (b *table) addMetric(m metric) {
	f := figure{metric: m}
	for _, k := range m.needs {
		place := slices.Index(b.counters, k)
		if place < 0 {
			place = len(b.counters)
			b.counters = append(b.counters, k)
			b.plays = b.plays || !k.isEvent()
			b.events = b.events || k.isEvent()
			b.gauges = b.gauges || k.isGauge()
		}
		f.sums = append(f.sums, place)
	}
	b.metrics = append(b.metrics, f)
}

// pack gives each column its bits of a key, the first column the highest, so
// that keys sort as rows do. A column stands in one word whole; one that is the
// same in all rows of a part has no bits.
func (b *table) pack(dimensions []Dimension) {
	var word, used uint
	for i := len(b.columns) - 1; i >= 0; i-- {
		if inPart(dimensions[i]) {
			b.keys = append(b.keys, slot{same: true})
			continue
		}
		n := uint(bits.Len(uint(max(len(b.columns[i].texts)-1, 0))))
		if used+n > 64 {
			word, used = word+1, 0
		}
		s := slot{word: word, shift: used, mask: 1<<n - 1}
		b.keys = append(b.keys, s)
		b.vary = append(b.vary, varying{s, b.columns[i].code})
		used += n
	}
	slices.Reverse(b.keys)
	b.words, b.width = int(word)+1, int(64*word+used)
	for b.lead < len(b.keys) && b.keys[b.lead].same {
		b.lead++
	}
	for i := b.lead; i < len(b.keys); i++ {
		c := b.columns[i]
		b.rest = append(b.rest, written{b.keys[i], c.texts, i, c.daily || b.keys[i].same})
	}
}

// inPart tells whether a dimension has one value in each part that it cuts.
func inPart(d Dimension) bool {
	return d == "DAY" || d == "MONTH" || d == "VIDEO_ID" || d == "VIDEO_TITLE"
}

// appendKey writes the codes of a cluster's columns as words, the last of which
// counts most.
func (b *table) appendKey(keys []uint64, a *at) []uint64 {
	var word uint
	var key uint64
	for i := range b.vary {
		v := &b.vary[i]
		if v.word != word {
			keys = append(keys, key)
			word, key = v.word, 0
		}
		key |= uint64(v.code(a)) << v.shift
	}
	return append(keys, key)
}

// narrowKey is the key as one word, which it fits in.
func (b *table) narrowKey(a *at) (key uint64) {
	for i := range b.vary {
		v := &b.vary[i]
		key |= uint64(v.code(a)) << v.shift
	}
	return key
}

// isNarrow tells whether the keys of a part fit in one word with the places of
// its rows; see placeBits.
func (b *table) isNarrow() bool {
	days, clusters := 0, 0
	for _, s := range b.slots {
		days = max(days, len(s))
	}
	for _, videos := range b.groups {
		n := 0
		for _, v := range videos {
			n += v.Owner.Detail() + eventsADay
		}
		clusters = max(clusters, n)
	}
	return b.words == 1 && b.width <= 64-placeBits && days*clusters <= placeMask
}

// part cuts the table.
func (b *table) part(dimensions []Dimension) {
	b.slots = b.timeSlots(dimensions)
	b.groups = b.videoGroups(dimensions)
	time := slices.IndexFunc(dimensions, func(d Dimension) bool { return d == "DAY" || d == "HOUR" || d == "MINUTE" || d == "MONTH" })
	video := slices.IndexFunc(dimensions, func(d Dimension) bool { return d == "VIDEO_ID" || d == "VIDEO_TITLE" })
	b.videoMost = video >= 0 && (time < 0 || video < time)
}

func (b *table) timeSlots(dimensions []Dimension) [][]int {
	days := make([]int, b.scope.days())
	for i := range days {
		days[i] = i
	}
	switch {
	case slices.ContainsFunc(dimensions, func(d Dimension) bool { return d == "DAY" || d == "HOUR" || d == "MINUTE" }):
		return grouped(days, func(d int) int { return d })
	case slices.Contains(dimensions, "MONTH"):
		months := b.scope.months()
		return grouped(days, func(d int) int { return months[d] })
	default:
		return grouped(days, func(int) bool { return true })
	}
}

func (b *table) videoGroups(dimensions []Dimension) [][]*subject {
	videos := b.scope.videos
	switch {
	case slices.Contains(dimensions, "VIDEO_ID"):
		return grouped(videos, func(v *subject) string { return v.ID })
	case slices.Contains(dimensions, "VIDEO_TITLE"):
		videos = slices.Clone(videos)
		slices.SortStableFunc(videos, func(a, b *subject) int { return strings.Compare(a.Title, b.Title) })
		return grouped(videos, func(v *subject) string { return v.Title })
	default:
		return grouped(videos, func(*subject) bool { return true })
	}
}

// grouped cuts a list where the key of its elements changes. No group is empty.
func grouped[E any, K comparable](all []E, key func(E) K) [][]E {
	var groups [][]E
	start := 0
	for i := range all {
		if i > 0 && key(all[i]) != key(all[i-1]) {
			groups = append(groups, all[start:i])
			start = i
		}
	}
	if start < len(all) {
		groups = append(groups, all[start:])
	}
	return groups
}

// parts is how many parts the table has.
func (b *table) parts() int { return len(b.slots) * len(b.groups) }

// at returns the days and videos of a part.
func (b *table) at(part int) ([]int, []*subject) {
	if b.videoMost {
		return b.slots[part%len(b.slots)], b.groups[part/len(b.slots)]
	}
	return b.slots[part/len(b.groups)], b.groups[part%len(b.groups)]
}

// eventsADay is more than a video has of them in a day.
const eventsADay = 16

// most bounds the rows of the table without counting them.
func (b *table) most() int {
	const enough = 1 << 40
	values, clusters := 1, 0
	for _, c := range b.columns {
		values = min(values*c.values(b.scope), enough)
	}
	for _, v := range b.scope.videos {
		clusters += (v.Owner.Detail() + eventsADay) * b.scope.days()
	}
	return min(values, clusters)
}

// header returns the first line of each file.
func header(r Request) string {
	var names []string
	for _, d := range r.Dimensions {
		names = append(names, strings.ToLower(string(d)))
	}
	for _, m := range r.Metrics {
		names = append(names, strings.ToLower(string(m)))
	}
	return strings.Join(names, ",") + "\n"
}
