package listing

import (
	"cmp"
	"slices"
)

// SortBy orders by a number, the smallest first; equal ones stay as they were.
func SortBy[T any](all []T, key func(T) int64) {
	keys := make(map[int]int64, len(all))
	order := make([]int, len(all))
	for i, t := range all {
		keys[i], order[i] = key(t), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	sorted := make([]T, len(all))
	for i, from := range order {
		sorted[i] = all[from]
	}
	copy(all, sorted)
}
