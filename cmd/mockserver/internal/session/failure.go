package session

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/dailymock/dailymock/journal"
)

// A Failure is a request that failed, as often as it was sent.
type Failure struct {
	Method  string `json:"method"`
	Host    string `json:"host"`
	Path    string `json:"path"`
	Status  int    `json:"status"` // 0 if the connection was cut before a response
	Message string `json:"message"`
	Count   int    `json:"count"`
}

// maxFailures bounds the failures that a summary tells apart.
const maxFailures = 20

// failures returns the requests to the vendors' APIs that failed, in the order in which they did first.
func failures(journal []journal.Entry) []Failure {
	all := []Failure{}
	for _, e := range journal {
		if !e.Failed || e.Surface == "control" {
			continue
		}
		f := Failure{Method: e.Method, Host: e.Host, Path: e.Path, Status: e.Status, Message: e.Message}
		i := slices.IndexFunc(all, func(old Failure) bool { f.Count = old.Count; return old == f })
		switch {
		case i >= 0:
			all[i].Count++
		case len(all) < maxFailures:
			f.Count = 1
			all = append(all, f)
		}
	}
	return all
}

// String returns a line such as "GET api.dailymotion.com/video/x1 404: This video does not exist".
func (f Failure) String() string {
	var b strings.Builder
	if f.Count > 1 {
		fmt.Fprintf(&b, "%d × ", f.Count)
	}
	fmt.Fprintf(&b, "%s %s%s ", f.Method, f.Host, f.Path)
	switch f.Status {
	case 0:
		b.WriteString("the connection was cut")
	case http.StatusOK: // GraphQL, and calls of the vendor's SDKs
		b.WriteString("200 with an error")
	default:
		b.WriteString(strconv.Itoa(f.Status))
	}
	if f.Message != "" {
		b.WriteString(": " + f.Message)
	}
	return strings.Map(func(c rune) rune { // a terminal would obey control characters
		if unicode.IsControl(c) {
			return -1
		}
		return c
	}, b.String())
}

// noRequest says why there was no request to a vendor's host.
func (v *Summary) noRequest() string {
	switch {
	case len(v.Untrusted) > 0:
		return "no request arrived, because the client does not trust the certificate"
	case len(v.Refused) > 0:
		return "no request to a vendor's host arrived; those to other hosts were refused"
	case v.Did.Requests > 0:
		return "no request to a vendor's host arrived, only some to the mock's own API"
	}
	return "no request arrived"
}

// allowHosts returns the flags with which requests to the refused hosts are let through.
func (v *Summary) allowHosts() string {
	var flags []string
	for _, name := range slices.Sorted(maps.Keys(v.Refused)) {
		host, _, err := net.SplitHostPort(name)
		if err != nil {
			host = name
		}
		flag := "--allow-host " + host
		if strings.Contains(host, ".") && !strings.Contains(host, " ") && !slices.Contains(v.mocked, host) &&
			!slices.Contains(flags, flag) {
			flags = append(flags, flag)
		}
	}
	if len(flags) == 0 {
		return ""
	}
	return "to let them through, use " + strings.Join(flags, " ")
}

func trust(*Summary) string {
	return "let the client use the authority of SSL_CERT_FILE, or see docs/run.md for its runtime"
}

// reach says how a client's requests come to the mock.
func (v *Summary) reach() string {
	switch {
	case len(v.Untrusted) > 0:
		return trust(v)
	case v.isolated:
		return "the client may need no request; if so, use --fail-on escape"
	}
	return "the client may use no proxy: on Linux try --isolate, or give it DAILYMOCK_URL as base URL; see docs/run.md"
}
