// Command measure prints the sizes that the project keeps within limits, and
// fails if one is exceeded:
//
//	go -C tools run ./measure ..                  # check
//	go -C tools run ./measure -report tokens ..   # check, and only print the number of tokens
//	go -C tools run ./measure -all ..             # print every folder, type and cycle within the limits too
//	go -C tools run ./measure -edges graph ..     # print the references within the largest cycle of ./graph
//
// It reads the module at the given folder without its test files, and without
// modules below it. Only the first measure counts generated files.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The limits.
const (
	maxFiles     = 20     // non-test Go files in a folder
	maxRootFiles = 6      // the same in the module's root
	maxRootTests = 8      // test files there
	maxMethods   = 40     // methods of one type, except Server
	maxCycle     = 6      // files of one package that refer to each other in a circle
	baseTokens   = 275584 // commit e89b8d0
	maxTokens    = baseTokens * 95 / 100
)

// A measure is one number with its limit.
type measure struct {
	kind  string // such as "files"
	where string
	got   int
	limit int
	note  string
}

func (m measure) exceeded() bool { return m.got > m.limit }

func main() {
	report := flag.String("report", "", "`kinds` of measures, separated by commas, whose limits are only reported")
	all := flag.Bool("all", false, "print the measures within the limits too")
	edges := flag.String("edges", "", "print the references within the largest cycle of a `folder`, and nothing else")
	flag.Parse()
	root := "."
	if flag.NArg() > 0 {
		root = flag.Arg(0)
	}
	m, err := loadModule(root)
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(2)
	}
	if *edges != "" {
		m.references(filepath.Clean(*edges)).printLargestCycle(os.Stdout)
		return
	}
	measures := m.measures()
	printMeasures(os.Stdout, measures, *all)
	if fails(measures, strings.Split(*report, ",")) {
		os.Exit(1)
	}
}

// fails reports whether a limit is exceeded, except those of the kinds that are only reported.
func fails(measures []measure, reported []string) bool {
	return slices.ContainsFunc(measures, func(m measure) bool {
		return m.exceeded() && !slices.Contains(reported, m.kind)
	})
}

// measures takes every measure.
func (m *module) measures() []measure {
	all := append(m.fileCounts(), m.methodCounts()...)
	all = append(all, m.cycles()...)
	return append(all, m.tokenCount())
}

// printMeasures prints the measures that exceed their limit, or all, then a
// line for each kind.
func printMeasures(w io.Writer, measures []measure, all bool) {
	var kinds []string
	worst, over := map[string]measure{}, map[string]int{}
	for _, m := range measures {
		old, seen := worst[m.kind]
		if !seen {
			kinds = append(kinds, m.kind)
		}
		if !seen || m.got-m.limit > old.got-old.limit {
			worst[m.kind] = m
		}
		word := "ok  "
		if m.exceeded() {
			word = "OVER"
			over[m.kind]++
		}
		if all || m.exceeded() {
			fmt.Fprintf(w, "%s %-7s %6d of %d  %s %s\n", word, m.kind, m.got, m.limit, m.where, m.note)
		}
	}
	for _, kind := range kinds {
		m := worst[kind]
		fmt.Fprintf(w, "%-7s over the limit in %d places; largest: %s, %d of %d %s\n",
			kind, over[kind], m.where, m.got, m.limit, m.note)
	}
}
