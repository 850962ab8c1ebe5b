package world

import (
	"time"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// Surfaces use these names for the catalogue and the edits.
type (
	Account  = catalogue.Account
	Channel  = catalogue.Channel
	Day      = catalogue.Day
	Hour     = catalogue.Hour
	Partner  = catalogue.Partner
	Player   = catalogue.Player
	Playlist = catalogue.Playlist
	Site     = catalogue.Site
	Spans    = catalogue.Spans
	Video    = catalogue.Video

	Faults       = catalogue.Faults
	Spec         = catalogue.Spec
	PartnerSpec  = catalogue.PartnerSpec
	ImporterSpec = catalogue.ImporterSpec
	ChannelSpec  = catalogue.ChannelSpec
	SiteSpec     = catalogue.SiteSpec

	Moment              = edits.Moment
	Edit                = edits.Edit
	State[E edits.Edit] = edits.State[E]
	Optional[T any]     = edits.Optional[T]
	Attributes          = edits.Attributes
	VideoEdit           = edits.VideoEdit
	UserEdit            = edits.UserEdit
	PlaylistEdit        = edits.PlaylistEdit
	PlayerEdit          = edits.PlayerEdit
	SubtitleEdit        = edits.SubtitleEdit
	Source              = edits.Source
	Relation            = edits.Relation
)

// The relations that users make; see edits.Relation.
const (
	Likes     = edits.Likes
	Following = edits.Following
	Followers = edits.Followers
	Watchlist = edits.Watchlist
	Featured  = edits.Featured
	Content   = edits.Content
)

// The words of reports; see the catalogue.
var (
	ContentTypes  = catalogue.ContentTypes
	Countries     = catalogue.Countries
	Devices       = catalogue.Devices
	DeviceWeights = catalogue.DeviceWeights
	FrameRates    = catalogue.FrameRates
	PlaylistTypes = catalogue.PlaylistTypes
	Renditions    = catalogue.Renditions
	Visibilities  = catalogue.Visibilities
)

// OwnHost is the host of the vendor's pages.
const OwnHost = catalogue.OwnHost

// FirstYear is the year in which the oldest channels began.
const FirstYear = catalogue.FirstYear

// Errors of look-ups and changes.
var (
	ErrNotFound = catalogue.ErrNotFound
	ErrFull     = edits.ErrFull
)

// ParseSpec reads a world file. The error is Faults, with lines and columns.
func ParseSpec(text []byte) (Spec, error) { return catalogue.ParseSpec(text) }

// DayOf returns the UTC day on which t lies.
func DayOf(t time.Time) Day { return catalogue.DayOf(t) }

// HourOf returns the hour that t lies in.
func HourOf(t time.Time) Hour { return catalogue.HourOf(t) }

// GeoblockingBlocks reports whether a rule of geoblocking blocks a country; see catalogue.GeoblockingBlocks.
func GeoblockingBlocks(rule []string, country string) bool {
	return catalogue.GeoblockingBlocks(rule, country)
}

// DeviceOf draws an index into Devices, each as often as it is used.
func DeviceOf(h uint64) int { return catalogue.DeviceOf(h) }

// Some returns an Optional that was written.
func Some[T any](value T) Optional[T] { return edits.Some(value) }

// Write returns an edit with some fields written as well; see edits.Write.
func Write[E Edit](edit E, fields map[string]any) E { return edits.Write(edit, fields) }

// Written returns what an edit has for a field; see edits.Written.
func Written[E Edit](edit *E, name string) (value any, ok bool) { return edits.Written(edit, name) }
