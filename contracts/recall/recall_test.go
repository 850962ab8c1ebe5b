// Package recall_test measures how many changes of an API the contract suite names: against a mock, at the vendors'
// host names over TLS with a clock that is hidden, the same with default permissions, and without credentials.
package recall_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/cases"
	"github.com/dailymock/dailymock/contracts/evidence"
	"github.com/dailymock/dailymock/contracts/ledger"
	"github.com/dailymock/dailymock/contracts/mock"
	"github.com/dailymock/dailymock/contracts/render"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/drift/history"
	"github.com/dailymock/dailymock/internal/testing/apichange"
	"github.com/dailymock/dailymock/internal/testing/slow"
)

var (
	draw  = flag.Uint64("draw", 0, "measure 60 changes drawn by this seed instead of the table")
	set   = flag.String("set", "", "measure a set, written, outside, outside4, outside5 or outside6, instead of the table")
	only  = flag.String("only", "", "measure changes whose name contains this text")
	class = flag.String("class", "", "measure changes of this class")
	in    = flag.String("mode", "", "measure this mode alone, such as mock")
	show  = flag.Bool("show", false, "show the changes that no case names, and why others are named")
)

// A mode says how the suite is run.
type mode string

const (
	onMock    mode = "mock"
	live      mode = "live"
	careful   mode = "live, default permissions"
	anonymous mode = "live, without credentials"
)

var modes = []mode{onMock, live, careful, anonymous}

// measured returns the modes to measure.
func measured() []mode {
	if *in != "" {
		return []mode{mode(*in)}
	}
	return modes
}

// waiting is a Timekeeper whose time passes only in Sleep, and for the target too.
type waiting struct {
	mu     sync.Mutex
	now    time.Time
	server *dailymock.Server
}

func (w *waiting) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *waiting) Sleep(_ context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
	return w.server.Advance(d)
}

// keys returns the credentials of all cases.
func keys(string) contracts.Keys {
	return contracts.Keys{
		Public:  contracts.Key{ID: "public-key-of-ours", Secret: "public-secret"},
		Private: contracts.Key{ID: "private-key-of-ours", Secret: "private-secret"}, Username: "partner@example.com",
		Password: "password-of-ours", DynTube: "aaaa.bbbb.cccc", Source: "https://files.example/clip.mp4",
	}
}

// oneKind are cases that fail in the live modes, since a mock takes any key for either kind.
var oneKind = []contracts.Difference{
	{ID: "OAUTH-065", On: "real", Reason: "the mock takes any key"},
	{ID: "OAUTH-066", On: "real", Reason: "the mock takes any key"},
}

// run runs the suite against a mock with a change, until a case fails. Nil means none.
func run(t *testing.T, m mode, c *apichange.Change, now time.Time, seed uint64) *contracts.Findings {
	t.Helper()
	return runAll(t, m, c, now, seed, c != nil && (c.Class == apichange.Breaking || c.Class == apichange.Dangerous))
}

