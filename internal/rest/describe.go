package rest

import (
	"maps"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/listing"
	"github.com/dailymock/dailymock/internal/rest/object"
)

// Routes returns the methods and paths of all routes, such as "GET /video/*". A star stands for an id. Lists of an
// object are named one by one.
func Routes() []string {
	var all []string
	for _, t := range table {
		line := t.method + " /" + strings.Join(t.path, "/")
		switch {
		case len(t.path) == 3 && t.path[2] == "*":
			for _, name := range slices.Sorted(maps.Keys(listing.Connections[t.path[0]])) {
				all = append(all, strings.TrimSuffix(line, "*")+name)
			}
		case line == "GET /user/*/*/*":
			all = append(all, between(line, append(slices.Collect(maps.Keys(object.Links)), familyTies...))...)
		case len(t.path) == 4 && t.path[2] == "*":
			all = append(all, between(line, slices.Collect(maps.Keys(object.Links)))...)
		default:
			all = append(all, line)
		}
	}
	return all
}

var familyTies = []string{"children", "parents", "relations"}

// between replaces the star before the last one of a line by names.
func between(line string, names []string) []string {
	slices.Sort(names)
	var all []string
	for _, name := range names {
		all = append(all, strings.TrimSuffix(line, "*/*")+name+"/*")
	}
	return all
}

// VideoFlags returns the filters of lists of videos that a call names alone or in the parameter flags, and those that
// have a boolean value when they are named alone.
func VideoFlags() (names, booleans []string) {
	return slices.Sorted(maps.Keys(listing.VideoFlags)), slices.Clone(listing.VideoBooleans)
}

// VideoSorts returns the orders of lists of videos.
func VideoSorts() []string { return slices.Clone(listing.VideoSorts) }
