package oauth_test

import (
	"testing"

	"github.com/dailymock/dailymock/internal/testing/benchratio"
)

// BenchmarkTokenEndpoint is the token endpoint beside a bare handler.
func BenchmarkTokenEndpoint(b *testing.B) {
	v := start(b)
	for name, c := range map[string]struct{ path, form string }{
		"password": {publicPath, passwordForm}, "private": {privatePath, privateForm},
	} {
		b.Run(name, func(b *testing.B) {
			benchratio.Ratio(b, v.Config.Handler, benchratio.Post(c.path, "application/x-www-form-urlencoded", "", c.form))
		})
	}
}
