package edits

import (
	"slices"
	"time"
)

// A Relation links an entity to others, in an order.
type Relation string

// The relations that users make. A channel is named by its id.
const (
	Likes     Relation = "likes"     // of a user: videos
	Following Relation = "following" // of a user: users
	Followers Relation = "followers" // of a user: users
	Watchlist Relation = "watchlater"
	Featured  Relation = "features"
	Content   Relation = "content" // of a playlist: videos
)

type linkKey struct {
	relation Relation
	from     string
}

type linkList struct {
	Since time.Time // from when on the list says all there is to say
	Links []Link
}

// A Link is one end of a relation.
type Link struct {
	To    string
	Since time.Time
}

// maxLinks bounds the links of one entity.
const maxLinks = 2000

// linkCost is about how many bytes a link takes.
const linkCost = 64

// Links returns the links of an entity, in their order. since is when they were last written as a whole, or zero.
func (e *Store) Links(r Relation, from string) (links []Link, since time.Time) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if l := e.links[linkKey{r, from}]; l != nil {
		return l.Links, l.Since
	}
	return nil, time.Time{}
}

// Linked reports whether an entity has a link to another.
func (e *Store) Linked(r Relation, from, to string) bool {
	links, _ := e.Links(r, from)
	return slices.ContainsFunc(links, func(l Link) bool { return l.To == to })
}

// Link adds a link. It returns ErrFull if no more is kept.
func (e *Store) Link(r Relation, from, to string, now time.Time) error {
	return e.relink(r, from, func(l *linkList) {
		if !slices.ContainsFunc(l.Links, func(k Link) bool { return k.To == to }) {
			l.Links = append(slices.Clip(l.Links), Link{to, now})
		}
	})
}

// Unlink removes a link.
func (e *Store) Unlink(r Relation, from, to string) {
	_ = e.relink(r, from, func(l *linkList) { // what gets shorter is never too long
		l.Links = slices.DeleteFunc(slices.Clone(l.Links), func(k Link) bool { return k.To == to })
	})
}

// Relink replaces all links of an entity. It returns ErrFull if no more is kept.
func (e *Store) Relink(r Relation, from string, to []string, now time.Time) error {
	return e.relink(r, from, func(l *linkList) {
		l.Since, l.Links = now, make([]Link, len(to))
		for i, id := range to {
			l.Links[i] = Link{id, now}
		}
	})
}

func (e *Store) relink(r Relation, from string, change func(*linkList)) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	key := linkKey{r, from}
	var before linkList
	if l := e.links[key]; l != nil {
		before = *l
	}
	after := before
	change(&after)
	grown := linkCost * (len(after.Links) - len(before.Links))
	if e.links[key] == nil {
		grown += linkCost
	}
	if grown > 0 && (len(after.Links) > maxLinks || e.kept+grown > maxKept) {
		return ErrFull
	}
	e.kept += grown
	e.links[key] = &after
	return nil
}
