package contracts

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/contracts/observe"
)

// A Request describes a request that a case sends.
type Request struct {
	Method string // "" means POST with a body, else GET
	Host   Host   // serves Path
	Path   string // may include a query
	URL    string // replaces Host and Path: a link from a response

	Header map[string]string
	Token  Secret     // sent as "Authorization: Bearer …"; optional
	Scheme string     // replaces Bearer
	Query  url.Values // added to the query of Path

	JSON any        // the body, as JSON
	Form url.Values // the body, URL-encoded
	Part *Part      // the body, multipart, after the fields of Form
	Text string     // the body, unchanged, with the content type Type
	Type string

	// AnyStatus returns responses with 429 and 5xx to the case. Otherwise they end it: as inconclusive, or as failed
	// against a mock.
	AnyStatus bool

	// Repeated allows the run to use its response to the same request of an earlier case, unless the target is a mock.
	Repeated bool
}

// A Part holds a file of a multipart form.
type Part struct{ Name, File, Text string }

// A Secret holds a text that is hidden when printed, such as a token.
type Secret string

// String returns a placeholder.
func (s Secret) String() string { return "$SECRET" }

// GoString returns a placeholder.
func (s Secret) GoString() string { return "$SECRET" }

// MarshalText returns a placeholder.
func (s Secret) MarshalText() ([]byte, error) { return []byte("$SECRET"), nil }

// build returns the request to an address.
func (q Request) build(ctx context.Context, address string) (*http.Request, error) {
	body, kind := q.body()
	method := q.Method
	if method == "" {
		method = http.MethodGet
		if kind != "" || body != "" {
			method = http.MethodPost
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body == "" && method == http.MethodGet {
		req.Body, req.ContentLength = nil, 0
	}
	if len(q.Query) > 0 {
		req.URL.RawQuery = strings.Trim(req.URL.RawQuery+"&"+q.Query.Encode(), "&")
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	req.Header.Set("Accept", "*/*")
	req.Header.Set("User-Agent", "dailymock-contract")
	if q.Token != "" {
		scheme := q.Scheme
		if scheme == "" {
			scheme = "Bearer"
		}
		req.Header.Set("Authorization", scheme+" "+string(q.Token))
	}
	for name, value := range q.Header {
		req.Header.Set(name, value)
	}
	return req, nil
}

// body returns the body and its content type.
func (q Request) body() (text, kind string) {
	switch {
	case q.JSON != nil:
		b, err := json.Marshal(q.JSON)
		if err != nil {
			panic(err) // a value without a JSON encoding: an error in the case
		}
		return string(b), "application/json"
	case q.Part != nil:
		var b strings.Builder
		w := multipart.NewWriter(&b)
		_ = w.SetBoundary("contract-boundary-7b1d")
		for _, name := range slices.Sorted(maps.Keys(q.Form)) {
			_ = w.WriteField(name, q.Form.Get(name))
		}
		if q.Part.Name != "" {
			part, _ := w.CreateFormFile(q.Part.Name, q.Part.File)
			_, _ = io.WriteString(part, q.Part.Text)
		}
		_ = w.Close()
		return b.String(), w.FormDataContentType()
	case q.Form != nil:
		return q.Form.Encode(), "application/x-www-form-urlencoded"
	}
	return q.Text, q.Type
}

// A sent holds a request of a case and its response.
type sent struct {
	Request
	req  *http.Request
	resp *http.Response // nil until it is received
	body []byte
}

// route returns the path with its ids replaced, as the key of observations.
func (s sent) route() string {
	if s.URL != "" {
		return "(link)"
	}
	parts := strings.Split(s.req.URL.Path, "/")
	for i, p := range parts {
		c := observe.Class(p)
		const shortest = 5 // letters of an id
		if c == "xid" && len(p) >= shortest || c == "hex" || c == "base64" || c == "digits" {
			parts[i] = "{id}"
		}
	}
	return strings.Join(parts, "/")
}
