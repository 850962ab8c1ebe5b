package world

import (
	"fmt"
	"regexp"

	"github.com/goccy/go-yaml"
)

// A Spec says what a world is made of. It is what a world file holds.
type Spec struct {
	// Partners own channels. The first is the one whose account every API key
	// is given when no other is said.
	Partners []PartnerSpec `yaml:"partners"`
	// Sites are those on which any channel may be embedded.
	Sites []SiteSpec `yaml:"sites"`
}

// A PartnerSpec is an organisation with its channels.
type PartnerSpec struct {
	Name     string        `yaml:"name"`
	Channels []ChannelSpec `yaml:"channels"`
}

// A ChannelSpec describes a channel; what it leaves out is made from the slug.
type ChannelSpec struct {
	Slug     string `yaml:"slug"`
	Name     string `yaml:"name"`     // as shown; empty: made from the slug
	Genre    string `yaml:"genre"`    // one of Genres; empty: one of them
	Language string `yaml:"language"` // ISO 639-1; empty: en
	Country  string `yaml:"country"`  // ISO 3166-1 alpha-2 of most viewers; empty: by language

	// Audience is how many plays a typical new video has on its first day;
	// nil means 1,200, and 0 a channel that nobody watches.
	Audience *int `yaml:"audience"`
	// Uploads is how many videos a year the channel publishes; nil means 24.
	Uploads *int `yaml:"uploads"`
	// Detail bounds the clusters of plays that a video has on one day, and so
	// how many rows a report can have; 0 means 24, the most is 4,096.
	Detail int `yaml:"detail"`
	// Titles replace the made ones, in turn.
	Titles []string `yaml:"titles"`
	// ClaimedBy names the channel that claims what this one uploads.
	ClaimedBy string `yaml:"claimed_by"`
	// Reports is how reports that name the channel end: FAILED or EXPIRED; empty
	// means as all others.
	Reports string `yaml:"reports"`
	// Aside keeps the channel out of reports that do not name it.
	Aside bool `yaml:"aside"`
}

// A SiteSpec is a web site of a publisher.
type SiteSpec struct {
	Domain string `yaml:"domain"`
	Pages  int    `yaml:"pages"` // 0 means 16
}

// The bounds of a Spec.
const (
	maxChannels = 4096
	maxUploads  = videosPerYear
	maxDetail   = 4096
	maxAudience = 1 << 20
	maxSites    = 64
	maxPages    = 256
)

var slugForm = regexp.MustCompile(`^[^\s/?#]{1,100}$`)

// ParseSpec reads a world file. The error names the line and column.
func ParseSpec(text []byte) (Spec, error) {
	var s Spec
	if err := yaml.UnmarshalWithOptions(text, &s, yaml.Strict()); err != nil {
		return Spec{}, fmt.Errorf("world file: %w", err)
	}
	return s, s.check()
}

func (s Spec) check() error {
	if len(s.Partners) == 0 || len(s.Partners[0].Channels) == 0 {
		return fmt.Errorf("world: at least one partner with a channel is needed")
	}
	if len(s.Sites) > maxSites {
		return fmt.Errorf("world: %d sites, at most %d are possible", len(s.Sites), maxSites)
	}
	for _, site := range s.Sites {
		if site.Domain == "" || site.Pages < 0 || site.Pages > maxPages {
			return fmt.Errorf("world: site %q: a domain and 0 to %d pages are needed", site.Domain, maxPages)
		}
	}
	seen := map[string]bool{}
	for _, p := range s.Partners {
		for _, c := range p.Channels {
			if err := c.check(); err != nil {
				return err
			}
			if seen[c.Slug] {
				return fmt.Errorf("world: channel %q is listed twice", c.Slug)
			}
			seen[c.Slug] = true
		}
	}
	if len(seen) > maxChannels {
		return fmt.Errorf("world: %d channels, at most %d are possible", len(seen), maxChannels)
	}
	return s.checkClaims(seen)
}

func (s Spec) checkClaims(listed map[string]bool) error {
	for _, p := range s.Partners {
		for _, c := range p.Channels {
			if c.ClaimedBy != "" && !listed[c.ClaimedBy] {
				return fmt.Errorf("world: channel %q is claimed by %q, which is not listed", c.Slug, c.ClaimedBy)
			}
		}
	}
	return nil
}

func (c ChannelSpec) check() error {
	switch {
	case !slugForm.MatchString(c.Slug):
		return fmt.Errorf("world: channel slug %q: 1 to 100 characters without blanks, slash, ? or # are needed", c.Slug)
	case c.Genre != "" && genres[c.Genre] == nil:
		return fmt.Errorf("world: channel %q: genre %q is none of %v", c.Slug, c.Genre, Genres())
	case c.Audience != nil && (*c.Audience < 0 || *c.Audience > maxAudience):
		return fmt.Errorf("world: channel %q: audience %d is not in 0 to %d", c.Slug, *c.Audience, maxAudience)
	case c.Uploads != nil && (*c.Uploads < 0 || *c.Uploads > maxUploads):
		return fmt.Errorf("world: channel %q: uploads %d is not in 0 to %d", c.Slug, *c.Uploads, maxUploads)
	case c.Reports != "" && c.Reports != "FAILED" && c.Reports != "EXPIRED":
		return fmt.Errorf("world: channel %q: reports %q is neither FAILED nor EXPIRED", c.Slug, c.Reports)
	case c.Detail < 0 || c.Detail > maxDetail:
		return fmt.Errorf("world: channel %q: detail %d is not in 0 to %d", c.Slug, c.Detail, maxDetail)
	}
	return nil
}
