package oauth

import (
	"net"
	"net/http"
	"strings"
)

// opaqueHost tells whether a request came to T1, whose tokens are opaque and
// whose answers have a uid, or to T2, whose tokens are JWTs (spec/oauth.md
// §4.1). Both have the same path, so that only a vendor's host name decides;
// under the mock's own address decided is false.
func opaqueHost(r *http.Request) (opaque, decided bool) {
	switch hostName(r.Host) {
	case "api.dailymotion.com", "www.dailymotion.com":
		return true, true
	case "graphql.api.dailymotion.com":
		return false, true
	}
	return false, false
}

// hostName returns the name in a Host header: small letters, no port, no dot
// at its end.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
