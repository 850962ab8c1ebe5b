// Package isolate runs a program in namespaces of its own, in which some host names lead to loopback and nothing else
// can be reached. So none of the program's proxy settings matters. It needs Linux.
//
//	func main() {
//		isolate.Enter() // becomes the program if this process is the child of Start
//		…
//	}
//
//	child, err := isolate.Start(cmd, isolate.Config{Listen: []string{"127.0.0.1:443"}, Files: files})
//	go serve(child.Listeners[0]) // what the program connects to
//	err = child.Wait()
//
// Start executes this binary again in new network and mount namespaces, and in a user namespace if the user is not
// root. That child brings up loopback, puts files such as /etc/hosts in place, listens, passes the listeners back over
// a socket pair, and executes the program. The program has the user and group of the caller and no capabilities that
// the caller does not have.
package isolate

import (
	"errors"
	"net"
	"os/exec"
)

// Config says what a program finds in its namespaces.
type Config struct {
	Listen []string          // addresses at which this process listens there
	Files  map[string]string // files to use instead of those of the system, by the path of the latter
}

// A Child is a program that has been started.
type Child struct {
	*exec.Cmd                // to wait for it and to send it signals
	Listeners []net.Listener // of Config.Listen, in their order
}

// ErrForbidden is wrapped if the system does not allow namespaces. Its text says what to try.
var ErrForbidden = errors.New(`this system does not let the command isolate a program. Try one of these:
  - run it as root
  - on Ubuntu: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0
  - on older Debian: sudo sysctl kernel.unprivileged_userns_clone=1
  - if user.max_user_namespaces is 0: sudo sysctl user.max_user_namespaces=10000
  - in a container: docker run --cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt apparmor=unconfined
  - leave out --isolate, and use a network without internet access instead`)

// ErrUnsupported is returned on systems other than Linux.
var ErrUnsupported = errors.New("--isolate needs Linux; here, use a network without internet access instead")
