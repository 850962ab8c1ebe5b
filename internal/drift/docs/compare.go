package docs

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/drift"
)

// An Edition is what the mock knows of one state of the documentation.
type Edition struct {
	Name string
	Lists
	Limits []Limit
}

// A Limit is a limit of an edition.
type Limit struct {
	Name    string // such as "days"
	Value   string // such as "180" or "48h"
	Sources []string
}

// Compare returns what the tables of a page say otherwise than the edition. Only
// lists that the page has are compared; if it has none, that is the one change.
func Compare(page string, l Lists, e Edition) []drift.Change {
	if l.Empty() {
		return []drift.Change{{
			Rule: "TABLES_NOT_FOUND", Path: page, Class: drift.Dangerous,
			Message: page + " has no table of metrics, dimensions, filters, products or compatibility that can be read",
			Advice:  "look at the page: its form may have changed, or it is another page now",
		}}
	}
	var all []drift.Change
	for _, list := range []struct {
		kind      string
		now, then []string
	}{
		{"metric", l.Metrics, e.Metrics},
		{"dimension", l.Dimensions, e.Dimensions},
		{"filter", l.Filters, e.Filters},
		{"product", l.Products, e.Products},
	} {
		if list.now != nil {
			all = append(all, compareNames(list.kind, list.then, list.now, e.Name)...)
		}
	}
	return append(all, compareMatrix(l.Matrix, e)...)
}

func compareNames(kind string, then, now []string, edition string) []drift.Change {
	var all []drift.Change
	rule := strings.ToUpper(kind)
	for _, name := range missing(then, now) {
		all = append(all, drift.Change{
			Rule: rule + "_REMOVED", Path: name, Class: drift.Breaking, From: name,
			Message: fmt.Sprintf("%s %s of edition %s is not on the page", kind, name, edition),
		})
	}
	for _, name := range missing(now, then) {
		all = append(all, drift.Change{
			Rule: rule + "_ADDED", Path: name, Class: drift.Additive, To: name,
			Message: fmt.Sprintf("%s %s is not documented in edition %s", kind, name, edition),
		})
	}
	return all
}

// compareMatrix compares the dimensions of each metric that both sides have.
func compareMatrix(now map[string][]string, e Edition) []drift.Change {
	var all []drift.Change
	for _, metric := range sortedKeys(now) {
		then, ok := e.Matrix[metric]
		if !ok {
			continue
		}
		if gone := missing(then, now[metric]); len(gone) > 0 {
			all = append(all, drift.Change{
				Rule: "COMBINATION_REMOVED", Path: metric, Class: drift.Breaking, From: strings.Join(gone, ", "),
				Message: fmt.Sprintf("%s can no longer be combined with %s", metric, strings.Join(gone, ", ")),
			})
		}
		if added := missing(now[metric], then); len(added) > 0 {
			all = append(all, drift.Change{
				Rule: "COMBINATION_ADDED", Path: metric, Class: drift.Additive, To: strings.Join(added, ", "),
				Message: fmt.Sprintf("%s can be combined with %s now", metric, strings.Join(added, ", ")),
			})
		}
	}
	return all
}

// missing returns what a list has and the other lacks, sorted.
func missing(list, other []string) []string {
	var rest []string
	for _, e := range list {
		if !slices.Contains(other, e) {
			rest = append(rest, e)
		}
	}
	slices.Sort(rest)
	return rest
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
