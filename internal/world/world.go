// Package world is the synthetic world that every surface shows a part of: partners with channels, their videos, what
// was watched of them, and what users changed.
//
//	w, err := world.New(spec, world.Config{Seed: 1})
//	c, err := w.Channel("harbour-news")
//	for _, v := range w.VideosAt(c, today, w.Moment(now)) {
//		clusters = plays.Clusters(clusters, v, today, world.HourOf(now))
//	}
//
// It has three parts, each a package: the catalogue, what was watched (plays), and what users changed (edits). The
// first two are pure functions of the seed, the world file and the names asked for. Every figure on every surface is a
// sum over clusters of plays.
package world

import (
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/edits"
	"github.com/dailymock/dailymock/internal/world/search"
)

// Config says how a world is made from its Spec.
type Config = catalogue.Config

// A World is a catalogue with what users changed of it, as of a Moment. It is safe for concurrent use.
type World struct {
	*catalogue.Catalogue
	*edits.Store
	Texts search.Index // the words of the catalogue's videos
	history
}

// New makes a world. The error is catalogue.Faults.
func New(s catalogue.Spec, c Config) (*World, error) {
	made, err := catalogue.New(s, c)
	if err != nil {
		return nil, err
	}
	return &World{Catalogue: made, Store: edits.New(made), history: newHistory()}, nil
}
