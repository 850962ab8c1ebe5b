package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"sync/atomic"
	"time"
)

// A downloadCost holds the figures of eight downloads, and of polls at the same time, from one mock.
type downloadCost struct {
	Least, Most int64 // bytes of a download
	Median, P99 time.Duration
}

// downloadsAtOnce starts downloads, and another process that polls meanwhile: in this one, polls would wait for the
// downloads as well. The mock has all CPUs if free. The downloads read as fast as they can on one of them.
func downloadsAtOnce(free bool, mockserver string) (c downloadCost, err error) {
	p, err := mock(free, mockserver)
	if err != nil {
		return c, err
	}
	defer p.stop()
	user, err := signIn(p.url)
	if err != nil {
		return c, err
	}
	token, err := user.ask("many-rows", "CONTENT", eightDimensions, "VIEWS")
	if err != nil {
		return c, err
	}
	links, err := user.links(token)
	if err != nil {
		return c, err
	}
	var counts [8]atomic.Int64
	var stop atomic.Bool
	for i := range counts {
		go func() {
			for n := i; !stop.Load(); n += len(counts) {
				download(links[n%len(links)], &counts[i], &stop)
			}
		}()
	}
	c, err = pollsApart(user, token)
	stop.Store(true)
	sizes := make([]int64, len(counts))
	for i := range counts {
		sizes[i] = counts[i].Load()
	}
	c.Least, c.Most = slices.Min(sizes), slices.Max(sizes)
	return c, err
}

// pollsApart runs pollForAWhile in a process of its own.
func pollsApart(user *client, token string) (c downloadCost, err error) {
	self, err := os.Executable()
	if err != nil {
		return c, err
	}
	command := exec.Command(self, "-polls", token)
	command.Env = append(os.Environ(), "BENCH_URL="+user.url, "BENCH_TOKEN="+user.token)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(out, &c)
}

// pollForAWhile polls a report, and prints how long that takes.
func pollForAWhile(token string) error {
	user := &client{os.Getenv("BENCH_URL"), os.Getenv("BENCH_TOKEN")}
	query := fmt.Sprintf(`{partner{reportFile(reportToken:%q){status}}}`, token) // without the hundreds of links
	var polls []float64
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); {
		began := time.Now()
		if _, err := user.graphql(query, "status"); err != nil {
			return err
		}
		polls = append(polls, float64(time.Since(began)))
	}
	slices.Sort(polls)
	text, err := json.Marshal(downloadCost{
		Median: time.Duration(polls[len(polls)/2]), P99: time.Duration(polls[len(polls)*99/100]),
	})
	fmt.Println(string(text))
	return err
}

// download reads a file and counts its bytes.
func download(link string, bytes *atomic.Int64, stop *atomic.Bool) {
	res, err := http.Get(link)
	if err != nil {
		return
	}
	defer res.Body.Close()
	buf := make([]byte, 64<<10)
	for !stop.Load() {
		n, err := res.Body.Read(buf)
		bytes.Add(int64(n))
		if err == io.EOF || err != nil {
			return
		}
	}
}
