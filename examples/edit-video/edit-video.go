// Edit-video edits a video of Dailymotion with a private API key.
//
//	go run edit-video.go                          lists videos of DAILYMOTION_CHANNEL
//	go run edit-video.go VIDEO_ID                 shows one
//	go run edit-video.go VIDEO_ID NAME=VALUE ...  edits it, and shows what it holds then
//
// DAILYMOTION_API_KEY and DAILYMOTION_API_SECRET are the key.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

const (
	host   = "https://partner.api.dailymotion.com"
	fields = "id,title,channel,tags,description,is_created_for_kids"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "edit-video:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	for _, name := range []string{"DAILYMOTION_API_KEY", "DAILYMOTION_API_SECRET"} {
		if os.Getenv(name) == "" {
			return fmt.Errorf("%s is not set; the mock takes any value", name)
		}
	}
	if len(args) == 0 {
		return list(os.Getenv("DAILYMOTION_CHANNEL"))
	}
	return edit(args[0], args[1:])
}

func list(channel string) error {
	if channel == "" {
		return errors.New("no video is named, and DAILYMOTION_CHANNEL is not set; the mock has harbour-news")
	}
	var answer struct {
		List []struct{ ID, Title string }
	}
	if err := rest("/user/"+url.PathEscape(channel)+"/videos?fields=id,title&limit=10", nil, &answer); err != nil {
		return err
	}
	for _, v := range answer.List {
		fmt.Printf("%s  %s\n", v.ID, v.Title)
	}
	return nil
}

func edit(id string, pairs []string) error {
	form := url.Values{}
	for _, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return fmt.Errorf("%s is not NAME=VALUE", pair)
		}
		form.Set(name, value)
	}
	var video map[string]any
	if err := rest("/video/"+url.PathEscape(id)+"?fields="+fields, form, &video); err != nil {
		return err
	}
	for _, field := range strings.Split(fields, ",") {
		fmt.Printf("%s: %s\n", field, text(video[field]))
	}
	return nil
}

func text(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []any:
		words := make([]string, len(v))
		for i, word := range v {
			words[i] = text(word)
		}
		return strings.Join(words, ", ")
	}
	b, _ := json.Marshal(value) // what came as JSON goes as JSON
	return string(b)
}

// rest asks the REST API, with a token got for it.
func rest(path string, form url.Values, into any) error {
	var token struct {
		Access string `json:"access_token"`
	}
	err := ask("/oauth/v1/token", url.Values{
		"grant_type":    {"client_credentials"},
		"client_id":     {os.Getenv("DAILYMOTION_API_KEY")},
		"client_secret": {os.Getenv("DAILYMOTION_API_SECRET")},
		"scope":         {"manage_videos"},
	}, "", &token)
	if err != nil {
		return err
	}
	return ask("/rest"+path, form, token.Access, into)
}

// ask decodes the JSON of a response into a value. With a form it sends a POST, else
// a GET.
func ask(path string, form url.Values, token string, into any) error {
	method := http.MethodGet
	if len(form) > 0 {
		method = http.MethodPost
	}
	req, err := http.NewRequest(method, host+path, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	client := http.Client{Timeout: 30 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("%s cannot be reached: %w", host, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return fmt.Errorf("%s cannot be reached: %w", host, err)
	}
	if resp.StatusCode/100 != 2 || json.Unmarshal(body, into) != nil {
		return fmt.Errorf("status %d, %s", resp.StatusCode, reason(body))
	}
	return nil
}

// reason reads an error: of the REST API an object, of the token endpoint a word.
func reason(body []byte) string {
	var rest struct {
		Error struct{ Type, Message string }
	}
	if json.Unmarshal(body, &rest) == nil && rest.Error.Type != "" {
		return rest.Error.Type + ": " + rest.Error.Message
	}
	var token struct {
		Error       string
		Description string `json:"error_description"`
	}
	if json.Unmarshal(body, &token) == nil && token.Error != "" {
		return token.Error + ": " + token.Description
	}
	return "no reason given"
}
