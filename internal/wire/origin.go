// Package wire holds what the surfaces share about HTTP: JSON in and out, error
// envelopes, and the address under which a client knows this server.
package wire

import "net/http"

// An Origin says under which address answers name this server.
type Origin struct {
	Public string // such as "https://mock.example"; empty means the address that was asked
}

// Of returns the base URL, without a slash at its end, for links in the answer to r.
func (o Origin) Of(r *http.Request) string { return "http://" + r.Host }
