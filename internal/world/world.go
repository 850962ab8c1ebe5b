// Package world is the synthetic world that every surface shows a part of.
package world

// A World holds channels, videos and what was watched.
type World struct{}
