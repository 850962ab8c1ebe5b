package control

import (
	"net/http"
	"time"

	"github.com/dailymock/dailymock/internal/mcn"
)

// importerSettings are those of mcn.Settings in JSON.
type importerSettings struct {
	Users      string     `json:"users"`
	Callback   string     `json:"callback"`
	Period     duration   `json:"period"`
	Parent     string     `json:"parent"`
	Login      string     `json:"login"`
	AllowHosts []string   `json:"allow_hosts"`
	Adopt      bool       `json:"adopt"`
	Next       *time.Time `json:"next"` // crawl by the clock; null for none
}

// Importer shows the importer's settings without the password, and when it crawls next.
func (c *Control) Importer(w http.ResponseWriter, r *http.Request) {
	c.show(w, r, nil, func(map[string]string) (any, error) { return c.importer(), nil })
}

func (c *Control) importer() importerSettings {
	i := c.config.Core().Importer
	s := i.Settings()
	shown := importerSettings{s.Users, s.Callback, duration(s.Period), s.Parent, s.Login,
		append([]string{}, s.AllowHosts...), s.Adopt, nil}
	if next := i.Next(); !next.IsZero() {
		shown.Next = &next
	}
	return shown
}

// SetImporter takes {"users": "http://…", "callback": "http://…"} and optionally "period", "parent", "login",
// "password", "allow_hosts" and "adopt". They replace all settings.
func (c *Control) SetImporter(w http.ResponseWriter, r *http.Request) {
	var s mcn.Settings
	known := members{{"users", &s.Users}, {"callback", &s.Callback}, {"period", (*duration)(&s.Period)},
		{"parent", &s.Parent}, {"login", &s.Login}, {"password", &s.Password}, {"allow_hosts", &s.AllowHosts},
		{"adopt", &s.Adopt}}
	c.handle(w, r, known, func() (any, error) {
		if err := c.config.Core().Importer.Set(s); err != nil {
			return nil, err
		}
		return c.importer(), nil
	})
}

// Crawl takes nothing, crawls now, and shows what it found and decided.
func (c *Control) Crawl(w http.ResponseWriter, r *http.Request) {
	c.handle(w, r, nil, func() (any, error) { return c.config.Core().Importer.Crawl(r.Context()) })
}

// ImporterLog shows {"entries": […]}: what the importer found and decided, oldest first.
func (c *Control) ImporterLog(w http.ResponseWriter, r *http.Request) {
	c.show(w, r, nil, func(map[string]string) (any, error) {
		return map[string][]mcn.Entry{"entries": c.config.Core().Importer.Log()}, nil
	})
}

// CheckCallback takes nothing, delivers the callbacks that are due and then the last events again, and shows what the
// network's endpoint responded.
func (c *Control) CheckCallback(w http.ResponseWriter, r *http.Request) {
	c.handle(w, r, nil, func() (any, error) { return c.config.Core().Importer.CheckCallback(r.Context()), nil })
}
