package rest

import (
	"maps"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/listing"
	"github.com/dailymock/dailymock/internal/rest/object"
)

// Routes are the methods and paths that are answered, such as "GET /video/*";
// a star stands for what varies. What hangs from an object is named one by one.
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

// between names what stands between the last two stars of a line.
func between(line string, names []string) []string {
	slices.Sort(names)
	var all []string
	for _, name := range names {
		all = append(all, strings.TrimSuffix(line, "*/*")+name+"/*")
	}
	return all
}

// VideoFlags are the filters of lists of videos that are named alone or in the
// parameter flags; booleans are those that alone have a value.
func VideoFlags() (names, booleans []string) {
	return slices.Sorted(maps.Keys(listing.VideoFlags)), slices.Clone(listing.VideoBooleans)
}

// VideoSorts are the orders of lists of videos.
func VideoSorts() []string { return slices.Clone(listing.VideoSorts) }
