package contracts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock/contracts/observe"
)

// mostBody limits the length of a response body.
const mostBody = 32 << 20

// Get reads a path of the public root, without a token.
func (t *T) Get(path string) *Response { return t.Do(Request{Host: Data, Path: path}) }

// Do sends a request and returns its response. Without a response the case ends as inconclusive.
func (t *T) Do(q Request) *Response {
	t.last = sent{Request: q, req: t.request(q)}
	name := t.name(q)
	t.session.reads.Lock()
	before, again := t.session.reads.by[name]
	t.session.reads.Unlock()
	if !again {
		before = t.send()
		t.session.share(name, before)
	}
	resp := before.resp
	t.last.resp, t.last.body = resp, before.body
	a := &Response{Status: resp.StatusCode, Header: resp.Header, Body: before.body, JSON: before.json, t: t}
	if !again {
		t.session.redact.Learn(a.JSON)
	}
	t.record(a)
	a.surprise()
	if !q.AnyStatus && (a.Status == http.StatusTooManyRequests || a.Status >= 500) {
		t.outage(resp)
	}
	if !t.Mock() && a.String("error", "error_data", "reason") == "upload_limit_exceeded" {
		t.Laterf(24*time.Hour, "the account's uploads of this day are used up (upload_limit_exceeded)")
	}
	return a
}

// send sends the last request.
func (t *T) send() read {
	if !t.session.spend() {
		t.Laterf(0, "the budget of %d requests is spent", t.session.budget)
	}
	if t.session.wait(t.ctx) != nil {
		t.Inconclusivef("the case timed out before its request was sent")
	}
	resp, err := t.session.client.Do(t.last.req)
	if err != nil {
		t.unreachable(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, mostBody+1))
	if err != nil {
		t.unreachable(err)
	}
	if len(body) > mostBody {
		t.Inconclusivef("the response of %s is longer than %d bytes", t.last.req.URL.Host, mostBody)
	}
	return read{resp, body, decode(body)}
}

// record keeps a response for observations and fingerprints.
func (t *T) record(a *Response) {
	t.requests++
	at := fmt.Sprintf("%s %s %d", t.last.req.Method, t.last.route(), a.Status)
	for _, name := range slices.Sorted(maps.Keys(a.Header)) {
		value := a.Header.Get(name)
		if !slices.Contains([]string{"Content-Type", "Cache-Control", "Allow", "Content-Encoding", "Accept-Ranges"},
			http.CanonicalHeaderKey(name)) {
			value = ""
		}
		t.seen.Note(at+" header "+http.CanonicalHeaderKey(name), "header", observe.Class(value), value)
	}
	switch {
	case introspects(a.Body):
		t.seen.Note(at, "object", "types", "") // cases assert the types themselves
	case a.JSON != nil:
		t.seen.Value(at, a.JSON)
	case len(a.Body) > 0:
		t.seen.Note(at+" body", "text", MediaType(a.Header), "")
	}
	t.session.peers.NoteResponse(t.last.req, t.last.resp)
}

// introspects reports whether a response has types of a GraphQL schema.
func introspects(body []byte) bool { return bytes.Contains(body, []byte(`"enumValues"`)) }

// unreachable ends the case because of a network error.
func (t *T) unreachable(err error) {
	host := t.last.req.URL.Host
	if t.session.ctx.Err() != nil {
		t.Laterf(0, "the run was ended")
	}
	if errors.Is(err, context.DeadlineExceeded) {
		t.Laterf(0, "%s did not respond in time", host)
	}
	if e := (*url.Error)(nil); errors.As(err, &e) {
		err = e.Err // its URL may hold secrets
	}
	t.Laterf(0, "cannot reach %s: %v", host, err)
}

// outage ends the case because of a response with 429 or 5xx.
func (t *T) outage(resp *http.Response) {
	if t.Mock() {
		t.Errorf("a mock responds %d without a fault configured", resp.StatusCode)
		t.FailNow()
	}
	after, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	t.Laterf(time.Duration(after)*time.Second, "the target responds %d %s", resp.StatusCode,
		http.StatusText(resp.StatusCode))
}

// request builds a request. It ends the case if a link leads away from the target.
func (t *T) request(q Request) *http.Request {
	address := q.URL
	if address == "" {
		address = t.session.target.url(q.Host, q.Path)
	}
	ctx := httptrace.WithClientTrace(t.ctx, &httptrace.ClientTrace{GotConn: t.session.peers.NoteConnection})
	req, err := q.build(ctx, address)
	if err != nil {
		t.Errorf("the address of a link is invalid: %v", err)
		t.FailNow()
	}
	if err := t.session.target.checkLink(q.URL, req.URL); err != nil {
		t.Inconclusivef("%v", err)
	}
	return req
}

// MediaType returns the Content-Type in lower case, without its parameters.
func MediaType(h http.Header) string {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		kind, _, _ = strings.Cut(h.Get("Content-Type"), ";")
	}
	return strings.ToLower(strings.TrimSpace(kind))
}
