// Package words writes the cosmetic text of the world: titles, tags, descriptions and names.
//
//	title := words.Gofakeit{}.Text(words.Subject{Kind: words.Title, Seed: 7, ID: "x8qm8fc", Genre: "news"})
//
// Every text is a pure function of its Subject: it needs no shared state and costs nothing until it is asked for.
// Figures, ids and dates never depend on it.
package words

import "time"

// A Kind is a kind of text.
type Kind string

// The kinds of text.
const (
	Title         Kind = "title" // of a video
	About         Kind = "about" // the description of a video
	PlaylistTitle Kind = "playlist title"
	PlaylistAbout Kind = "playlist about"
	ChannelName   Kind = "channel name"
	ChannelAbout  Kind = "channel about"
	Street        Kind = "street" // with a house number, of a user's address
	Town          Kind = "town"   // of a user's address
	PlayerTitle   Kind = "player title"
)

// A Subject is what a text is about. The same subject has the same text.
type Subject struct {
	Kind    Kind
	Seed    uint64 // of the subject itself
	ID      string // the subject's id or slug
	Genre   string // one of Genres
	Channel string // the name of the channel; of a player, the domain of its site
	Parent  uint64 // the seed of the channel: all episodes of a series share its name

	Created time.Time // of a video
	Live    bool      // of a video
	// Number is that of a video among those of its year, below 0 if it is in no series, or of a playlist among the
	// channel's.
	Number int
}

// A Source writes texts. It must be safe for concurrent use and depend on only the subject.
type Source interface {
	Text(Subject) string
	// Titled returns the title of a video and n different tags, one of which may be of what the title speaks of.
	Titled(s Subject, n int) (title string, tags []string)
}
