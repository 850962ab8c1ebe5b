package world

import (
	"time"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// The methods of World speak of these most; the rest has the names of its own package.
type (
	Account = catalogue.Account
	Channel = catalogue.Channel
	Day     = catalogue.Day
	Hour    = catalogue.Hour
	Video   = catalogue.Video
	Moment  = edits.Moment
)

// DayOf returns the UTC day on which t lies.
func DayOf(t time.Time) Day { return catalogue.DayOf(t) }

// HourOf returns the hour that t lies in.
func HourOf(t time.Time) Hour { return catalogue.HourOf(t) }
