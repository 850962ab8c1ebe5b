package dailymock

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"html"
	"io"
	"net/http"
	"strings"

	"github.com/dailymock/dailymock/internal/control"
	"github.com/dailymock/dailymock/internal/control/ui"
	"github.com/dailymock/dailymock/internal/rest"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/journal"
)

// A surface is what a route belongs to.
type surface struct {
	name   string // in the journal, and for faults
	refuse func(w http.ResponseWriter, status int, message string)
}

// The surfaces, each with its envelope for paths and methods that do not exist. For GraphQL hosts it is ASSUMED.
var (
	reporting = surface{"reporting", wire.GraphQLError}
	signIn    = surface{"oauth", refuseSignIn}
	files     = surface{"files", refuseFile}
	objects   = surface{"rest", refuseREST}
	dynTube   = surface{"dyntube", wire.MessageError}
	assets    = surface{"assets", refuseAsset}
	mockAPI   = surface{"control", control.Refuse}
)

func refuseREST(w http.ResponseWriter, status int, message string) {
	var fault *wire.RESTFault
	if status == http.StatusNotFound {
		fault = &wire.RESTFault{Reason: "route_not_found"}
	}
	wire.RESTError(w, status, wire.ErrorType(status), message, fault)
}

// refuseSignIn has the envelope of the token endpoints for a body that they cannot read.
func refuseSignIn(w http.ResponseWriter, status int, message string) {
	if status == http.StatusUnsupportedMediaType {
		wire.OAuthError(w, status, "invalid_request", message)
		return
	}
	wire.GraphQLError(w, status, message)
}

// refuseAsset responds with a page, as servers of pictures do.
func refuseAsset(w http.ResponseWriter, status int, message string) {
	wire.Write(w, status, "text/html; charset=utf-8", fmt.Appendf(nil, "<p>%s</p>\n", html.EscapeString(message)))
}

func refuseFile(w http.ResponseWriter, status int, message string) {
	code := "NoSuchBucket"
	if status == http.StatusMethodNotAllowed {
		code = "MethodNotAllowed"
	}
	wire.XMLError(w, status, code, message, "")
}

// A route is one pattern of http.ServeMux with its surface, a description for people, and its handler.
type route struct {
	surface surface
	pattern string
	about   string
	handler http.Handler

	whole    bool           // the surface gives its requests no other operation than the route
	browsers *wire.Browsers // what pages of other sites may send; nil means nothing
}

// of makes a route whose requests the journal counts for a surface.
func (s surface) of(pattern, about string, h http.Handler) route {
	return s.route(pattern, about, wire.Inflate(h, s.refuse))
}

// plain makes a route that takes bodies as they are: the server of uploads counts and hashes their bytes.
func (s surface) plain(pattern, about string, h http.Handler) route {
	return s.route(pattern, about, wire.Plain(h, s.refuse))
}

func (s surface) route(pattern, about string, h http.Handler) route {
	return route{surface: s, pattern: pattern, about: about, handler: traffic.On(s.name, h)}
}

// register adds the route to mux, and the OPTIONS requests of browsers to its path.
func (r route) register(mux *http.ServeMux) {
	if r.browsers == nil {
		mux.Handle(r.pattern, r.handler)
		return
	}
	mux.Handle(r.pattern, r.browsers.Handler(r.handler))
	_, path, _ := strings.Cut(r.pattern, "/")
	mux.Handle("OPTIONS /"+path, traffic.Named(r.surface.name, r.browsers.Preflight()))
}

// whole marks routes whose requests have no other operation than the route.
func whole(routes ...route) []route {
	for n := range routes {
		routes[n].whole = true
	}
	return routes
}

// forBrowsers opens routes to pages of other sites.
func forBrowsers(b *wire.Browsers, routes []route) []route {
	for n := range routes {
		routes[n].browsers = b
	}
	return routes
}

// hosts sends a request to the host that it names.
type hosts struct {
	named  map[string]http.Handler // by lower-case name, without port
	others http.Handler
	routes []route // of all surfaces
}

// A check returns the status and message with which a request is refused, or 0.
type check func(r *http.Request) (status int, message string)

func (h hosts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if host, ok := h.named[wire.Hostname(r.Host)]; ok {
		host.ServeHTTP(w, r)
		return
	}
	h.others.ServeHTTP(w, r)
}

// vendorHost serves the routes of one host. Its surface refuses all other requests.
func vendorHost(s surface, routes ...[]route) http.Handler {
	return serve(func(string) surface { return s }, routes...)
}

