package env_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/proxy"
	"github.com/dailymock/dailymock/internal/proxy/env"
	"github.com/dailymock/dailymock/internal/testing/slow"
)

// The two URLs that each client is given: one to post "hi" to, one to get.
const (
	postURL = "https://graphql.api.dailymotion.com/oauth/token"
	getURL  = "https://storage.googleapis.com/bucket/report.csv"
	posted  = "POST https://graphql.api.dailymotion.com/oauth/token hi\n"
	got     = "GET https://storage.googleapis.com/bucket/report.csv \n"
)

// A client is a program with the vendors' hosts in it.
type client struct {
	name    string
	command []string
	probe   string // code that fails where a library is missing, for the command's first word
	want    string
}

var clients = []client{
	{name: "curl", command: []string{"curl", "-sS", "-d", "hi", postURL, "--next", "-sS", getURL}},
	{
		name:    "curl over HTTP/1.1",
		command: []string{"curl", "-sS", "--http1.1", "-d", "hi", postURL, "--next", "-sS", "--http1.1", getURL},
	},
	{name: "wget", command: []string{"wget", "-qO-", "--post-data=hi", postURL}, want: posted},
	{
		name:    "Python, requests",
		command: []string{"python3", "testdata/with_requests.py", postURL, getURL},
		probe:   "import requests",
	},
	{name: "Python, urllib", command: []string{"python3", "testdata/with_urllib.py", postURL, getURL}},
	{name: "PHP, curl", command: []string{"php", "testdata/curl.php", postURL, getURL}},
	{name: "PHP, streams", command: []string{"php", "testdata/streams.php", postURL, getURL}},
	{name: "PHP, what streams tell", command: []string{"php", "testdata/headers.php", postURL, getURL},
		want: "HTTP/1.1 200 OK\nHTTP/1.1 200 OK\nmore headers\nHTTP/1.1 200 OK\nbool(false)\n" +
			"GET https://storage.googleapis.com/bucket/report.csv \nHTTP/1.1 404 Not Found\n"},
	{name: "Node, https", command: []string{"node", "testdata/https.js", postURL, getURL}},
	{name: "Node, fetch", command: []string{"node", "testdata/fetch.mjs", postURL, getURL}},
	{name: "Java", command: []string{"java", "testdata/Client.java", postURL, getURL}},
	{
		name:    "Perl",
		command: []string{"perl", "testdata/tiny.pl", postURL, getURL},
		probe:   "use IO::Socket::SSL; use Net::SSLeay;",
	},
	{name: "Ruby", command: []string{"ruby", "-ropen-uri", "-rnet/http", "-e",
		"puts Net::HTTP.post(URI(ARGV[0]), 'hi').body; puts URI(ARGV[1]).read", postURL, getURL}},
	{name: "Deno", command: []string{"deno", "run", "-A", "testdata/fetch.mjs", postURL, getURL}},
	{name: "Go", command: []string{os.Args[0], "-go-client", postURL, getURL}},
}

func TestClientsReachTheMock(t *testing.T) {
	t.Parallel()
	slow.Test(t)
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.need(t)
			p := start(t)
			stdout, stderr, err := p.run(t, c.command)
			want := c.want
			if want == "" {
				want = posted + got
			}
			// Each echo ends in a line feed, and most clients print one more.
			if lines := strings.ReplaceAll(stdout, "\n\n", "\n"); err != nil || lines != want {
				t.Errorf("got %v, %q, want %q; it said %s", err, lines, want, stderr)
			}
			if r := p.seen(); len(r) > 0 {
				t.Errorf("refused %q, want none", r)
			}
		})
	}
}

// need skips where the client is not installed; in CI all of them are, by .ci/run,
// except one that CI_WITHOUT names.
func (c client) need(t *testing.T) {
	t.Helper()
	_, err := exec.LookPath(c.command[0])
	if err == nil && c.probe != "" {
		flag := map[string]string{"python3": "-c", "perl": "-e"}[c.command[0]]
		err = exec.Command(c.command[0], flag, c.probe).Run()
	}
	if err == nil {
		return
	}
	if os.Getenv("CI") != "" && os.Getenv("CI_WITHOUT") != c.command[0] {
		t.Fatalf("%s is not installed here: %v", c.name, err)
	}
	t.Skipf("%s is not installed here: %v", c.name, err)
}

