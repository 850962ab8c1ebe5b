package graph

import (
	"context"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/traffic"
)

// What a client did with its report, for the journal: asking, polling until it
// has ended, and learning of its files.

func noteAsked(ctx context.Context, f report.File) { traffic.Note(ctx, traffic.Asked, f.Token) }

func notePolled(ctx context.Context, f report.File) {
	traffic.Note(ctx, traffic.Polled, f.Token)
	if f.Status != report.InProgress {
		traffic.Note(ctx, traffic.Ended, f.Token)
	}
}

// noteLinks takes all links as offered, whichever page of them was asked for: a
// client that reads the first page alone misses files.
func noteLinks(ctx context.Context, links []report.Link, err error) {
	if err != nil {
		return
	}
	for _, l := range links {
		traffic.Note(ctx, traffic.Offered, l.Path)
	}
}
