// Package ui serves the dashboard: one page at /_mock/, which shows and changes the mock by the control API and has
// GraphiQL in it. The page is plain ES modules and CSS. It loads nothing from another address, and its
// Content-Security-Policy says so.
//
//	mux.Handle("GET /_mock/{$}", ui.New())
//	mux.Handle("GET "+ui.Prefix, ui.New())
//
// Texts of requests, worlds and responses reach the page as text nodes only (page/dom.js), never as HTML.
package ui

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/dailymock/dailymock/internal/packed"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/wire"
)

// Root is the path of the page, and Prefix begins those of what it loads.
const (
	Root   = "/_mock/"
	Prefix = Root + "ui/"
)

// graphiql is made by tools/graphiql.
//
//go:generate go run ../../packed/pack page/*.html page/*.css page/*.js page/*.svg
//go:embed page/*.gz graphiql
var embedded embed.FS

// A file is one that the page loads, or the page itself.
type file struct {
	kind, etag string
	packed     []byte // compressed with gzip
}

// files returns them by the path of their URL.
var files = sync.OnceValue(load)

func load() map[string]file {
	all := map[string]file{}
	err := fs.WalkDir(embedded, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		packed, err := embedded.ReadFile(name)
		sum := sha256.Sum256(packed)
		name = strings.TrimSuffix(name, ".gz")
		all[Prefix+name] = file{kinds[path.Ext(name)], `"` + hex.EncodeToString(sum[:8]) + `"`, packed}
		return err
	})
	if err != nil {
		panic(err) // the files are part of the program
	}
	all[Root] = all[Prefix+"page/index.html"]
	all["/favicon.ico"] = all[Prefix+"page/favicon.svg"]
	return all
}

// kinds do not depend on the types that the system knows.
var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
}

// Serves reports whether a path is the page or what it loads: these have nothing of the mock in them, so that they need
// no token of the control API.
func Serves(path string) bool {
	_, ok := files()[path]
	return ok
}

// policy lets the page load from this mock only. GraphiQL's styles have pictures as data.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

type handler struct {
	refuse func(http.ResponseWriter, int, string)
}

// New returns the handler of the page and what it loads. These requests are not in the journal. refuse responds to a
// path that does not exist.
func New(refuse func(w http.ResponseWriter, status int, message string)) http.Handler {
	return handler{refuse}
}

func (s handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := files()[r.URL.Path]
	if !ok {
		s.refuse(w, http.StatusNotFound, "The dashboard has no such file.")
		return
	}
	traffic.Omit(r.Context())
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", f.etag)
	h.Set("Vary", "Accept-Encoding")
	content := f.packed
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
	} else {
		content = packed.Read(content) // for the few clients that do not decompress
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// ForBrowsers sends requests that prefer HTML to the page, and all others to next.
func ForBrowsers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Accept")
		if strings.Contains(r.Header.Get("Accept"), "text/html") {
			w.Header().Set("Location", Root)
			wire.Write(w, http.StatusSeeOther, "text/plain; charset=utf-8", []byte("The dashboard is at "+Root+".\n"))
			return
		}
		next.ServeHTTP(w, r)
	})
}
