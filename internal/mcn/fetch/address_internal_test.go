package fetch

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestAddresses: what a name may resolve to. There is no name server in tests, so that the check is called as the
// dialer calls it.
func TestAddresses(t *testing.T) {
	t.Parallel()
	c := New(Config{AllowHosts: []string{"partner.example", "localhost", "10.0.0.5", "::1"}})
	for _, a := range []struct {
		host, address string
		allowed       bool
	}{
		{"partner.example", "93.184.216.34:443", true},
		{"partner.example", "[2606:2800:220:1::1]:443", true},
		{"partner.example", "10.0.0.5:80", true}, // the user named the address
		{"partner.example", "[::1]:80", true},
		{"localhost", "127.0.0.1:80", true},
		{"app.localhost", "127.0.0.1:80", true},
		{"localhost", "10.0.0.6:80", false},
		{"partner.example", "127.0.0.1:80", false},
		{"partner.example", "127.8.8.8:80", false},
		{"partner.example", "10.0.0.6:80", false},
		{"partner.example", "192.168.1.1:80", false},
		{"partner.example", "169.254.169.254:80", false}, // where clouds tell credentials
		{"partner.example", "100.64.0.1:80", false},
		{"partner.example", "0.0.0.0:80", false},
		{"partner.example", "255.255.255.255:80", false},
		{"partner.example", "[::]:80", false},
		{"partner.example", "[fe80::1%eth0]:80", false},
		{"partner.example", "[fd00::1]:80", false},
		{"partner.example", "[::ffff:10.0.0.6]:80", false},
		{"partner.example", "[64:ff9b::a00:6]:80", false},
		{"notlocalhost", "127.0.0.1:80", false},
	} {
		err := c.allowAddress(a.host, a.address)
		assert.Equal(t, a.allowed, err == nil, "%s at %s: %v", a.host, a.address, err)
	}
}
