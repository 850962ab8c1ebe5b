// Package hash computes what the world is made of: hashes of the seed and a subject, in integers alone, since
// floating point may differ in its last digit from one processor to another.
//
//	h := hash.SumString(seed, "channel harbour-news")
//	country := countries[hash.Bounded(h, len(countries))]
package hash

import "math/bits"

// Sum64 spreads the bits of x over all of its result (the finaliser of SplitMix64). No two x have the same.
func Sum64(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// SumString hashes the name of a subject and the seed of what the subject belongs to.
func SumString(parent uint64, name string) uint64 {
	h := parent ^ 0xcbf29ce484222325
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 0x100000001b3
	}
	return Sum64(h)
}

// Bounded maps a hash to 0 … n-1, by its upper bits; n is above 0.
func Bounded(h uint64, n int) int {
	hi, _ := bits.Mul64(h, uint64(n))
	return int(hi)
}

// Base36 writes the low part of a hash as n characters.
func Base36(h uint64, n int) string {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
	b := make([]byte, n)
	for i := range b {
		b[n-1-i] = digits[h%36]
		h /= 36
	}
	return string(b)
}

// Weights choose an index by weight from one byte of a hash.
type Weights [256]uint8

// NewWeights gives each of up to 256 weights its share of the bytes, in order. A weight above zero gets at least one
// byte, taken from the largest.
func NewWeights(weights []int) Weights {
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
	var all Weights
	at := 0
	for i, n := range shares {
		for range n {
			all[at] = uint8(i)
			at++
		}
	}
	return all
}
