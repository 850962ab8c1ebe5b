// Package fetch gets documents of a partner's web servers: user lists, feeds and media. It asks only hosts that are
// allowed, checks the address that a name resolved to and each redirect, and bounds bytes, time and connections.
//
//	c := fetch.New(fetch.Config{AllowHosts: []string{"localhost"}})
//	r, err := c.Get(ctx, "http://localhost:9000/users.json", fetch.Options{User: "me", Password: "secret"})
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/redact"
)

// A Config says what a Client may do. Fields that are 0 have the defaults of New.
type Config struct {
	AllowHosts   []string      // names or addresses, without port; nil allows none
	MaxBytes     int64         // of a body, once it is no longer compressed
	Timeout      time.Duration // of a request with its redirects and its body
	MaxRedirects int
	MaxConns     int // connections to one host
}

// Options are what one request carries.
type Options struct {
	User, Password     string // HTTP Basic, for the host of the URL only; none if both are ""
	ETag, LastModified string // of an earlier response, so that the server can respond 304
}

// A Response is a response with status 200, or 304 if NotModified.
type Response struct {
	Body               io.ReadCloser // decompressed; empty if NotModified. The caller closes it
	ETag, LastModified string
	NotModified        bool
	ContentType        string
	URL                *url.URL // after redirects, without user and password
}

// A StatusError is a response with another status than 2xx or 304.
type StatusError struct{ Status int }

func (e *StatusError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("status %d %s", e.Status, http.StatusText(e.Status)))
}

// ErrTooLarge is wrapped by the error of reading a body with more bytes than Config.MaxBytes.
var ErrTooLarge = errors.New("response is too large")

// Get gets a document. It returns a *Refused if the URL, a redirect or an address is not allowed, and a *StatusError
// for a status that tells of no document. Errors show no credentials.
func (c *Client) Get(ctx context.Context, address string, o Options) (*Response, error) {
	r, err := c.request(ctx, http.MethodGet, address, o)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	resp, err := c.http.Do(r)
	if err != nil {
		return nil, redact.Error(err)
	}
	notModified := resp.StatusCode == http.StatusNotModified && (o.ETag != "" || o.LastModified != "")
	if resp.StatusCode != http.StatusOK && !notModified {
		_ = resp.Body.Close()
		return nil, &StatusError{resp.StatusCode}
	}
	body, err := c.body(resp)
	if err != nil {
		_ = resp.Body.Close()
		return nil, err
	}
	return &Response{
		Body: body, ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"),
		NotModified: notModified, ContentType: resp.Header.Get("Content-Type"), URL: withoutUser(resp.Request.URL),
	}, nil
}

// A Probed is what a server says of a document without sending it.
type Probed struct {
	ContentType string
	Length      int64 // bytes; -1 if unknown
	URL         *url.URL
}

// Probe asks whether a document can be had: with HEAD, and with GET of its first byte if the server refuses HEAD. Its
// errors are those of Get.
func (c *Client) Probe(ctx context.Context, address string, o Options) (Probed, error) {
	p, err := c.probe(ctx, http.MethodHead, address, o)
	var status *StatusError
	if errors.As(err, &status) {
		return c.probe(ctx, http.MethodGet, address, o)
	}
	return p, err
}

func (c *Client) probe(ctx context.Context, method, address string, o Options) (Probed, error) {
	r, err := c.request(ctx, method, address, Options{User: o.User, Password: o.Password})
	if err != nil {
		return Probed{}, err
	}
	r.Header.Set("Accept-Encoding", "identity")
	if method == http.MethodGet {
		r.Header.Set("Range", "bytes=0-0")
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return Probed{}, redact.Error(err)
	}
	defer resp.Body.Close() // without reading it: it may be a whole film
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusPartialContent {
		return Probed{}, &StatusError{resp.StatusCode}
	}
	return Probed{resp.Header.Get("Content-Type"), length(resp), withoutUser(resp.Request.URL)}, nil
}

// request returns a request without a body.
func (c *Client) request(ctx context.Context, method, address string, o Options) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, redact.Error(err)
	}
	if err := c.allow(r.URL); err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", "dailymock")
	if o.User != "" || o.Password != "" {
		r.SetBasicAuth(o.User, o.Password)
	}
	for name, value := range map[string]string{"If-None-Match": o.ETag, "If-Modified-Since": o.LastModified} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	return r, nil
}

func withoutUser(u *url.URL) *url.URL {
	plain := *u
	plain.User = nil
	return &plain
}
