// Command tally reads what go test -json prints, shows what failed, and writes
// how many tests passed, failed and were skipped:
//
//	go test -json ./... | tally -o counts   # counts holds "120 0 2"
//
// A subtest counts as a test. A package that fails with no failing test, such
// as one that does not build, counts as one failure.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// An event is one line of go test -json (go doc test2json).
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

// counts are what became of the tests seen so far.
type counts struct {
	passed, failed, skipped int

	output  map[string][]string // of tests under way, by package and test
	failing map[string]bool     // packages with a failing test
}

func main() {
	file := flag.String("o", "", "file for the counts")
	flag.Parse()
	c, err := tally(os.Stdin, os.Stdout)
	if err == nil && *file != "" {
		err = os.WriteFile(*file, fmt.Appendf(nil, "%d %d %d\n", c.passed, c.failed, c.skipped), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(2)
	}
	if c.failed > 0 {
		os.Exit(1)
	}
}

func tally(r io.Reader, w io.Writer) (*counts, error) {
	c := &counts{output: map[string][]string{}, failing: map[string]bool{}}
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) != nil {
				w.Write(line) // what go itself says stands between the events
			} else {
				c.take(e, w)
			}
		}
		if err == io.EOF {
			return c, nil
		}
		if err != nil {
			return c, err
		}
	}
}

func (c *counts) take(e event, w io.Writer) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		c.output[key] = append(c.output[key], e.Output)
		return
	case "build-output":
		fmt.Fprint(w, e.Output)
		return
	case "pass", "fail", "skip":
	default:
		return
	}
	if e.Test == "" {
		c.pack(e, w)
	} else {
		c.test(e, w)
	}
	delete(c.output, key)
}

func (c *counts) test(e event, w io.Writer) {
	said := strings.Join(c.output[e.Package+" "+e.Test], "")
	switch e.Action {
	case "pass":
		c.passed++
	case "skip":
		c.skipped++
		fmt.Fprint(w, said)
	case "fail":
		c.failed++
		c.failing[e.Package] = true
		fmt.Fprint(w, said)
	}
}

func (c *counts) pack(e event, w io.Writer) {
	if e.Action == "fail" {
		if !c.failing[e.Package] {
			c.failed++
		}
		fmt.Fprint(w, strings.Join(c.output[e.Package+" "], ""))
	}
	fmt.Fprintf(w, "%-4s %s %.1fs\n", e.Action, e.Package, e.Elapsed)
}
