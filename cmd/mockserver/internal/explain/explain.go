// Package explain describes what a report may ask for, and on what evidence.
package explain

import (
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
)

// Options say which editions to describe, and how to check a request.
type Options struct {
	Edition string            // only this one; "" means all, the newest first
	Matrix  string            // "lenient", "strict" or "off"
	Limits  map[string]string // replace the editions' own limits
}

// Explain describes one name, or a request made of several. Without an argument
// it compares the editions, or describes the one of the Options.
func Explain(args []string, o Options) (*Page, error) {
	editions, err := o.editions()
	if err != nil {
		return nil, err
	}
	names, err := namesIn(strings.Join(args, " "))
	if err != nil {
		return nil, err
	}
	switch {
	case len(names) == 0 && o.Edition != "":
		return explainEdition(editions[0]), nil
	case len(names) == 0:
		return explainEditions(editions), nil
	case len(names) == 1:
		return explainName(names[0], editions), nil
	default:
		return o.explainRequest(names, editions)
	}
}

// editions returns the editions to describe, the newest first.
func (o Options) editions() ([]*edition.Edition, error) {
	var all []*edition.Edition
	for _, name := range edition.Names() {
		if o.Edition == "" || o.Edition == name {
			one, err := edition.ByName(name)
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
	}
	slices.Reverse(all)
	return all, nil
}

func explainName(n name, editions []*edition.Edition) *Page {
	switch n.kind {
	case "metric":
		return explainMetric(report.Metric(n.text), editions)
	case "dimension":
		return explainDimension(report.Dimension(n.text), editions)
	case "limit":
		return explainLimit(n.text, editions)
	default:
		return explainOther(n, editions)
	}
}
