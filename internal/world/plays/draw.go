package plays

import (
	"slices"

	"github.com/dailymock/dailymock/internal/world/hash"
)

// A Draw is a choice among a few values that one byte of a cluster decides.
type Draw struct {
	purpose uint64
	weights *hash.Weights
	count   int // of values
}

func newDraw(purpose uint64, weights *hash.Weights) Draw {
	return Draw{purpose, weights, int(slices.Max(weights[:])) + 1}
}

// Byte returns the byte of a cluster that decides.
func (d Draw) Byte(k *Cluster) uint8 { return k.attribute(d.purpose) }

// Value returns the index of the value that a byte stands for.
func (d Draw) Value(b uint8) uint8 { return d.weights[b] }

// Count returns how many values the draw chooses among.
func (d Draw) Count() int { return d.count }

// attribute is a byte of the cluster for one purpose.
func (k *Cluster) attribute(purpose uint64) uint8 { return uint8(hash.Sum64(k.hash + purpose)) }
