package wire

import (
	"net"
	"strings"
)

// Clip cuts a text that a client sent to at most that many bytes and appends mark if it was longer.
func Clip[T ~string](text T, most int, mark string) string {
	if len(text) <= most {
		return string(text)
	}
	return strings.ToValidUTF8(string(text[:most]), "") + mark
}

// Hostname returns the name in a Host header: in lower case, without the port and a final dot.
func Hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
