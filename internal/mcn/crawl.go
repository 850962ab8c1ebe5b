package mcn

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/mcn/fetch"
	"github.com/dailymock/dailymock/internal/mcn/mrss"
	"github.com/dailymock/dailymock/internal/world"
)

const (
	maxCrawl     = 30 * time.Minute // real time
	maxFeedItems = 10_000
)

// A feed is what is known of a child's feed.
type feed struct {
	URL          string `json:"url"`
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	Crawls       int    `json:"crawls"` // in which the feed was read
}

// A crawl is one pass over the list and its feeds.
type crawl struct {
	*Importer
	Settings
	ctx    context.Context
	client *fetch.Client
	parent *world.Channel
	report Report
}

// Crawl fetches the list and its feeds once, imports what is new or changed, and queues the callbacks. One crawl runs
// at a time. It returns ErrNotSet without settings and the error of the context; what is wrong with the list and the
// feeds is in the report.
func (i *Importer) Crawl(ctx context.Context) (Report, error) {
	i.crawling.Lock()
	defer i.crawling.Unlock()
	return i.crawl(ctx)
}

// CrawlDue crawls if the clock has reached the time of the next crawl. What was wrong is in the log.
func (i *Importer) CrawlDue(ctx context.Context) {
	i.crawling.Lock()
	defer i.crawling.Unlock()
	if next := i.Next(); next.IsZero() || next.After(i.config.Now()) {
		i.setAlarm()
		return
	}
	_, _ = i.crawl(ctx)
	i.config.Changed()
}

// crawl requires that no other crawl is under way.
func (i *Importer) crawl(ctx context.Context) (Report, error) {
	ctx, cancel := context.WithTimeout(ctx, maxCrawl)
	defer cancel()
	defer context.AfterFunc(i.ended, cancel)()
	late := i.config.Fault("crawl") == "late-crawl"
	i.mu.Lock()
	s := i.state.Settings
	if s.Period > 0 {
		i.state.Next = i.config.Now().Add(s.Period)
		if late {
			i.state.Next = i.state.Next.Add(s.Period)
		}
	}
	i.mu.Unlock()
	defer i.setAlarm()
	if s.Users == "" {
		return Report{}, ErrNotSet
	}
	c := crawl{Importer: i, Settings: s, ctx: ctx, client: s.client(), report: Report{Entries: []Entry{}}}
	defer c.client.Close()
	var err error
	if c.parent, err = i.parent(s); err != nil {
		return c.report, err
	}
	for _, u := range c.users() {
		if ctx.Err() != nil {
			break
		}
		c.user(u)
	}
	return c.report, ctx.Err()
}

// parent returns the network's own channel.
func (i *Importer) parent(s Settings) (*world.Channel, error) {
	if s.Parent == "" {
		return i.config.World.Own(world.Account{})[0], nil
	}
	parent, err := i.config.World.User(s.Parent)
	if err != nil {
		return nil, fmt.Errorf("parent: %w", err)
	}
	return parent, nil
}

// add records an entry of the crawl.
func (c *crawl) add(e Entry) { c.Importer.add(&c.report, e) }

// users fetches the list.
func (c *crawl) users() []user {
	e := Entry{About: "list", Decision: Skipped, URL: c.Users}
	r, err := c.client.Get(c.ctx, c.Users, fetch.Options{User: c.Login, Password: c.Password})
	if err != nil {
		e.Rule, e.Detail = listUnreachable, err.Error()
		c.add(e)
		return nil
	}
	defer r.Body.Close()
	users, ok := readList(r.Body, func(line, column int, rule, detail string) {
		c.add(Entry{About: "list", Decision: Noted, URL: c.Users, Line: line, Column: column, Rule: rule, Detail: detail})
	})
	if ok {
		e.Decision, e.Detail = Fetched, fmt.Sprintf("%d users", len(users))
		c.add(e)
	}
	return users
}

