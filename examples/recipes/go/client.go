// Package recipe shows tests of a client that share one mock. See dailymocktest for a mock of each test's own.
package recipe

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// A client is what is tested here; yours takes its place. It asks for reports with a private API key, and gets a new
// token when the old one has expired.
type client struct{ host, key, token string }

type reportFile struct {
	ReportToken, Status string
	DownloadLinks       struct {
		Edges []struct{ Node struct{ Link string } }
	}
}

func (c *client) ask(metric string) (report string, err error) {
	var data struct {
		AskPartnerReportFile struct{ ReportFile reportFile }
	}
	err = c.graphql(`mutation ($metric: PartnerReportMetric!) { askPartnerReportFile(input: {
		metrics: [$metric], dimensions: [DAY], startDate: "2026-06-28", endDate: "2026-06-30", product: CONTENT
	}) { reportFile { reportToken } } }`, map[string]any{"metric": metric}, &data)
	return data.AskPartnerReportFile.ReportFile.ReportToken, err
}

func (c *client) poll(report string) (reportFile, error) {
	var data struct {
		Partner struct{ ReportFile reportFile }
	}
	err := c.graphql(`query ($report: String!) {
		partner { reportFile(reportToken: $report) { status downloadLinks { edges { node { link } } } } }
	}`, map[string]any{"report": report}, &data)
	return data.Partner.ReportFile, err
}

func (c *client) graphql(query string, variables map[string]any, data any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	answer := struct {
		Data   any
		Errors []struct{ Message string }
	}{Data: data}
	status, err := c.send(body, &answer)
	if status == http.StatusUnauthorized {
		c.token = ""
		status, err = c.send(body, &answer)
	}
	switch {
	case err != nil:
		return err
	case status != http.StatusOK:
		return fmt.Errorf("status %d", status)
	case len(answer.Errors) > 0:
		return errors.New(answer.Errors[0].Message)
	}
	return nil
}

func (c *client) send(body []byte, into any) (status int, err error) {
	if c.token == "" {
		var answer struct {
			AccessToken string `json:"access_token"`
		}
		form := url.Values{
			"grant_type": {"client_credentials"}, "client_id": {c.key}, "client_secret": {"any"},
			"scope": {"create_reports read_reports"},
		}
		status, err := c.post("/oauth/v1/token", "application/x-www-form-urlencoded", form.Encode(), &answer)
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("no token: status %d", status)
		}
		if err != nil {
			return 0, err
		}
		c.token = answer.AccessToken
	}
	return c.post("/graphql", "application/json", string(body), into)
}

func (c *client) post(path, contentType, body string, into any) (status int, err error) {
	req, err := http.NewRequest(http.MethodPost, c.host+path, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Authorization", "Bearer "+c.token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
		return resp.StatusCode, err
	}
	return resp.StatusCode, json.NewDecoder(resp.Body).Decode(into)
}