// Loops over ways in which a client could get out, and none does.
func TestOtherHostsDoNotGetThrough(t *testing.T) {
	t.Parallel()
	const url = "https://example.com/"
	for _, c := range []client{
		{name: "curl", command: []string{"curl", "-sS", "-f", url}},
		{name: "Python", command: []string{"python3", "-c", "from urllib.request import urlopen; urlopen('" + url + "')"}},
		{name: "PHP", command: []string{"php", "testdata/get.php", url}},
		{name: "PHP, streams", command: []string{"php", "testdata/streams.php", url, url}, want: "fails softly"},
		{name: "Node, https", command: []string{"node", "testdata/https.js", url, url}},
		{name: "Node, fetch", command: []string{"node", "testdata/fetch.mjs", url, url}},
		{name: "Go", command: []string{os.Args[0], "-go-client", url, url}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.need(t)
			p := start(t)
			_, stderr, err := p.run(t, c.command)
			if err == nil && c.want == "" {
				t.Error("the client was happy, want a failure")
			}
			if r := p.seen(); !slices.Contains(r, "example.com") {
				t.Errorf("refused %q, want example.com; it said %s", r, stderr)
			}
		})
	}
}

// What the client's own machine serves is reached as ever.
func TestTheMachineItselfIsReached(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	near := &http.Server{Handler: http.HandlerFunc(echo)}
	go near.Serve(l)
	t.Cleanup(func() { near.Close() })
	url := "http://" + l.Addr().String() + "/x"
	want := "GET " + url + " \n"
	for _, c := range []client{
		{name: "curl", command: []string{"curl", "-sS", url}},
		{name: "Python", command: []string{"python3", "-c",
			"from urllib.request import urlopen; print(urlopen('" + url + "').read().decode(), end='')"}},
		{name: "PHP", command: []string{"php", "testdata/get.php", url}},
		{name: "Node, fetch", command: []string{"node", "-e", "fetch('" + url + "').then(r => r.text()).then(t => " +
			"process.stdout.write(t))"}},
		{name: "Node, http", command: []string{"node", "-e",
			"require('http').get('" + url + "', r => r.pipe(process.stdout))"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.need(t)
			p := start(t)
			if stdout, stderr, err := p.run(t, c.command); err != nil || stdout != want {
				t.Errorf("got %v, %q, want %q; it said %s", err, stdout, want, stderr)
			}
		})
	}
}

// A folder whose name needs quoting, in each of the forms in which it is passed.
func TestAFolderWithBlanks(t *testing.T) {
	t.Parallel()
	slow.Test(t)
	for _, name := range []string{"curl", "PHP, streams", "Node, https", "Java"} {
		c := clients[slices.IndexFunc(clients, func(c client) bool { return c.name == name })]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.need(t)
			p := startIn(t, filepath.Join(t.TempDir(), "a folder; $HOME"))
			stdout, stderr, err := p.run(t, c.command)
			if lines := strings.ReplaceAll(stdout, "\n\n", "\n"); err != nil || lines != posted+got {
				t.Errorf("got %v, %q, want %q; it said %s", err, lines, posted+got, stderr)
			}
		})
	}
}

// A running proxy with the folder for its clients.
type running struct {
	addr   string
	folder env.Folder

	mu      sync.Mutex
	refused []string
}

func start(t *testing.T) *running { return startIn(t, t.TempDir()) }

func startIn(t *testing.T, folder string) *running {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	r := &running{folder: env.Folder(folder)}
	p, err := proxy.New(proxy.Config{
		Hosts:   []string{"graphql.api.dailymotion.com", "storage.googleapis.com"},
		Handler: http.HandlerFunc(echo),
		Now:     time.Now,
		Refused: r.note,
	})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.addr = l.Addr().String()
	go p.Serve(l)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		p.Close(ctx)
	})
	if err := r.folder.Write(env.Client{Proxy: r.addr, CA: p.CA()}, os.Environ()); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *running) note(host string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refused = append(r.refused, host)
}

func (r *running) seen() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.refused)
}

func (r *running) run(t *testing.T, command []string) (stdout, stderr string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute) // a JVM on a busy machine
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = r.folder.Variables(r.addr, os.Environ()).Over(os.Environ())
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	err = cmd.Run()
	return out.String(), complaints.String(), err
}

// echo responds with the request, and the status that the query names.
func echo(w http.ResponseWriter, r *http.Request) {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	body, _ := io.ReadAll(r.Body)
	if status, err := strconv.Atoi(r.URL.Query().Get("status")); err == nil {
		w.WriteHeader(status)
	}
	fmt.Fprintf(w, "%s %s://%s%s %s\n", r.Method, scheme, r.Host, r.URL.Path, body)
}

// TestMain plays the client in Go when told to: it reads the environment once,
// at its first request, so that a process of its own is needed.
func TestMain(m *testing.M) {
	if len(os.Args) > 3 && os.Args[1] == "-go-client" {
		if err := goClient(os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func goClient(post, get string) error {
	resp, err := http.Post(post, "text/plain", strings.NewReader("hi"))
	if err != nil {
		return err
	}
	io.Copy(os.Stdout, resp.Body)
	if resp, err = http.Get(get); err != nil {
		return err
	}
	_, err = io.Copy(os.Stdout, resp.Body)
	return err
}
