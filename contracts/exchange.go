package contracts

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock/contracts/internal/observe"
	"github.com/stretchr/testify/require"
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
}

// A Part holds a file of a multipart form.
type Part struct{ Name, File, Text string }

// A Response holds a response and its decoded JSON.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	JSON   any // decoded, numbers as json.Number; nil if Body is not JSON

	t *T
}

// mostBody limits the length of a response body.
const mostBody = 32 << 20

// An exchange holds the last request of a case and its response.
type exchange struct {
	q   Request
	req *http.Request
	a   *Response // nil until it is received
}

// responseText returns the response of an exchange without secrets, for failures.
func (t *T) responseText(x *exchange) string {
	if x.a == nil {
		return ""
	}
	a := x.a
	return fmt.Sprintf("%d %s, %s\n%s", a.Status, http.StatusText(a.Status), a.Header.Get("Content-Type"),
		t.runner.redact.Body(a.Body))
}

// Do sends a request and returns its response. Without a response the case ends as inconclusive.
func (t *T) Do(q Request) *Response {
	t.runner.spend(t)
	req := t.request(q)
	t.last = &exchange{q: q, req: req}
	resp, err := t.runner.client.Do(req)
	if err != nil {
		t.unreachable(req, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, mostBody+1))
	if err != nil {
		t.unreachable(req, err)
	}
	if len(body) > mostBody {
		t.Inconclusivef("the response of %s is longer than %d bytes", req.URL.Host, mostBody)
	}
	a := &Response{Status: resp.StatusCode, Header: resp.Header, Body: body, t: t}
	a.decode()
	t.runner.redact.Learn(a.JSON)
	t.record(q, req, resp, a)
	if !q.AnyStatus && (a.Status == http.StatusTooManyRequests || a.Status >= 500) {
		t.outage(a)
	}
	if !t.Mock() && a.String("error", "error_data", "reason") == "upload_limit_exceeded" {
		t.Laterf(24*time.Hour, "the account's uploads of this day are used up (upload_limit_exceeded)")
	}
	return a
}

// List returns the list at a path. The case fails if it is missing.
func (t *T) List(a *Response, path ...any) []any {
	t.Helper()
	list, ok := a.At(path...).([]any)
	require.True(t, ok, fmt.Sprintf("%v is a list", path))
	return list
}

// Get reads a path of the public root, without a token.
func (t *T) Get(path string) *Response { return t.Do(Request{Host: Data, Path: path}) }

// OK asserts that a REST call succeeded.
func (t *T) OK(a *Response) *Response {
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, "status")
	require.NotNil(t, a.JSON, "the response is JSON")
	return a
}

