package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mockserver": main, "client": clientProgram})
}

// TestScripts runs testdata/*.txtar. Beyond testscript's own, the commands are:
//
//	ready FILE         waits until FILE holds a base URL, and sets $URL to it
//	http METHOD PATH [BODY]
//	                   asks the server at $URL and prints status and body
//	as HOST METHOD PATH [BODY]
//	                   does the same with a Host header
//	occupy             listens at a port, and sets $TAKEN to its address
//	terminate          sends SIGTERM, which kill cannot, to what runs in the background
//	empty FOLDER       wants nothing in it, or with ! something
//	status N CMD …     runs a command that has to exit with N
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, scripts("testdata"))
}

// scripts returns the parameters of testscript.Run for the scripts in a folder.
func scripts(folder string) testscript.Params {
	return testscript.Params{
		Dir: folder,
		Setup: func(env *testscript.Env) error {
			examples, err := filepath.Abs(filepath.Join("..", "..", "examples"))
			env.Setenv("EXAMPLES", examples)
			env.Setenv("GORACE", "atexit_sleep_ms=0") // else each process of a race build ends a second late
			for _, v := range os.Environ() {          // settings of the machine are not the scripts'
				if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "DAILYMOCK_") {
					env.Setenv(name, "")
				}
			}
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ready": ready, "http": ask, "as": askAs, "occupy": occupy, "status": status, "terminate": terminate, "empty": empty,
		},
	}
}

// patience bounds each wait of a script; nothing waits that long when all is well.
const patience = 20 * time.Second

func ready(ts *testscript.TestScript, _ bool, args []string) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	giveUp := time.After(patience)
	for {
		if text, err := os.ReadFile(ts.MkAbs(args[0])); err == nil {
			ts.Setenv("URL", strings.TrimSuffix(string(text), "\n"))
			return
		}
		select {
		case <-tick.C:
		case <-giveUp:
			ts.Fatalf("%s never came", args[0])
		}
	}
}

func ask(ts *testscript.TestScript, neg bool, args []string) {
	askAs(ts, neg, append([]string{""}, args...))
}

func askAs(ts *testscript.TestScript, neg bool, args []string) {
	host, args := args[0], args[1:]
	body := strings.Join(args[2:], " ")
	req, err := http.NewRequest(args[0], ts.Getenv("URL")+args[1], strings.NewReader(body))
	ts.Check(err)
	if host != "" {
		req.Host = host
	}
	client := http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if neg {
		if err == nil {
			ts.Fatalf("%s answers", req.URL)
		}
		return
	}
	ts.Check(err)
	defer resp.Body.Close()
	fmt.Fprintln(ts.Stdout(), resp.Status)
	_, err = io.Copy(ts.Stdout(), resp.Body)
	ts.Check(err)
}

func occupy(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv("TAKEN", l.Addr().String())
}

func empty(ts *testscript.TestScript, neg bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	if (len(entries) == 0) == neg {
		ts.Fatalf("in %s is %v", args[0], entries)
	}
}

func terminate(ts *testscript.TestScript, _ bool, _ []string) {
	for _, cmd := range ts.BackgroundCmds() {
		ts.Check(cmd.Process.Signal(syscall.SIGTERM))
	}
}

func status(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}
