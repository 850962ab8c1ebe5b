package env

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
)

// The files in a Folder that replace those of the system, where a program has a file system of its own.
const (
	hostsFile    = "hosts"
	nameFile     = "nsswitch.conf"
	allRootsFile = "roots.pem" // the bundle, for every user
)

const (
	systemHosts = "/etc/hosts"
	systemNames = "/etc/nsswitch.conf"
)

// SystemFiles makes files with which host names lead to loopback, no name server is asked, and programs trust the
// authority without any variable. It returns each by the path of the system's file that it replaces. Call it after
// Write.
func (f Folder) SystemFiles(hosts []string) (map[string]string, error) {
	roots, err := os.ReadFile(f.path(bundleFile))
	if err != nil {
		return nil, err
	}
	own, _ := os.ReadFile(systemHosts) // missing: the mount says so
	files := map[string]string{systemHosts: f.path(hostsFile)}
	contents := map[string][]byte{hostsFile: hostsOver(own, hosts), allRootsFile: roots}
	if own, err := os.ReadFile(systemNames); err == nil {
		files[systemNames] = f.path(nameFile)
		contents[nameFile] = filesOnly(own)
	}
	for _, path := range rootFiles {
		if _, err := os.Stat(path); err == nil {
			files[path] = f.path(allRootsFile)
		}
	}
	for name, content := range contents {
		// Programs of other users read them through the mount.
		if err := os.WriteFile(f.path(name), content, 0o644); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// hostsOver returns a hosts file in which hosts lead to loopback and all other names are as in own.
func hostsOver(own []byte, hosts []string) []byte {
	var b bytes.Buffer
	b.WriteString("127.0.0.1 localhost\n::1 localhost\n")
	for _, name := range hosts {
		fmt.Fprintf(&b, "127.0.0.1 %s\n", name)
	}
	for line := range bytes.Lines(own) {
		text, _, _ := strings.Cut(string(line), "#")
		names := strings.Fields(text)
		if len(names) < 2 {
			continue
		}
		others := slices.DeleteFunc(names[1:], func(name string) bool {
			return slices.Contains(hosts, strings.ToLower(strings.TrimSuffix(name, ".")))
		})
		if len(others) > 0 {
			b.WriteString(names[0] + " " + strings.Join(others, " ") + "\n")
		}
	}
	return b.Bytes()
}

// filesOnly returns a file for the name service in which hosts come from files: a service that listens in the file
// system would look names up outside.
func filesOnly(own []byte) []byte {
	var b bytes.Buffer
	b.WriteString("hosts: files\n")
	for line := range bytes.Lines(own) {
		if name, _, _ := strings.Cut(strings.TrimSpace(string(line)), ":"); name != "hosts" {
			b.Write(line)
		}
	}
	return b.Bytes()
}
