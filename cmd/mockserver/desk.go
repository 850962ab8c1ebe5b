package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// Where clients that start later ask for what they need.
const (
	proxyPath = "/_mock/proxy"
	caPath    = "/_mock/ca.pem"
)

// A reception is what proxyPath answers.
type reception struct {
	Proxy  string `json:"proxy"`  // its address, such as "127.0.0.1:4321"
	Folder string `json:"folder"` // where the files for clients are
}

// desk is the mock with the two paths that only a mock with a proxy has.
func (st *stage) desk() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+proxyPath, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		json.NewEncoder(w).Encode(reception{st.address, string(st.folder)})
	})
	mux.HandleFunc("GET "+caPath, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-pem-file")
		w.Write(st.proxy.CA())
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" && (r.URL.Path == proxyPath || r.URL.Path == caPath) {
			mux.ServeHTTP(w, r)
			return
		}
		st.mock.ServeHTTP(w, r)
	})
}

// announce says how clients get here.
func (st *stage) announce(w io.Writer) {
	fmt.Fprintf(w, "The mock answers at %s, and as the vendors' hosts through the proxy at http://%s.\n"+
		"For clients in another shell:\n\n    eval \"$(mockserver env %s)\"\n\n", st.base, st.address, st.base)
}
