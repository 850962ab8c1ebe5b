package isolate

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"runtime"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	marker       = "isolated-client" // the first argument of the child
	channel      = 3                 // its end of the socket pair
	maxListeners = 16
	maxReport    = 4096 // bytes
)

// An order tells the child what to do.
type order struct {
	Path   string // of the program
	Config Config
}

// A report is what the child says: nothing if all is well.
type report struct {
	Doing string // what failed
	Errno syscall.Errno
	Text  string // the error, if it has no number
	Exec  bool   // the program could not be executed
}

func (r report) err() error {
	switch {
	case r.Exec:
		return r.Errno
	case r.Text != "":
		return fmt.Errorf("%s: %s", r.Doing, r.Text)
	case r.Errno != 0:
		return forbidden(r.Doing, r.Errno)
	}
	return nil
}

// Enter does nothing, unless this process is the child of Start: then it executes the program and does not return.
func Enter() {
	if len(os.Args) < 4 || os.Args[1] != marker {
		return
	}
	runtime.LockOSThread() // capabilities belong to a thread
	unix.CloseOnExec(channel)
	r := enter(os.Args[2], os.Args[3:])
	text, err := json.Marshal(r)
	if err == nil {
		err = unix.Sendmsg(channel, text, nil, nil, 0)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mockserver:", r.Doing, err)
	}
	os.Exit(1)
}

// enter returns only if something failed.
func enter(text string, args []string) report {
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return failed("read the order", err)
	}
	if err := loopbackUp(); err != nil {
		return failed("bring up loopback", err)
	}
	// Mounts stay in this namespace.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return failed("make mounts private", err)
	}
	for _, path := range slices.Sorted(maps.Keys(o.Config.Files)) {
		if err := unix.Mount(o.Config.Files[path], path, "", unix.MS_BIND, ""); err != nil {
			return failed("mount "+path, err)
		}
	}
	if err := pass(o.Config.Listen); err != nil {
		return failed("listen", err)
	}
	if err := dropInherited(); err != nil {
		return failed("drop capabilities", err)
	}
	r := failed("execute", syscall.Exec(o.Path, args, os.Environ()))
	r.Exec = true
	return r
}

// dropInherited keeps what Start gave this process from the program. Executing it drops the rest, unless the user is
// root.
func dropInherited() error {
	if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); err != nil {
		return err
	}
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var sets [2]unix.CapUserData // of 32 capabilities each
	if err := unix.Capget(&header, &sets[0]); err != nil {
		return err
	}
	sets[0].Inheritable, sets[1].Inheritable = 0, 0
	return unix.Capset(&header, &sets[0])
}

func failed(doing string, err error) report {
	if number := syscall.Errno(0); errors.As(err, &number) {
		return report{Doing: doing, Errno: number}
	}
	return report{Doing: doing, Text: err.Error()}
}

// loopbackUp brings up the only interface of a new network namespace.
func loopbackUp() error {
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(socket)
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	lo.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, lo)
}

// pass listens and passes the listeners to the parent.
func pass(addresses []string) error {
	var fds []int
	for _, address := range addresses {
		l, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		f, err := l.(*net.TCPListener).File()
		if err != nil {
			return err
		}
		defer f.Close()
		defer l.Close()
		fds = append(fds, int(f.Fd()))
	}
	text, err := json.Marshal(report{})
	if err != nil {
		return err
	}
	return unix.Sendmsg(channel, text, unix.UnixRights(fds...), nil, 0)
}
