package graph

import (
	"context"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/traffic"
)

// The journal shows what a client did with its report: asked for it, polled it, saw
// its end, and learned of its files.

func noteAsked(ctx context.Context, f report.File) { traffic.Note(ctx, traffic.Asked, f.Token) }

func notePolled(ctx context.Context, f report.File) {
	traffic.Note(ctx, traffic.Polled, f.Token)
	noteStatus(ctx, f)
}

func noteStatus(ctx context.Context, f report.File) {
	if f.Status != report.InProgress {
		traffic.Note(ctx, traffic.Ended, f.Token)
	}
}

// noteLinks notes all links as offered, whichever page of them was asked for: a
// client that reads only the first page misses files.
func noteLinks(ctx context.Context, links []report.Link, err error) {
	if err != nil {
		return
	}
	for _, l := range links {
		traffic.Note(ctx, traffic.Offered, l.Path)
	}
}
