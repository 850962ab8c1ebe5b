package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
)

// clientProgram is a program for scripts to run, with the vendors' hosts in it.
//
//	client exit N        exits with N
//	client get URL…      prints each response
//	client report        asks for a report, polls until it is there, prints it
//	client ask           asks for a report and leaves
//	client die           is killed half-way through sending a request
//	client linger FILE   leaves FILE, waits for a signal, prints it, exits with 5
func clientProgram() {
	if err := clientMain(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "client:", err)
		os.Exit(1)
	}
}

func clientMain(args []string) error {
	switch args[0] {
	case "exit":
		n, err := strconv.Atoi(args[1])
		if err != nil {
			return err
		}
		os.Exit(n)
	case "get":
		return each(args[1:], get)
	case "report":
		return reportClient(true)
	case "ask":
		return reportClient(false)
	case "die":
		return die()
	case "linger":
		return linger(args[1])
	}
	return nil
}

// die asks whether to go on before it sends the body, which the server says yes
// to when it reads: so it has heard of the request when that breaks off.
func die() error {
	req, err := http.NewRequest("POST", "https://partner.api.dailymotion.com/oauth/v1/token", &lastWords{})
	if err != nil {
		return err
	}
	req.Header.Set("Expect", "100-continue")
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.ExpectContinueTimeout = patience
	_, err = transport.RoundTrip(req)
	return err
}

// lastWords are a body that kills its sender.
type lastWords struct{ said bool }

func (l *lastWords) Read(b []byte) (int, error) {
	if l.said {
		p, _ := os.FindProcess(os.Getpid())
		p.Kill()
		select {}
	}
	l.said = true
	return copy(b, strings.Repeat("a", 64<<10)), nil
}

func each(words []string, do func(string) error) error {
	for _, w := range words {
		if err := do(w); err != nil {
			return err
		}
	}
	return nil
}

func get(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(os.Stdout, resp.Body)
	return err
}

func linger(file string) error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	if err := os.WriteFile(file, []byte(os.Getenv("SSL_CERT_FILE")+"\n"), 0o600); err != nil {
		return err
	}
	fmt.Println("got", <-signals)
	os.Exit(5)
	return nil
}

const (
	askQuery = `mutation($input: AskPartnerReportFileInput!) {askPartnerReportFile(input: $input) {reportFile ` +
		`{reportToken}}}`
	askInput = `{"metrics": ["VIEWS"], "dimensions": ["DAY"], "startDate": "2024-07-01", "endDate": "2024-07-04", ` +
		`"product": "CONTENT", "filters": {"videoOwnerChannelSlug": "someone"}}`
	pollText = `query($t: String!) {partner {reportFile(reportToken: $t) {status downloadLinks {edges {node {link}}}}}}`
)

func reportClient(finish bool) error {
	var token struct {
		Access string `json:"access_token"`
	}
	form := "grant_type=client_credentials&client_id=a&client_secret=b&scope=create_reports"
	if err := post(
		"https://partner.api.dailymotion.com/oauth/v1/token",
		"application/x-www-form-urlencoded",
		"",
		form,
		&token,
	); err != nil {
		return err
	}
	var asked struct {
		Data struct {
			Ask struct {
				File struct {
					Token string `json:"reportToken"`
				} `json:"reportFile"`
			} `json:"askPartnerReportFile"`
		} `json:"data"`
	}
	if err := graphql(token.Access, askQuery, `{"input": `+askInput+`}`, &asked); err != nil {
		return err
	}
	report := asked.Data.Ask.File.Token
	if !finish {
		return nil
	}
	for range 10_000 {
		links, err := poll(token.Access, report)
		if err != nil || len(links) > 0 {
			return errorOr(err, func() error { return each(links, show) })
		}
	}
	return fmt.Errorf("report %s has not finished", report)
}

func errorOr(err error, next func() error) error {
	if err != nil {
		return err
	}
	return next()
}

func show(link string) error {
	fmt.Println(link)
	return get(link)
}

func poll(access, report string) ([]string, error) {
	var polled struct {
		Data struct {
			Partner struct {
				File struct {
					Links struct {
						Edges []struct {
							Node struct {
								Link string `json:"link"`
							} `json:"node"`
						} `json:"edges"`
					} `json:"downloadLinks"`
				} `json:"reportFile"`
			} `json:"partner"`
		} `json:"data"`
	}
	err := graphql(access, pollText, `{"t": "`+report+`"}`, &polled)
	var links []string
	for _, e := range polled.Data.Partner.File.Links.Edges {
		links = append(links, e.Node.Link)
	}
	return links, err
}

func graphql(access, query, variables string, into any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": json.RawMessage(variables)})
	if err != nil {
		return err
	}
	return post("https://partner.api.dailymotion.com/graphql", "application/json", access, string(body), into)
}

func post(url, contentType, access, body string, into any) error {
	r, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Authorization", "Bearer "+access)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: status %s: %s, %w", url, resp.Status, text, err)
	}
	return json.NewDecoder(bytes.NewReader(text)).Decode(into)
}
