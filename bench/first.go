package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/testing/benchratio"
)

// firstLooks are requests to a mock that has just started, the most costly ones of the REST API. A request with a user
// is made with a token of that user.
var firstLooks = []struct {
	about, user, path string
	large             bool // in a world of 100,000 videos
}{
	{"what `many-rows` ever earned", "many-rows", "/user/many-rows?fields=revenues_video_total", false},
	{"what websites brought `harbour-news`", "harbour-news", "/user/harbour-news?fields=revenues_website_total", false},
	{"default world, videos by views", "", "/videos?sort=visited&limit=100", false},
	{"100,000 videos by views", "", "/videos?sort=visited&limit=100", true},
	{"100,000 videos, a search", "", "/videos?search=the+market&limit=100", true},
	{"100,000 videos, a search without a match", "", "/videos?search=nowhere&limit=100", true},
}

// addFirstLooks measures first looks by the CPU time of processes that live for one request, less that of one that
// lives for none.
func addFirstLooks(doc *strings.Builder, _ *bench, mockserver string) error {
	doc.WriteString("\n## First looks\n\nThe CPU time of a request to a mock that has just started; 100 ms are " +
		"aimed at.\n\n| request | CPU time |\n|---|---|\n")
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	large := filepath.Join(folder, "large.yaml")
	if err := os.WriteFile(large, benchratio.LargeWorld(), 0o600); err != nil {
		return err
	}
	for _, look := range firstLooks {
		var flags []string
		if look.large {
			flags = []string{"--world", large}
		}
		var found []float64
		for range 5 {
			none, err := lifetime(mockserver, look.user, "/languages", flags)
			if err != nil {
				return err
			}
			one, err := lifetime(mockserver, look.user, look.path, flags)
			if err != nil {
				return fmt.Errorf("%s: %w", look.about, err)
			}
			found = append(found, float64(one-none))
		}
		took := milliseconds(time.Duration(median(found)))
		fmt.Printf("%-48s %s\n", look.about, took)
		fmt.Fprintf(doc, "| %s | %s |\n", look.about, took)
	}
	return nil
}

// lifetime returns the CPU time of a mock that responds to one request.
func lifetime(mockserver, user, path string, flags []string) (time.Duration, error) {
	p, err := mock(false, mockserver, flags...)
	if err != nil {
		return 0, err
	}
	err = look(p.url, user, path)
	p.stop()
	state := p.command.ProcessState
	return state.UserTime() + state.SystemTime(), err
}

func look(base, user, path string) error {
	req, err := http.NewRequest("GET", base+path, nil)
	if err != nil {
		return err
	}
	if user != "" {
		res, err := http.PostForm(base+"/oauth/token", url.Values{
			"grant_type": {"password"}, "client_id": {"bench"}, "client_secret": {"s"}, "username": {user},
			"password": {"p"}, "scope": {"read_insights"},
		})
		if err != nil {
			return err
		}
		var got struct {
			Token string `json:"access_token"`
		}
		if err := read(res, &got); err != nil {
			return err
		}
		req.Header.Set("Authorization", "Bearer "+got.Token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil && (res.StatusCode != http.StatusOK || !json.Valid(text)) {
		err = fmt.Errorf("%s: %s", res.Status, text)
	}
	return err
}
