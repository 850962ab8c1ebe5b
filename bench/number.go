package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// milliseconds writes a duration for the document.
func milliseconds(d time.Duration) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", d.Seconds()*1000), ".0") + " ms"
}
