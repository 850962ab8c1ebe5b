package plays

import (
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// Most counters of ads are the chances of the clusters that draw some values. A report counts millions of clusters, so
// they are computed for many at once: without a call for each, and without a branch that a processor could not foresee.

// A Condition is that a cluster draws one of some values. Nil is true of all clusters.
type Condition struct {
	purpose uint64
	masks   [256]int64 // by the byte that is drawn: all bits if it is one of the values, else none
}

// OutcomeIn is the condition that the outcome is one of some.
func OutcomeIn(outcomes ...uint8) *Condition { return newCondition(1, &outcomeWeights, outcomes) }

// ConsentIn is the condition that the consent is one of some.
func ConsentIn(consents ...uint8) *Condition { return newCondition(7, &consentWeights, consents) }

// TrafficIn is the condition that the traffic is valid or invalid.
func TrafficIn(traffic ...uint8) *Condition { return newCondition(8, &trafficWeights, traffic) }

func newCondition(purpose uint64, drawn *hash.Weights, values []uint8) *Condition {
	c := &Condition{purpose: purpose}
	for _, what := range values {
		for i, mask := range maskOf(drawn, what) {
			c.masks[i] |= mask
		}
	}
	return c
}

// ChancesIf returns the chances if a condition is true, else 0.
func (k *Cluster) ChancesIf(v *catalogue.Video, c *Condition) int64 {
	return k.Chances(v) & c.masks[k.attribute(c.purpose)]
}

// EachChances writes ChancesIf of each cluster of a video to out, n places apart.
func EachChances(out []int64, n int, clusters []Cluster, v *catalogue.Video, c *Condition) {
	more := midrolls(v) - 1
	for i := range clusters {
		k := &clusters[i]
		chances := int64(k.Plays)
		if more > 0 { // a shorter video has no more than one
			chances += chances * more & inMiddle[uint8(hash.Sum64(k.hash+2))]
		}
		if c != nil {
			chances &= c.masks[uint8(hash.Sum64(k.hash+c.purpose))]
		}
		out[i*n] = chances
	}
}

var (
	impressions = OutcomeIn(Impression)
	notForSale  = OutcomeIn(NoAd)
)

// EachMicroUSD writes MicroUSD of each cluster of a video to out, n places apart.
func EachMicroUSD(out []int64, n int, clusters []Cluster, v *catalogue.Video) {
	EachChances(out, n, clusters, v, impressions)
	for i := range clusters {
		out[i*n] *= price(clusters[i].hash)
	}
}

// EachHighlyViewable writes HighlyViewable of each cluster of a video to out, n places apart.
func EachHighlyViewable(out []int64, n int, clusters []Cluster, v *catalogue.Video) {
	EachChances(out, n, clusters, v, impressions)
	for i := range clusters {
		out[i*n] = highlyViewable(out[i*n], &clusters[i])
	}
}

// EachPoorlyViewable writes the impressions of each cluster of a video that were not HighlyViewable to out, n places
// apart.
func EachPoorlyViewable(out []int64, n int, clusters []Cluster, v *catalogue.Video) {
	EachChances(out, n, clusters, v, impressions)
	for i := range clusters {
		out[i*n] -= highlyViewable(out[i*n], &clusters[i])
	}
}

// EachCompleted writes Completed of each cluster of a video to out, n places apart.
func EachCompleted(out []int64, n int, clusters []Cluster, v *catalogue.Video) {
	EachChances(out, n, clusters, v, impressions)
	for i := range clusters {
		out[i*n] = completed(out[i*n], &clusters[i])
	}
}

// EachNotCompleted writes the impressions of each cluster of a video that were not Completed to out, n places apart.
func EachNotCompleted(out []int64, n int, clusters []Cluster, v *catalogue.Video) {
	EachChances(out, n, clusters, v, impressions)
	for i := range clusters {
		out[i*n] -= completed(out[i*n], &clusters[i])
	}
}

// EachLost writes the chances of each cluster of a video that were not for sale for a reason to out, n places apart.
func EachLost(out []int64, n int, clusters []Cluster, v *catalogue.Video, reason uint8) {
	EachChances(out, n, clusters, v, notForSale)
	for i := range clusters {
		if out[i*n] != 0 && clusters[i].NoAdReason(v) != reason {
			out[i*n] = 0
		}
	}
}
