package env

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/dailymock/dailymock/internal/bounded"
)

// The files in a Folder. None holds the authority's key or another secret.
const (
	caFile      = "ca.pem"      // the authority alone
	bundleFile  = "bundle.pem"  // the machine's roots and the authority
	trustFile   = "trust.p12"   // the same for Java
	preloadFile = "preload.cjs" // for Node without a proxy of its own
	wgetFile    = "wgetrc"
	phpFolder   = "php" // scanned for ini files
	prependFile = "prepend.php"
)

var (
	//go:embed preload.cjs
	preload string
	//go:embed prepend.php
	prepend string
)

// A Folder holds the files of one run. Only its owner can read it.
type Folder string

// NewFolder makes a Folder in the system's temporary folder.
func NewFolder() (Folder, error) {
	dir, err := os.MkdirTemp("", "dailymock-")
	if err != nil {
		return "", err
	}
	// Programs start in folders of their own, so relative paths would not do.
	dir, err = filepath.Abs(dir)
	return Folder(dir), err
}

// Remove deletes the Folder with all that is in it.
func (f Folder) Remove() error { return os.RemoveAll(string(f)) }

func (f Folder) path(name string) string { return filepath.Join(string(f), name) }

// A Client is what a program needs to know.
type Client struct {
	Proxy string // the proxy's address, such as "127.0.0.1:4321"
	CA    []byte // the authority's certificate, PEM
}

// Write makes the files that Variables names. environ names the machine's roots
// and the user's own settings, which are kept.
func (f Folder) Write(c Client, environ []string) error {
	roots := append(machineRoots(environ), certificates(c.CA)...)
	trust, err := trustStore(roots)
	if err != nil {
		return err
	}
	if err := os.Mkdir(f.path(phpFolder), 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	address := strings.NewReplacer("{{PROXY}}", c.Proxy)
	for name, data := range map[string][]byte{
		caFile:      c.CA,
		bundleFile:  bundle(roots),
		trustFile:   trust,
		preloadFile: []byte(address.Replace(preload)),
		prependFile: []byte(address.Replace(prepend)),
		wgetFile:    append(userWgetrc(environ), "\nca_certificate = "+f.path(bundleFile)+"\n"...),
		// The last in the alphabet wins, so ours does.
		filepath.Join(phpFolder, "zz-dailymock.ini"): []byte(f.phpINI()),
	} {
		if err := os.WriteFile(f.path(name), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// phpINI quotes with ', because PHP interprets nothing inside, not even backslashes.
func (f Folder) phpINI() string {
	return fmt.Sprintf("openssl.cafile = '%[1]s'\ncurl.cainfo = '%[1]s'\nauto_prepend_file = '%[2]s'\n",
		f.path(bundleFile), f.path(prependFile))
}

// userWgetrc returns the settings that WGETRC hides.
func userWgetrc(environ []string) []byte {
	path := get(environ, "WGETRC")
	if path == "" {
		path = filepath.Join(get(environ, "HOME"), ".wgetrc")
	}
	data, err := bounded.ReadFile(path, maxRoots)
	if err != nil {
		return nil
	}
	return data
}
