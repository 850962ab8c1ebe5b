// Package chromium starts a browser for one test.
package chromium

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// limit bounds a whole test with a browser.
const limit = 5 * time.Minute

// Start starts Chromium for a test. Names of hosts lead where rules say, in the form of its flag host-resolver-rules,
// and nowhere else but to 127.0.0.1. Certificates are not checked. Without Chromium the test is skipped, but not in CI.
func Start(t *testing.T, rules ...string) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("chromium has to be installed in CI: ", err)
		}
		t.Skip("chromium is not installed: ", err)
	}
	resolver := ""
	for _, rule := range append(rules, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1") {
		resolver += rule + ", "
	}
	options := append(
		chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // root has no sandbox
		chromedp.IgnoreCertErrors,
		chromedp.Flag("host-resolver-rules", resolver[:len(resolver)-2]),
		chromedp.UserDataDir(t.TempDir()),
	)
	bounded, cancel := context.WithTimeout(context.Background(), limit) // a browser can fail to start without an end
	t.Cleanup(cancel)
	allocator, cancel := chromedp.NewExecAllocator(bounded, options...)
	t.Cleanup(cancel)
	tab, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() { _ = chromedp.Cancel(tab); cancel() })
	if err := chromedp.Do(tab); err != nil {
		t.Fatal(err)
	}
	return tab
}
