package dailymock

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/wire"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// frontPage tells a person what answers here.
type frontPage struct {
	server *Server
	origin wire.Origin
	routes []route
}

type pageRoute struct {
	Method, Path, About string
	Link                bool // whether a browser gets something to read there
}

func (p frontPage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	base, clock := p.origin.Of(r), p.server.Clock()
	var b bytes.Buffer
	err := page.Execute(&b, map[string]any{
		"Seed":   p.server.options.Seed,
		"Now":    clock.Now.Format(time.RFC1123),
		"Frozen": clock.Frozen,
		"Routes": p.shown(),
		"Steps":  p.server.FirstReport(base),
	})
	if err != nil {
		p.server.options.Logger.Error("front page", "error", err)
		http.Error(w, "this page could not be written", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	wire.Write(w, http.StatusOK, "text/html; charset=utf-8", b.Bytes())
}

// shown are the routes as people read them: a path with a slash at its end that
// answers as the one without is left out.
func (p frontPage) shown() []pageRoute {
	var all []pageRoute
	for i, r := range p.routes {
		if i > 0 && r.pattern == p.routes[i-1].pattern+"/" {
			continue
		}
		method, path, ok := strings.Cut(r.pattern, " ")
		if !ok {
			method, path = "any", r.pattern
		}
		path = strings.TrimSuffix(path, "{$}")
		all = append(all, pageRoute{method, path, r.about, method == "GET" && !strings.HasSuffix(path, "/") && !strings.Contains(path, "{")})
	}
	return all
}
