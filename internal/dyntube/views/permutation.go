package views

import "math/bits"

// A permutation is a permutation of the numbers below n, another one for each seed, that can be computed in both
// directions without a table.
type permutation struct {
	n    uint64
	mask uint64 // all bits of the least power of two that is not below n
	half int    // half of those bits, rounded up
	seed uint64
}

func newPermutation(n, seed uint64) permutation {
	size := bits.Len64(n - 1)
	return permutation{n: n, mask: 1<<size - 1, half: (size + 1) / 2, seed: seed}
}

const (
	rounds = 4
	odd    = 0x9e3779b97f4a7c15
)

// undo is the inverse of odd: their product is 1 in 64 bits and so in fewer.
var undo = inverse(odd)

func inverse(a uint64) uint64 {
	x := a // right in three bits; each step doubles them
	for range 5 {
		x *= 2 - a*x
	}
	return x
}

// at returns the number at index x, below n. A number that the rounds map beyond n goes through them again, and ends
// below n, since they permute.
func (s permutation) at(x uint64) uint64 {
	for {
		for r := range rounds {
			x = (x + s.key(r)) * odd & s.mask
			x ^= x >> s.half
		}
		if x < s.n {
			return x
		}
	}
}

// find returns the index of x.
func (s permutation) find(x uint64) uint64 {
	for {
		for r := range rounds {
			x ^= x >> s.half
			x = (x*undo - s.key(rounds-1-r)) & s.mask
		}
		if x < s.n {
			return x
		}
	}
}

func (s permutation) key(round int) uint64 { return bits.RotateLeft64(s.seed, 16*round) }
