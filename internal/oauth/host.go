package oauth

import (
	"net/http"

	"github.com/dailymock/dailymock/internal/wire"
)

// opaqueHost tells whether a request came to api.dailymotion.com, whose tokens are opaque and
// whose answers have a uid, or to graphql.api.dailymotion.com, whose tokens are JWTs
// (docs/spec/oauth.md#public-user-response). Both have the same path, so that only a vendor's host name decides;
// under the mock's own address decided is false.
func opaqueHost(r *http.Request) (opaque, decided bool) {
	switch wire.Hostname(r.Host) {
	case "api.dailymotion.com", "www.dailymotion.com":
		return true, true
	case "graphql.api.dailymotion.com":
		return false, true
	}
	return false, false
}
