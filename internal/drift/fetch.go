package drift

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// A Fetcher asks servers that the user named. It follows no redirect, sends its
// token to no other server, and bounds time and size.
type Fetcher struct {
	Token  string       // bearer token for GraphQL; "" sends none
	Client *http.Client // nil means one with a time limit of a minute
}

const (
	fetchTimeout = time.Minute
	maxFetched   = 64 << 20 // bytes of one response
)

var (
	// ErrClosed reports that a server refuses introspection, so that its schema
	// can only be probed.
	ErrClosed = errors.New("introspection is closed")
	// ErrUnreachable reports that a server did not respond, or not as an API does.
	ErrUnreachable = errors.New("unreachable")
)

// Page gets a documentation page.
func (f Fetcher) Page(ctx context.Context, url string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", "text/markdown, text/html;q=0.9")
	status, body, err := f.do(r)
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK {
		return nil, fmt.Errorf("%w: %s responds with status %d", ErrUnreachable, url, status)
	}
	return body, nil
}

// Introspect returns the response to an introspection query. It returns an error
// that wraps ErrClosed if the server refuses the query.
func (f Fetcher) Introspect(ctx context.Context, url, query string) ([]byte, error) {
	body, a, err := f.graphQL(ctx, url, query)
	if err != nil {
		return nil, err
	}
	if a.Data == nil && len(a.Errors) > 0 {
		return nil, fmt.Errorf("%s: %w: %.300s", url, ErrClosed, a.Errors[0].Message)
	}
	return body, nil
}

// Refusals returns the messages of the errors with which a server refuses a
// document. It returns an error if the server executed it.
func (f Fetcher) Refusals(ctx context.Context, url, document string) ([]string, error) {
	_, a, err := f.graphQL(ctx, url, document)
	if err != nil {
		return nil, err
	}
	if a.Data != nil {
		return nil, fmt.Errorf("%s executed a request that it should have refused: %s", url, document)
	}
	var messages []string
	for _, e := range a.Errors {
		messages = append(messages, e.Message)
	}
	return messages, nil
}

type graphQLAnswer struct {
	Data   map[string]any
	Errors []struct{ Message string }
}

func (f Fetcher) graphQL(ctx context.Context, url, document string) ([]byte, graphQLAnswer, error) {
	var a graphQLAnswer
	text, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		return nil, a, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(text))
	if err != nil {
		return nil, a, err
	}
	r.Header.Set("Content-Type", "application/json")
	if f.Token != "" {
		r.Header.Set("Authorization", "Bearer "+f.Token)
	}
	status, body, err := f.do(r)
	if err != nil {
		return nil, a, err
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return nil, a, fmt.Errorf("%w: %s responds with status %d and no JSON", ErrUnreachable, url, status)
	}
	if status == http.StatusUnauthorized || status == http.StatusForbidden {
		return nil, a, fmt.Errorf("%w: %s responds with status %d; it wants a token, see --token", ErrUnreachable, url,
			status)
	}
	return body, a, nil
}

func (f Fetcher) do(r *http.Request) (int, []byte, error) {
	client := http.Client{Timeout: fetchTimeout}
	if f.Client != nil {
		client = *f.Client
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Do(r)
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxFetched+1))
	switch {
	case err != nil:
		return 0, nil, fmt.Errorf("%w: %s: %w", ErrUnreachable, r.URL.Redacted(), err)
	case len(body) > maxFetched:
		return 0, nil, fmt.Errorf("%s: more than %d bytes", r.URL.Redacted(), maxFetched)
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		return 0, nil, fmt.Errorf("%w: %s redirects to %.200q; name that address if it is the right one",
			ErrUnreachable, r.URL.Redacted(), resp.Header.Get("Location"))
	}
	return resp.StatusCode, body, nil
}
