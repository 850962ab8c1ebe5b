package dailymock

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
)

// A route is one thing that is answered: a pattern of http.ServeMux, a word
// about it for people, and who answers.
type route struct {
	pattern string
	about   string
	handler http.Handler
}

func join(routes ...[]route) []route { return slices.Concat(routes...) }

// byHost sends a request to the host that it names.
type byHost struct {
	hosts  map[string]http.Handler // by lower-case name, without port
	others http.Handler
}

func (b byHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if site, ok := b.hosts[wire.Hostname(r.Host)]; ok {
		site.ServeHTTP(w, r)
		return
	}
	b.others.ServeHTTP(w, r)
}

// A lack writes the answer of a host for a path that it does not have: status is
// 404 or 405.
type lack func(w http.ResponseWriter, path string, status int, message string)

// site is what one host answers: its routes and, in its own words, that there
// is nothing else.
func site(lacks lack, routes ...[]route) http.Handler {
	mux := http.NewServeMux()
	for _, r := range join(routes...) {
		mux.Handle(r.pattern, r.handler)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if allowed := methods(mux, r); len(allowed) > 0 {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			lacks(w, r.URL.Path, http.StatusMethodNotAllowed, fmt.Sprintf("%s is not allowed here; try %s.", r.Method, strings.Join(allowed, " or ")))
			return
		}
		lacks(w, r.URL.Path, http.StatusNotFound, fmt.Sprintf("Nothing answers %s %s on this host.", r.Method, r.URL.Path))
	})
	return mux
}

// methods are those under which something answers the path of r. ServeMux
// knows, but would only tell in an answer of its own.
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

// lacksGraphQL answers with the shape of docs/spec/reporting.md#error-shape; that the
// vendor's GraphQL hosts do so for unknown paths is assumed.
func lacksGraphQL(w http.ResponseWriter, _ string, status int, message string) {
	wire.GraphQLError(w, status, message)
}

// lacksREST answers with the shape of docs/spec/rest.md#errors.
func lacksREST(w http.ResponseWriter, _ string, status int, message string) {
	var fault *wire.RESTFault
	if status == http.StatusNotFound {
		fault = &wire.RESTFault{Reason: "route_not_found"}
	}
	wire.RESTError(w, status, wire.ErrorType(status), message, fault)
}

// lacksDynTube answers with the one member that docs/spec/dyntube.md has for errors.
func lacksDynTube(w http.ResponseWriter, _ string, status int, message string) {
	wire.MessageError(w, status, message)
}

// lacksFile answers as an object store does.
func lacksFile(w http.ResponseWriter, _ string, status int, message string) {
	code := "NoSuchBucket"
	if status == http.StatusMethodNotAllowed {
		code = "MethodNotAllowed"
	}
	wire.XMLError(w, status, code, message, "")
}

// lacksMock answers as the mock's own control API does.
func lacksMock(w http.ResponseWriter, _ string, status int, message string) {
	wire.JSON(w, status, map[string]any{"error": message})
}

// lacksHere answers on the mock's own host as the one would that has such paths.
func lacksHere(w http.ResponseWriter, path string, status int, message string) {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	lacks := lacksGraphQL
	switch first {
	case "_mock", "healthz", "readyz":
		lacks = lacksMock
	case "rest", "upload", "rupload", "progress":
		lacks = lacksREST
	case "v1":
		lacks = lacksDynTube
	case strings.Trim(report.Bucket, "/"):
		lacks = lacksFile
	}
	lacks(w, path, status, message)
}

// healthy responds with the version of the figures; a mock that responds is ready.
func healthy(w http.ResponseWriter, _ *http.Request) {
	wire.JSON(w, http.StatusOK, map[string]any{"status": "ok", "world": world.Version})
}
