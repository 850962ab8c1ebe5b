package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A client asks the mock for reports.
type client struct {
	url, token string
}

// signIn returns a client with a token of a private key.
func signIn(base string) (*client, error) {
	res, err := http.PostForm(base+"/oauth/v1/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"bench"}, "client_secret": {"s"}, "scope": {"create_reports"},
	})
	if err != nil {
		return nil, err
	}
	var got struct {
		Token string `json:"access_token"`
	}
	err = read(res, &got)
	return &client{base, got.Token}, err
}

func read(res *http.Response, into any) error {
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %s", res.Status, text)
	}
	return nil
}

// graphql sends a query and returns the first text of the response behind a member.
func (c *client) graphql(query, member string) ([]string, error) {
	body, _ := json.Marshal(map[string]string{"query": query}) // always marshals
	req, err := http.NewRequest("POST", c.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+c.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	var got any
	if err := read(res, &got); err != nil {
		return nil, err
	}
	found := textsOf(got, member)
	if len(found) == 0 {
		return nil, fmt.Errorf("no %s in %v", member, got)
	}
	return found, nil
}

// textsOf returns the texts of all members with a name.
func textsOf(value any, name string) (texts []string) {
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			texts = append(texts, textsOf(one, name)...)
		}
	case map[string]any:
		if text, ok := v[name].(string); ok {
			texts = append(texts, text)
		}
		for _, one := range v {
			texts = append(texts, textsOf(one, name)...)
		}
	}
	return texts
}

// ask asks for a report of half a year, and returns its token.
func (c *client) ask(channel, product, dimensions, metrics string) (string, error) {
	filters := ""
	if channel != "" {
		filters = fmt.Sprintf(`filters:{channelSlug:%q}`, channel)
	}
	tokens, err := c.graphql(fmt.Sprintf(`mutation{askPartnerReportFile(input:{product:%s,metrics:[%s],dimensions:[%s],`+
		`startDate:"2025-09-12",endDate:"2026-03-10",%s}){reportFile{reportToken}}}`, product, metrics, dimensions, filters),
		"reportToken")
	if err != nil {
		return "", err
	}
	return tokens[0], nil
}

// pollQuery returns the query for the status and the links of a report.
func pollQuery(token string) string {
	return fmt.Sprintf(`{partner{reportFile(reportToken:%q){status downloadLinks{edges{node{link}}}}}}`, token)
}

// links returns the links of a report.
func (c *client) links(token string) ([]string, error) { return c.graphql(pollQuery(token), "link") }

// firstByte returns how long the first byte of a URL takes, of a range if there is one.
func firstByte(link, byteRange string) (time.Duration, error) {
	req, err := http.NewRequest("GET", link, nil)
	if err != nil {
		return 0, err
	}
	if byteRange != "" {
		req.Header.Set("Range", byteRange)
	}
	began := time.Now()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if res.StatusCode/100 != 2 {
		return 0, errors.New(res.Status)
	}
	_, err = io.ReadFull(res.Body, make([]byte, 1))
	return time.Since(began), err
}

// pathOf returns the path of a link.
func pathOf(link string) string {
	_, rest, _ := strings.Cut(link, "://")
	_, path, _ := strings.Cut(rest, "/")
	return "/" + path
}
