package wire

import (
	"net/http"
	"strings"
)

// Browsers says what pages of other sites may send to a route, and lets them read its responses.
type Browsers struct {
	Methods []string // such as POST; besides those that need no permission
	Headers []string // of requests, such as Authorization
	Exposed []string // headers of responses that a page may read besides the usual ones
}

var (
	anywhere    = []string{"*"}
	allowOrigin = "Access-Control-Allow-Origin"
)

// Handler serves next to pages of any site.
func (b Browsers) Handler(next http.Handler) http.Handler {
	exposed := []string{strings.Join(b.Exposed, ", ")}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h[allowOrigin] = anywhere
		if len(b.Exposed) > 0 {
			h["Access-Control-Expose-Headers"] = exposed
		}
		next.ServeHTTP(w, r)
	})
}

// Preflight responds to the OPTIONS request with which a browser asks what it may send.
func (b Browsers) Preflight() http.Handler {
	methods, headers := strings.Join(b.Methods, ", "), strings.Join(b.Headers, ", ")
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h[allowOrigin] = anywhere
		h.Set("Access-Control-Allow-Methods", methods)
		h.Set("Access-Control-Allow-Headers", headers)
		w.WriteHeader(http.StatusOK)
	})
}
