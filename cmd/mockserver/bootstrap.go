package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// Paths of the proxy's address and certificate, for clients that start later.
const (
	proxyPath = "/_mock/proxy"
	caPath    = "/_mock/ca.pem"
)

// proxyInfo is the response of proxyPath.
type proxyInfo struct {
	Proxy  string `json:"proxy"`  // its address, such as "127.0.0.1:4321"
	Folder string `json:"folder"` // where the files for clients are
}

// bootstrap returns the mock's handler with proxyPath and caPath added.
func (s *session) bootstrap() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+proxyPath, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		json.NewEncoder(w).Encode(proxyInfo{s.address, string(s.folder)})
	})
	mux.HandleFunc("GET "+caPath, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-pem-file")
		w.Write(s.proxy.CA())
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" && (r.URL.Path == proxyPath || r.URL.Path == caPath) {
			mux.ServeHTTP(w, r)
			return
		}
		s.mock.ServeHTTP(w, r)
	})
}

// announce prints how to connect clients.
func (s *session) announce(w io.Writer) {
	fmt.Fprintf(w, "The mock answers at %s, and as the vendors' hosts through the proxy at http://%s.\n"+
		"For clients in another shell:\n\n    eval \"$(mockserver env %s)\"\n\n", s.base, s.address, s.base)
}
