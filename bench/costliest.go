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

// surfaces are the packages with a BenchmarkCostliest, which sends requests of up to 64 KB that try to cost much, and
// the unit of the figure that is shown.
var surfaces = []struct{ name, folder, only, unit string }{
	{"REST, default world", "./internal/rest", "BenchmarkCostliest/default/", "first-ms"},
	{"REST, 100,000 videos, again", "./internal/rest", "BenchmarkCostliest/large/", "next-ms"},
	{"GraphQL", "./graph", "BenchmarkCostliest/", "cpu-ms"},
	{"pictures", "./internal/asset", "BenchmarkCostliest", "ns/op"},
	{"OAuth", "./internal/testing/server", "BenchmarkCostliest/oauth/", "cpu-ms"},
	{"DynTube", "./internal/testing/server", "BenchmarkCostliest/dyntube/", "cpu-ms"},
	{"control API", "./internal/testing/server", "BenchmarkCostliest/control/", "cpu-ms"},
}

// A costly request and the CPU time that it takes.
type costly struct {
	name string
	took time.Duration
}

// addCostliest writes the three costliest requests of each surface.
func addCostliest(doc *strings.Builder, _ *bench, _ string) error {
	doc.WriteString("\n## Costliest requests\n\nThe CPU time of a request of up to 64 KB to a server that has just " +
		"started, the costliest of many that try to cost\nmuch; less than 100 ms, 20 ms are aimed at. In a world of " +
		"100,000 videos it is that of the same request a minute later:\nthe first one sums up what is kept.\n\n" +
		"| surface | request | CPU time |\n|---|---|---|\n")
	outputs := map[string]string{}
	for _, s := range surfaces {
		if outputs[s.folder] == "" {
			out, err := exec.Command("go", "test", "-run", "^$", "-bench", "^BenchmarkCostliest$", "-benchtime", "1x",
				"-cpu", "1", s.folder).Output()
			if err != nil {
				return fmt.Errorf("%s: %w: %s", s.folder, err, out)
			}
			outputs[s.folder] = string(out)
		}
		all := costlyRequests(outputs[s.folder], s.only, s.unit)
		for _, c := range all[:min(3, len(all))] {
			fmt.Fprintf(doc, "| %s | %s | %s |\n", s.name, c.name, milliseconds(c.took))
		}
	}
	return nil
}

// costlyRequests reads the output of a benchmark, the costliest first.
func costlyRequests(out, only, unit string) (all []costly) {
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		if !strings.HasPrefix(line, only) || len(fields) < 4 {
			continue
		}
		c := costly{name: cmp.Or(strings.ReplaceAll(strings.TrimPrefix(fields[0], only), "_", " "), "the largest")}
		for i := 2; i+1 < len(fields); i += 2 {
			if fields[i+1] != unit {
				continue
			}
			number, _ := strconv.ParseFloat(fields[i], 64)
			if c.took = time.Duration(number); unit != "ns/op" {
				c.took = time.Duration(number * float64(time.Millisecond))
			}
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b costly) int { return cmp.Compare(b.took, a.took) })
	return all
}
