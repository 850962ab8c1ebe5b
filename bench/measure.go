package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

const (
	eightDimensions = "DAY,VIDEO_ID,HOUR,VISITOR_COUNTRY,VISITOR_DEVICE_TYPE,VISITOR_DOMAIN_GROUP,PLAYER_ID,MEDIA_TYPE"
	tenFields       = "id,title,owner,owner.screenname,channel,created_time,duration,status,thumbnail_url,views_total"
)

// latencies are reports of half a year, by what makes them costly.
var latencies = []struct{ about, channel, dimensions, metrics string }{
	{"default world, countries", "", "VISITOR_COUNTRY", "VIEWS,TIME_WATCHED_SECONDS"},
	{"default world, days and videos", "", "DAY,VIDEO_ID", "VIEWS,ESTIMATED_EARNINGS_USD"},
	{"default world, pages and countries", "", "VISITOR_PAGE_URL,VISITOR_COUNTRY", "VIEWS,TOTAL_INVENTORY"},
	{"default world, eight dimensions", "", eightDimensions, "VIEWS"},
	{"`many-rows`, months", "many-rows", "MONTH", "VIEWS"},
	{"`many-rows`, months and devices", "many-rows", "MONTH,VISITOR_DEVICE_TYPE,MEDIA_TYPE", "VIEWS"},
	{"`many-rows`, countries, three metrics", "many-rows", "VISITOR_COUNTRY",
		"VIEWS,TIME_WATCHED_SECONDS,ESTIMATED_EARNINGS_EUR"},
	{"`many-rows`, pages and countries", "many-rows", "VISITOR_PAGE_URL,VISITOR_COUNTRY", "VIEWS"},
	{"`many-rows`, hours, countries and devices", "many-rows", "HOUR,VISITOR_COUNTRY,VISITOR_DEVICE_TYPE", "VIEWS"},
	{"`many-rows`, minutes and countries", "many-rows", "MINUTE,VISITOR_COUNTRY", "VIEWS"},
	{"`many-rows`, outcomes, buyers and formats", "many-rows", "OUTCOME,BUYER,AD_FORMAT", "TOTAL_INVENTORY"},
	{"`many-rows`, renditions", "many-rows", "RENDITION_RESOLUTION", "BANDWIDTH_USED_TOTAL_BYTES"},
	{"`many-rows`, days and videos", "many-rows", "DAY,VIDEO_ID", "VIEWS,TIME_WATCHED_SECONDS"},
	{"`many-rows`, eight dimensions, 18 million rows", "many-rows", eightDimensions, "VIEWS"},
}

// start starts both servers, and makes the requests that are compared.
func start(mockserver string) (*bench, error) {
	b := &bench{}
	var err error
	if b.mock, err = mock(false, mockserver); err != nil {
		return nil, err
	}
	if b.bare, err = bare(); err != nil {
		return nil, err
	}
	if b.client, err = signIn(b.mock.url); err != nil {
		return nil, err
	}
	if err := b.addRequests(); err != nil {
		b.stop()
		return nil, err
	}
	return b, nil
}

func (b *bench) addRequests() error {
	token, err := b.client.ask("", "DAY", "VIEWS")
	if err != nil {
		return err
	}
	poll, _ := json.Marshal(map[string]string{"query": pollQuery(token)}) // always marshals
	res, err := http.Get(b.mock.url + "/user/harbour-news/videos?limit=1&fields=id")
	if err != nil {
		return err
	}
	var list struct{ List []struct{ ID string } }
	if err := read(res, &list); err != nil || len(list.List) == 0 {
		return fmt.Errorf("no video: %w", err)
	}
	const form = "grant_type=client_credentials&client_id=bench&client_secret=s&scope=create_reports"
	b.requests = []request{
		{name: "status poll", method: "POST", path: "/graphql", contentType: "application/json", token: b.client.token,
			body: string(poll)},
		{name: "REST item, ten fields", method: "GET", path: "/video/" + list.List[0].ID + "?fields=" + tenFields},
		{name: "token", method: "POST", path: "/oauth/v1/token", contentType: "application/x-www-form-urlencoded",
			body: form},
	}
	for _, file := range []struct{ name, dimensions string }{
		{"CSV, eight dimensions", eightDimensions}, {"CSV, days and videos", "DAY,VIDEO_ID"},
	} {
		token, err := b.client.ask("many-rows", file.dimensions, "VIEWS")
		if err != nil {
			return err
		}
		links, err := b.client.links(token)
		if err != nil {
			return err
		}
		b.requests = append(b.requests, request{name: file.name, method: "GET", path: pathOf(links[0]), whole: true})
	}
	return nil
}

// throughput returns how many MB of a file the mock sends in a second of CPU time.
func (b *bench) throughput(r request) (float64, error) {
	var found []float64
	for range 3 {
		each, size, err := cost(b.mock, r, r.path, 2*time.Second)
		if err != nil {
			return 0, err
		}
		found = append(found, float64(size)/1e6/each.Seconds())
	}
	return median(found), nil
}

// A latency is how long a new report takes to its links, and then to the first byte of its last file.
type latency struct {
	about        string
	files        int
	links, first time.Duration
	cpu          time.Duration // of the server, for both
}

func (b *bench) latencies() ([]latency, error) {
	var all []latency
	for _, l := range latencies {
		got, err := b.latency(l.channel, l.dimensions, l.metrics)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.about, err)
		}
		got.about = l.about
		fmt.Printf("%-48s links %v, first byte %v, CPU %v\n", l.about, got.links, got.first, got.cpu)
		all = append(all, got)
	}
	return all, nil
}

func (b *bench) latency(channel, dimensions, metrics string) (l latency, err error) {
	before, err := b.mock.cpu()
	if err != nil {
		return l, err
	}
	began := time.Now()
	token, err := b.client.ask(channel, dimensions, metrics)
	if err != nil {
		return l, err
	}
	links, err := b.client.links(token)
	if err != nil {
		return l, err
	}
	l.links, l.files = time.Since(began), len(links)
	if l.first, err = firstByte(links[len(links)-1], ""); err != nil {
		return l, err
	}
	after, err := b.mock.cpu()
	l.cpu = after - before
	return l, err
}

// ranges returns how long a byte in the middle of a file takes, the first time and again.
func (b *bench) ranges() (first, again time.Duration, err error) {
	token, err := b.client.ask("many-rows", eightDimensions, "TIME_WATCHED_SECONDS")
	if err != nil {
		return 0, 0, err
	}
	links, err := b.client.links(token)
	if err != nil {
		return 0, 0, err
	}
	link := links[len(links)/2]
	if first, err = firstByte(link, "bytes=2000000-2000000"); err != nil {
		return 0, 0, err
	}
	var found []float64
	for i := range 20 {
		took, err := firstByte(link, fmt.Sprintf("bytes=%d-%[1]d", 150_000*i))
		if err != nil {
			return 0, 0, err
		}
		found = append(found, float64(took))
	}
	return first, time.Duration(median(found)), nil
}
