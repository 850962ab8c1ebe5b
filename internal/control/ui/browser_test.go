package ui_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/chromium"
)

// A browser shows the dashboard of a mock to a test.
type browser struct {
	*testing.T
	ctx  context.Context
	base string

	mu       sync.Mutex
	problems []string // that the browser reported
}

// start opens a browser, which is slow: tests share it.
func start(t *testing.T) *browser {
	t.Helper()
	b := &browser{T: t, ctx: chromium.Start(t)}
	messages := chromedp.Console(b.ctx)
	go func() {
		for message, err := range messages {
			if err != nil {
				return
			}
			if message.Type == "error" || message.Type == "warning" || message.IsException() {
				b.mu.Lock()
				b.problems = append(b.problems, fmt.Sprintf("%s: %s %s", message.Type, message.Text, message.URL))
				b.mu.Unlock()
			}
		}
	}()
	return b
}

// with runs a test with a mock of its own. The test fails if the browser reported a problem, such as a script that
// failed or something that the Content-Security-Policy forbids. expect is the status of a response that the test
// provokes, which the browser reports as well; "" means none.
func (b *browser) with(name, expect string, o dailymock.Options, test func(*browser, *dailymocktest.Mock)) {
	b.Run(name, func(t *testing.T) {
		if o.Now.IsZero() {
			o.Now = noon
		}
		m := dailymocktest.Start(t, o)
		of := &browser{T: t, ctx: b.ctx, base: m.URL}
		test(of, m)
		of.must(chromedp.Navigate("about:blank"))
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, problem := range b.problems {
			if expect == "" || !strings.Contains(problem, "status of "+expect) {
				t.Error("the browser reported: ", problem)
			}
		}
		b.problems = nil
	})
}

func (b *browser) must(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

func navigate(address string) chromedp.Action[chromedp.Void] { return chromedp.Navigate(address) }

// show opens a page of the dashboard anew.
func (b *browser) show(page string) {
	b.Helper()
	b.must(chromedp.Navigate("about:blank"), chromedp.Navigate(b.base+"/_mock/#"+page))
	b.until(`document.querySelector('#connection[data-on]')`)
}

// until waits until an expression of JavaScript is true.
func (b *browser) until(expression string) {
	b.Helper()
	script := fmt.Sprintf(`new Promise((found) => {
		const start = performance.now();
		const look = () => {
			let is; try { is = %s; } catch { is = false; }
			if (is || performance.now() - start > 60000) found(Boolean(is)); else setTimeout(look, 20);
		};
		look();
	})`, expression)
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](script, chromedp.EvalAwaitPromise))
	if err != nil || !found {
		text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText.slice(0, 3000)`))
		b.Fatalf("%s: %v, %v; the page shows:\n%s", expression, found, err, text)
	}
}

// has waits until the page shows a text.
func (b *browser) has(selector, text string) {
	b.Helper()
	wanted, _ := json.Marshal(text)
	b.until(fmt.Sprintf(`[...document.querySelectorAll(%q)].some((e) => e.textContent.includes(%s))`, selector, wanted))
}

// press clicks on the button with a name.
func (b *browser) press(name string) {
	b.Helper()
	found := fmt.Sprintf(`[...document.querySelectorAll('button')].find((e) => !e.disabled &&
		(e.getAttribute('aria-label') ?? e.textContent).startsWith(%q))`, name)
	b.until(found)
	b.run(found + `.click()`)
}

// run evaluates a script.
func (b *browser) run(script string) {
	b.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[chromedp.Void](script, chromedp.EvalAwaitPromise)); err != nil {
		b.Fatal(err)
	}
}

// value evaluates an expression.
func value[T any](b *browser, expression string) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatal(err)
	}
	return v
}

// look sets the size of the window, and whether the system is dark.
func (b *browser) look(width, height int64, scheme string) {
	b.Helper()
	b.must(chromedp.EmulateViewport(width, height), func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return chromedp.Void{}, err
	})
}

// text returns what the page shows in an element.
func (b *browser) text(selector string) string {
	b.Helper()
	return value[string](b, fmt.Sprintf(`document.querySelector(%q)?.textContent ?? ''`, selector))
}
