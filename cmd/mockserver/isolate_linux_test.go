package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// isolatedClients send one request without any regard for proxy settings.
var isolatedClients = map[string][]string{
	"curl": {"curl", "-sS", "--noproxy", "*", "https://api.dailymotion.com/echo?message=hello"},
	"curl without variables": {"env", "-i", "curl", "-sS", "--noproxy", "*",
		"https://api.dailymotion.com/echo?message=hello"},
	"curl, plain HTTP": {"curl", "-sS", "--noproxy", "*", "http://api.dailymotion.com/echo?message=hello"},
	"curl, HTTP/1.0":   {"curl", "-sS", "-0", "--noproxy", "*", "https://api.dailymotion.com/echo?message=hello"},
	"PHP": {"php", "-r", `$c = curl_init("https://api.dailymotion.com/echo?message=hello");` +
		`curl_setopt($c, CURLOPT_PROXY, ""); curl_exec($c);`},
	"PHP's streams": {"php", "-r", `echo file_get_contents("https://api.dailymotion.com/echo?message=hello");`},
	"Python": {"python3", "-c", "import urllib.request as u\n" +
		"print(u.build_opener(u.ProxyHandler({})).open('https://api.dailymotion.com/echo?message=hello').read().decode())"},
	"Node": {"node", "-e", `require("https").get("https://api.dailymotion.com/echo?message=hello", {agent: false}, ` +
		`r => r.pipe(process.stdout))`},
}

// A user runs commands in isolation tests.
type user struct {
	name       string
	credential *syscall.Credential // nil is the user of the test
	binary     string              // mockserver, where the user can read it
	home       string
}

// users are that of the test and, for root, an ordinary one.
func users(t *testing.T) []user {
	t.Helper()
	folder, err := os.MkdirTemp("", "isolate-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	binary := filepath.Join(folder, "mockserver") // TestMain runs main under this name
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(self)
	if err == nil {
		err = errors.Join(os.WriteFile(binary, content, 0o755), os.Chmod(folder, 0o755))
	}
	if err != nil {
		t.Fatal(err)
	}
	all := []user{{fmt.Sprint("user ", os.Geteuid()), nil, binary, t.TempDir()}}
	if os.Geteuid() == 0 {
		const nobody = 65534
		home := filepath.Join(folder, "home")
		if err := errors.Join(os.Mkdir(home, 0o700), os.Chown(home, nobody, nobody)); err != nil {
			t.Fatal(err)
		}
		all = append(all, user{"an ordinary user", &syscall.Credential{Uid: nobody, Gid: nobody}, binary, home})
	}
	return all
}

// run returns standard output, standard error and the exit status of mockserver.
func (u user) run(t *testing.T, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, u.binary, args...)
	cmd.Dir = u.home
	cmd.Env = append(os.Environ(), "TMPDIR="+u.home, "HOME="+u.home)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: u.credential}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if exited := new(exec.ExitError); err != nil && !errors.As(err, &exited) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// mayIsolate skips a test where the kernel or a policy forbids namespaces.
func (u user) mayIsolate(t *testing.T) {
	t.Helper()
	if _, stderr, status := u.run(t, "run", "--isolate", "--fail-on", "none", "--", "true"); status != 0 {
		t.Skipf("%s may not make namespaces here: status %d, %s", u.name, status, stderr)
	}
}

func TestIsolatedClients(t *testing.T) {
	t.Parallel()
	for _, u := range users(t) {
		t.Run(u.name, func(t *testing.T) {
			u.mayIsolate(t)
			for name, command := range isolatedClients {
				t.Run(name, func(t *testing.T) {
					tools(t, command[0])
					stdout, stderr, status := u.run(t, append([]string{"run", "--isolate", "--"}, command...)...)
					if status != 0 || strings.TrimSpace(stdout) != `{"message":"hello"}` {
						t.Errorf("status %d, %s\n%s", status, stdout, stderr)
					}
					if !strings.Contains(stderr, "\n  requests  1 (rest 1), 0 with an error response\n") {
						t.Errorf("the summary has not one request:\n%s", stderr)
					}
				})
			}
		})
	}
}

