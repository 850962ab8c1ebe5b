package rows

import (
	"slices"

	"github.com/dailymock/dailymock/internal/world/plays"
)

// A tally says how the counters of a table are added up over millions of clusters. Most are in a slot of their own.
// Many count the chances of those clusters that draw some values; if a table has several of one draw, the chances of
// each value have a slot, so that a cluster is added to one of them, and these counters are sums of slots. All metrics
// together take a quarter of the time that they would take one by one.
type tally struct {
	slots   int
	alone   []ownSlot
	ofKind  [batchKinds][]ownSlot // those of alone that can count for a kind of batch
	drawn   []drawnSlots
	joint   int        // how many values all of those draws have together, in slots that only addUp uses
	lost    int        // the first of the slots for what was not for sale, by plays.NoAdReasons; -1 for none
	sources [][]source // of each counter: the slots that it is computed from
}

// An ownSlot is where a counter is added up.
type ownSlot struct {
	counter counter
	slot    int
}

// A drawnSlots is where the chances of each value of a draw are added up.
type drawnSlots struct {
	draw  plays.Draw
	first int // the slot of value 0
}

// A source is a slot that is added to a counter, or subtracted.
type source struct {
	slot int
	sign int64
}

// draws are those that several counters are about.
var draws = []plays.Draw{plays.OutcomeDraw, plays.ConsentDraw, plays.TrafficDraw}

func newTally(all []counter) *tally {
	t := &tally{lost: -1, joint: 1}
	for _, d := range draws {
		if several(all, func(k counter) bool { return conditions[k] != nil && conditions[k].Draw == d }) {
			t.drawn = append(t.drawn, drawnSlots{d, t.slots})
			t.slots += d.Count()
			t.joint *= d.Count()
		}
	}
	if several(all, func(k counter) bool { return noAdReasons[k] != nil }) {
		t.lost = t.slots
		t.slots += len(plays.NoAdReasons)
	}
	for _, k := range all {
		t.sources = append(t.sources, t.sourcesOf(k, all))
	}
	for kind := range batchKinds {
		for _, s := range t.alone {
			if s.counter.mayCount(kind) {
				t.ofKind[kind] = append(t.ofKind[kind], s)
			}
		}
	}
	return t
}

// several reports whether more than one counter is of some kind.
func several(all []counter, is func(counter) bool) bool {
	n := 0
	for _, k := range all {
		if is(k) {
			n++
		}
	}
	return n > 1
}

// sourcesOf returns the slots that a counter is computed from. It adds one for a counter that needs its own.
func (t *tally) sourcesOf(k counter, all []counter) (from []source) {
	if k == chances && len(t.drawn) > 0 {
		d := &t.drawn[0]
		return d.of(every(d.draw))
	}
	if c := conditions[k]; c != nil {
		for i := range t.drawn {
			if d := &t.drawn[i]; d.draw == c.Draw {
				return d.of(c.Values)
			}
		}
	}
	if noAdReasons[k] != nil && t.lost >= 0 {
		return []source{{t.lost + int(*noAdReasons[k]), 1}}
	}
	if slices.Contains(all, impressions) && (k == poorlyViewable || k == notCompleted) && slices.Contains(all, k-1) {
		from = t.sourcesOf(impressions, all)
		for _, s := range t.sourcesOf(k-1, all) {
			from = append(from, source{s.slot, -s.sign})
		}
		return from
	}
	if k == sentBytes && slices.Contains(all, vodBytes) && slices.Contains(all, liveBytes) {
		return append(t.sourcesOf(vodBytes, all), t.sourcesOf(liveBytes, all)...)
	}
	i := slices.IndexFunc(t.alone, func(s ownSlot) bool { return s.counter == k })
	if i < 0 {
		i = len(t.alone)
		t.alone = append(t.alone, ownSlot{k, t.slots})
		t.slots++
	}
	return []source{{t.alone[i].slot, 1}}
}

// every returns all values of a draw.
func every(d plays.Draw) (values []uint8) {
	for v := range d.Count() {
		values = append(values, uint8(v))
	}
	return values
}

func (d *drawnSlots) of(values []uint8) (from []source) {
	for _, v := range values {
		from = append(from, source{d.first + int(v), 1})
	}
	return from
}

// add adds a batch to sums: slot s of cluster i is at places[i]+s.
func (t *tally) add(b *batch, places []uint64, sums []int64) {
	kind := b.kind()
	if kind.isPlays() {
		for _, d := range t.drawn {
			chances, sums := b.column(chances), sums[d.first:]
			for i, place := range places {
				sums[place+uint64(d.draw.Value(d.draw.Byte(&b.clusters[i])))] += chances[i]
			}
		}
		t.addLost(b, places, sums)
	}
	own := t.ofKind[kind]
	for ; len(own) >= 4; own = own[4:] {
		addFour(b, places, sums, own)
	}
	for _, s := range own {
		counts, sums := b.column(s.counter), sums[s.slot:]
		for i, place := range places {
			sums[place] += counts[i]
		}
	}
}

// addLost is add for what was not for sale. Without places, that of all clusters is 0.
func (t *tally) addLost(b *batch, places []uint64, sums []int64) {
	if t.lost < 0 {
		return
	}
	place := uint64(0)
	for i, n := range b.column(noAds) {
		if n == 0 {
			continue
		}
		if places != nil {
			place = places[i]
		}
		sums[place+uint64(t.lost)+uint64(b.clusters[i].NoAdReason(b.video.Video))] += n
	}
}

// addFour adds four counters in one loop, which takes two thirds of the time of four.
func addFour(b *batch, places []uint64, sums []int64, s []ownSlot) {
	first, second, third, fourth := s[0].slot, s[1].slot, s[2].slot, s[3].slot
	count1, count2 := b.column(s[0].counter)[:len(places)], b.column(s[1].counter)[:len(places)]
	count3, count4 := b.column(s[2].counter)[:len(places)], b.column(s[3].counter)[:len(places)]
	for i, place := range places {
		row := sums[place:]
		row[first] += count1[i]
		row[second] += count2[i]
		row[third] += count3[i]
		row[fourth] += count4[i]
	}
}

// addUp adds a batch to the slots of one row, and those of joint, which follow and are for spread.
func (t *tally) addUp(b *batch, slots []int64) {
	kind := b.kind()
	if kind.isPlays() {
		if len(t.drawn) > 0 {
			joint, chances := slots[t.slots:], b.column(chances)
			for i, value := range b.drawTogether(t.drawn) {
				joint[value] += chances[i]
			}
		}
		t.addLost(b, nil, slots)
	}
	for _, s := range t.ofKind[kind] {
		sum := int64(0)
		for _, count := range b.column(s.counter) {
			sum += count
		}
		slots[s.slot] += sum
	}
}

// spread adds what addUp added to the values of all draws together to the slots of each draw.
func (t *tally) spread(slots []int64) {
	if len(t.drawn) == 0 {
		return
	}
	for value, sum := range slots[t.slots:] {
		for i := len(t.drawn) - 1; i >= 0; i-- {
			d := &t.drawn[i]
			slots[d.first+value%d.draw.Count()] += sum
			value /= d.draw.Count()
		}
	}
}

// counters computes the counters of a row from its slots.
func (t *tally) counters(out []int64, slots []int64) {
	for i, from := range t.sources {
		out[i] = 0
		for _, s := range from {
			out[i] += s.sign * slots[s.slot]
		}
	}
}
