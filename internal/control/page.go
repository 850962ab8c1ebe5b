package control

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/wire"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// A Page is the front page: what the mock is, a first report, and its routes.
type Page struct {
	Seed         uint64
	Clock        *clock.Clock
	ReportTakes  time.Duration
	Origin       wire.Origin
	Guarded      bool // this API needs a token
	Uncontrolled bool // there is no API
	Routes       []Route
}

// A Route is one line of the page.
type Route struct{ Pattern, About string }

// pageRoute is a Route as the page shows it.
type pageRoute struct {
	Method, Path, About string
	Link                bool // whether a browser can read something there
}

func (p Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := p.Clock.Read()
	var b bytes.Buffer
	err := page.Execute(&b, map[string]any{
		"Seed":   p.Seed,
		"Now":    now.Now.Format(time.RFC1123),
		"Frozen": now.Frozen,
		"Routes": p.routes(),
		"Steps":  QuickStart(now, p.ReportTakes, p.Origin.Of(r), p.Guarded, p.Uncontrolled),
	})
	if err != nil {
		panic(err) // the template does not fit its data
	}
	h := w.Header()
	h.Set("Content-Security-Policy",
		"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	wire.Write(w, http.StatusOK, "text/html; charset=utf-8", b.Bytes())
}

// routes returns the lines of the page, without the patterns that repeat the one before with a slash at the end.
func (p Page) routes() []pageRoute {
	var all []pageRoute
	for i, r := range p.Routes {
		if i > 0 && r.Pattern == p.Routes[i-1].Pattern+"/" {
			continue
		}
		method, path, ok := strings.Cut(r.Pattern, " ")
		if !ok {
			method, path = "any", r.Pattern
		}
		path = strings.TrimSuffix(path, "{$}")
		link := method == http.MethodGet && !strings.HasSuffix(path, "/") && !strings.Contains(path, "{")
		all = append(all, pageRoute{method, path, r.About, link})
	}
	return all
}
