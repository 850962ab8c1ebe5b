package mcn

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/dailymock/dailymock/internal/mcn/fetch"
	"github.com/dailymock/dailymock/internal/mcn/mrss"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// maxItems bounds the items that are remembered.
const maxItems = 100_000

// An item is what is known of an item of a feed.
type item struct {
	User    string    `json:"user"` // 24 hexadecimal digits, as Feed
	Feed    string    `json:"feed"`
	Child   string    `json:"child"` // the user's id on Dailymotion
	GUID    string    `json:"guid"`
	Video   string    `json:"video,omitempty"` // "" until one is made
	Hash    string    `json:"hash"`            // of what is imported of it
	Ready   time.Time `json:"ready,omitzero"`  // when the video is ready, or has failed
	Message string    `json:"message,omitempty"`
	Seen    int       `json:"seen"`            // the crawl of the feed that saw it last
	Away    bool      `json:"away,omitempty"`  // its file could not be fetched
	Batch   bool      `json:"batch,omitempty"` // its callback has the earlier events of the feed too

	Accepted bool `json:"accepted,omitempty"` // its ready callback was responded to with 2xx
}

// importID returns an id in the form of the vendor's sample: eight hexadecimal digits of the time, and sixteen that
// follow from the seed and names (docs/spec/mcn.md#callback).
func (i *Importer) importID(at time.Time, names ...string) string {
	named, _ := json.Marshal(names)
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", i.config.Seed, named))
	return fmt.Sprintf("%08x", uint32(at.Unix())) + hex.EncodeToString(sum[:8])
}

// key returns the key of an item: its id without the time of its first crawl.
func (i *Importer) key(child, guid string) string {
	return i.importID(time.Unix(0, 0), "item", child, guid)[8:]
}

// item decides about one item of a feed. seen has the lines of the guids before it.
func (c *crawl) item(child *world.Channel, f feed, it mrss.Item, seen map[string]int) {
	e := Entry{About: "item", Decision: Skipped, URL: f.URL, Line: it.Line, Column: it.Column, Child: child.ID(),
		GUID: it.GUID}
	if it.GUID == "" {
		e.Rule = itemNoGUID
		c.add(e)
		return
	}
	if line, ok := seen[it.GUID]; ok {
		e.Rule, e.Detail = itemTwice, fmt.Sprintf("the guid is also in line %d", line)
		c.add(e)
		return
	}
	seen[it.GUID] = it.Line
	key := c.key(child.ID(), it.GUID)
	edit, wrong := c.fields(it)
	hash := contentHash(it)
	c.mu.Lock()
	known, full := c.state.Items[key], len(c.state.Items) >= maxItems
	c.mu.Unlock()
	switch {
	case known != nil && known.Hash == hash && !known.Away:
		c.unchanged(e, known, f, wrong)
		return
	case known != nil && known.Hash == hash && wrong == nil:
		if wrong = c.probe(it, e); wrong != nil { // the callback has been told
			e.Decision, e.Rule, e.Detail = Failed, wrong.rule, wrong.detail
			c.add(e)
			return
		}
	case known == nil && full:
		e.Detail = fmt.Sprintf("%d items are remembered, and no more", maxItems)
		c.add(e)
		return
	}
	next := item{Child: child.ID(), GUID: it.GUID, Hash: hash, Seen: f.Crawls,
		User: c.importID(c.config.Now(), "user", child.ID()), Feed: c.importID(c.config.Now(), "feed", child.ID())}
	e.Decision = Created
	if known != nil {
		next.User, next.Feed, next.Video = known.User, known.Feed, known.Video
	}
	if next.Video != "" {
		e.Decision = Updated
	}
	if wrong == nil && (known == nil || known.Hash != hash) {
		wrong = c.probe(it, e)
		next.Away = wrong != nil
	}
	c.write(child, key, next, it, edit, wrong, e)
}

// A fault is why an item cannot be imported.
type fault struct{ rule, detail string }

// unchanged records an item that has been decided about before.
func (c *crawl) unchanged(e Entry, known *item, f feed, wrong *fault) {
	c.mu.Lock()
	known.Seen = f.Crawls
	accepted := known.Accepted
	e.Decision, e.Video = Unchanged, known.Video
	c.mu.Unlock()
	if wrong != nil {
		e.Rule, e.Detail = wrong.rule, wrong.detail
	} else if accepted {
		e.Rule = itemStays
	}
	c.add(e)
}

// stays records the items of a feed that has not changed though their callbacks said ready.
func (c *crawl) stays(child *world.Channel, f feed) {
	c.mu.Lock()
	var all []Entry
	for _, it := range c.state.Items {
		if it.Child == child.ID() && it.Seen == f.Crawls && it.Accepted {
			all = append(all, Entry{About: "item", Decision: Unchanged, URL: f.URL, Child: it.Child, GUID: it.GUID,
				Video: it.Video, Rule: itemStays})
		}
	}
	c.mu.Unlock()
	sortByGUID(all)
	for _, e := range all {
		c.add(e)
	}
}

