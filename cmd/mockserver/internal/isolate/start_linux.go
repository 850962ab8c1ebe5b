package isolate

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// Start starts a prepared command, whose Path is that of the program, in namespaces of its own. The error wraps
// ErrForbidden, or is what executing the program returned.
func Start(cmd *exec.Cmd, c Config) (*Child, error) {
	if cmd.Err != nil { // the program was not found
		return nil, cmd.Err
	}
	if os.Geteuid() == 0 { // with its own user namespace, root could change no other user's files
		child, err := start(cmd, c, false)
		if !errors.Is(err, ErrForbidden) {
			return child, err
		}
	}
	return start(cmd, c, true)
}

func start(cmd *exec.Cmd, c Config, asUser bool) (*Child, error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("make a socket pair: %w", err)
	}
	ours, theirs := os.NewFile(uintptr(pair[0]), "isolate"), os.NewFile(uintptr(pair[1]), "isolate")
	defer ours.Close()
	inner, err := wrap(cmd, c, theirs, asUser)
	if err == nil {
		err = inner.Start()
	}
	theirs.Close()
	if err != nil {
		return nil, forbidden("make namespaces", err)
	}
	child, err := receive(int(ours.Fd()))
	if err != nil {
		inner.Process.Kill()
		inner.Wait() // its status says no more than err
		return nil, err
	}
	child.Cmd = inner
	return child, nil
}

// wrap returns the command that executes this binary again, for Enter.
func wrap(cmd *exec.Cmd, c Config, theirs *os.File, asUser bool) (*exec.Cmd, error) {
	text, err := json.Marshal(order{Path: cmd.Path, Config: c})
	if err != nil {
		return nil, fmt.Errorf("order for the child: %w", err)
	}
	inner := &exec.Cmd{
		Path: "/proc/self/exe", Args: append([]string{os.Args[0], marker, string(text)}, cmd.Args...),
		Env: cmd.Env, Dir: cmd.Dir, Stdin: cmd.Stdin, Stdout: cmd.Stdout, Stderr: cmd.Stderr,
		ExtraFiles: []*os.File{theirs}, // becomes channel
	}
	inner.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET | unix.CLONE_NEWNS}
	if asUser {
		uid, gid := os.Geteuid(), os.Getegid()
		inner.SysProcAttr.Cloneflags |= unix.CLONE_NEWUSER
		inner.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: uid, HostID: uid, Size: 1}}
		inner.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: gid, HostID: gid, Size: 1}}
		// They keep what the new namespace gives over the first exec. The program does not get them.
		inner.SysProcAttr.AmbientCaps = []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN, unix.CAP_NET_BIND_SERVICE}
	}
	return inner, nil
}

// receive returns the listeners of the child once it has executed the program.
func receive(socket int) (*Child, error) {
	child := &Child{}
	for {
		text, rights := make([]byte, maxReport), make([]byte, unix.CmsgSpace(maxListeners*4))
		n, oob, _, _, err := unix.Recvmsg(socket, text, rights, unix.MSG_CMSG_CLOEXEC)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return nil, fmt.Errorf("hear from the child: %w", err)
		case n == 0 && len(child.Listeners) == 0:
			return nil, errors.New("the child ended before it executed the program")
		case n == 0: // executing the program closed the socket
			return child, nil
		}
		var r report
		if err := json.Unmarshal(text[:n], &r); err != nil {
			return nil, fmt.Errorf("hear from the child: %w", err)
		}
		if child.Listeners, err = append(child.Listeners, listeners(rights[:oob])...), r.err(); err != nil {
			return nil, err
		}
	}
}

// listeners returns the listeners in a control message.
func listeners(rights []byte) []net.Listener {
	var all []net.Listener
	messages, _ := unix.ParseSocketControlMessage(rights) // none: the reports say what is wrong
	for _, m := range messages {
		fds, err := unix.ParseUnixRights(&m)
		if err != nil {
			continue
		}
		for _, fd := range fds {
			f := os.NewFile(uintptr(fd), "listener")
			if l, err := net.FileListener(f); err == nil {
				all = append(all, l)
			}
			f.Close()
		}
	}
	return all
}

// forbidden wraps ErrForbidden if an error is that of a system that does not allow something.
func forbidden(doing string, err error) error {
	for _, refusal := range []error{unix.EPERM, unix.EACCES, unix.ENOSPC, unix.EINVAL, unix.ENOSYS, unix.EUSERS} {
		if errors.Is(err, refusal) {
			return fmt.Errorf("cannot %s (%w): %w", doing, refusal, ErrForbidden)
		}
	}
	return fmt.Errorf("%s: %w", doing, err)
}