// runAll runs the suite against a mock with a change.
func runAll(t *testing.T, m mode, c *apichange.Change, now time.Time, seed uint64, failFast bool) *contracts.Findings {
	t.Helper()
	server, err := dailymock.New(dailymock.Options{Now: now, Seed: seed,
		World: append(dailymock.DefaultWorld(), mock.ListedKeys(cases.All())...)})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if c == nil {
		c = &apichange.Change{}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := &http.Server{Handler: c.Handler(server), ReadHeaderTimeout: time.Minute}
	o := contracts.Options{Cases: cases.All(), Parallel: 2, RunID: "r1", Ledger: &ledger.Ledger{}, Timeout: time.Minute,
		FailFast: failFast}
	if m == onMock {
		carrier := mock.Pinned(l.Addr().String())
		defer carrier.CloseIdleConnections()
		o.Target = contracts.Target{Name: "mock", Mock: true, KeyKinds: true, Transport: carrier, Keys: mock.Keys,
			Advance: func(_ context.Context, by time.Duration) error { return server.Advance(by) }, Now: server.Now}
		o.Time = &waiting{now: now, server: server}
	} else {
		ca := newAuthority(t, c.TLS(), now)
		h.TLSConfig = ca.config()
		transport := ca.transport(l.Addr().String(), now)
		defer transport.CloseIdleConnections()
		o.Target, o.Known = contracts.Target{Transport: transport, Keys: keys}, oneKind
		o.Time, o.Parallel = &waiting{now: now, server: server}, 1
		if m == live {
			o.Allow = contracts.Effects
		}
		if m == anonymous {
			o.Target.Keys = nil
		}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if m == onMock {
			_ = h.Serve(l)
		} else {
			_ = h.ServeTLS(l, "", "")
		}
	}()
	found, err := contracts.Run(t.Context(), o)
	h.Close()
	<-done
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// recordAll records a run of each mode a month ago, against a mock with other data.
func recordAll(t *testing.T) map[mode]string {
	folders := map[mode]string{}
	for _, m := range measured() {
		folders[m] = t.TempDir()
		found := run(t, m, nil, dailymocktest.Today.AddDate(0, -1, 0), 2)
		if err := evidence.Record(found, folders[m]); err != nil {
			t.Fatal(err)
		}
	}
	return folders
}

// A cell counts changes.
type cell struct{ all, visible, named int }

// TestRecall measures the whole table, or changes that are drawn, which takes minutes.
func TestRecall(t *testing.T) {
	slow.Test(t)
	changes := append(apichange.Table(), apichange.Harmlesses()...)
	switch {
	case *draw > 0:
		changes = apichange.Draw(surface(t), *draw, 60)
	case *set == "written":
		changes = slices.Concat(apichange.Written(), apichange.WrittenAdditions(), apichange.WrittenHarmlesses())
	case *set == "outside":
		changes = append(apichange.Outside(), apichange.OutsideOthers()...)
	case *set == "outside4":
		changes = append(apichange.Outside4(), apichange.Outside4Others()...)
	case *set == "outside5":
		changes = append(apichange.Outside5(), apichange.Outside5Others()...)
	case *set == "outside6":
		changes = append(apichange.Outside6(), apichange.Outside6Others()...)
	case *set != "":
		t.Fatalf("-set %s: unknown set; written, outside, outside4, outside5 and outside6 are known", *set)
	}
	counts := measure(t, changes)
	if *only != "" || *class != "" || *in != "" {
		return
	}
	for m, goal := range goals {
		all, named := 0, 0
		for _, c := range []apichange.Class{apichange.Breaking, apichange.Dangerous} {
			if n := counts[m][string(c)]; n != nil {
				all, named = all+n.all, named+n.named
			}
		}
		if 100*named < goal*all {
			t.Errorf("%s: %d of %d changes are named, want %d %%", m, named, all, goal)
		}
	}
}

// goals holds the share of breaking and dangerous changes that a run has to name, in percent.
var goals = map[mode]int{onMock: 97, live: 90, careful: 60, anonymous: 25}

// TestSomeChangesAreNamed measures one in nine changes of the table.
func TestSomeChangesAreNamed(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	var some []*apichange.Change
	for i, c := range append(apichange.Table(), apichange.Harmlesses()...) {
		if i%9 == 0 {
			some = append(some, c)
		}
	}
	counts := measure(t, some)
	for _, m := range []mode{onMock, live} {
		if n := counts[m][string(apichange.Breaking)]; n.named < n.visible {
			t.Errorf("%s: %d of %d breaking changes are named, want all", m, n.named, n.visible)
		}
	}
}

// measure runs the suite in each mode against each change. No harmless change may be named.
func measure(t *testing.T, changes []*apichange.Change) map[mode]map[string]*cell {
	t.Helper()
	folders := recordAll(t)
	usual := usualInformation(t, folders)
	var mu sync.Mutex
	counts := map[mode]map[string]*cell{}
	for _, m := range modes {
		counts[m] = map[string]*cell{}
	}
	t.Run("changes", func(t *testing.T) {
		for _, c := range changes {
			if !strings.Contains(c.Name, *only) || *class != "" && string(c.Class) != *class {
				continue
			}
			t.Run(c.Name, func(t *testing.T) {
				t.Parallel()
				for _, m := range measured() {
					if m == onMock && c.TLS() != (apichange.TLS{}) {
						continue
					}
					c.Reset()
					found := run(t, m, c, dailymocktest.Today, 1)
					if err := history.Compare(found, folders[m]); err != nil {
						t.Fatal(err)
					}
					named := seen(c, found, usual[m])
					if named && !c.Touched() {
						t.Errorf("%s: the change is named, but no response had it", m)
					}
					if *show {
						explain(t, m, c, found, named)
					}
					mu.Lock()
					for _, row := range []string{string(c.Kind), string(c.Class)} {
						n := counts[m][row]
						if n == nil {
							n = &cell{}
							counts[m][row] = n
						}
						n.all++
						if c.Touched() {
							n.visible++
						}
						if named {
							n.named++
						}
					}
					mu.Unlock()
				}
			})
		}
	})
	t.Log("\n" + table(counts))
	for _, m := range modes {
		if n := counts[m][string(apichange.Harmless)]; n != nil && n.named > 0 {
			t.Errorf("%s: %d harmless changes are named", m, n.named)
		}
	}
	return counts
}

// seen reports whether a run names a change: as information that an unchanged run does not have if it is additive,
// otherwise by failing.
func seen(c *apichange.Change, found *contracts.Findings, usual []string) bool {
	if c.Class == apichange.Additive {
		news := slices.ContainsFunc(information(found), func(s string) bool { return !slices.Contains(usual, s) })
		return news && found.Status() == contracts.StatusFine
	}
	return found.Status() == contracts.StatusFailed
}

// information returns the information of a run and of its cases.
func information(found *contracts.Findings) []string {
	all := slices.Clone(found.Information)
	for _, r := range found.Results {
		all = append(all, r.Information...)
	}
	return all
}

// usualInformation returns the information of an unchanged run in each mode, such as members of the mock that the
// captures do not have.
func usualInformation(t *testing.T, folders map[mode]string) map[mode][]string {
	t.Helper()
	usual := map[mode][]string{}
	for m, folder := range folders {
		found := run(t, m, nil, dailymocktest.Today, 1)
		if err := history.Compare(found, folder); err != nil {
			t.Fatal(err)
		}
		usual[m] = information(found)
	}
	return usual
}

// TestAMissedAdditionCounts takes a change that the suite does not report, other numbers, for an additive one, and
// wants it to be counted as missed although an unchanged run has information too.
func TestAMissedAdditionCounts(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	all := apichange.OutsideOthers()
	named := func(name string) *apichange.Change {
		return all[slices.IndexFunc(all, func(c *apichange.Change) bool { return c.Name == name })]
	}
	missed, reported := named("users have more followers"), named("reports count their rows")
	missed.Class = apichange.Additive
	folder := t.TempDir()
	earlier := run(t, careful, nil, dailymocktest.Today.AddDate(0, -1, 0), 2)
	if err := evidence.Record(earlier, folder); err != nil {
		t.Fatal(err)
	}
	usual := usualInformation(t, map[mode]string{careful: folder})[careful]
	for c, want := range map[*apichange.Change]bool{missed: false, reported: true} {
		found := run(t, careful, c, dailymocktest.Today, 1)
		if err := history.Compare(found, folder); err != nil {
			t.Fatal(err)
		}
		if len(usual) == 0 || !c.Touched() || seen(c, found, usual) != want {
			t.Errorf("%q is named: %v, want %v; visible: %v, usual information: %q", c.Name, !want, want, c.Touched(), usual)
		}
	}
}

func explain(t *testing.T, m mode, c *apichange.Change, found *contracts.Findings, named bool) {
	var b bytes.Buffer
	_ = render.Text(&b, found, false)
	text := b.String()
	if !named && c.Class != apichange.Harmless {
		if len(text) > 1500 {
			text = "…" + text[len(text)-1500:]
		}
		t.Logf("NOT NAMED %q (%s, visible %v)\n%s", c.Name, m, c.Touched(), text)
	} else if named && c.Class == apichange.Harmless {
		t.Logf("FALSE ALARM (%s)\n%s", m, text[:min(len(text), 3000)])
	} else {
		var ids []string
		for _, r := range found.Results {
			if r.Outcome == contracts.Fail {
				ids = append(ids, r.ID)
			}
		}
		t.Logf("named %q (%s) by %d: %v", c.Name, m, len(ids), ids[:min(len(ids), 6)])
	}
}

// table prints counts as Markdown: named, of those visible, of all.
func table(counts map[mode]map[string]*cell) string {
	var b strings.Builder
	b.WriteString("| changes |")
	for _, m := range modes {
		fmt.Fprintf(&b, " %s |", m)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(modes)) + "\n")
	rows := []string{string(apichange.Breaking), string(apichange.Dangerous), string(apichange.Additive),
		string(apichange.Harmless)}
	for _, k := range apichange.Kinds {
		rows = append(rows, string(k))
	}
	for _, row := range rows {
		fmt.Fprintf(&b, "| %s |", row)
		for _, m := range modes {
			if n := counts[m][row]; n != nil {
				fmt.Fprintf(&b, " %d of %d, %d visible |", n.named, n.all, n.visible)
			} else {
				b.WriteString(" – |")
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func surface(t *testing.T) apichange.Surface {
	t.Helper()
	read := func(name string) []byte {
		b, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	s, err := apichange.ReadSurface(read("docs/spec/rest-fields.json"), read("contracts/shapes/reporting.graphql"),
		read("contracts/shapes/dyntube-view.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