// ownHost serves all routes under the mock's own address to requests that pass a check. Other requests are refused by
// the surface that has a route with the same first segment of the path, or else by GraphQL.
func ownHost(allow check, routes ...[]route) http.Handler {
	owners := map[string]surface{}
	for _, list := range routes {
		for _, r := range list {
			_, path, _ := strings.Cut(r.pattern, "/")
			owners[firstSegment("/"+path)] = r.surface
		}
	}
	owner := func(path string) surface {
		if s, ok := owners[firstSegment(path)]; ok && path != "/" {
			return s
		}
		return reporting
	}
	mux := serve(owner, routes...)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status, message := allow(r); status != 0 {
			owner(r.URL.Path).refuse(w, status, message)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func firstSegment(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return strings.TrimSuffix(first, "{$}")
}

func serve(owner func(path string) surface, routes ...[]route) http.Handler {
	mux := http.NewServeMux()
	var patterns []string
	for _, list := range routes {
		for _, r := range list {
			r.register(mux)
			method, path, ok := strings.Cut(r.pattern, " ")
			if !ok {
				method, path = http.MethodGet, r.pattern
			}
			patterns = append(patterns, method+" "+strings.TrimSuffix(path, "{$}"))
		}
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		refuse := owner(r.URL.Path).refuse
		if allowed := methods(mux, r); len(allowed) > 0 {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			refuse(w, http.StatusMethodNotAllowed,
				fmt.Sprintf("%s is not allowed here; try %s.", r.Method, strings.Join(allowed, " or ")))
			return
		}
		traffic.Explain(r.Context(), journal.Reason{
			Closest: traffic.Nearest(r.Method+" "+r.URL.Path, patterns),
			Change:  "use a path of this host; GET / at the mock's own address lists all", Document: "docs/architecture.md",
		})
		refuse(w, http.StatusNotFound, fmt.Sprintf("Nothing answers %s %s on this host.", r.Method, r.URL.Path))
	})
	return mux
}

// methods returns the methods that the path of r has.
func methods(mux *http.ServeMux, r *http.Request) []string {
	var allowed []string
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
		other := &http.Request{Method: method, URL: r.URL, Host: r.Host}
		if _, pattern := mux.Handler(other); pattern != "/" {
			allowed = append(allowed, method)
		}
	}
	return allowed
}

// maxPeek bounds how much of a body is read to tell JSON-RPC from GraphQL.
const maxPeek = 1 << 20

// rpcOr sends the JSON-RPC calls of the vendor's SDKs to one handler and everything else to another. It looks at the
// body only, since clients send wrong types (docs/spec/rest.md#json-rpc).
func rpcOr(rpc, other http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head, _ := io.ReadAll(io.LimitReader(r.Body, maxPeek)) // an error comes again when the handler reads on
		r.Body = unread{io.MultiReader(bytes.NewReader(head), r.Body), r.Body}
		if bytes.Contains(head, []byte(`"call"`)) && rest.IsRPC(head) {
			rpc.ServeHTTP(w, r)
			return
		}
		other.ServeHTTP(w, r)
	})
}

// unread is a body that starts again from its beginning.
type unread struct {
	io.Reader
	io.Closer
}

// maxHostname is the longest name in a log line or a message, in bytes (RFC 1035 section 2.3.4).
const maxHostname = 253

// check refuses a request whose host name is not accepted, and one for the control API without the token.
func (s *Server) check(r *http.Request) (status int, message string) {
	if !s.names.Accept(r.Host) {
		name := wire.Clip(wire.Hostname(r.Host), maxHostname, "…")
		s.names.Warn(name)
		return http.StatusMisdirectedRequest,
			fmt.Sprintf("The mock does not serve the host name %q; start it with --allow-hostname %s to allow it.", name, name)
	}
	guarded := s.options.ControlToken != "" && !s.options.ControlOff
	if guarded && strings.HasPrefix(r.URL.Path, control.Prefix) && !ui.Serves(r.URL.Path) && !s.hasToken(r) {
		return http.StatusUnauthorized,
			"the control API of this mock needs its token; send the header Authorization: Bearer TOKEN"
	}
	return 0, ""
}

// hasToken compares hashes, so that the time it takes says nothing about the token.
func (s *Server) hasToken(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	got, want := sha256.Sum256([]byte(strings.TrimSpace(token))), sha256.Sum256([]byte(s.options.ControlToken))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(got[:], want[:]) == 1
}

// Guard returns a handler that serves h to the requests that the server's own control API would serve: those with an
// accepted host name and, if Options.ControlToken is set, the token; none if Options.ControlOff is set. It is for
// handlers at the server's address.
func (s *Server) Guard(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, message := s.check(r)
		switch {
		case status != 0:
			control.Refuse(w, status, message)
		case s.options.ControlOff:
			s.ServeHTTP(w, r) // as if h were not there
		default:
			h.ServeHTTP(w, r)
		}
	})
}