// TestIsolationIsTight: nothing else can be reached, the client is who it was, and no more can do than before.
func TestIsolationIsTight(t *testing.T) {
	t.Parallel()
	tools(t, "curl", "sh", "id")
	outside, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { outside.Close() })
	go func() {
		if c, err := outside.Accept(); err == nil {
			io.WriteString(c, "HTTP/1.0 200 OK\r\n\r\nescaped")
			c.Close()
		}
	}()
	for _, u := range users(t) {
		t.Run(u.name, func(t *testing.T) {
			u.mayIsolate(t)
			for _, address := range []string{"http://" + outside.Addr().String(), "http://192.0.2.1/", "http://example.com/"} {
				stdout, _, status := u.run(t, "run", "--isolate", "--fail-on", "none", "--",
					"curl", "-sS", "--noproxy", "*", "--max-time", "5", address)
				if status == 0 || stdout != "" {
					t.Errorf("%s: status %d, %q, want a failure", address, status, stdout)
				}
			}
			stdout, stderr, _ := u.run(t, "run", "--isolate", "--fail-on", "none", "--",
				"sh", "-c", "id -u; id -g; grep CapInh /proc/self/status; grep CapAmb /proc/self/status; "+
					"ls -l /proc/self/fd | grep -c socket")
			uid := os.Geteuid()
			if u.credential != nil {
				uid = int(u.credential.Uid)
			}
			const none = "\t0000000000000000\n"
			if want := fmt.Sprintf("%d\n%[1]d\nCapInh:%sCapAmb:%s0\n", uid, none, none); stdout != want {
				t.Errorf("the client is %q, want %q\n%s", stdout, want, stderr)
			}
			// The proxy still works there, and so do its refusals and the mock's own address.
			_, stderr, status := u.run(t, "run", "--isolate", "--fail-on", "escape", "--control-token", "abc", "--",
				"sh", "-c", "curl -sS https://example.com/; curl -fsS -H \"Authorization: Bearer abc\" $DAILYMOCK_URL/_mock/clock")
			if status != 1 || !strings.Contains(stderr, "refused   example.com 1") || !strings.Contains(stderr, "(control 1)") {
				t.Errorf("status %d, want 1 for the escape\n%s", status, stderr)
			}
		})
	}
}

func TestIsolatedExitStatus(t *testing.T) {
	t.Parallel()
	for _, u := range users(t) {
		t.Run(u.name, func(t *testing.T) {
			u.mayIsolate(t)
			for want, command := range map[int][]string{
				7: {"sh", "-c", "exit 7"}, 126: {"/etc/hosts"}, 127: {"no-such-command"}, 137: {"sh", "-c", "kill -9 $$"},
			} {
				args := append([]string{"run", "--isolate", "--fail-on", "none", "--"}, command...)
				if _, stderr, status := u.run(t, args...); status != want {
					t.Errorf("%q: status %d, want %d\n%s", command, status, want, stderr)
				}
			}
			if left, err := filepath.Glob(filepath.Join(u.home, "dailymock-*")); err != nil || len(left) > 0 {
				t.Errorf("left behind: %q, %v", left, err)
			}
		})
	}
}

// TestIsolationIsForbidden within a namespace that allows no further ones.
func TestIsolationIsForbidden(t *testing.T) {
	t.Parallel()
	tools(t, "unshare", "sh")
	u := users(t)[0]
	forbid := "echo 0 >/proc/sys/user/max_net_namespaces && exec \"$@\""
	if out, err := exec.Command("unshare", "-Ur", "sh", "-c", forbid, "sh", "true").CombinedOutput(); err != nil {
		t.Skipf("a namespace without further ones cannot be made here: %v, %s", err, out)
	}
	cmd := exec.Command("unshare", "-Ur", "sh", "-c", forbid, "sh", u.binary, "run", "--isolate", "--", "true")
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != 2 || !strings.Contains(string(out), "this system does not let") ||
		!strings.Contains(string(out), "run it as root") {
		t.Errorf("%v, want status 2 and what to try:\n%s", err, out)
	}
}
