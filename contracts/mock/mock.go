// Package mock has what a run of the contract suite against a mock needs: a transport, and credentials.
package mock

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/contracts"
)

// A PinnedTransport brings each request, whatever host it names, to one address, and
// nowhere else. It speaks plain HTTP there, since what listens is near.
type PinnedTransport struct{ to *http.Transport }

// Pinned returns a PinnedTransport to an address such as "127.0.0.1:8080".
func Pinned(address string) *PinnedTransport {
	return &PinnedTransport{&http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", address)
		},
		MaxIdleConnsPerHost: 8,
	}}
}

// RoundTrip sends a request to the address that the PinnedTransport is for.
func (c *PinnedTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	near := req.Clone(req.Context())
	near.URL.Scheme = "http"
	return c.to.RoundTrip(near)
}

// CloseIdleConnections closes what is kept open for the next request.
func (c *PinnedTransport) CloseIdleConnections() { c.to.CloseIdleConnections() }

// ListedKeys is the part of a mock's world file that tells the kinds of keys, for
// the cases that need it. A mock with it is a Target with KeyKinds.
func ListedKeys(cases []contracts.Case) string {
	var b strings.Builder
	b.WriteString("\nkeys:\n")
	for _, c := range cases {
		if slices.Contains(c.Needs, contracts.KeyKinds) {
			k := Keys(c.ID)
			fmt.Fprintf(&b, "  - {id: %s, secret: %s, kind: public}\n", k.Public.ID, k.Public.Secret)
			fmt.Fprintf(&b, "  - {id: %s, secret: %s, kind: private}\n", k.Private.ID, k.Private.Secret)
		}
	}
	return b.String()
}

// Keys returns credentials that a mock takes, other ones for each case, so
// that the two places for reports, and what one may upload, are each case's own.
func Keys(caseID string) contracts.Keys {
	name := "contract-" + strings.ToLower(caseID)
	return contracts.Keys{
		Public:   contracts.Key{ID: "public-" + name, Secret: "secret-of-a-mock"},
		Private:  contracts.Key{ID: "private-" + name, Secret: "secret-of-a-mock"},
		Username: name + "@example.com", Password: "password-of-a-mock", DynTube: "dyntube-" + name,
		Source: "https://files.example/" + name + ".mp4",
	}
}
