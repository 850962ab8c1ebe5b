package session

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/dailymock/dailymock/internal/proxy/env"
)

// InfoPath is the path at which a mock with a proxy returns its Info.
const InfoPath = "/_mock/proxy"

const caPath = "/_mock/ca.pem"

// An Info is what a client that starts later needs.
type Info struct {
	Proxy  string     `json:"proxy"`  // its address, such as "127.0.0.1:4321"
	Folder env.Folder `json:"folder"` // holds the files for clients
}

// bootstrap returns the mock's handler with InfoPath and caPath added.
func (s *Session) bootstrap() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+InfoPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		json.NewEncoder(w).Encode(Info{s.address, s.folder})
	})
	mux.HandleFunc("GET "+caPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-pem-file")
		w.Write(s.proxy.CA())
	})
	own := s.mock.Guard(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" && (r.URL.Path == InfoPath || r.URL.Path == caPath) {
			own.ServeHTTP(w, r)
			return
		}
		s.mock.ServeHTTP(w, r)
	})
}

// Announce prints how to connect clients.
func (s *Session) Announce(w io.Writer) {
	fmt.Fprintf(w, "The mock listens at %s, and for the vendors' hosts through the proxy at http://%s.\n"+
		"For clients in another shell:\n\n    eval \"$(mockserver env %s)\"\n\n", s.Base, s.address, s.Base)
}
