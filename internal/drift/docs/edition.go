package docs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// EditionYAML writes the lists as an edition of the mock, for review. The limits are those of an earlier edition, as
// ASSUMED. A source entry for the pages must be added to the editions' list of sources.
func EditionYAML(name string, pages []string, l Lists, earlier Edition) ([]byte, error) {
	const source = "NEW"
	names := func(list []string) []yaml.MapSlice {
		return []yaml.MapSlice{{
			{Key: "basis", Value: "DOCUMENTED"}, {Key: "sources", Value: []string{source}},
			{Key: "seen", Value: "whole"}, {Key: "names", Value: orEmpty(list)},
		}}
	}
	matrix := []yaml.MapSlice{}
	for _, row := range l.rows() {
		matrix = append(matrix, yaml.MapSlice{
			{Key: "metrics", Value: row.metrics}, {Key: "basis", Value: "DOCUMENTED"}, {Key: "sources", Value: []string{source}},
			{Key: "seen", Value: "whole"}, {Key: "allowed", Value: row.dimensions},
		})
	}
	document := yaml.MapSlice{
		{Key: "edition", Value: name},
		{Key: "about", Value: "read from " + strings.Join(pages, ", ")},
		{Key: "endpoint", Value: "POST /graphql"},
		{Key: "limits", Value: earlier.assumedLimits()},
		{Key: "metrics", Value: names(l.Metrics)},
		{Key: "dimensions", Value: names(l.Dimensions)},
		{Key: "filters", Value: names(l.Filters)},
		{Key: "products", Value: names(l.Products)},
		{Key: "matrix", Value: matrix},
	}
	text, err := yaml.MarshalWithOptions(document, yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("edition %s: %w", name, err)
	}
	return text, nil
}

func (e Edition) assumedLimits() yaml.MapSlice {
	var limits yaml.MapSlice
	for _, l := range e.Limits {
		limits = append(limits, yaml.MapItem{Key: l.Name, Value: yaml.MapSlice{
			{Key: "value", Value: l.Value}, {Key: "basis", Value: "ASSUMED"}, {Key: "sources", Value: l.Sources},
			{Key: "note", Value: "as in edition " + e.Name},
		}})
	}
	return limits
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// A row of a matrix: the metrics that can be combined with the same dimensions.
type row struct{ metrics, dimensions []string }

func (l Lists) rows() []row {
	var rows []row
	for _, metric := range sortedKeys(l.Matrix) {
		dimensions := slices.Sorted(slices.Values(l.Matrix[metric]))
		i := slices.IndexFunc(rows, func(r row) bool { return slices.Equal(r.dimensions, dimensions) })
		if i < 0 {
			rows = append(rows, row{dimensions: dimensions})
			i = len(rows) - 1
		}
		rows[i].metrics = append(rows[i].metrics, metric)
	}
	return rows
}
