package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
)

const (
	eightDimensions = "DAY,VIDEO_ID,HOUR,VISITOR_COUNTRY,VISITOR_DEVICE_TYPE,VISITOR_DOMAIN_GROUP,PLAYER_ID,MEDIA_TYPE"
	tenFields       = "id,title,owner,owner.screenname,channel,created_time,duration,status,thumbnail_url,views_total"
)

// latencies are reports of half a year, by what makes them costly.
var latencies = []struct{ about, channel, product, dimensions, metrics string }{
	{"default world, countries", "", "CONTENT", "VISITOR_COUNTRY", "VIEWS,TIME_WATCHED_SECONDS"},
	{"default world, days and videos", "", "CONTENT", "DAY,VIDEO_ID", "VIEWS,ESTIMATED_EARNINGS_USD"},
	{"default world, pages and countries", "", "CONTENT", "VISITOR_PAGE_URL,VISITOR_COUNTRY", "VIEWS,TOTAL_INVENTORY"},
	{"default world, days and videos of EMBED", "", "EMBED", "DAY,VIDEO_ID", "VIEWS,ESTIMATED_EARNINGS_USD"},
	{"default world, days, every metric", "", "CONTENT", "DAY", everyMetric()},
	{"default world, eight dimensions", "", "CONTENT", eightDimensions, "VIEWS"},
	{"`many-rows`, months", "many-rows", "CONTENT", "MONTH", "VIEWS"},
	{"`many-rows`, months and devices", "many-rows", "CONTENT", "MONTH,VISITOR_DEVICE_TYPE,MEDIA_TYPE", "VIEWS"},
	{"`many-rows`, countries, three metrics", "many-rows", "CONTENT", "VISITOR_COUNTRY",
		"VIEWS,TIME_WATCHED_SECONDS,ESTIMATED_EARNINGS_EUR"},
	{"`many-rows`, devices, five metrics of ads", "many-rows", "CONTENT", "VISITOR_DEVICE_TYPE",
		"TOTAL_INVENTORY,NO_ADS,FILL_RATE,NB_IMPRESSION,ECPM_EUR"},
	{"`many-rows`, months, every metric", "many-rows", "CONTENT", "MONTH", everyMetric()},
	{"`many-rows`, days, every metric", "many-rows", "CONTENT", "DAY", everyMetric()},
	{"`many-rows`, pages and countries", "many-rows", "CONTENT", "VISITOR_PAGE_URL,VISITOR_COUNTRY", "VIEWS"},
	{"`many-rows`, hours, countries and devices", "many-rows", "CONTENT", "HOUR,VISITOR_COUNTRY,VISITOR_DEVICE_TYPE",
		"VIEWS"},
	{"`many-rows`, minutes and countries", "many-rows", "CONTENT", "MINUTE,VISITOR_COUNTRY", "VIEWS"},
	{"`many-rows`, outcomes, buyers and formats", "many-rows", "CONTENT", "OUTCOME,BUYER,AD_FORMAT", "TOTAL_INVENTORY"},
	{"`many-rows`, renditions", "many-rows", "CONTENT", "RENDITION_RESOLUTION", "BANDWIDTH_USED_TOTAL_BYTES"},
	{"`many-rows`, days and videos", "many-rows", "CONTENT", "DAY,VIDEO_ID", "VIEWS,TIME_WATCHED_SECONDS"},
	{"`many-rows`, eight dimensions, 18 million rows", "many-rows", "CONTENT", eightDimensions, "VIEWS"},
}

// everyMetric returns the names of all metrics.
func everyMetric() string {
	var names []string
	for _, m := range edition.Metrics {
		names = append(names, string(m))
	}
	return strings.Join(names, ",")
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
	token, err := b.client.ask("", "CONTENT", "DAY", "VIEWS")
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
		token, err := b.client.ask("many-rows", "CONTENT", file.dimensions, "VIEWS")
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
		got, err := b.latency(l.channel, l.product, l.dimensions, l.metrics)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.about, err)
		}
		got.about = l.about
		fmt.Printf("%-48s links %v, first byte %v, CPU %v\n", l.about, got.links, got.first, got.cpu)
		all = append(all, got)
	}
	return all, nil
}

func (b *bench) latency(channel, product, dimensions, metrics string) (l latency, err error) {
	before, err := b.mock.cpu()
	if err != nil {
		return l, err
	}
	began := time.Now()
	token, err := b.client.ask(channel, product, dimensions, metrics)
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

// A rangeCost is how long a byte in the middle of a file takes, the first time, and others again.
type rangeCost struct {
	about        string
	first, again time.Duration
}

func (b *bench) ranges() (all []rangeCost, err error) {
	for _, r := range []struct {
		about, dimensions, metrics string
		step                       int // bytes from one range to the next
	}{
		{"eight dimensions", eightDimensions, "TIME_WATCHED_SECONDS", 150_000},
		{"days and videos", "DAY,VIDEO_ID", "VIEWS", 40_000},
		{"hours, countries and devices", "HOUR,VISITOR_COUNTRY,VISITOR_DEVICE_TYPE", "VIEWS", 40_000},
		{"videos and countries", "VIDEO_ID,VISITOR_COUNTRY", "VIEWS,TIME_WATCHED_SECONDS", 40_000},
		{"days and countries", "DAY,VISITOR_COUNTRY", "VIEWS,TIME_WATCHED_SECONDS", 10_000},
	} {
		token, err := b.client.ask("many-rows", "CONTENT", r.dimensions, r.metrics)
		if err != nil {
			return nil, err
		}
		links, err := b.client.links(token)
		if err != nil {
			return nil, err
		}
		if _, err := firstByte(links[0], ""); err != nil { // after the grouping, which latencies has
			return nil, err
		}
		c, err := rangesOf(links[len(links)/2], r.step)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.about, err)
		}
		c.about = r.about
		fmt.Printf("%-48s first %v, again %v\n", c.about, c.first, c.again)
		all = append(all, c)
	}
	return all, nil
}

func rangesOf(link string, step int) (c rangeCost, err error) {
	at := func(i int) (time.Duration, error) { return firstByte(link, fmt.Sprintf("bytes=%d-%[1]d", step*i)) }
	if c.first, err = at(10); err != nil {
		return c, err
	}
	var found []float64
	for i := range 20 {
		took, err := at(i)
		if err != nil {
			return c, err
		}
		found = append(found, float64(took))
	}
	c.again = time.Duration(median(found))
	return c, nil
}
