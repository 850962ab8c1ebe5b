// Package mcn imports the videos of a multi-channel network as Dailymotion does: it reads the network's user list and
// the Media RSS feed of each user, makes and changes the users' videos, and posts callbacks when they are ready
// (docs/spec/mcn.md#content-ingestion).
//
//	i := mcn.New(mcn.Config{World: w, Now: clock.Now, Webhooks: queue})
//	err := i.Set(mcn.Settings{Users: "http://127.0.0.1:9000/users.json", Callback: "http://127.0.0.1:9000/callback"})
//	report, err := i.Crawl(ctx)
//
// Each broken rule of the list, a feed or the callback endpoint is an Entry of the report, with a Rule of Rules.
package mcn

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/mcn/fetch"
	"github.com/dailymock/dailymock/internal/redact"
	"github.com/dailymock/dailymock/internal/webhook"
	"github.com/dailymock/dailymock/internal/world"
)

// Config is what an Importer works with.
type Config struct {
	World          *world.World
	Seed           uint64
	Now            func() time.Time // the mock's clock
	Webhooks       *webhook.Queue
	Waits, Encodes time.Duration // how long a new video waits and is encoded; zero means 2 and 8 seconds

	// Category returns the slug of a category by its slug or its English name.
	Category func(name string) (slug string, ok bool)
	// Failure returns the status in which processing a file at an address ends, or "" if it succeeds.
	Failure func(address string) string
	// Fault returns what goes wrong with the next "callback" or "crawl" (fault.Set.Importer), or "".
	Fault   func(operation string) string
	Changed func()       // called after each crawl by the clock
	Log     *slog.Logger // gets each entry at level debug; nil discards
}

// Settings say what an Importer crawls, and when.
type Settings struct {
	Users    string        `json:"users"`    // URL of the user list, http or https
	Callback string        `json:"callback"` // URL, http or https
	Period   time.Duration `json:"period"`   // between crawls on the mock's clock; zero crawls only when asked
	Parent   string        `json:"parent"`   // id or name of the network; "" means the first channel of the world

	Login    string `json:"login,omitempty"` // HTTP Basic login of the user list; "" means none
	Password string `json:"password,omitempty"`

	AllowHosts []string `json:"allow_hosts,omitempty"` // fetched from, beside those of Users and Callback
	Adopt      bool     `json:"adopt,omitempty"`       // listed users become children of Parent
}

// ErrNotSet is returned by a crawl without settings.
var ErrNotSet = errors.New("the importer has no user list; name one with PUT /_mock/importer")

// minPeriod bounds how often an importer crawls by itself.
const minPeriod = time.Minute

// source is the name of the events in the queue of webhooks.
const source = "mcn"

// An Importer crawls the list and the feeds of one network. It is safe for concurrent use.
type Importer struct {
	config   Config
	crawling sync.Mutex // held during a crawl
	alarm    *clock.Alarm
	ended    context.Context
	end      context.CancelFunc

	mu       sync.Mutex
	state    state
	delivery []Entry // deliveries since the last CheckCallback
}

// A state is all that changes.
type state struct {
	Settings Settings         `json:"settings"`
	Next     time.Time        `json:"next,omitzero"` // crawl by the clock
	Feeds    map[string]feed  `json:"feeds"`         // by the child's id
	Items    map[string]*item `json:"items"`         // by the item's id
	Log      []Entry          `json:"log"`
}

// New returns an importer without settings, and registers it with the queue.
func New(c Config) *Importer {
	c.Waits, c.Encodes = cmp.Or(c.Waits, 2*time.Second), cmp.Or(c.Encodes, 8*time.Second)
	if c.Fault == nil {
		c.Fault = func(string) string { return "" }
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	i := &Importer{config: c, state: state{Feeds: map[string]feed{}, Items: map[string]*item{}}}
	i.ended, i.end = context.WithCancel(context.Background())
	c.Webhooks.Register(source, i)
	return i
}

// Settings returns the settings, without the password and other credentials.
func (i *Importer) Settings() Settings {
	i.mu.Lock()
	defer i.mu.Unlock()
	s := i.state.Settings
	s.Users, s.Callback, s.Password = redact.URL(s.Users), redact.URL(s.Callback), ""
	return s
}

// Next returns when the importer crawls by itself; zero for never.
func (i *Importer) Next() time.Time {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.state.Next
}

// Set replaces the settings. The first crawl by the clock is a period from now. It returns an error for invalid
// settings, and changes nothing.
func (i *Importer) Set(s Settings) error {
	for name, address := range map[string]string{"users": s.Users, "callback": s.Callback} {
		if u, err := url.Parse(address); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return fmt.Errorf("%s: got %q, need an http or https URL", name, redact.URL(address))
		}
	}
	if s.Period != 0 && s.Period < minPeriod {
		return fmt.Errorf("period: got %s, need at least %s, or 0 to crawl only when asked", s.Period, minPeriod)
	}
	if s.Login == "" && s.Password != "" {
		return errors.New("password: a password needs a login")
	}
	s.AllowHosts = slices.Clone(s.AllowHosts)
	i.mu.Lock()
	i.state.Settings, i.state.Next = s, time.Time{}
	if s.Period > 0 {
		i.state.Next = i.config.Now().Add(s.Period)
	}
	i.mu.Unlock()
	i.setAlarm()
	return nil
}

// Follow crawls from now on when c reaches the time, until Close.
func (i *Importer) Follow(c *clock.Clock) {
	i.alarm = c.NewAlarm(func() { i.CrawlDue(i.ended) })
	i.setAlarm()
}

func (i *Importer) setAlarm() {
	if next := i.Next(); i.alarm != nil && i.ended.Err() == nil {
		i.alarm.Set(next)
	}
}

// Close ends crawls and returns when none is under way.
func (i *Importer) Close() {
	i.end()
	if i.alarm != nil {
		i.alarm.Clear()
	}
	i.crawling.Lock()
	defer i.crawling.Unlock()
}

// client returns what fetches for a crawl.
func (s Settings) client() *fetch.Client {
	hosts := slices.Clone(s.AllowHosts)
	for _, address := range []string{s.Users, s.Callback} {
		if u, err := url.Parse(address); err == nil {
			hosts = append(hosts, u.Hostname())
		}
	}
	return fetch.New(fetch.Config{AllowHosts: hosts})
}

// Snapshot returns the settings, what was imported and the log as JSON.
func (i *Importer) Snapshot() ([]byte, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return json.Marshal(i.state)
}

// Restore replaces everything by what Snapshot returned.
func (i *Importer) Restore(data []byte) error {
	s := state{Feeds: map[string]feed{}, Items: map[string]*item{}}
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	if s.Feeds == nil || s.Items == nil {
		return errors.New("feeds or items are missing")
	}
	for id, it := range s.Items {
		if it == nil {
			return fmt.Errorf("item %q is null", id)
		}
	}
	i.mu.Lock()
	i.state = s
	i.mu.Unlock()
	i.setAlarm()
	return nil
}
