package world

import "math/bits"

// Figures and ids are hashes of the seed and their subject, in integers alone:
// floating point may differ in its last digit from one processor to another.

// Mix spreads the bits of x over all of its result (the finaliser of SplitMix64).
// No two x have the same.
func Mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// SeedOf hashes what a subject is called, below the seed of what it belongs to.
func SeedOf(parent uint64, name string) uint64 {
	h := parent ^ 0xcbf29ce484222325
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 0x100000001b3
	}
	return Mix(h)
}

// Below maps a hash to 0 … n-1, by its upper bits; n is above 0.
func Below(h uint64, n int) int {
	hi, _ := bits.Mul64(h, uint64(n))
	return int(hi)
}

// A pick draws an index by weight from one byte of a hash.
type pick [256]uint8

// newPick gives each of up to 256 weights its share of the bytes, in order. A
// weight that is not zero gets at least one byte, taken from the largest.
func newPick(weights []int) pick {
	total := 0
	for _, w := range weights {
		total += w
	}
	shares := make([]int, len(weights))
	used, largest := 0, 0
	for i, w := range weights {
		if w > 0 {
			shares[i] = max(1, 256*w/total)
		}
		used += shares[i]
		if shares[i] > shares[largest] {
			largest = i
		}
	}
	shares[largest] += 256 - used
	var p pick
	at := 0
	for i, n := range shares {
		for range n {
			p[at] = uint8(i)
			at++
		}
	}
	return p
}
