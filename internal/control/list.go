package control

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/wire"
)

// A List is what the mock's root shows at a terminal: what the mock is, a first report, and its routes.
type List struct {
	Seed         uint64
	Clock        *clock.Clock
	ReportTakes  time.Duration
	Origin       wire.Origin
	Guarded      bool // this API needs a token
	Uncontrolled bool // there is no API, nor a dashboard
	Routes       []Route
}

// A Route is one line of the list.
type Route struct{ Pattern, About string }

func (l List) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now, base := l.Clock.Read(), l.Origin.Of(r)
	clock := "shows"
	if now.Frozen {
		clock = "stands still at"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "dailymock: a stand-in for Dailymotion's partner APIs. Every figure is made up.\n"+
		"Seed %d; the mock's clock %s %s.\n", l.Seed, clock, now.Now.Format(time.RFC3339))
	if !l.Uncontrolled {
		fmt.Fprintf(&b, "The dashboard, for a browser: %s/_mock/\n", base)
	}
	fmt.Fprint(&b, "\nA first report:\n\n")
	for _, step := range QuickStart(now, l.ReportTakes, base, l.Guarded, l.Uncontrolled) {
		fmt.Fprintf(&b, "# %s\n%s\n", step.About, step.Command)
	}
	fmt.Fprint(&b, "\nWhat answers here (a request whose Host is one of the vendor's finds only that host's paths):\n\n")
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for i, one := range l.Routes {
		if i > 0 && one.Pattern == l.Routes[i-1].Pattern+"/" {
			continue // the same, with a slash at the end
		}
		method, path, ok := strings.Cut(one.Pattern, " ")
		if !ok {
			method, path = "any", one.Pattern
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", method, strings.TrimSuffix(path, "{$}"), one.About)
	}
	_ = table.Flush() // a buffer takes everything
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	wire.Write(w, http.StatusOK, "text/plain; charset=utf-8", b.Bytes())
}