// user crawls the feed of one entry of the list.
func (c *crawl) user(u user) {
	e := Entry{About: "list", Decision: Skipped, URL: c.Users, Line: u.line, Column: u.column, Child: u.id}
	child, err := c.config.World.User(u.id)
	if err != nil {
		child, err = c.config.World.Channel(u.id) // opens one, unless the world is closed
	}
	if err != nil {
		e.Rule, e.Detail = childUnknown, err.Error()
		c.add(e)
		return
	}
	if e.Child = child.ID(); !c.isChild(child) {
		if !c.Adopt || child == c.parent {
			e.Rule, e.Detail = childNotAdopted, fmt.Sprintf("%s is no child of %s", child.ID(), c.parent.ID())
			c.add(e)
			return
		}
		if err := c.config.World.Adopt(child, c.parent, c.config.Now()); err != nil {
			e.Detail = err.Error()
			c.add(e)
			return
		}
		e.Decision = Adopted
		c.add(e)
	}
	c.feed(child, u)
}

func (c *crawl) isChild(child *world.Channel) bool {
	return slices.Contains(c.config.World.Parents(child, c.config.Now()), c.parent)
}

// feed fetches the feed of a child, and imports its items if it can be read to its end.
func (c *crawl) feed(child *world.Channel, u user) {
	c.mu.Lock()
	f := c.state.Feeds[child.ID()]
	c.mu.Unlock()
	if f.URL != u.feed {
		f = feed{URL: u.feed, Crawls: f.Crawls}
	}
	e := Entry{About: "feed", Decision: Skipped, URL: u.feed, Child: child.ID()}
	o := c.login(u.feed)
	o.ETag, o.LastModified = f.ETag, f.LastModified
	r, err := c.client.Get(c.ctx, u.feed, o)
	if err != nil {
		e.Rule, e.Detail = unreachable(feedUnreachable, err), err.Error()
		c.add(e)
		return
	}
	defer r.Body.Close()
	if r.NotModified {
		e.Decision = NotModified
		c.add(e)
		c.stays(child, f)
		return
	}
	items, err := c.read(child, u, r)
	if err != nil {
		e.Detail = "nothing is imported: " + err.Error()
		c.add(e)
		return
	}
	f.ETag, f.LastModified, f.Crawls = r.ETag, r.LastModified, f.Crawls+1
	e.Decision, e.Detail = Fetched, fmt.Sprintf("%d items", len(items))
	c.add(e)
	seen := map[string]int{}
	for _, it := range items {
		if c.ctx.Err() != nil {
			return // the feed counts as not read
		}
		c.item(child, f, it, seen)
	}
	c.mu.Lock()
	c.state.Feeds[child.ID()] = f
	c.mu.Unlock()
}

// login returns the login for an address: that of the list, for the host of the list only.
func (c *crawl) login(address string) fetch.Options {
	if sameHost(address, c.Users) {
		return fetch.Options{User: c.Login, Password: c.Password}
	}
	return fetch.Options{}
}

// read returns the items of a feed, or an error if it cannot be read to its end.
func (c *crawl) read(child *world.Channel, u user, r *fetch.Response) (items []mrss.Item, err error) {
	problem := func(p mrss.Problem) {
		c.add(Entry{About: "feed", Decision: Noted, URL: u.feed, Child: child.ID(), Line: p.Line, Column: p.Column,
			Rule: p.Rule, Detail: p.Detail})
	}
	err = mrss.Read(r.Body, r.ContentType, r.URL, func(it mrss.Item) error {
		if len(items) == maxFeedItems {
			problem(mrss.Problem{Line: it.Line, Column: it.Column, Rule: mrss.TooLarge,
				Detail: fmt.Sprintf("the feed has more than %d items; the others are left out", maxFeedItems)})
			return io.EOF
		}
		items = append(items, it)
		return nil
	}, problem)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return items, err
}

// unreachable returns the rule of a document that could not be fetched.
func unreachable(rule string, err error) string {
	if errors.As(err, new(*fetch.Refused)) {
		return notFetched
	}
	return rule
}
