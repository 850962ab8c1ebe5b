package contracts

import (
	"net/http"
	"testing"
)

func TestOnlyTheVendorsHostsAreNotInDoubt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		target Target
		doubt  bool
	}{
		"live":                          {Target{}, false},
		"a base that only sounds right": {Target{Base: "https://api.dailymotion.com"}, true},
		"a mock":                        {Target{Mock: true}, true},
		"a custom transport":            {Target{Transport: http.DefaultTransport}, true},
	} {
		if got := c.target.doubt(); (got != "") != c.doubt {
			t.Errorf("%s: doubt %q", name, got)
		}
	}
}
