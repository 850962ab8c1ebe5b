package rows

import (
	"math/bits"
	"slices"
	"strings"
	"sync"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// A Table is the rows of a query. It is divided into parts, which are held in memory one after the other, so that the
// memory does not grow with the rows: a part is a group of videos over a group of days, as fine as the dimensions
// distinguish them. A Table does not change, and is safe for concurrent use.
type Table struct {
	query    Query
	sorted   func() *sortedRows // made once, for a query with an Order
	held     []func() *rows     // the rows of each part, made once, for a table of few parts; nil for others
	scope    *scope
	columns  []column
	keyBits  []keyBits // of each column
	counters []counter
	tally    *tally // of the counters
	metrics  []metricColumn

	plays    bool            // a counter counts plays
	events   bool            // a counter counts events without viewers
	gauges   bool            // one of those is a gauge
	clusters bool            // the total plays of a day are not enough
	fine     bool            // all parts are of one day and one video
	single   bool            // and its total plays are enough, so that a part is a row at most
	totals   func() []uint32 // made once, for a fine table; see daily

	dates       []string     // of the days
	dayGroups   [][]int      // days that no time dimension distinguishes
	videoGroups [][]*video   // videos that VIDEO_ID or VIDEO_TITLE does not distinguish
	videoFirst  bool         // parts are ordered by videos first, then by days
	words       int          // of a key
	width       int          // bits of a key
	packed      bool         // a key fits in one word above the index of a row
	rowBits     uint         // of the index of a row
	keyColumns  []keyColumn  // the columns that have bits of a key, the last column first
	cells       []cellColumn // the columns after the constant ones
	constants   int          // how many of the first columns are constant in each part
	template    []cell       // of a row of a single table, up to its metrics
}

// A keyBits is the position of a column's code in a key. A column that is constant in each part has none.
type keyBits struct {
	word, shift, mask uint
	constant          bool
}

// A keyColumn is a column whose code differs within a part.
type keyColumn struct {
	keyBits
	column
}

// A cellColumn is what writing a cell needs of a column.
type cellColumn struct {
	keyBits
	texts     []string
	index     int  // among the columns
	hasPrefix bool // with a text of the part
}

// NewTable returns the table of a query.
func NewTable(w *world.World, q Query) *Table {
	s := newScope(w, q)
	b := &Table{query: q, scope: s}
	for _, d := range q.Request.Dimensions {
		b.columns = append(b.columns, columns[d](s).withCommas())
	}
	for _, m := range q.Request.Metrics {
		b.addMetric(definitions[m])
	}
	b.tally = newTally(b.counters)
	b.dates = dayColumn(s).texts
	b.part(q.Request.Dimensions)
	b.clusters = b.needsClusters()
	b.single = b.fine && !b.clusters && !b.events
	b.pack(q.Request.Dimensions)
	b.packed = b.packRows()
	b.template = b.makeTemplate()
	b.sorted, b.held, b.totals = sync.OnceValue(b.sort), b.holdParts(), sync.OnceValue(b.makeTotals)
	return b
}

func (b *Table) addMetric(m definition) {
	f := metricColumn{definition: m}
	for _, k := range m.counters {
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

// pack assigns each column its bits of a key, the highest to the first column, so that keys sort as rows do. The bits
// of a column are in one word. A column that is constant in each part has no bits.
func (b *Table) pack(dimensions []edition.Dimension) {
	var word, used uint
	for i := len(b.columns) - 1; i >= 0; i-- {
		if b.single || inPart(dimensions[i]) {
			b.keyBits = append(b.keyBits, keyBits{constant: true})
			continue
		}
		n := uint(bits.Len(uint(max(len(b.columns[i].texts)-1, 0))))
		if used+n > 64 {
			word, used = word+1, 0
		}
		s := keyBits{word: word, shift: used, mask: 1<<n - 1}
		b.keyBits = append(b.keyBits, s)
		b.keyColumns = append(b.keyColumns, keyColumn{s, b.columns[i]})
		used += n
	}
	slices.Reverse(b.keyBits)
	b.words, b.width = int(word)+1, int(64*word+used)
	for b.constants < len(b.keyBits) && b.keyBits[b.constants].constant {
		b.constants++
	}
	for i := b.constants; i < len(b.keyBits); i++ {
		c := b.columns[i]
		b.cells = append(b.cells, cellColumn{b.keyBits[i], c.texts, i, c.daily || b.keyBits[i].constant})
	}
}

// inPart reports whether a dimension has one value in each part of any table.
func inPart(d edition.Dimension) bool {
	return d == "DAY" || d == "MONTH" || d == "VIDEO_ID" || d == "VIDEO_TITLE"
}

// appendKey writes the codes of a cluster's columns as words, the most significant last.
func (b *Table) appendKey(keys []uint64, a *cursor) []uint64 {
	var word uint
	var key uint64
	for i := range b.keyColumns {
		v := &b.keyColumns[i]
		if v.word != word {
			keys = append(keys, key)
			word, key = v.word, 0
		}
		key |= uint64(v.code(a)) << v.shift
	}
	return append(keys, key)
}

// packedKeys writes the keys of a batch, of one word each.
func (b *Table) packedKeys(batch *batch, keys []uint64) {
	same := uint64(0)
	for i := range b.keyColumns {
		if c := &b.keyColumns[i]; c.perVideo && batch.credits == nil {
			same |= uint64(c.code(&batch.cursor)) << c.shift
		}
	}
	for i := range keys {
		keys[i] = same
	}
	for i := range b.keyColumns {
		if c := &b.keyColumns[i]; !c.perVideo || batch.credits != nil {
			c.addTo(keys, batch)
		}
	}
}

// addTo adds the codes of a batch to its keys.
func (c *keyColumn) addTo(keys []uint64, b *batch) {
	if c.addAll != nil && b.clusters[0].Kind == plays.Played && c.addAll(b, keys, c.shift) {
		return
	}
	for i := range keys {
		keys[i] |= uint64(c.code(b.at(i))) << (c.shift & 63)
	}
}

// packRows reports whether the keys of a part fit in one word with the indexes of its rows, and sets rowBits.
func (b *Table) packRows() bool {
	days, clusters := 0, 0
	for _, s := range b.dayGroups {
		days = max(days, len(s))
	}
	for _, videos := range b.videoGroups {
		n := 0
		for _, v := range videos {
			n += v.detail + eventsADay
		}
		clusters = max(clusters, n)
	}
	b.rowBits = uint(bits.Len(uint(days * clusters)))
	return b.words == 1 && b.width+int(b.rowBits) <= 64
}

// part divides the table into parts.
func (b *Table) part(dimensions []edition.Dimension) {
	b.dayGroups = b.groupDays(dimensions)
	b.videoGroups = b.groupVideos(dimensions)
	time := slices.IndexFunc(dimensions, func(d edition.Dimension) bool { return timeColumns[d] != nil })
	video := slices.IndexFunc(dimensions, func(d edition.Dimension) bool { return d == "VIDEO_ID" || d == "VIDEO_TITLE" })
	b.videoFirst = video >= 0 && (time < 0 || video < time)
	b.fine = len(b.dayGroups) == b.scope.days() && len(b.videoGroups) == len(b.scope.videos)
}

func (b *Table) groupDays(dimensions []edition.Dimension) [][]int {
	days := make([]int, b.scope.days())
	for i := range days {
		days[i] = i
	}
	switch {
	case slices.ContainsFunc(dimensions, func(d edition.Dimension) bool { return d != "MONTH" && timeColumns[d] != nil }):
		return grouped(days, func(d int) int { return d })
	case slices.Contains(dimensions, "MONTH"):
		months := b.scope.months()
		return grouped(days, func(d int) int { return months[d] })
	default:
		return grouped(days, func(int) bool { return true })
	}
}

func (b *Table) groupVideos(dimensions []edition.Dimension) [][]*video {
	videos := b.scope.videos
	switch {
	case slices.Contains(dimensions, "VIDEO_ID"):
		return grouped(videos, func(v *video) string { return v.ID })
	case slices.Contains(dimensions, "VIDEO_TITLE"):
		videos = slices.Clone(videos)
		slices.SortStableFunc(videos, func(a, b *video) int { return strings.Compare(a.Title(), b.Title()) })
		return grouped(videos, func(v *video) string { return v.Title() })
	default:
		return grouped(videos, func(*video) bool { return true })
	}
}

// grouped splits a list where the key of its elements changes. No group is empty.
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

// parts returns the number of parts.
func (b *Table) parts() int { return len(b.dayGroups) * len(b.videoGroups) }

// days returns the days and videos of a part.
func (b *Table) days(part int) ([]int, []*video) {
	inner := len(b.videoGroups)
	if b.videoFirst {
		inner = len(b.dayGroups)
	}
	i := int(uint32(part) / uint32(inner)) // twice as fast as with 64 bits
	j := part - i*inner
	if b.videoFirst {
		return b.dayGroups[j], b.videoGroups[i]
	}
	return b.dayGroups[i], b.videoGroups[j]
}

// IsLarge reports whether the table may keep more than a MiB of rows in memory.
func (b *Table) IsLarge() bool {
	return (b.query.Order.By != "" || b.held != nil) && b.MaxRows()*max(len(b.counters), 8) > 1<<17
}

// eventsADay is more than the events of a video in a day.
const eventsADay = 16

// MaxRows returns an upper bound of the number of rows, without counting.
func (b *Table) MaxRows() int {
	const enough = 1 << 40
	values, clusters := 1, 0
	for _, c := range b.columns {
		values = min(values*c.values(b.scope), enough)
	}
	for _, v := range b.scope.videos {
		clusters += (v.detail + eventsADay) * b.scope.days()
	}
	return min(values, clusters)
}

// perVideoAndDay are the dimensions with one value for all plays of a video on a day, if they count for its owner.
var perVideoAndDay = map[edition.Dimension]bool{
	"MONTH": true, "DAY": true, "VIDEO_ID": true, "VIDEO_TITLE": true, "MEDIA_TYPE": true, "CONTENT_TAG_LIST": true,
	"CONTENT_TYPE": true, "VISIBILITY": true, "CHANNEL_SLUG": true, "ACCOUNT_ID": true, "ACCOUNT_USERNAME": true,
	"VIDEO_OWNER_CHANNEL_SLUG": true, "VIDEO_OWNER_ID": true, "VIDEO_OWNER_USERNAME": true,
}

// needsClusters reports whether the clusters of a day matter to the table. If not, the total of the day is enough.
func (b *Table) needsClusters() bool {
	for _, k := range b.counters {
		if !k.isEvent() && k != views && k != livePlays && k != length {
			return true
		}
	}
	for _, d := range b.query.Request.Dimensions {
		if !perVideoAndDay[d] {
			return true
		}
	}
	s := b.scope
	return s.product != edition.Content || s.bySite || s.monetization >= 0
}
