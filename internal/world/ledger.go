package world

import "github.com/dailymock/dailymock/internal/world/hash"

// A ledger is what plays of one channel's videos brought, in millionths of a
// dollar, and to whom.
type ledger struct {
	cells []int64     // 0: the owner's or, where the videos are claimed, the claimer's; 1+i: the publisher's of site i
	slots [256]uint16 // the cell of a cluster, by the byte that its site is drawn from, if the publisher earns
}

func newLedger(c *Channel) ledger {
	l := ledger{cells: make([]int64, 1+len(c.sites))}
	for i, site := range c.siteWeights {
		if c.Claimer == nil && c.rooms[site].published {
			l.slots[i] = 1 + uint16(site)
		}
	}
	return l
}

// of is what a channel earned by a monetisation from an owner's videos.
func (l *ledger) of(owner, c *Channel, by uint8) int64 {
	sum := int64(0)
	switch {
	case by == ByWebsite:
		for i, site := range owner.sites {
			if site.Publisher == c {
				sum += l.cells[1+i]
			}
		}
	case by == ByClaim == (owner.Claimer != nil):
		sum = l.cells[0]
	}
	return sum
}

// add enters what a video brought from one hour until before another, sign times.
func (l *ledger) add(v *Video, from, before Hour, sign int64) {
	for d, total := range v.watched(dayOf(from), dayOf(before+23)) {
		if v.whole(d, from, before) {
			l.addDay(v, d, total, sign)
			continue
		}
		for _, k := range v.Clusters(nil, d, before) {
			if Hour(d)*24+Hour(k.Hour) >= from {
				l.cells[l.cell(k.hash)] += sign * v.MicroUSD(&k)
			}
		}
	}
}

// addDay enters a whole day: what adding up its Clusters gives, without making
// them, and without a branch that a processor could not foresee. There are
// hundreds of millions in the past of a large channel.
func (l *ledger) addDay(v *Video, d Day, total, sign int64) {
	more := v.midrolls() - 1 // none for a video that is so short that it has other slots
	cells := l.cells
	for h, plays := range v.deal(d, total) {
		if more > 0 {
			plays += plays * more & inMiddle[uint8(hash.Sum64(h+2))]
		}
		cells[l.cell(h)] += sign * (plays * price(h)) & shown[uint8(hash.Sum64(h+1))]
	}
}

// cell is that of a cluster: bill in other words.
func (l *ledger) cell(h uint64) uint16 {
	return l.slots[h>>24&0xff] & (uint16(h>>52&1) - 1) // half of the plays on a publisher's site are the owner's
}

// What a byte of a hash says, as a mask: all bits where it is so, none where not.
var (
	shown    = maskOf(&outcomeWeights, Impression)
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
