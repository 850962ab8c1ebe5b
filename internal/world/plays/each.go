package plays

import (
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// Most counters of ads are the chances of the clusters that draw some values. A report counts millions of clusters, so
// they are computed for many at once: without a call for each, and without a branch that a processor could not foresee.

// A Condition is that a cluster draws one of some values.
type Condition struct {
	Draw   Draw
	Values []uint8
	masks  [256]int64 // by the byte that is drawn: all bits if it is one of the values, else none
}

// The draws of what a visitor agreed to, and of whether the traffic is valid.
var (
	ConsentDraw = newDraw(7, &consentWeights)
	TrafficDraw = newDraw(8, &trafficWeights)
)

// OutcomeIn is the condition that the outcome is one of some.
func OutcomeIn(outcomes ...uint8) *Condition { return newCondition(OutcomeDraw, outcomes) }

// ConsentIn is the condition that the consent is one of some.
func ConsentIn(consents ...uint8) *Condition { return newCondition(ConsentDraw, consents) }

// TrafficIn is the condition that the traffic is valid or invalid.
func TrafficIn(traffic ...uint8) *Condition { return newCondition(TrafficDraw, traffic) }

func newCondition(d Draw, values []uint8) *Condition {
	c := &Condition{Draw: d, Values: values}
	for _, what := range values {
		for i, mask := range maskOf(d.weights, what) {
			c.masks[i] |= mask
		}
	}
	return c
}

// ChancesIf returns the chances if a condition is true, else 0.
func (k *Cluster) ChancesIf(v *catalogue.Video, c *Condition) int64 {
	return k.Chances(v) & c.masks[k.attribute(c.Draw.purpose)]
}

// The functions below write one number for each cluster of a video to out. Those that need the chances
// of the clusters, their impressions, or their chances that were not for sale get these from the caller, who can count
// several things by them.

// EachChances writes ChancesIf, or Chances for no condition.
func EachChances(out []int64, clusters []Cluster, v *catalogue.Video, c *Condition) {
	more := midrolls(v) - 1
	for i := range clusters {
		k := &clusters[i]
		chances := int64(k.Plays)
		if more > 0 { // a shorter video has no more than one
			chances += chances * more & inMiddle[uint8(hash.Sum64(k.hash+2))]
		}
		if c != nil {
			chances &= c.masks[uint8(hash.Sum64(k.hash+c.Draw.purpose))]
		}
		out[i] = chances
	}
}

// EachIf writes ChancesIf from the chances.
func EachIf(out []int64, clusters []Cluster, chances []int64, c *Condition) {
	for i := range clusters {
		out[i] = chances[i] & c.masks[uint8(hash.Sum64(clusters[i].hash+c.Draw.purpose))]
	}
}

// EachDrawn makes room in each number of out for the value of a draw: it multiplies the number by how many values there
// are, and adds that of the cluster.
func EachDrawn(out []uint8, clusters []Cluster, d Draw) {
	count := uint8(d.count)
	for i := range clusters {
		out[i] = out[i]*count + d.weights[uint8(hash.Sum64(clusters[i].hash+d.purpose))]
	}
}

// EachFirst writes the impressions before the video.
func EachFirst(out []int64, clusters []Cluster, v *catalogue.Video, impressions []int64) {
	masks := &beforeLong
	if v.Duration < ShortVideo {
		masks = &beforeShort
	}
	for i := range clusters {
		out[i] = impressions[i] & masks[uint8(hash.Sum64(clusters[i].hash+2))]
	}
}

// What a byte says of a position, as a mask.
var (
	beforeShort = maskOf(&shortSlots, PreRoll)
	beforeLong  = maskOf(&longSlots, PreRoll)
)

// EachMicroUSD writes MicroUSD.
func EachMicroUSD(out []int64, clusters []Cluster, impressions []int64) {
	for i := range clusters {
		out[i] = impressions[i] * price(clusters[i].hash)
	}
}

// EachHighlyViewable writes HighlyViewable.
func EachHighlyViewable(out []int64, clusters []Cluster, impressions []int64) {
	for i := range clusters {
		out[i] = highlyViewable(impressions[i], &clusters[i])
	}
}

// EachCompleted writes Completed.
func EachCompleted(out []int64, clusters []Cluster, impressions []int64) {
	for i := range clusters {
		out[i] = completed(impressions[i], &clusters[i])
	}
}

// EachLost writes the chances that were not for sale for a reason.
func EachLost(out []int64, clusters []Cluster, v *catalogue.Video, notForSale []int64, reason uint8) {
	for i := range clusters {
		lost := notForSale[i]
		if lost != 0 && clusters[i].NoAdReason(v) != reason {
			lost = 0
		}
		out[i] = lost
	}
}
