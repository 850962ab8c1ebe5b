package report

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/world"
)

// The Studio web interface asks for the same reports in words of its own
// (docs/spec/reporting.md#studio-reports): each has a name, is about one channel of the user's
// organisation, can be ordered by a metric, and stands in a list.

// A StudioRequest is what a client asks for there.
type StudioRequest struct {
	Request
	Name         string // at most 200 bytes
	Channel      string // the ID of a channel of the account
	Organization string // the ID of the account's organisation
	Order        Order  // zero: by the dimensions, as all reports
}

// A studioSpec is what the ticket of such a report holds beside its request.
type studioSpec struct {
	name         string
	slug         string // of the channel
	channel      string // its ID
	organization string
	order        Order
}

// A StudioFile is such a report as it is shown at one moment.
type StudioFile struct {
	File
	Name         string
	Channel      string // the ID of the channel it is about
	Organization string // the ID of the organisation
	Start, End   time.Time
	Revenue      bool // a metric of it says what was earned
}

// A User is someone who signed in, an Organization whom users work for. The IDs
// are those that the REST API shows.
type (
	User         struct{ ID, Name string }
	Organization struct{ ID, Name string }
)

// User is who signed in to an account; ok is false where a key acts for itself.
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

// Organization is whom an account acts for: its partner.
func (e *Engine) Organization(a world.Account) Organization {
	p := e.config.World.PartnerOf(a)
	return Organization{p.ID(), p.Name}
}

// AskStudio is Ask for the Studio. It answers ErrNotFound for a channel or an
// organisation that is not the account's.
func (e *Engine) AskStudio(a world.Account, r StudioRequest) (StudioFile, error) {
	if len(r.Name) > maxText {
		return StudioFile{}, refuse(ErrParameter, "name is %d bytes long, at most %d are possible", len(r.Name), maxText)
	}
	if err := r.Order.check(r.Metrics); err != nil {
		return StudioFile{}, err
	}
	if own := e.Organization(a); r.Organization != own.ID {
		return StudioFile{}, refuse(ErrNotFound, "no organization of this account has the id %q; it has %s (%s)", clip(r.Organization), own.ID, own.Name)
	}
	c, err := e.studioChannel(a, r.Channel)
	if err != nil {
		return StudioFile{}, err
	}
	rec, notices, err := e.ask(a, r.Request, &studioSpec{
		name: r.Name, slug: c.Slug, channel: c.ID(), organization: r.Organization, order: r.Order,
	})
	if err != nil {
		return StudioFile{}, err
	}
	f := rec.studioFile(e.token(rec), rec.status(rec.created))
	f.notices = notices
	return f, nil
}

// studioChannel finds a channel of the account by its ID: one of its partner's,
// or that of the user who signed in.
func (e *Engine) studioChannel(a world.Account, id string) (*world.Channel, error) {
	var known []string
	own := slices.Concat(e.config.World.PartnerOf(a).Channels, e.config.World.Own(a))
	for i, c := range own {
		if c.ID() == id {
			return c, nil
		}
		if !slices.Contains(own[:i], c) && len(known) < 20 {
			known = append(known, c.ID()+" ("+c.Slug+")")
		}
	}
	return nil, refuse(ErrNotFound, "no channel of this account has the id %q; it has %s", clip(id), strings.Join(known, ", "))
}

// StudioFile tells how the report behind a token stands now. It answers
// ErrNotFound as File does, and for a report that was not asked for in the Studio.
func (e *Engine) StudioFile(a world.Account, token string) (StudioFile, error) {
	rec, err := e.open(token)
	if err != nil || rec.studio == nil || rec.account != accountID(a) {
		return StudioFile{}, refuse(ErrNotFound, "no report of this account has the token %q", clip(token))
	}
	return rec.studioFile(token, rec.poll(e.config.Now())), nil
}

// A StudioList is reports of the Studio, the one asked for last first. Their status
// is read when they are taken out, which does not count as a poll.
type StudioList struct {
	engine *Engine
	jobs   []*job
}

// StudioFiles lists the account's reports that are remembered; with a channel's
// ID, those about that channel. It answers ErrNotFound for a channel that is not
// the account's.
func (e *Engine) StudioFiles(a world.Account, channel string) (StudioList, error) {
	if channel != "" {
		if _, err := e.studioChannel(a, channel); err != nil {
			return StudioList{}, err
		}
	}
	account := accountID(a)
	found := slices.DeleteFunc(e.jobs.Values(), func(r *job) bool {
		return r.studio == nil || r.account != account || channel != "" && r.studio.channel != channel
	})
	slices.SortFunc(found, func(a, b *job) int {
		if c := b.created.Compare(a.created); c != 0 {
			return c
		}
		return cmp.Compare(b.serial, a.serial)
	})
	return StudioList{e, found}, nil
}

// Len is how many reports there are.
func (l StudioList) Len() int { return len(l.jobs) }

// Take returns the reports from one place up to another, as they stand now.
func (l StudioList) Take(from, to int) []StudioFile {
	files := make([]StudioFile, 0, to-from)
	for _, r := range l.jobs[from:to] {
		files = append(files, r.studioFile(l.engine.token(r), r.status(l.engine.config.Now())))
	}
	return files
}

func (r *job) studioFile(token string, s Status) StudioFile {
	q := r.request
	return StudioFile{
		File: r.file(token, s), Name: r.studio.name, Channel: r.studio.channel, Organization: r.studio.organization,
		Start: q.Start, End: q.End, Revenue: slices.ContainsFunc(q.Metrics, Metric.IsRevenue),
	}
}

// channels are the account's whose plays a report counts: in the Studio one,
// else all of them.
func (t reportSpec) channels(w *world.World) []*world.Channel {
	if t.studio == nil {
		return ownChannels(w, world.Account{Login: t.login}, t.request.Filters)
	}
	c, err := w.Channel(t.studio.slug)
	if err != nil { // a world of today that lacks it
		return nil
	}
	return []*world.Channel{c}
}

// named are the slugs of the channels that a report names.
func (t reportSpec) named() []string {
	slugs := []string{t.request.Filters.ChannelSlug, t.request.Filters.VideoOwnerChannelSlug}
	if t.studio != nil {
		slugs = append(slugs, t.studio.slug)
	}
	return slugs
}

// valid tells whether the order goes with the metrics of the request.
func (s *studioSpec) valid(metrics []Metric) bool {
	return s == nil || s.order.check(metrics) == nil
}

// appendTo writes what a ticket of the Studio has behind all others; the nil
// *studio writes nothing.
func (s *studioSpec) appendTo(b []byte) []byte {
	if s == nil {
		return b
	}
	b = appendIndexes(b, orders, s.order.By)
	b = appendIndexes(b, directions, s.order.Ascending)
	for _, text := range []string{s.name, s.slug, s.channel, s.organization} {
		b = binary.AppendUvarint(b, uint64(len(text)))
		b = append(b, text...)
	}
	return b
}

// studio reads what appendTo wrote.
func (r *decoder) studio() *studioSpec {
	if len(r.rest) == 0 {
		return nil
	}
	return &studioSpec{
		order: Order{By: readOne(r, orders), Ascending: readOne(r, directions)},
		name:  r.text(), slug: r.text(), channel: r.text(), organization: r.text(),
	}
}
