// Report requests a report of Dailymotion with a private API key, waits for it and prints its CSV. Its arguments are
// the first and the last day, such as 2026-06-28; without them it takes the last seven days.
//
// DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key, DAILYMOTION_URL replaces the host. METRICS and DIMENSIONS
// are lists with commas. POLL_SECONDS is the first wait, which doubles up to a minute; after MAX_SECONDS it gives up.
package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

type reportFile struct {
	ReportToken, Status string
	DownloadLinks       map[string][]struct{ Node struct{ Link string } }
}

var (
	host      = cmp.Or(os.Getenv("DAILYMOTION_URL"), "https://partner.api.dailymotion.com")
	firstWait = must(time.ParseDuration(cmp.Or(os.Getenv("POLL_SECONDS"), "2") + "s"))
	longest   = must(time.ParseDuration(cmp.Or(os.Getenv("MAX_SECONDS"), "7200") + "s")) // the vendor says two hours
	client    = http.Client{Timeout: 10 * time.Minute}
	forForms  = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	forJSON   = http.Header{"Content-Type": {"application/json"}} // and the token
	fail      = log.New(os.Stderr, "report: ", 0).Fatalf
)

func main() {
	os.Args = append(os.Args, "", "") // both dates are optional
	day := func(n int) string { return time.Now().UTC().AddDate(0, 0, n).Format(time.DateOnly) }
	signIn()
	asked := graphql(`mutation ($input: AskPartnerReportFileInput!) {
		field: askPartnerReportFile(input: $input) { reportFile { reportToken } }
	}`, map[string]any{"input": map[string]any{
		"metrics":    strings.Split(cmp.Or(os.Getenv("METRICS"), "VIEWS,TIME_WATCHED_SECONDS"), ","),
		"dimensions": strings.Split(cmp.Or(os.Getenv("DIMENSIONS"), "DAY,VIDEO_OWNER_CHANNEL_SLUG"), ","),
		"startDate":  cmp.Or(os.Args[1], day(-7)), "endDate": cmp.Or(os.Args[2], day(-1)), "product": "CONTENT",
	}})
	for i, edge := range waitFor(asked.ReportToken).DownloadLinks["edges"] {
		// The files are on another host, which refuses a token. Each has a header line; print the first one only.
		lines := strings.SplitAfterN(string(send(http.MethodGet, edge.Node.Link, "", nil)), "\n", 2)
		must(io.WriteString(os.Stdout, strings.Join(lines[min(i, 1):], "")))
	}
}

func waitFor(report string) reportFile {
	for start, wait := time.Now(), firstWait; ; wait = min(2*wait, time.Minute) {
		file := graphql(`query ($report: String!) {
			field: partner { reportFile(reportToken: $report) { status downloadLinks { edges { node { link } } } } }
		}`, map[string]any{"report": report})
		switch {
		case file.Status == "FINISHED":
			return file
		case file.Status != "IN_PROGRESS": // FAILED, or EXPIRED: its files are deleted
			fail("the report ended with status %s", file.Status)
		case time.Since(start) >= longest:
			fail("the report was not finished after %.0f seconds", longest.Seconds())
		}
		time.Sleep(wait)
	}
}

func graphql(query string, variables map[string]any) reportFile {
	body := must(json.Marshal(map[string]any{"query": query, "variables": variables}))
	var answer struct {
		Errors []struct{ Message string }
		Data   map[string]struct{ ReportFile reportFile }
	}
	must(&answer, json.Unmarshal(send(http.MethodPost, host+"/graphql", string(body), forJSON), &answer))
	for _, err := range answer.Errors {
		fail("%s", err.Message)
	}
	return answer.Data["field"].ReportFile
}

func signIn() {
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"create_reports read_reports"}}
	form.Set("client_id", cmp.Or(os.Getenv("DAILYMOTION_API_KEY"), "any")) // the mock accepts any key
	form.Set("client_secret", cmp.Or(os.Getenv("DAILYMOTION_API_SECRET"), "any"))
	var answer map[string]any
	must(&answer, json.Unmarshal(send(http.MethodPost, host+"/oauth/v1/token", form.Encode(), forForms), &answer))
	forJSON.Set("Authorization", fmt.Sprint("Bearer ", answer["access_token"]))
}

// send returns the body of a response. After status 429 and 5xx it tries again, three times at most.
func send(method, address, body string, header http.Header) []byte {
	for tries := 0; ; tries++ {
		req := must(http.NewRequest(method, address, strings.NewReader(body)))
		req.Header = header.Clone()
		resp := must(client.Do(req))
		content := must(io.ReadAll(resp.Body)) // fails if it is cut off
		resp.Body.Close()
		switch status := resp.StatusCode; {
		case status == http.StatusOK:
			return content
		case tries < 3 && status == http.StatusUnauthorized && header.Get("Authorization") != "":
			signIn() // a token expires after an hour, also in the middle of a report
			tries = 2
		case tries < 3 && (status == http.StatusTooManyRequests || status >= 500):
			time.Sleep(firstWait << tries)
		default:
			fail("%s: status %d", req.URL.Path, status)
		}
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		fail("%v", err)
	}
	return value
}
