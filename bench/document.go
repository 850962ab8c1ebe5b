package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"time"
)

// bare starts this program as the bare server.
func bare() (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return run(false, self, "-reference")
}

// writeDocument measures everything, and writes documentFile and ratiosFile.
func writeDocument(mockserver string) error {
	var doc strings.Builder
	fmt.Fprintf(&doc, "%s\n%s\n", introduction, machine())
	b, err := start(mockserver)
	if err != nil {
		return err
	}
	defer b.stop()
	all, err := ratios(b, 5, time.Second, func(string) bool { return true })
	if err != nil {
		return err
	}
	doc.WriteString("\n## Requests\n\n| request | ratio | aim |\n|---|---|---|\n")
	for i, r := range b.requests[:3] {
		fmt.Fprintf(&doc, "| %s | %.2f | %s |\n", r.name, all[r.name], []string{"0.22", "0.50", "0.55"}[i])
	}
	share, err := b.logShare(mockserver, 5, time.Second)
	if err != nil {
		return err
	}
	fmt.Fprintf(&doc, "\nOf a status poll, %.0f %% goes to the log of requests, which `--quiet` turns off.\n", 100*share)
	doc.WriteString("\n## Downloads\n\n400 MB in a second are aimed at.\n\n" +
		"| file | MB in a second of CPU time | ratio |\n|---|---|---|\n")
	for _, r := range b.requests[3:] {
		rate, err := b.throughput(r)
		if err != nil {
			return err
		}
		fmt.Fprintf(&doc, "| %s | %.0f | %.2f |\n", strings.TrimPrefix(r.name, "CSV, "), rate, all[r.name])
	}
	for _, s := range sections {
		if err := s.add(&doc, b, mockserver); err != nil {
			return err
		}
	}
	text, _ := json.MarshalIndent(all, "", "  ") // always marshals
	if err := os.WriteFile(ratiosFile, append(text, '\n'), 0o644); err != nil {
		return err
	}
	return os.WriteFile(documentFile, []byte(doc.String()), 0o644)
}

// sections are the parts of the document that are not ratios.
var sections = []struct {
	name string
	add  func(*strings.Builder, *bench, string) error
}{
	{"ranges", addRanges}, {"downloads", addDownloads}, {"reports", addLatencies}, {"first", addFirstLooks},
	{"costliest", addCostliest}, {"process", addStart},
}

// printSection measures one section and prints it.
func printSection(mockserver, name string) error {
	b, err := start(mockserver)
	if err != nil {
		return err
	}
	defer b.stop()
	for _, s := range sections {
		if s.name == name {
			var doc strings.Builder
			err := s.add(&doc, b, mockserver)
			fmt.Print(doc.String())
			return err
		}
	}
	return fmt.Errorf("unknown section %q; there are ranges, downloads, reports, first, costliest and process", name)
}

//go:embed introduction.md
var introduction string

// machine describes the machine and the state of the repository.
func machine() string {
	cpu, _ := os.ReadFile("/proc/cpuinfo")
	model := regexp.MustCompile(`model name\s*: (.*)`).FindSubmatch(cpu)
	name := "unknown processor"
	if model != nil {
		name = string(model[1])
	}
	load, _ := os.ReadFile("/proc/loadavg")
	commit, _ := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	return fmt.Sprintf("%d × %s, %s/%s, %s, commit %s, %s. The load average before the run was %s.\n",
		cpus(), name, runtime.GOOS, runtime.GOARCH, runtime.Version(), strings.TrimSpace(string(commit)),
		time.Now().UTC().Format(time.DateOnly), strings.Fields(string(load) + " unknown")[0])
}

func addRanges(doc *strings.Builder, b *bench, _ string) error {
	all, err := b.ranges()
	doc.WriteString("\nHow long a byte in the middle of a file of `many-rows` takes, the first time and later; 5 ms are " +
		"aimed at. The\nreport has served the first byte of its first file before.\n\n" +
		"| file | first | later |\n|---|---|---|\n")
	for _, c := range all {
		fmt.Fprintf(doc, "| %s | %s | %s |\n", c.about, milliseconds(c.first), milliseconds(c.again))
	}
	return err
}

func addDownloads(doc *strings.Builder, _ *bench, mockserver string) error {
	c, err := downloadsAtOnce(true, mockserver)
	if err != nil {
		return err
	}
	one, err := downloadsAtOnce(false, mockserver)
	fmt.Fprintf(doc, "\nEight downloads at once, on all CPUs together with the load: the slowest gets %.0f %% of the\n"+
		"bytes of the fastest. Status polls of another process meanwhile take %s, and %s at the 99th percentile, where\n"+
		"5 ms are aimed at. With one CPU for the mock, they take %s, and %s at the 99th percentile.\n",
		100*float64(c.Least)/float64(max(c.Most, 1)), milliseconds(c.Median), milliseconds(c.P99),
		milliseconds(one.Median), milliseconds(one.P99))
	return err
}

func addLatencies(doc *strings.Builder, b *bench, _ string) error {
	all, err := b.latencies()
	doc.WriteString("\n## Reports\n\nA report of half a year, from the request to the links of its files, and then to " +
		"the first byte of the last\nfile. The channel `many-rows` has 18 million groups of plays in that time.\n" +
		"Aimed at are 20 ms of CPU time " +
		"in the default world, 300 ms for grouped reports of `many-rows`, and 50 ms for those by\ndays and videos, " +
		"which are made while they are read. The kernel counts steps of 10 ms.\n\n" +
		"| report | files | links | first byte | CPU time of both |\n|---|---|---|---|---|\n")
	for _, l := range all {
		fmt.Fprintf(doc, "| %s | %d | %s | %s | %s |\n", l.about, l.files, milliseconds(l.links), milliseconds(l.first),
			milliseconds(l.cpu))
	}
	return err
}

func addStart(doc *strings.Builder, _ *bench, mockserver string) error {
	took, has, err := startTime(func() (*process, error) { return mock(false, mockserver) }, "/readyz")
	if err != nil {
		return err
	}
	bareTook, bareHas, err := startTime(bare, "/1")
	if err != nil {
		return err
	}
	info, err := os.Stat(mockserver)
	if err != nil {
		return err
	}
	fmt.Fprintf(doc, "\n## The process\n\n| | the mock | the bare server |\n|---|---|---|\n"+
		"| start to first response, at most 25 ms aimed at | %s | %s |\n| stripped binary, at most 30 MB | %.0f MB | |\n"+
		"| memory after the first response, 16 MiB aimed at | %s | %s |\n",
		milliseconds(took), milliseconds(bareTook), float64(info.Size())/1e6, has, bareHas)
	return nil
}
