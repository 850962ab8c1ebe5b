// Package journal has what a mock's journal shows: an Entry for each request that has ended, a Matcher that selects
// entries, and the Verification of how many there are.
//
//	v, err := server.Verify(journal.Matcher{Surface: "files", Status: "200"}, journal.Exactly(1))
//	if err == nil && !v.Held {
//		fmt.Println(v) // with the requests that almost match
//	}
package journal

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// An Entry is one request that has ended. It has no secrets. In JSON it is an entry of GET /_mock/journal.
type Entry struct {
	Number   uint64        `json:"number"` // from 1, in the order in which requests ended
	Time     time.Time     `json:"time"`   // when it came, by the mock's clock
	RealTime time.Time     `json:"real_time"`
	Method   string        `json:"method"`
	Host     string        `json:"host"`
	Path     string        `json:"path"`            // with its ids, without what looks like a secret
	Route    string        `json:"route,omitempty"` // the pattern that matched
	Query    string        `json:"query,omitempty"` // without the values of credentials
	Status   int           `json:"status"`          // 0 if the connection was cut before a response
	Duration time.Duration `json:"duration_ns"`     // real time
	Steps    Steps         `json:"steps,omitempty"` // what was noted

	RequestBytes int64 `json:"request_bytes"` // of the body, as far as it was read
	Bytes        int64 `json:"bytes"`         // of the response's body

	Facts

	Fault   string   `json:"fault,omitempty"`   // that changed the response
	Notices []string `json:"notices,omitempty"` // in the headers of the response

	Failed  bool    `json:"failed,omitempty"`  // a status of 400 or more, none at all, or an error in the JSON of a 200
	Message string  `json:"message,omitempty"` // of the response to a request that failed
	Reason  *Reason `json:"reason,omitempty"`  // of a response with status 4xx

	// Without credentials, and only if bodies are kept.
	RequestHeaders  []string `json:"request_headers,omitempty"` // such as "Accept: */*", sorted
	RequestBody     string   `json:"request_body,omitempty"`
	ResponseHeaders []string `json:"response_headers,omitempty"`
	ResponseBody    string   `json:"response_body,omitempty"`
}

// Facts are what a surface found out about a request.
type Facts struct {
	// Surface is such as "reporting", "rest", "oauth", "files" or "dyntube", or "other" without a route.
	Surface string `json:"surface"`

	// Operation is the name of a GraphQL operation or, without a name, its first field; a route of REST such as
	// "GET /video/*"; "token" of a token endpoint; for other surfaces the pattern of the route.
	Operation string `json:"operation,omitempty"`

	// Fields are the paths of the fields that a GraphQL operation selects, such as "partner.reportFile.status", sorted;
	// at most 64.
	Fields []string `json:"fields,omitempty"`

	Key   string `json:"key,omitempty"`   // the id of the API key; "" for an unknown one, and for DynTube
	Grant string `json:"grant,omitempty"` // the grant_type of a token request
}

// A Reason says why a request was refused, for the person who wrote the client. Empty members are unknown.
type Reason struct {
	Closest  string `json:"closest,omitempty"`  // what exists and is most like what was asked for, such as a route
	Change   string `json:"change,omitempty"`   // what to do instead
	Document string `json:"document,omitempty"` // where it is described, such as docs/spec/oauth.md#bad-tokens
}

// String returns the entry on one line.
func (e Entry) String() string {
	words := []string{e.Time.Format("2006-01-02T15:04:05Z07:00"), e.Method, e.Host + e.Path}
	if e.Query != "" {
		words[2] += "?" + e.Query
	}
	words = append(words, fmt.Sprint(e.Status))
	for _, one := range [][2]string{
		{"", e.Surface}, {"", e.Operation}, {"key=", e.Key}, {"grant=", e.Grant}, {"fault=", e.Fault},
		{"", e.Message},
	} {
		if one[1] != "" && !slices.Contains(words, one[1]) {
			words = append(words, one[0]+one[1])
		}
	}
	for _, n := range e.Notices {
		words = append(words, "notice: "+n)
	}
	if e.Reason != nil {
		words = append(words, e.Reason.String())
	}
	return strings.Map(printable, strings.Join(words, " "))
}

// printable removes control characters: a terminal would obey them.
func printable(c rune) rune {
	if c < ' ' || c >= 0x7f && c < 0xa0 {
		return -1
	}
	return c
}

// String returns the reason in brackets.
func (r Reason) String() string {
	var words []string
	for _, one := range [][2]string{{"closest: ", r.Closest}, {"", r.Change}, {"see ", r.Document}} {
		if one[1] != "" {
			words = append(words, one[0]+one[1])
		}
	}
	return "[" + strings.Join(words, "; ") + "]"
}
