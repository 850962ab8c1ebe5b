package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A process is a server in a process of its own.
type process struct {
	command *exec.Cmd
	url     string
}

var addressForm = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// run starts a server that prints its URL, on the CPU of servers, or on all if free.
func run(free bool, command ...string) (*process, error) {
	p := &process{}
	env := append(os.Environ(), "GOMAXPROCS=1")
	if free {
		env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(cpus()))
	}
	if taskset, err := exec.LookPath("taskset"); err == nil {
		on := cmp.Or(os.Getenv("SERVER_CPU"), "0")
		if free {
			on = fmt.Sprintf("0-%d", cpus()-1)
		}
		command = append([]string{taskset, "-c", on}, command...)
	}
	p.command = exec.Command(command[0], command[1:]...)
	p.command.Env = env
	out, in := io.Pipe()
	p.command.Stdout, p.command.Stderr = in, in
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for p.url == "" && lines.Scan() {
		p.url = addressForm.FindString(lines.Text())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	if p.url == "" {
		return nil, fmt.Errorf("%s prints no URL", command[0])
	}
	return p, nil
}

// mock starts a mock at a fixed time.
func mock(free bool, binary string, more ...string) (*process, error) {
	return run(free, append([]string{binary, "serve", "--listen", "127.0.0.1:0", "--log-format", "json",
		"--edition", "2026",
		"--matrix", "off", "--time", "2026-03-10T12:30:00Z", "--report-takes", "0"}, more...)...)
}

func (p *process) stop() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
}

// cpu returns how much CPU time a process has used.
func (p *process) cpu() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	user, _ := strconv.Atoi(string(fields[11]))
	system, _ := strconv.Atoi(string(fields[12]))
	return time.Duration(user+system) * 10 * time.Millisecond, nil // the kernel counts hundredths of a second
}

// A memory is what a process has in RAM, in MiB: its own, and pages of its binary, which processes share and the kernel
// can drop.
type memory struct{ own, binary float64 }

func (p *process) memory() memory {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	of := func(name string) float64 {
		_, rest, _ := strings.Cut(string(text), name+":")
		kib, _ := strconv.Atoi(strings.Fields(rest + " 0")[0])
		return float64(kib) / 1024
	}
	return memory{of("RssAnon"), of("RssFile")}
}

func (m memory) String() string {
	return fmt.Sprintf("%.0f MiB, and %.0f MiB of the binary", m.own, m.binary)
}

// startTime returns the median time from starting a server to its first response, and its memory then.
func startTime(start func() (*process, error), path string) (took time.Duration, m memory, err error) {
	var all []float64
	for range 11 {
		began := time.Now()
		p, err := start()
		if err != nil {
			return 0, m, err
		}
		res, err := http.Get(p.url + path)
		if err != nil {
			return 0, m, err
		}
		_ = res.Body.Close()
		all = append(all, float64(time.Since(began)))
		m = p.memory()
		p.stop()
	}
	return time.Duration(median(all)), m, nil
}

// cpus returns how many CPUs the machine has; the load itself runs on one.
func cpus() int {
	text, _ := os.ReadFile("/proc/cpuinfo")
	return max(strings.Count(string(text), "\nprocessor")+1, 1)
}
