package edits

import (
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// A Membership is a time in which a channel was the child of another one. Channels are named by their slugs.
type Membership struct {
	Child, Parent string
	From          time.Time // zero: since the world began
	To            time.Time // zero: it goes on
	// Joined and Left are the numbers of the changes, as in Moment; zero for none.
	Joined, Left uint64
}

// membershipCost is about how many bytes a Membership takes.
const membershipCost = 128

// Memberships returns the memberships of a channel that a moment sees: as child and as parent, oldest first. The
// others are the implied ones, of the channels of a partner in its account.
func (e *Store) Memberships(slug string, m Moment) []Membership {
	e.mu.RLock()
	defer e.mu.RUnlock()
	var seen []Membership
	for _, one := range e.memberships[slug] {
		if one.Joined > m.Edits {
			continue
		}
		known := *one
		if known.Left > m.Edits {
			known.To, known.Left = time.Time{}, 0
		}
		if known.Joined > 0 || known.Left > 0 {
			seen = append(seen, known)
		}
	}
	return seen
}

// Adopt makes a channel the child of another from now on. It returns ErrFull if no more is kept.
func (e *Store) Adopt(child, parent *catalogue.Channel, now time.Time) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.count++
	return e.addMembership(Membership{
		Child: e.all.Keep(child).Slug, Parent: e.all.Keep(parent).Slug, From: now, Joined: e.count,
	})
}

// Reject ends a membership now, an implied one as well. It returns ErrFull if no more is kept.
func (e *Store) Reject(child, parent *catalogue.Channel, now time.Time) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.count++
	for _, one := range e.memberships[child.Slug] {
		if one.Child == child.Slug && one.Parent == parent.Slug && one.Left == 0 {
			one.To, one.Left = now, e.count
			return nil
		}
	}
	return e.addMembership(Membership{Child: child.Slug, Parent: parent.Slug, To: now, Left: e.count})
}

// addMembership needs the lock.
func (e *Store) addMembership(m Membership) error {
	most := max(len(e.memberships[m.Child]), len(e.memberships[m.Parent]))
	if most >= maxLinks || e.kept+membershipCost > maxKept {
		return ErrFull
	}
	e.kept += membershipCost
	e.memberships[m.Child] = append(e.memberships[m.Child], &m)
	e.memberships[m.Parent] = append(e.memberships[m.Parent], &m)
	return nil
}

// allMemberships returns all of them in the order of their changes; it needs the lock.
func (e *Store) allMemberships() []Membership {
	var all []Membership
	for slug, list := range e.memberships {
		for _, one := range list {
			if one.Child == slug {
				all = append(all, *one)
			}
		}
	}
	slices.SortFunc(all, func(a, b Membership) int { return int(max(a.Joined, a.Left)) - int(max(b.Joined, b.Left)) })
	return all
}
