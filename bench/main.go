// Command bench measures a mock in a process of its own beside a bare net/http server in another one, and writes
// docs/performance.md. bench/run builds and starts it.
//
// A ratio is the CPU time that the bare server needs for the same response, divided by that of the mock. It hardly
// depends on how fast or how busy the machine is, since both take turns.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"
)

const (
	ratiosFile   = "bench/ratios.json"
	documentFile = "docs/performance.md"
	// tolerance is how much lower than in ratiosFile a ratio may be.
	tolerance = 0.25
	// attempts is how often a check measures a ratio that is too low, before it fails.
	attempts = 6
	// maxLogShare is how much of the CPU time of a status poll the log of requests may need.
	maxLogShare = 0.1
)

func main() {
	reference := flag.Bool("reference", false, "be the bare server")
	polls := flag.String("polls", "", "poll the report with this token, beside downloads")
	check := flag.Bool("check", false, "compare ratios with "+ratiosFile+" and write nothing")
	only := flag.String("only", "",
		"measure and print one section: ranges, downloads, reports, first, costliest or process")
	mockserver := flag.String("mockserver", "", "the binary to measure")
	flag.Parse()
	var err error
	switch {
	case *reference:
		err = serveReference()
	case *polls != "":
		err = pollForAWhile(*polls)
	case *only != "":
		err = printSection(*mockserver, *only)
	case *check:
		err = checkRatios(*mockserver)
	default:
		err = writeDocument(*mockserver)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// ratios measures each request several times, for a time, and returns the median of its ratios.
func ratios(b *bench, turns int, each time.Duration, only func(name string) bool) (map[string]float64, error) {
	all := map[string]float64{}
	for _, r := range b.requests {
		if !only(r.name) {
			continue
		}
		var found []float64
		for range turns {
			ratio, err := b.ratio(r, each)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", r.name, err)
			}
			found = append(found, ratio)
		}
		all[r.name] = median(found)
		fmt.Printf("%-28s %.2f\n", r.name, all[r.name])
	}
	return all, nil
}

// checkRatios returns an error if a ratio is lower than it was when the document was written. A busy machine can spoil
// one measurement, so it looks again before that.
func checkRatios(mockserver string) error {
	text, err := os.ReadFile(ratiosFile)
	if err != nil {
		return err
	}
	want := map[string]float64{}
	if err := json.Unmarshal(text, &want); err != nil {
		return fmt.Errorf("%s: %w", ratiosFile, err)
	}
	b, err := start(mockserver)
	if err != nil {
		return err
	}
	defer b.stop()
	low := func(string) bool { return true }
	if err := checkLog(b, mockserver); err != nil {
		return err
	}
	for range attempts {
		got, err := ratios(b, 3, 500*time.Millisecond, low)
		if err != nil {
			return err
		}
		low = func(name string) bool { return got[name] > 0 && got[name] < want[name]*(1-tolerance) }
		if !slices.ContainsFunc(b.requests, func(r request) bool { return low(r.name) }) {
			return nil
		}
	}
	return fmt.Errorf("a ratio is more than %.0f %% lower than in %s, %d times in a row",
		tolerance*100, ratiosFile, attempts)
}

// checkLog returns an error if the log of requests costs too much of a status poll.
func checkLog(b *bench, mockserver string) error {
	var share float64
	for range attempts {
		var err error
		if share, err = b.logShare(mockserver, 3, 500*time.Millisecond); err != nil {
			return err
		}
		fmt.Printf("%-28s %.0f %%\n", "log of requests", 100*share)
		if share < maxLogShare {
			return nil
		}
	}
	return fmt.Errorf("the log of requests needs %.0f %% of a status poll, want less than %.0f %%",
		100*share, 100*maxLogShare)
}
