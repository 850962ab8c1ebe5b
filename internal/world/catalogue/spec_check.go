package catalogue

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/dailymock/dailymock/internal/wire"
)

// A path leads to a part of a Spec: keys and indexes.
type path []any

func (p path) String() string {
	var b strings.Builder
	for _, step := range p {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", step)
		case string:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(step)
		}
	}
	return b.String()
}

// to is the path one or more steps further.
func (p path) to(steps ...any) path { return append(slices.Clip(p), steps...) }

// A problem is a Fault whose place in the file is not known yet.
type problem struct {
	path path
	text string
}

// A checker goes over a Spec and collects what is wrong.
type checker struct {
	found     []problem
	slugs     map[string]bool
	claims    []reference
	videos    map[string]bool
	playlists map[string]bool
	players   map[string]bool
	domains   map[string]bool
}

// A reference names a channel that has to be listed somewhere.
type reference struct {
	path path
	slug string
	text string
}

// maxFaults bounds the errors that are reported for one file.
const maxFaults = 20

func (k *checker) say(p path, format string, args ...any) {
	if len(k.found) < maxFaults {
		k.found = append(k.found, problem{p, fmt.Sprintf(format, args...)})
	}
}

// The forms of names. Ids are those of docs/spec/reporting.md#csv: x9nrjqa for a
// video, xa1wi for a player; private videos begin with a k.
var (
	domainForm   = form(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$`)
	languageForm = form(`^[a-z]{2,3}$`)
	videoForm    = form(`^[xk][0-9a-z]{4,18}$`)
	idForm       = form(`^x[0-9a-z]{3,18}$`)
)

// form compiles a pattern when it is first needed: most starts of the mock need none.
func form(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// validSlug reports whether a text can be the slug of a channel.
func validSlug(slug string) bool {
	n := utf8.RuneCountInString(slug)
	return 1 <= n && n <= 100 && !strings.ContainsAny(slug, "\t\n\f\r /?#")
}

// check returns all that is wrong, at most maxFaults.
func (s Spec) check() []problem {
	k := &checker{
		slugs: map[string]bool{}, videos: map[string]bool{}, playlists: map[string]bool{}, players: map[string]bool{},
		domains: map[string]bool{dailymotion: true},
	}
	if len(s.Partners) == 0 || len(s.Partners[0].Channels) == 0 {
		k.say(path{"partners"}, "at least one partner with a channel is needed")
	}
	k.within(path{"partners"}, "partners", len(s.Partners), 0, maxPartners)
	channels := 0
	for i, p := range s.Partners {
		at := path{"partners", i}
		k.text(at, "name", p.Name, true)
		for j, c := range p.Channels {
			k.channel(at.to("channels", j), c)
		}
		channels += len(p.Channels)
	}
	k.within(path{"partners"}, "channels", channels, 0, maxChannels)
	k.within(path{"sites"}, "sites", len(s.Sites), 0, maxSites)
	for i, site := range s.Sites {
		k.site(path{"sites", i}, site)
	}
	k.someKeys(s.Keys)
	k.someUsers(s.Users)
	k.importer(s.Importer)
	for _, r := range k.claims {
		if !k.slugs[r.slug] {
			k.say(r.path, r.text, r.slug)
		}
	}
	return k.found
}

func (k *checker) channel(at path, c ChannelSpec) {
	if !validSlug(c.Slug) {
		k.say(at.to("slug"), "slug %q: 1 to 100 characters without blanks, slash, ? or # are needed", c.Slug)
	}
	k.once(at.to("slug"), k.slugs, c.Slug, "channel %q is listed twice")
	k.text(at, "name", c.Name, false)
	k.oneOf(at.to("genre"), "genre", c.Genre, Genres())
	k.oneOf(at.to("country"), "country", c.Country, Countries)
	if c.Language != "" && !languageForm().MatchString(c.Language) {
		k.say(at.to("language"), "language %q: two small letters are needed, such as en", c.Language)
	}
	if c.Audience != nil {
		k.within(at.to("audience"), "audience", *c.Audience, 0, maxAudience)
	}
	if c.Uploads != nil {
		k.within(at.to("uploads"), "uploads", *c.Uploads, 0, maxUploads)
	}
	k.within(at.to("detail"), "detail", c.Detail, 0, maxDetail)
	k.oneOf(at.to("reports"), "reports", c.Reports, []string{"FAILED", "EXPIRED"})
	if c.ClaimedBy != "" {
		text := fmt.Sprintf("channel %q is claimed by %%q, which is not listed", c.Slug)
		k.claims = append(k.claims, reference{at.to("claimed_by"), c.ClaimedBy, text})
	}
	if c.Site != "" {
		k.domain(at.to("site"), c.Site)
	}
	k.somePlayers(at, c.Players)
	k.somePlaylists(at, c.Playlists)
	k.someVideos(at, c)
}

func (k *checker) somePlaylists(at path, playlists []PlaylistSpec) {
	k.within(at.to("playlists"), "playlists", len(playlists), 0, maxPlaylists)
	titles := map[string]bool{}
	for i, p := range playlists {
		here := at.to("playlists", i)
		k.id(here, k.playlists, "playlist", p.ID, idForm)
		k.text(here, "title", p.Title, true)
		k.once(here.to("title"), titles, p.Title, "the channel has two playlists %q")
		k.oneOf(here.to("type"), "type", p.Type, PlaylistTypes)
	}
}

func (k *checker) someVideos(at path, c ChannelSpec) {
	years := map[int]int{}
	for i, v := range c.Videos {
		here := at.to("videos", i)
		k.id(here, k.videos, "video", v.ID, videoForm)
		k.text(here, "title", v.Title, false)
		created, err := v.created()
		if err != nil {
			k.say(here.to("created"), "%v", err)
		}
		years[created.Year()]++
		k.within(here.to("duration"), "duration", v.Duration, 0, maxDuration)
		k.within(here.to("tags"), "tags", len(v.Tags), 0, maxTags)
		for j, tag := range v.Tags {
			if tag == "" || strings.Contains(tag, ",") || utf8.RuneCountInString(tag) > maxText {
				k.say(here.to("tags", j), "tag %q: 1 to %d characters without a comma are needed", clip(tag), maxText)
			}
		}
		if v.Plays != nil {
			k.within(here.to("plays"), "plays", *v.Plays, 0, maxPlays)
		}
		if v.Playlist != "" && playlistOf(c.Playlists, v.Playlist) < 0 {
			k.say(here.to("playlist"), "unknown playlist %q; list it among the channel's playlists", v.Playlist)
		}
		k.oneOf(here.to("visibility"), "visibility", v.Visibility, Visibilities)
		for j, device := range v.Devices {
			if !slices.Contains(Devices, device) {
				k.say(here.to("devices", j), "unknown device %q; known devices: %v", clip(device), Devices)
			}
		}
	}
	made := c.madeAYear()
	for year, n := range years {
		if n+made > videosPerYear {
			k.say(at.to("videos"), "%d videos of %d and %d uploads a year, at most %d together are possible",
				n, year, made, videosPerYear)
			break
		}
	}
}

func (k *checker) site(at path, s SiteSpec) {
	k.domain(at.to("domain"), s.Domain)
	k.within(at.to("pages"), "pages", s.Pages, 0, maxPages)
	k.somePlayers(at, s.Players)
	if s.Publisher != "" {
		k.claims = append(k.claims, reference{at.to("publisher"), s.Publisher, "publisher %q is no listed channel"})
	}
}

func (k *checker) somePlayers(at path, players []PlayerSpec) {
	k.within(at.to("players"), "players", len(players), 0, maxPlayers)
	for i, p := range players {
		here := at.to("players", i)
		k.id(here, k.players, "player", p.ID, idForm)
		k.text(here, "title", p.Title, false)
	}
}

func (k *checker) domain(at path, domain string) {
	if len(domain) > 200 || !domainForm().MatchString(domain) {
		k.say(at, "domain %q: a name such as news.example is needed, in small letters", clip(domain))
		return
	}
	k.once(at, k.domains, domain, "domain %q is listed twice, or the vendor's")
}

func (k *checker) id(at path, seen map[string]bool, kind, id string, form func() *regexp.Regexp) {
	if id == "" {
		return
	}
	if !form().MatchString(id) {
		k.say(at.to("id"), "%s id %q is not of the form %s", kind, clip(id), form())
	}
	k.once(at.to("id"), seen, id, kind+" %q is listed twice")
}

// once says so where a text was seen before.
func (k *checker) once(at path, seen map[string]bool, text, format string) {
	if seen[text] {
		k.say(at, format, text)
	}
	seen[text] = true
}

func (k *checker) within(at path, what string, n, least, most int) {
	if n < least || n > most {
		k.say(at, "%s %d is not in %d to %d", what, n, least, most)
	}
}

func (k *checker) oneOf(at path, what, text string, known []string) {
	if text != "" && !slices.Contains(known, text) {
		k.say(at, "unknown %s %q; known values: %v", what, clip(text), known)
	}
}

func (k *checker) text(at path, key, text string, needed bool) {
	n := utf8.RuneCountInString(text)
	if n > maxText || needed && n == 0 {
		k.say(at.to(key), "%s %q: %d to %d characters are needed", key, clip(text), 1, maxText)
	}
}

func clip(text string) string { return wire.Clip(text, 60, "…") }

// playlistOf finds a playlist by its title or id; -1 for none.
func playlistOf(playlists []PlaylistSpec, name string) int {
	return slices.IndexFunc(playlists, func(p PlaylistSpec) bool { return p.Title == name || p.ID == name })
}

// madeAYear is how many videos are made up each year.
func (c ChannelSpec) madeAYear() int {
	if c.Uploads == nil && len(c.Videos) > 0 {
		return 0
	}
	return orInt(c.Uploads, 24)
}

// created reads when the video came: a day means its noon.
func (v VideoSpec) created() (time.Time, error) {
	t, err := time.Parse(time.DateOnly, v.Created)
	if err == nil {
		t = t.Add(12 * time.Hour)
	} else {
		t, err = time.Parse(time.RFC3339, v.Created)
	}
	t = t.UTC().Truncate(time.Second)
	if err != nil || t.Year() < FirstYear || t.Year() > lastYear {
		return t, fmt.Errorf("created %q: a day such as 2026-01-31 or a moment such as 2026-01-31T09:30:00Z is needed, "+
			"in the years %d to %d", clip(v.Created), FirstYear, lastYear)
	}
	return t, nil
}
