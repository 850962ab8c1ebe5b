package main

import (
	"cmp"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// surfaces are the packages with a BenchmarkCostliest, which sends requests of up to 64 KB that try to cost much.
var surfaces = []struct{ name, folder, only string }{
	{"REST, default world", "./internal/rest", "BenchmarkCostliest/default/"},
	{"GraphQL", "./graph", "BenchmarkCostliest/"},
	{"pictures", "./internal/asset", "BenchmarkCostliest"},
	{"OAuth", "./internal/testing/server", "BenchmarkCostliest/oauth/"},
	{"DynTube", "./internal/testing/server", "BenchmarkCostliest/dyntube/"},
	{"control API", "./internal/testing/server", "BenchmarkCostliest/control/"},
}

// A costly request and the CPU time that it takes.
type costly struct {
	name string
	took time.Duration
}

// addCostliest writes the three costliest requests of each surface.
func addCostliest(doc *strings.Builder, _ *bench, _ string) error {
	doc.WriteString("\n## Costliest requests\n\nThe CPU time of a request of up to 64 KB to a server that has just " +
		"started, the costliest of many that try to cost\nmuch; less than 100 ms, 20 ms are aimed at.\n\n" +
		"| surface | request | CPU time |\n|---|---|---|\n")
	for _, s := range surfaces {
		out, err := exec.Command("go", "test", "-run", "^$", "-bench", "^BenchmarkCostliest$", "-benchtime", "1x",
			"-cpu", "1", s.folder).Output()
		if err != nil {
			return fmt.Errorf("%s: %w: %s", s.folder, err, out)
		}
		all := costlyRequests(string(out), s.only)
		for _, c := range all[:min(3, len(all))] {
			fmt.Fprintf(doc, "| %s | %s | %s |\n", s.name, c.name, milliseconds(c.took))
		}
	}
	return nil
}

// costlyRequests reads the output of a benchmark, the costliest first.
func costlyRequests(out, only string) (all []costly) {
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		if !strings.HasPrefix(line, only) || len(fields) < 4 {
			continue
		}
		c := costly{name: cmp.Or(strings.ReplaceAll(strings.TrimPrefix(fields[0], only), "_", " "), "the largest")}
		for i := 2; i+1 < len(fields); i += 2 {
			number, _ := strconv.ParseFloat(fields[i], 64)
			switch fields[i+1] {
			case "ns/op":
				c.took = time.Duration(number)
			case "cpu-ms", "first-ms": // come after ns/op, if that is there
				c.took = time.Duration(number * float64(time.Millisecond))
			}
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b costly) int { return cmp.Compare(b.took, a.took) })
	return all
}
