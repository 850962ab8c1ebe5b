package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
)

// The Studio web interface asks for the same reports in its own way (docs/spec/reporting.md#studio-reports): each has a
// name, is about one channel of the user's organization, can be ordered by a metric, and is in a list.

// A StudioRequest is the input of a Studio report.
type StudioRequest struct {
	Request
	Name         string // at most edition.MaxText bytes
	Channel      string // the ID of a channel of the account
	Organization string // the ID of the account's organization
	Order        Order  // zero means by the dimensions, as all other reports
}

// A StudioFile is a Studio report as it is shown at one moment.
type StudioFile struct {
	File
	Name         string
	Channel      string // the ID of its channel
	Organization string // the ID of the organization
	Start, End   time.Time
	Revenue      bool // one of its metrics is an amount of money or a price
}

// A User is a person who signed in, and an Organization is whom users work for. The REST API shows the same IDs.
type (
	User         struct{ ID, Name string }
	Organization struct{ ID, Name string }
)

// User returns the user of an account; ok is false for an API key without a user.
func (e *Engine) User(a world.Account) (u User, ok bool) {
	if a.Login == "" {
		return User{}, false
	}
	w := e.config.World
	c, err := w.Channel(a.Slug())
	if own := w.Own(a); err != nil && len(own) > 0 {
		c = own[0] // a login that names no channel stands for the first
	}
	if c == nil {
		return User(e.Organization(a)), true
	}
	u = User{c.ID(), c.Name}
	edited, _ := w.UserEdits().State(u.ID, w.Moment(e.config.Now()))
	u.Name = edited.Edit.Screenname.Or(u.Name)
	return u, true
}

// Organization returns the partner of an account.
func (e *Engine) Organization(a world.Account) Organization {
	p := e.config.World.PartnerOf(a)
	return Organization{p.ID(), p.Name}
}

// AskStudio starts a Studio report. It returns an error wrapping ErrNotFound for a channel or an organization of
// another account.
func (e *Engine) AskStudio(a world.Account, r StudioRequest) (StudioFile, error) {
	if len(r.Name) > edition.MaxText {
		return StudioFile{}, edition.Refuse(ErrParameter, "name has %d bytes, at most %d are allowed",
			len(r.Name), edition.MaxText)
	}
	if err := r.Order.Check(r.Metrics); err != nil {
		return StudioFile{}, err
	}
	if own := e.Organization(a); r.Organization != own.ID {
		return StudioFile{}, edition.Refuse(ErrNotFound, "no organization of this account has the id %q; it has %s (%s)",
			edition.Clip(r.Organization), own.ID, own.Name)
	}
	c, err := e.studioChannel(a, r.Channel)
	if err != nil {
		return StudioFile{}, err
	}
	j, notices, err := e.ask(a, r.Request, &studioSpec{
		name: r.Name, slug: c.Slug, channel: c.ID(), organization: r.Organization, order: r.Order,
	})
	if err != nil {
		return StudioFile{}, err
	}
	f := e.studioFile(j, e.token(j), j.status(j.created))
	f.notices = notices
	return f, nil
}

// studioChannel returns a channel of the account by its ID: one of its partner, or that of the user who signed in.
func (e *Engine) studioChannel(a world.Account, id string) (*world.Channel, error) {
	var known []string
	own := slices.Clone(e.config.World.PartnerOf(a).Channels)
	for _, managed := range e.config.World.Managed(a, e.config.World.Moment(e.config.Now())) {
		own = append(own, managed.Channel)
	}
	for i, c := range own {
		if c.ID() == id {
			return c, nil
		}
		if !slices.Contains(own[:i], c) && len(known) < 20 {
			known = append(known, c.ID()+" ("+c.Slug+")")
		}
	}
	return nil, edition.Refuse(ErrNotFound, "no channel of this account has the id %q; it has %s",
		edition.Clip(id), strings.Join(known, ", "))
}

// StudioFile returns the Studio report behind a token, and counts as a poll. It returns an error wrapping ErrNotFound
// as File does, and for other reports.
func (e *Engine) StudioFile(a world.Account, token string) (StudioFile, error) {
	j, err := e.open(token)
	if err != nil || j.studio == nil || j.account != accountID(a) {
		return StudioFile{}, edition.Refuse(ErrNotFound, "no report of this account has the token %q", edition.Clip(token))
	}
	return e.studioFile(j, token, j.poll(a.Key, e.config.Now())), nil
}

func (e *Engine) studioFile(j *job, token string, s Status) StudioFile {
	r := j.request
	return StudioFile{
		File: e.file(j, token, s), Name: j.studio.name, Channel: j.studio.channel, Organization: j.studio.organization,
		Start: r.Start, End: r.End, Revenue: slices.ContainsFunc(r.Metrics, Metric.IsRevenue),
	}
}

// A StudioList is a list of Studio reports, latest first. Taking reports from it does not count as a poll.
type StudioList struct {
	engine *Engine
	jobs   []*job
}

// StudioFiles lists the Studio reports of the account that are held; with the ID of a channel, those about it. It
// returns an error wrapping ErrNotFound for a channel of another account.
func (e *Engine) StudioFiles(a world.Account, channel string) (StudioList, error) {
	if channel != "" {
		if _, err := e.studioChannel(a, channel); err != nil {
			return StudioList{}, err
		}
	}
	account := accountID(a)
	found := slices.DeleteFunc(e.jobs.all(), func(j *job) bool {
		return j.studio == nil || j.account != account || channel != "" && j.studio.channel != channel
	})
	slices.SortFunc(found, func(a, b *job) int {
		return cmp.Or(b.created.Compare(a.created), cmp.Compare(b.serial, a.serial))
	})
	return StudioList{e, found}, nil
}

// Len returns the number of reports.
func (l StudioList) Len() int { return len(l.jobs) }

// Take returns the reports from one index up to another.
func (l StudioList) Take(from, to int) []StudioFile {
	files := make([]StudioFile, 0, to-from)
	for _, j := range l.jobs[from:to] {
		files = append(files, l.engine.studioFile(j, l.engine.token(j), j.status(l.engine.config.Now())))
	}
	return files
}