// fields returns what an item writes to its video, and why it cannot be imported, or nil.
func (c *crawl) fields(it mrss.Item) (map[string]any, *fault) {
	category, known := c.config.Category(it.Category)
	media := it.Source()
	switch {
	case it.Title == "":
		return nil, &fault{rule: itemNoTitle}
	case it.Category == "":
		return nil, &fault{rule: itemNoCategory}
	case !known:
		return nil, &fault{unknownCategory, fmt.Sprintf("got %q", it.Category)}
	case media == nil:
		return nil, &fault{rule: itemNoMedia}
	}
	fields := map[string]any{
		"title": runes(it.Title, 255), "channel": category, "url": media.URL, "published": true,
		"description": runes(it.Description, 3000), "tags": append([]string{}, it.Tags...), "explicit": it.Explicit,
		"is_created_for_kids": false,
	}
	for name, value := range map[string]string{"language": media.Lang, "thumbnail_url": it.Thumbnail} {
		if value != "" {
			fields[name] = value
		}
	}
	if it.Geoblocking != nil {
		fields["geoblocking"] = it.Geoblocking
	}
	for name, at := range map[string]time.Time{"publish_date": it.ValidFrom, "expiry_date": it.ValidUntil} {
		if !at.IsZero() {
			fields[name] = at.Unix()
		}
	}
	return fields, nil
}

// contentHash returns the hash of all of an item but its place in the feed.
func contentHash(it mrss.Item) string {
	it.Line, it.Column = 0, 0
	it.Media = append([]mrss.Media{}, it.Media...)
	for n := range it.Media {
		it.Media[n].Line, it.Media[n].Column = 0, 0
	}
	text, _ := json.Marshal(it) // texts, numbers and times are always valid
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// probe asks for the file of an item, and returns why it cannot be had, or nil. A file on a host that is not allowed
// is noted and taken as it is.
func (c *crawl) probe(it mrss.Item, e Entry) *fault {
	media := it.Source()
	_, err := c.client.Probe(c.ctx, media.URL, c.login(media.URL))
	switch {
	case err == nil:
		return nil
	case errors.As(err, new(*fetch.Refused)):
		e.Decision, e.Line, e.Column, e.Rule = Noted, media.Line, media.Column, notFetched
		e.Detail = "the file is not fetched: " + err.Error()
		c.add(e)
		return nil
	}
	return &fault{mediaUnreachable, err.Error()}
}

// write makes or changes the video of an item and queues its callback.
func (c *crawl) write(child *world.Channel, key string, next item, it mrss.Item, fields map[string]any, wrong *fault,
	e Entry,
) {
	now := c.config.Now()
	next.Ready = now
	if wrong != nil {
		next.Message = ruleOf(wrong.rule).Text
		e.Decision, e.Rule, e.Detail = Failed, wrong.rule, wrong.detail
	} else if err := c.place(child, &next, it, fields, now); err != nil {
		e.Decision, e.Detail = Skipped, err.Error()
		c.add(e)
		return
	}
	meets := c.config.Fault("callback")
	if meets == "failed-item" {
		next.Message = "fault importer-" + meets
	}
	next.Batch = meets == "batch"
	e.Video = next.Video
	c.mu.Lock()
	c.state.Items[key] = &next
	c.mu.Unlock()
	c.add(e)
	c.announce(key, next, meets)
}

// place writes an item to its video, which it makes if there is none. What others wrote to the video stays.
func (c *crawl) place(child *world.Channel, next *item, it mrss.Item, fields map[string]any, now time.Time) error {
	videos := c.config.World.VideoEdits()
	from := c.source(it.Source(), now)
	next.Ready = from.Named.Add(c.config.Waits + c.config.Encodes)
	if _, err := c.config.World.Video(next.Video, c.config.World.Moment(now)); next.Video == "" || err != nil {
		id, err := videos.Create(child, "", now, edits.Write(edits.VideoEdit{PublishWanted: true, Source: from}, fields))
		next.Video, next.Message = id, from.Failure
		return err
	}
	return videos.Change(next.Video, child, now, func(before edits.VideoEdit) (edits.VideoEdit, error) {
		edit := edits.Write(before, fields).Rescheduled(before, now, func(name string) bool {
			_, ok := fields[name]
			return ok
		})
		edit.PublishWanted = true
		if before.URL.Or("") != it.Source().URL {
			edit.Source = from
		} else if before.Source.Named.Add(c.config.Waits + c.config.Encodes).Before(now) {
			next.Ready = now // nothing is encoded again
		}
		next.Message = edit.Source.Failure
		return edit, nil
	})
}

// source returns what the file of an item is like: as the feed says, or drawn from its address.
func (c *crawl) source(m *mrss.Media, now time.Time) edits.Source {
	s := edits.Source{
		Named: time.UnixMilli(now.UnixMilli()).UTC(), Failure: c.config.Failure(m.URL), Seconds: int64(m.Duration + 0.5),
		Bytes: m.FileSize, Width: int64(m.Width), Height: int64(m.Height),
	}
	if s.Seconds < 1 || s.Seconds > maxSeconds {
		s.Seconds = int64(10 + c.config.World.Bounded("length of "+m.URL, 590))
	}
	if s.Bytes < 1 {
		s.Bytes = int64(1<<20 + c.config.World.Bounded("size of "+m.URL, 200<<20))
	}
	if s.Width < 1 || s.Height < 1 {
		s.Width, s.Height = 1920, 1080
	}
	return s
}

// maxSeconds bounds the length that a feed can give to a video.
const maxSeconds = 7 * 24 * 3600

// runes returns at most the first runes of a text.
func runes(text string, most int) string {
	if all := []rune(text); len(all) > most {
		return string(all[:most])
	}
	return text
}

func sameHost(a, b string) bool {
	x, err := url.Parse(a)
	y, err2 := url.Parse(b)
	return err == nil && err2 == nil && x.Scheme == y.Scheme && x.Host == y.Host
}
