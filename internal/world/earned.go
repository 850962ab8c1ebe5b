package world

import (
	_ "embed"
	"encoding/binary"
	"sync"
	"time"

	"github.com/dailymock/dailymock/internal/packed"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// A large channel of the default world has half a billion groups of plays in its past, and adding up what they earned
// takes seconds. earned.bin.gz has the sums of the default world at the first day of each month, so that the first look
// visits a month at most. A channel that another seed or world file changes has a different fingerprint, and is
// summed up from the start. TestKnownEarnings computes the file anew.

//go:embed earned.bin.gz
var earnedFile []byte

var knownEarnings = sync.OnceValue(func() []byte { return packed.Read(earnedFile) })

// knownMonths is for how many months the sums are known, from the start of catalogue.FirstYear.
const knownMonths = 12 * (2031 - catalogue.FirstYear)

// month returns the first day of a month.
func month(n int) Day {
	return DayOf(time.Date(catalogue.FirstYear, time.Month(1+n), 1, 0, 0, 0, 0, time.UTC))
}

// earnedUntil returns what the videos of a channel earned until the last known month before a day. For an unknown
// channel that is nothing, and the first of all days.
func earnedUntil(c *Channel, day Day) *earnedBy {
	e := &earnedBy{sum: plays.NewLedger(c)}
	mark := c.Fingerprint()
	for rest := knownEarnings(); len(rest) > 0; {
		size := binary.LittleEndian.Uint32(rest[8:])
		sums, of := rest[12:size], binary.LittleEndian.Uint64(rest)
		rest = rest[size:]
		if of != mark {
			continue
		}
		for n := 1; n < knownMonths && month(n) <= day; n++ {
			sums = e.sum.Decode(sums)
			e.before = month(n)
		}
		e.videos = c.Videos(e.before)
	}
	return e
}
