// Report requests a report of Dailymotion with a private API key, waits for it and prints its CSV.
//
//	go run report.go [START END]     dates such as 2026-06-28; the default is the last seven days
//
// DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key; the mock accepts any value, and so they have defaults
// here. METRICS and DIMENSIONS are lists with commas. DAILYMOTION_URL replaces the host. POLL_SECONDS is the first wait
// between two polls; each next one is twice as long, up to a minute. MAX_SECONDS ends it all.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

const ask = `mutation ($input: AskPartnerReportFileInput!) {
	askPartnerReportFile(input: $input) { reportFile { reportToken } }
}`

const poll = `query ($report: String!) {
	partner { reportFile(reportToken: $report) { status downloadLinks { edges { node { link } } } } }
}`

// A response is what both operations return.
type response struct {
	Data struct {
		AskPartnerReportFile struct{ ReportFile struct{ ReportToken string } }
		Partner              struct{ ReportFile reportFile }
	}
	Errors []struct{ Message string }
}

type reportFile struct {
	Status        string
	DownloadLinks struct {
		Edges []struct{ Node struct{ Link string } }
	}
}

func main() {
	yesterday := time.Now().UTC().AddDate(0, 0, -1)
	start, end := yesterday.AddDate(0, 0, -6).Format(time.DateOnly), yesterday.Format(time.DateOnly)
	if len(os.Args) == 3 {
		start, end = os.Args[1], os.Args[2]
	}
	if err := run(start, end); err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
}

func run(start, end string) error {
	c := client{host: setting("DAILYMOTION_URL", "https://partner.api.dailymotion.com")}
	if err := c.signIn(); err != nil {
		return err
	}
	asked, err := c.graphql(ask, map[string]any{"input": map[string]any{
		"metrics":    strings.Split(setting("METRICS", "VIEWS,TIME_WATCHED_SECONDS"), ","),
		"dimensions": strings.Split(setting("DIMENSIONS", "DAY,VIDEO_OWNER_CHANNEL_SLUG"), ","),
		"startDate":  start, "endDate": end, "product": "CONTENT",
	}})
	if err != nil {
		return err
	}
	file, err := c.finished(asked.Data.AskPartnerReportFile.ReportFile.ReportToken)
	for i := 0; err == nil && i < len(file.DownloadLinks.Edges); i++ {
		err = download(file.DownloadLinks.Edges[i].Node.Link, i == 0)
	}
	return err
}

type client struct{ host, token string }

// finished polls until the report ends.
func (c *client) finished(report string) (reportFile, error) {
	wait, longest := seconds("POLL_SECONDS", "2"), seconds("MAX_SECONDS", "7200") // two hours at most, says the vendor
	for start := time.Now(); ; wait = min(2*wait, time.Minute) {
		answer, err := c.graphql(poll, map[string]any{"report": report})
		file := answer.Data.Partner.ReportFile
		switch {
		case err != nil || file.Status == "FINISHED":
			return file, err
		case file.Status != "IN_PROGRESS": // FAILED, or EXPIRED: its files are deleted
			return file, fmt.Errorf("the report ended with status %s", file.Status)
		case time.Since(start) >= longest:
			return file, fmt.Errorf("the report was not finished after %.0f seconds", longest.Seconds())
		}
		time.Sleep(wait)
	}
}

// graphql returns the data. A token expires after an hour, also in the middle of a report: a new one follows.
func (c *client) graphql(query string, variables map[string]any) (answer response, err error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return answer, err
	}
	err = c.post("/graphql", "application/json", string(body), &answer)
	if refused := new(statusError); errors.As(err, refused) && refused.status == http.StatusUnauthorized {
		if err = c.signIn(); err == nil {
			err = c.post("/graphql", "application/json", string(body), &answer)
		}
	}
	if err == nil && len(answer.Errors) > 0 {
		err = errors.New(answer.Errors[0].Message)
	}
	return answer, err
}

func (c *client) signIn() error {
	form := url.Values{
		"grant_type":    {"client_credentials"},
		"client_id":     {setting("DAILYMOTION_API_KEY", "any")},
		"client_secret": {setting("DAILYMOTION_API_SECRET", "any")},
		"scope":         {"create_reports read_reports"},
	}
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	err := c.post("/oauth/v1/token", "application/x-www-form-urlencoded", form.Encode(), &answer)
	c.token = answer.AccessToken
	return err
}

type statusError struct {
	path   string
	status int
}

func (e statusError) Error() string { return fmt.Sprintf("%s: status %d", e.path, e.status) }

// post decodes the JSON of a response into a value.
func (c *client) post(path, contentType, body string, into any) error {
	req, err := http.NewRequest(http.MethodPost, c.host+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", contentType)
	if path == "/graphql" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	resp, err := (&http.Client{Timeout: 30 * time.Second}).Do(req)
	if err != nil {
		return fmt.Errorf("%s cannot be reached: %w", c.host, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return statusError{path, resp.StatusCode}
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

// download prints a file, which is on another host that refuses a token. Each has a header line; only the first one is
// printed.
func download(link string, header bool) error {
	resp, err := (&http.Client{Timeout: 10 * time.Minute}).Get(link)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return statusError{link, resp.StatusCode}
	}
	lines := bufio.NewReader(resp.Body)
	if !header {
		_, err = lines.ReadString('\n')
	}
	if err == nil {
		_, err = io.Copy(os.Stdout, lines)
	}
	return err
}

func seconds(name, otherwise string) time.Duration {
	n, _ := strconv.Atoi(setting(name, otherwise))
	return time.Duration(n) * time.Second
}

func setting(name, otherwise string) string {
	if v, ok := os.LookupEnv(name); ok {
		return v
	}
	return otherwise
}
