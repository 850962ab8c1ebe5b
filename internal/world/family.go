package world

import (
	"cmp"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// A network's parent account has children: the channels of its partner, and those that it adopted. Both can end.

// Adopt makes a channel the child of another from now on. It does nothing if it is one. It returns edits.ErrFull if no
// more is kept.
func (w *World) Adopt(child, parent *Channel, now time.Time) error {
	if slices.Contains(w.Parents(child, now), parent) {
		return nil
	}
	return w.Store.Adopt(child, parent, now)
}

// Parents returns the parents of a channel now, the first one first.
func (w *World) Parents(child *Channel, now time.Time) []*Channel {
	var parents []*Channel
	for _, t := range w.terms(child, w.Moment(now)) {
		if t.To == catalogue.Never && (!child.Aside || t.adopted) {
			parents = append(parents, t.parent)
		}
	}
	return parents
}

// Children returns the children of a channel now. Channels of a partner that are set aside are not among them.
func (w *World) Children(parent *Channel, now time.Time) []*Channel {
	m := w.Moment(now)
	var made, adopted []*Channel
	if parent.Partner != nil && parent.Partner.Account() == parent {
		made = slices.Clone(parent.Partner.Channels)
	}
	for _, one := range w.Memberships(parent.Slug, m) {
		child, err := w.Channel(one.Child)
		if err != nil || one.Parent != parent.Slug {
			continue
		}
		switch {
		case one.Joined == 0:
			made = slices.DeleteFunc(made, func(c *Channel) bool { return c == child })
		case one.Left == 0:
			adopted = append(adopted, child)
		}
	}
	made = slices.DeleteFunc(made, func(c *Channel) bool { return c == parent || c.Aside || slices.Contains(adopted, c) })
	return append(made, adopted...)
}

// A term is a time in which a channel had a parent.
type term struct {
	catalogue.Span
	parent  *Channel
	adopted bool // not by the world file
}

// terms returns the times in which a channel had a parent, as a moment sees them; that of its partner comes first.
func (w *World) terms(child *Channel, m Moment) []term {
	var terms []term
	always := catalogue.Span{To: catalogue.Never}
	if p := child.Parent(); p != nil {
		terms = append(terms, term{always, p.Account(), false})
	}
	for _, one := range w.Memberships(child.Slug, m) {
		parent, err := w.Channel(one.Parent)
		if err != nil || one.Child != child.Slug {
			continue
		}
		switch {
		case one.Joined > 0:
			terms = append(terms, term{spanOf(one), parent, true})
		case len(terms) > 0 && terms[0].parent == parent:
			terms[0].To = HourOf(one.To)
		}
	}
	return terms
}

func spanOf(m edits.Membership) catalogue.Span {
	s := catalogue.Span{From: HourOf(m.From), To: catalogue.Never}
	if m.Left > 0 {
		s.To = max(s.From, HourOf(m.To))
	}
	return s
}

// A Parentage is who a channel's parent is from an hour on.
type Parentage struct {
	From   Hour
	Parent *Channel // nil for none
}

// Parentages returns who the first parent of a channel is and was, oldest first, as a moment sees it. The first begins
// before all plays.
func (w *World) Parentages(child *Channel, m Moment) []Parentage {
	terms := w.terms(child, m)
	changes := []Hour{0}
	for _, t := range terms {
		changes = append(changes, t.From, t.To)
	}
	slices.Sort(changes)
	var all []Parentage
	for _, from := range slices.Compact(changes) {
		if from == catalogue.Never {
			break // the end of a term that lasts
		}
		p := Parentage{From: from}
		if i := slices.IndexFunc(terms, func(t term) bool { return t.From <= from && from < t.To }); i >= 0 {
			p.Parent = terms[i].parent
		}
		if n := len(all); n == 0 || all[n-1].Parent != p.Parent {
			all = append(all, p)
		}
	}
	return all
}

// A Managed is a channel whose reports an account gets.
type Managed struct {
	*Channel
	During catalogue.Spans // only plays of these hours; nil for all
}

// Managed returns the channels whose reports an account gets without naming any: those of Own, and those that its
// partner or the user who signed in adopted.
func (w *World) Managed(a Account, m Moment) []Managed {
	own := w.Own(a)
	for _, parent := range w.networks(a) {
		for _, one := range w.Memberships(parent.Slug, m) {
			if child, err := w.Channel(one.Child); err == nil && one.Joined > 0 && one.Parent == parent.Slug {
				own = append(own, child)
			}
		}
	}
	var all []Managed
	for _, c := range own {
		if managed, ok := w.ManagedBy(a, c, m); ok {
			all = append(all, managed)
		}
	}
	slices.SortFunc(all, func(a, b Managed) int { return cmp.Compare(a.Slug, b.Slug) })
	return slices.CompactFunc(all, func(a, b Managed) bool { return a.Slug == b.Slug })
}

// ManagedBy returns when a channel was an account's: that of its user, of its partner, or one that was adopted. A
// channel that never had a parent is everybody's. It is false if the channel never was the account's.
func (w *World) ManagedBy(a Account, c *Channel, m Moment) (managed Managed, ok bool) {
	networks := w.networks(a)
	if c.Slug == a.Slug() || c.Partner != nil && c.Partner.Account() == c && slices.Contains(networks, c) {
		return Managed{Channel: c}, true
	}
	during, known := catalogue.Spans{}, false
	for _, t := range w.terms(c, m) {
		switch {
		case !slices.Contains(networks, t.parent):
		case t.From == 0 && t.To == catalogue.Never:
			return Managed{Channel: c}, true
		default:
			during, known = append(during, t.Span), true
		}
	}
	if !known {
		return Managed{Channel: c}, c.Partner == nil
	}
	return Managed{c, during}, true
}

// networks returns the channels whose children an account manages: that of its partner, and that of its user.
func (w *World) networks(a Account) []*Channel {
	networks := []*Channel{w.PartnerOf(a).Account()}
	if c, err := w.Channel(a.Slug()); err == nil && c != networks[0] {
		networks = append(networks, c)
	}
	return networks
}
