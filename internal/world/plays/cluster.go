package plays

import "github.com/dailymock/dailymock/internal/world/catalogue"

// A Cluster is a number of plays of one video on one day that are alike in
// every respect: they have one value for each dimension. Its methods draw these
// from its hash when they are asked for, since most reports need few of them.
type Cluster struct {
	hash uint64

	Plays uint32
	Day   catalogue.Day
	Hour  uint8 // of the day, UTC

	Kind     Kind
	Feature  uint8 // index into Features, of an Assisted cluster
	First    bool  // the first of its video's on its day, or of its kind
	NoPlayer bool  // users removed the player that was embedded

	rendition uint8 // of an event
}

// A Kind says what a cluster counts: plays, or an event of a video without a viewer.
type Kind uint8

// The kinds of cluster. All but Played have no viewer: their country, device,
// site and so on mean nothing, and they count one thing each.
const (
	Played   Kind = iota
	Uploaded      // the video came
	Encoded       // a rendition of it was made
	Assisted      // a machine wrote something for it
	Stored        // a rendition lies in the store at the end of the day
)

// The values of Cluster.Monetization.
const (
	ByClaim   uint8 = iota // the claimer of the video earns
	ByVideo                // the owner of the video earns
	ByWebsite              // the publisher of the page earns
)
