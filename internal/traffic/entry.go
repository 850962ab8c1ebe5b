package traffic

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// An Entry is one request that has ended. It has no secrets.
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

// Facts are what a surface finds out about a request while it handles it. Each setter is called by the goroutine that
// handles the request, before it starts others. Without a journal the setters do nothing.
type Facts struct {
	// Surface is such as "reporting", "rest", "oauth", "files" or "dyntube", as On names it; "other" without a route.
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

// maxFields bounds the field paths in an entry.
const maxFields = 64

// A Reason says why a request was refused, for the person who wrote the client. Empty members are unknown.
type Reason struct {
	Closest  string `json:"closest,omitempty"`  // what exists and is most like what was asked for, such as a route
	Change   string `json:"change,omitempty"`   // what to do instead
	Document string `json:"document,omitempty"` // where it is described, such as docs/spec/oauth.md#bad-tokens
}

func (r Reason) or(other Reason) Reason {
	return Reason{
		Closest: cmp.Or(r.Closest, short(other.Closest)), Change: cmp.Or(r.Change, other.Change),
		Document: cmp.Or(r.Document, other.Document),
	}
}

// entrySize is about the size of an Entry without its texts, in bytes.
const entrySize = 600

// size returns about how much memory an entry needs, in bytes.
func (e *Entry) size() int {
	n := entrySize + len(e.Method) + len(e.Host) + len(e.Path) + len(e.Query) + len(e.Operation) + len(e.Key) +
		len(e.Grant) + len(e.Fault) + len(e.Message) + len(e.RequestBody) + len(e.ResponseBody)
	for _, texts := range [][]string{e.Fields, e.Notices, e.RequestHeaders, e.ResponseHeaders} {
		n += 16 * cap(texts)
		for _, s := range texts {
			n += len(s)
		}
	}
	if e.Reason != nil {
		n += 100 + len(e.Reason.Closest)
	}
	return n
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

// detached returns a copy of text that shares no memory with the request, whose buffer may be much longer: last, if it
// is the same text.
func detached(text, last string) string {
	if text == last {
		return last
	}
	return strings.Clone(text)
}

// detach replaces the texts that may share memory with the request.
func (e *Entry) detach(last *Entry) {
	e.Method, e.Host = detached(e.Method, last.Method), detached(e.Host, last.Host)
	e.Path, e.Query = detached(e.Path, last.Path), detached(e.Query, last.Query)
	e.Operation, e.Key = detached(e.Operation, last.Operation), detached(e.Key, last.Key)
	e.Grant = detached(e.Grant, last.Grant)
	if slices.Equal(e.Fields, last.Fields) {
		e.Fields = last.Fields
		return
	}
	e.Fields = slices.Clone(e.Fields)
	for i, field := range e.Fields {
		e.Fields[i] = strings.Clone(field)
	}
}