func (a *Response) decode() {
	d := json.NewDecoder(bytes.NewReader(a.Body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return
	}
	a.JSON = v
}

// record keeps a response for failures, observations and fingerprints.
func (t *T) record(q Request, req *http.Request, resp *http.Response, a *Response) {
	t.requests++
	t.last.a = a
	at := fmt.Sprintf("%s %s %d", req.Method, route(q, req), a.Status)
	for _, name := range slices.Sorted(maps.Keys(a.Header)) {
		value := a.Header.Get(name)
		if !slices.Contains([]string{"Content-Type", "Cache-Control", "Allow", "Content-Encoding", "Accept-Ranges"},
			http.CanonicalHeaderKey(name)) {
			value = ""
		}
		t.seen.Note(at+" header "+http.CanonicalHeaderKey(name), "header", observe.Class(value), value)
	}
	if a.JSON != nil {
		t.seen.Value(at, a.JSON)
	} else if len(a.Body) > 0 {
		t.seen.Note(at+" body", "text", MediaType(a.Header), "")
	}
	t.runner.peers.noteResponse(req, resp)
}

// route returns a path with its ids replaced, as the key of observations.
func route(q Request, req *http.Request) string {
	if q.URL != "" {
		return "(link)"
	}
	parts := strings.Split(req.URL.Path, "/")
	for i, p := range parts {
		c := observe.Class(p)
		if c == "xid" && strings.ContainsAny(p, "0123456789") || c == "hex" || c == "base64" || c == "digits" {
			parts[i] = "{id}"
		}
	}
	return strings.Join(parts, "/")
}

// MediaType returns the Content-Type without its parameters.
func MediaType(h http.Header) string {
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return strings.TrimSpace(kind)
}

// unreachable ends the case because of a network error.
func (t *T) unreachable(req *http.Request, err error) {
	if t.runner.ctx.Err() != nil {
		t.Laterf(0, "the run was ended")
	}
	if errors.Is(err, context.DeadlineExceeded) {
		t.Laterf(0, "%s did not respond in time", req.URL.Host)
	}
	if e := (*url.Error)(nil); errors.As(err, &e) {
		err = e.Err // its URL may hold secrets
	}
	t.Laterf(0, "cannot reach %s: %v", req.URL.Host, err)
}

// outage ends the case because of a response with 429 or 5xx.
func (t *T) outage(a *Response) {
	if t.Mock() {
		t.Errorf("a mock responds %d without a fault configured", a.Status)
		t.FailNow()
	}
	after, _ := strconv.Atoi(a.Header.Get("Retry-After"))
	t.Laterf(time.Duration(after)*time.Second, "the target responds %d %s", a.Status, http.StatusText(a.Status))
}

func (t *T) request(q Request) *http.Request {
	body, kind := t.body(q)
	method := q.Method
	if method == "" {
		method = http.MethodGet
		if kind != "" || body != "" {
			method = http.MethodPost
		}
	}
	address := q.URL
	if address == "" {
		address = t.runner.Target.url(q.Host, q.Path)
	}
	ctx := httptrace.WithClientTrace(t.ctx, &httptrace.ClientTrace{GotConn: t.runner.peers.noteConnection})
	req, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		t.Errorf("the address of a link is invalid: %v", err)
		t.FailNow()
	}
	if body == "" && method == http.MethodGet {
		req.Body, req.ContentLength = nil, 0
	}
	t.checkLink(q, req.URL)
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
	return req
}

// checkLink ends the case if a link leads away from the target.
func (t *T) checkLink(q Request, u *url.URL) {
	target := t.runner.Target
	switch {
	case q.URL == "" || target.Transport != nil && target.Mock:
		return
	case target.Base == "":
		if u.Scheme != "https" {
			t.Inconclusivef("a link leads to %s by %s; only https is followed", u.Host, u.Scheme)
		}
	default:
		base, _ := url.Parse(target.Base)
		if u.Host != base.Host {
			t.Inconclusivef("a link leads to %s, away from the target", u.Host)
		}
	}
}

// body returns the body and its content type.
func (t *T) body(q Request) (text, kind string) {
	switch {
	case q.JSON != nil:
		b, err := json.Marshal(q.JSON)
		if err != nil {
			panic(err) // a value without a JSON encoding: an error in the case
		}
		return string(b), "application/json"
	case q.Part != nil:
		var b bytes.Buffer
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

// At returns the JSON value at a path of member names and list indices, or nil.
func (a *Response) At(path ...any) any {
	v := a.JSON
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[step]
		case int:
			l, _ := v.([]any)
			if step >= len(l) {
				return nil
			}
			v = l[step]
		}
	}
	return v
}

// Has reports whether there is a value at a path; null counts.
func (a *Response) Has(path ...any) bool {
	if len(path) == 0 {
		return a.JSON != nil
	}
	m, ok := a.At(path[:len(path)-1]...).(map[string]any)
	if !ok {
		return false
	}
	_, ok = m[path[len(path)-1].(string)]
	return ok
}

// String returns the text at a path, or "".
func (a *Response) String(path ...any) string {
	s, _ := a.At(path...).(string)
	return s
}

// Int returns the whole number at a path and reports whether there is one.
func (a *Response) Int(path ...any) (int64, bool) {
	n, ok := a.At(path...).(json.Number)
	if !ok {
		return 0, false
	}
	i, err := n.Int64()
	return i, err == nil
}

// List returns the list at a path, or nil.
func (a *Response) List(path ...any) []any {
	l, _ := a.At(path...).([]any)
	return l
}
