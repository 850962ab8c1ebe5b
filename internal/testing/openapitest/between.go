package openapitest

import (
	"bytes"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Handler serves what next does, and reports each response that differs from the document. Requests that the document
// does not cover are not checked.
func (d *Document) Handler(next http.Handler, report func(format string, args ...any)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &Exchange{Method: r.Method, URL: r.URL, Host: r.Host, Type: r.Header.Get("Content-Type")}
		if !d.names(x) {
			next.ServeHTTP(w, r)
			return
		}
		target := *r.URL // handlers change it
		x.URL = &target
		var sent bytes.Buffer
		r.Body = struct {
			io.Reader
			io.Closer
		}{io.TeeReader(r.Body, &sent), r.Body}
		held := httptest.NewRecorder()
		next.ServeHTTP(held, r)
		x.Body, x.Status, x.Header, x.Answer = sent.Bytes(), held.Code, held.Header(), held.Body.Bytes()
		if d.covers(x) {
			if err := d.Check(x); err != nil {
				report("%v", err)
			}
		}
		maps.Copy(w.Header(), held.Header())
		w.WriteHeader(held.Code)
		_, _ = w.Write(held.Body.Bytes())
	})
}

// Transport sends requests as base does. A response that differs from the document is an error.
func (d *Document) Transport(base http.RoundTripper) http.RoundTripper { return &transport{base, d} }

type transport struct {
	http.RoundTripper
	d *Document
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.RoundTripper.RoundTrip(r)
	x := &Exchange{Method: r.Method, URL: r.URL, Host: r.Host, Type: r.Header.Get("Content-Type")}
	if err != nil || !t.d.names(x) || strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		return resp, err // events do not end
	}
	if r.GetBody != nil {
		body, err := r.GetBody()
		if err == nil {
			x.Body, err = io.ReadAll(body)
		}
		if err != nil {
			return nil, err
		}
	}
	x.Status, x.Header = resp.StatusCode, resp.Header
	if x.Answer, err = io.ReadAll(resp.Body); err != nil {
		return nil, err
	}
	if err := resp.Body.Close(); err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(x.Answer))
	if t.d.covers(x) {
		if err := t.d.Check(x); err != nil {
			return nil, err
		}
	}
	return resp, nil
}

// names reports whether the document may cover a request: it names its host, if that is one of the vendors', else the
// first part of its path.
func (d *Document) names(x *Exchange) bool {
	all, below := x.parts()
	first := append(all, "")[0]
	switch host := hostname(x.Host); {
	case first == "oauth":
		return false
	case strings.HasSuffix(host, ".com") || strings.HasSuffix(host, ".net"):
		return d.serves(host, x.URL.Path)
	case d.Alone || below && d.twoRoots:
		return true
	}
	return slices.ContainsFunc(d.paths, func(p path) bool { return append(p.parts, "")[0] == first })
}

func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// serves reports whether a path is on a server of the document.
func (d *Document) serves(host, path string) bool {
	servers := slices.Clone(d.doc.Servers)
	for _, p := range d.paths {
		servers = append(servers, p.item.Servers...)
	}
	return slices.ContainsFunc(servers, func(s *openapi3.Server) bool {
		_, address, _ := strings.Cut(s.URL, "://")
		server, below, _ := strings.Cut(address, "/")
		return server == host && strings.HasPrefix(path, "/"+below)
	})
}

// covers reports the same as names, once the body is known: the root of a host serves other requests than calls.
func (d *Document) covers(x *Exchange) bool {
	all, _ := x.parts()
	return d.Alone || len(all) > 0 || x.Method == http.MethodPost && callsIn(x.Body) != nil
}
