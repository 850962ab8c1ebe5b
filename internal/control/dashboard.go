package control

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/dailymock/dailymock/internal/fault"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/world"
)

// A Dashboard has handlers for what the dashboard shows beside the rest of this API.
type Dashboard struct{ control *Control }

// Dashboard returns the handlers for the dashboard.
func (c *Control) Dashboard() Dashboard { return Dashboard{c} }

// Quiet leaves reads with the header X-Mock-Journal: off out of the journal, so that a page that reads again and again
// does not push out the requests of clients.
func Quiet(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && r.Header.Get("X-Mock-Journal") == "off" {
			traffic.Omit(r.Context())
		}
		h(w, r)
	}
}

// Preview shows the first rows of a finished report, its files, and its first metric by day.
func (d Dashboard) Preview(w http.ResponseWriter, r *http.Request) {
	d.control.show(w, r, nil, func(map[string]string) (any, error) {
		return d.control.config.Core().Reports.Preview(r.Context(), r.PathValue("report"))
	})
}

// A namedFault is one that can be switched on by its name.
type namedFault struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

// FaultNames shows {"names": […]}: the faults that have a name, and what they do.
func (d Dashboard) FaultNames(w http.ResponseWriter, r *http.Request) {
	names := []namedFault{}
	for _, name := range fault.Names() {
		names = append(names, namedFault{name, fault.AboutName(name)})
	}
	d.control.show(w, r, nil, func(map[string]string) (any, error) { return map[string][]namedFault{"names": names}, nil })
}

// QuickStart shows {"steps": […]}: the commands that lead to a first CSV.
func (d Dashboard) QuickStart(w http.ResponseWriter, r *http.Request) {
	c := d.control.config
	steps := QuickStart(c.Core().Clock.Read(), c.ReportTakes, c.Origin.Of(r), c.Guarded, false)
	d.control.show(w, r, nil, func(map[string]string) (any, error) { return map[string][]Step{"steps": steps}, nil })
}

// worldChannel and worldVideo are what World shows of a channel and of a video.
type worldChannel struct {
	ID       string `json:"id"`
	Slug     string `json:"slug"`
	Name     string `json:"name"`
	Partner  string `json:"partner,omitempty"`
	Language string `json:"language,omitempty"`
	Videos   int    `json:"videos"`
}

type worldVideo struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Created  time.Time `json:"created"`
	Duration int       `json:"duration"` // seconds
	Live     bool      `json:"live,omitempty"`
}

// The most that World shows, whatever the limit of a request.
const (
	maxWorldChannels = 500
	maxWorldVideos   = 500
)

// World shows {"seed": 1, "channels": […], "opened": […]}: the listed channels, and the names of those that were
// opened. With ?channel=SLUG it shows {"channel": …, "videos": […]}, the latest first; ?limit=50 bounds the lists.
func (d Dashboard) World(w http.ResponseWriter, r *http.Request) {
	d.control.show(w, r, []string{"channel", "limit"}, func(query map[string]string) (any, error) {
		limit, err := strconv.Atoi(cmp.Or(query["limit"], "50"))
		if err != nil || limit < 1 {
			return nil, fmt.Errorf("limit=%s: need a number from 1", query["limit"])
		}
		return d.world(query["channel"], limit)
	})
}

func (d Dashboard) world(slug string, limit int) (any, error) {
	core := d.control.config.Core()
	now := core.Clock.Now()
	moment, today := core.World.Moment(now), world.DayOf(now)
	show := func(ch *world.Channel) worldChannel {
		partner := ""
		if ch.Partner != nil {
			partner = ch.Partner.Name
		}
		return worldChannel{ch.ID(), ch.Slug, ch.Name, partner, ch.Language, len(core.World.VideosAt(ch, today, moment))}
	}
	if slug == "" {
		listed, opened := core.World.Channels(), core.World.Opened()
		channels := []worldChannel{}
		for _, ch := range listed[:min(limit, maxWorldChannels, len(listed))] {
			channels = append(channels, show(ch))
		}
		return map[string]any{
			"seed": d.control.config.Seed, "channels": channels, "count": len(listed),
			"opened": append([]string{}, opened[:min(limit, maxWorldChannels, len(opened))]...),
		}, nil
	}
	ch, err := core.World.Channel(slug)
	if err != nil {
		return nil, err
	}
	videos := []worldVideo{}
	for _, v := range slices.Backward(core.World.VideosAt(ch, today, moment)) {
		if len(videos) == min(limit, maxWorldVideos) {
			break
		}
		if !v.Deleted() && !v.Created.After(now) {
			videos = append(videos, worldVideo{v.ID, v.Title(), v.Created, v.Duration, v.Live})
		}
	}
	return map[string]any{"channel": show(ch), "videos": videos}, nil
}
