// Package mock provides the transport and the credentials for running the contract suite against a mock.
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

// A PinnedTransport sends every request to one address, for any host, by plain HTTP.
type PinnedTransport struct{ to *http.Transport }

// Pinned returns a transport to an address such as "127.0.0.1:8080".
func Pinned(address string) *PinnedTransport {
	return &PinnedTransport{&http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", address)
		},
		MaxIdleConnsPerHost: 8,
	}}
}

// RoundTrip sends a request to the address of the transport.
func (c *PinnedTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	plain := req.Clone(req.Context())
	plain.URL.Scheme = "http"
	return c.to.RoundTrip(plain)
}

// CloseIdleConnections closes the idle connections.
func (c *PinnedTransport) CloseIdleConnections() { c.to.CloseIdleConnections() }

// ListedKeys returns lines for a mock's world file that list the keys of the cases with the need KeyKinds. Set KeyKinds
// of a Target with such a world.
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

// Keys returns credentials that a mock accepts. They differ for each case, so that cases do not share the limits of
// reports and uploads.
func Keys(caseID string) contracts.Keys { return keys("contract-" + strings.ToLower(caseID)) }

// KeysOf returns a function as Keys, for one of several runs against the same mock.
func KeysOf(runID string) func(caseID string) contracts.Keys {
	return func(caseID string) contracts.Keys { return keys("contract-" + runID + "-" + strings.ToLower(caseID)) }
}

func keys(name string) contracts.Keys {
	return contracts.Keys{
		Public:   contracts.Key{ID: "public-" + name, Secret: "secret-of-a-mock"},
		Private:  contracts.Key{ID: "private-" + name, Secret: "secret-of-a-mock"},
		Username: name + "@example.com", Password: "password-of-a-mock", DynTube: "dyntube-" + name,
		Source: "https://files.example/" + name + ".mp4",
	}
}
