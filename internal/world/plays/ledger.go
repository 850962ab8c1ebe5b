package plays

import (
	"encoding/binary"
	"slices"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// A Ledger has what the plays of one channel's videos earned, in millionths of a dollar, and for whom.
type Ledger struct {
	cells []int64     // 0: the owner's or, where the videos are claimed, the claimer's; 1+i: the publisher's of site i
	slots [256]uint16 // the cell of a cluster, by the byte that its site is drawn from, if the publisher earns
}

// NewLedger returns an empty ledger of a channel's videos.
func NewLedger(c *catalogue.Channel) Ledger {
	l := Ledger{cells: make([]int64, 1+len(c.Sites()))}
	for i, site := range c.SiteWeights {
		if c.Claimer == nil && c.Rooms[site].Published {
			l.slots[i] = 1 + uint16(site)
		}
	}
	return l
}

// Of returns what a channel earned by a monetisation from an owner's videos.
func (l *Ledger) Of(owner, c *catalogue.Channel, by uint8) int64 {
	sum := int64(0)
	switch {
	case by == ByWebsite:
		for i, site := range owner.Sites() {
			if site.Publisher == c {
				sum += l.cells[1+i]
			}
		}
	case by == ByClaim == (owner.Claimer != nil):
		sum = l.cells[0]
	}
	return sum
}

// Add enters what a video brought from one hour until before another, sign times.
func (l *Ledger) Add(v *catalogue.Video, from, before catalogue.Hour, sign int64) {
	for d, total := range watchedDays(v, FirstDayOf(from), FirstDayOf(before+23)) {
		if whole(v, d, from, before) {
			l.addDay(v, d, total, sign)
			continue
		}
		for _, k := range Clusters(nil, v, d, before) {
			if catalogue.Hour(d)*24+catalogue.Hour(k.Hour) >= from {
				l.cells[l.cell(k.hash)] += sign * k.MicroUSD(v)
			}
		}
	}
}

// addDay enters a whole day: what adding up its Clusters gives, without making
// them, and without a branch that a processor could not foresee. There are
// hundreds of millions in the past of a large channel.
func (l *Ledger) addDay(v *catalogue.Video, d catalogue.Day, total, sign int64) {
	slots := midrolls(v) - 1 // none for a video that is so short that it has other slots
	cells := l.cells
	deal := newDeal(v, d, total)
	moved := int64(0)
	for i := range deal.clusters { // what pair returns, without its call
		h := hash.Sum64(deal.base + uint64(i))
		plays := deal.share + more(i, deal.extra)
		switch {
		case i%2 == 1:
			plays -= moved
		case deal.share > 1 && i+1 < deal.clusters:
			moved = int64(hash.Bounded(h<<24, int(deal.share)))
			plays += moved
		}
		if slots > 0 {
			plays += plays * slots & inMiddle[uint8(hash.Sum64(h+2))]
		}
		cells[l.cell(h)] += sign * (plays * price(h)) & ofOutcome[Impression][uint8(hash.Sum64(h+1))]
	}
}

// Clone returns a copy that is not changed by Add.
func (l *Ledger) Clone() Ledger {
	return Ledger{slices.Clone(l.cells), l.slots}
}

// Encode appends how much more is in the ledger than in an earlier one of the same channel.
func (l *Ledger) Encode(b []byte, earlier *Ledger) []byte {
	for i, sum := range l.cells {
		b = binary.AppendUvarint(b, uint64(sum-earlier.cells[i]))
	}
	return b
}

// Decode adds what Encode wrote, and returns what follows it.
func (l *Ledger) Decode(b []byte) (rest []byte) {
	for i := range l.cells {
		more, n := binary.Uvarint(b)
		l.cells[i] += int64(more)
		b = b[n:]
	}
	return b
}

// cell is that of a cluster: bill in other words.
func (l *Ledger) cell(h uint64) uint16 {
	return l.slots[h>>24&0xff] & (uint16(h>>52&1) - 1) // half of the plays on a publisher's site are the owner's
}

// What a byte of a hash says, as a mask: all bits where it is so, none where not.
var (
	ofOutcome = [...][256]int64{
		AdError:    maskOf(&outcomeWeights, AdError),
		Impression: maskOf(&outcomeWeights, Impression),
		NoAd:       maskOf(&outcomeWeights, NoAd),
		NoFill:     maskOf(&outcomeWeights, NoFill),
		Timeout:    maskOf(&outcomeWeights, Timeout),
	}
	inMiddle = maskOf(&longSlots, MidRoll)
)

func maskOf(p *hash.Weights, what uint8) (masks [256]int64) {
	for i, drawn := range p {
		if drawn == what {
			masks[i] = -1
		}
	}
	return masks
}
