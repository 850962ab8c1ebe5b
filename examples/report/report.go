// Report requests a report of Dailymotion with a private API key, waits for it and prints its CSV.
//
//	go run report.go [START END]     dates such as 2026-06-28; the default is the last seven days
//
// DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key; the mock accepts any value, and so they have defaults
// here. METRICS and DIMENSIONS are lists with commas. DAILYMOTION_URL replaces the host. POLL_SECONDS is the first wait
// between two polls; each next one is twice as long, up to a minute. MAX_SECONDS ends it all.
package main

import (
	"cmp"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

const ask = `mutation ($input: AskPartnerReportFileInput!) {
	askPartnerReportFile(input: $input) { reportFile { reportToken } }
}`

const poll = `query ($report: String!) {
	partner { reportFile(reportToken: $report) { status downloadLinks { edges { node { link } } } } }
}`

type answer struct {
	AccessToken string `json:"access_token"`
	Errors      []struct{ Message string }
	Data        struct {
		AskPartnerReportFile struct{ ReportFile reportFile }
		Partner              struct{ ReportFile reportFile }
	}
}

type reportFile struct {
	ReportToken, Status string
	DownloadLinks       struct {
		Edges []struct{ Node struct{ Link string } }
	}
}

var (
	host      = cmp.Or(os.Getenv("DAILYMOTION_URL"), "https://partner.api.dailymotion.com")
	firstWait = must(time.ParseDuration(cmp.Or(os.Getenv("POLL_SECONDS"), "2") + "s"))
	longest   = must(time.ParseDuration(cmp.Or(os.Getenv("MAX_SECONDS"), "7200") + "s")) // the vendor says two hours
	client    = http.Client{Timeout: 10 * time.Minute}
	token     string
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("report: ")
	now := time.Now().UTC()
	start, end := now.AddDate(0, 0, -7).Format(time.DateOnly), now.AddDate(0, 0, -1).Format(time.DateOnly)
	if len(os.Args) == 3 {
		start, end = os.Args[1], os.Args[2]
	}
	signIn()
	asked := graphql(ask, map[string]any{"input": map[string]any{
		"metrics":    strings.Split(cmp.Or(os.Getenv("METRICS"), "VIEWS,TIME_WATCHED_SECONDS"), ","),
		"dimensions": strings.Split(cmp.Or(os.Getenv("DIMENSIONS"), "DAY,VIDEO_OWNER_CHANNEL_SLUG"), ","),
		"startDate":  start, "endDate": end, "product": "CONTENT",
	}})
	file := finished(asked.Data.AskPartnerReportFile.ReportFile.ReportToken)
	for i, edge := range file.DownloadLinks.Edges {
		csv := send(http.MethodGet, edge.Node.Link, "", "") // on another host, which refuses a token
		if i > 0 {
			_, csv, _ = strings.Cut(csv, "\n") // each file has a header line; print the first one only
		}
		must(io.WriteString(os.Stdout, csv))
	}
}

// finished polls until the report ends.
func finished(report string) reportFile {
	for start, wait := time.Now(), firstWait; ; wait = min(2*wait, time.Minute) {
		file := graphql(poll, map[string]any{"report": report}).Data.Partner.ReportFile
		switch {
		case file.Status == "FINISHED":
			return file
		case file.Status != "IN_PROGRESS": // FAILED, or EXPIRED: its files are deleted
			log.Fatalf("the report ended with status %s", file.Status)
		case time.Since(start) >= longest:
			log.Fatalf("the report was not finished after %.0f seconds", longest.Seconds())
		}
		time.Sleep(wait)
	}
}

func graphql(query string, variables map[string]any) answer {
	body := must(json.Marshal(map[string]any{"query": query, "variables": variables}))
	a := must(decode(send(http.MethodPost, host+"/graphql", "application/json", string(body))))
	if len(a.Errors) > 0 {
		log.Fatal(a.Errors[0].Message)
	}
	return a
}

func signIn() {
	form := url.Values{
		"grant_type": {"client_credentials"}, "scope": {"create_reports read_reports"},
		"client_id":     {cmp.Or(os.Getenv("DAILYMOTION_API_KEY"), "any")},
		"client_secret": {cmp.Or(os.Getenv("DAILYMOTION_API_SECRET"), "any")},
	}
	body := send(http.MethodPost, host+"/oauth/v1/token", "application/x-www-form-urlencoded", form.Encode())
	token = must(decode(body)).AccessToken
}

// send returns the body of a response. A token expires after an hour, also in the middle of a report: a new one
// follows. After status 429 and 5xx it tries again, three times at most.
func send(method, address, contentType, body string) string {
	for tries, pause, renewed := 1, firstWait, false; ; tries++ {
		req := must(http.NewRequest(method, address, strings.NewReader(body)))
		req.Header.Set("Content-Type", contentType)
		if contentType == "application/json" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		resp := must(client.Do(req))
		content := must(io.ReadAll(resp.Body)) // fails if it is cut off
		resp.Body.Close()
		switch status := resp.StatusCode; {
		case status == http.StatusOK:
			return string(content)
		case status == http.StatusUnauthorized && contentType == "application/json" && !renewed:
			signIn()
			renewed = true
		case tries >= 4 || status != http.StatusTooManyRequests && status < 500:
			log.Fatalf("%s: status %d", req.URL.Path, status)
		default:
			time.Sleep(pause)
			pause *= 2
		}
	}
}

func decode(text string) (a answer, err error) {
	err = json.Unmarshal([]byte(text), &a)
	return a, err
}

// must ends the program on an error, as all functions here do.
func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
