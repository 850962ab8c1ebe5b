package edits

import (
	"time"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// The dates of a video decide who can watch it, and when it is deleted (docs/spec/rest.md#dates).

// PublicByDate reports whether the dates of a private video make it public between them.
func (e *VideoEdit) PublicByDate() bool {
	_, from := e.PublishDate.Get()
	_, until := e.ExpiryDate.Get()
	return (from || until) && !e.KeepPrivate.Or(false) && !e.PrivateAgain
}

// Started reports whether a time is at or after the publish date.
func (e *VideoEdit) Started(at time.Time) bool {
	from, ok := e.PublishDate.Get()
	return !ok || at.Unix() >= from
}

// Expired reports whether a time is at or after the expiry date.
func (e *VideoEdit) Expired(at time.Time) bool {
	until, ok := e.ExpiryDate.Get()
	return ok && at.Unix() >= until
}

// Deletion returns when the video is deleted: a grace period after the expiry date or, if that was written later, after
// it was written. It returns false if the video stays.
func (e *VideoEdit) Deletion(grace time.Duration) (at time.Time, ok bool) {
	until, ok := e.ExpiryDate.Get()
	at = time.Unix(until, 0)
	if e.ExpirySet.After(at) {
		at = e.ExpirySet
	}
	return at.Add(grace), ok && e.DeleteWhenExpired.Or(true)
}

// Rescheduled returns the edit with what follows from its dates and from the field private, which users have changed at
// a time. wrote reports whether they wrote a field, by its name.
func (e VideoEdit) Rescheduled(before VideoEdit, now time.Time, wrote func(name string) bool) VideoEdit {
	if e.ExpiryDate != before.ExpiryDate || e.DeleteWhenExpired.Or(true) != before.DeleteWhenExpired.Or(true) {
		e.ExpirySet = time.UnixMilli(now.UnixMilli()).UTC()
	}
	switch {
	case wrote("publish_date"), wrote("expiry_date"):
		e.PrivateAgain = false
	case wrote("private"):
		e.PrivateAgain = e.Private.Or(false) && (before.PrivateAgain || before.PublicByDate() && before.Started(now))
	}
	return e
}

func (e *VideoEdit) schedule(made, deleted bool) catalogue.Schedule {
	return catalogue.Schedule{
		Published: e.Published.Or(made) && e.Source.Failure == "" && !deleted,
		From:      dateOf(e.PublishDate),
		Until:     dateOf(e.ExpiryDate),
	}
}

// dateOf returns a date in Unix seconds as a time, zero for none.
func dateOf(date Optional[int64]) time.Time {
	if seconds, ok := date.Get(); ok {
		return time.Unix(seconds, 0).UTC()
	}
	return time.Time{}
}
