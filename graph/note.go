package graph

import (
	"context"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dailymock/dailymock/graph/dialect"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/journal"
)

// The journal shows what a client did with its report: asked for it, polled it, saw
// its end, and learned of its files.

func noteAsked(ctx context.Context, f report.File) { traffic.Note(ctx, journal.Asked, f.Token) }

func notePolled(ctx context.Context, f report.File) {
	traffic.Note(ctx, journal.Polled, f.Token)
	noteStatus(ctx, f)
}

func noteStatus(ctx context.Context, f report.File) {
	if f.Status != report.InProgress {
		traffic.Note(ctx, journal.Ended, f.Token)
	}
}

// noteLinks notes all links as offered, whichever page of them was asked for: a
// client that reads only the first page misses files.
func noteLinks(ctx context.Context, links []report.Link, err error) {
	if err != nil {
		return
	}
	for _, l := range links {
		traffic.Note(ctx, journal.Offered, l.Path)
	}
}

// maxSelections bounds the selections that are looked at: fragments can multiply them.
const maxSelections = 512

// A description is what the journal shows of an operation.
type description struct {
	of     *ast.OperationDefinition
	name   string
	fields []string
}

// noteOperation records the name of an operation and the paths of the fields that it selects. A client that polls sends
// the same operation again and again, so the last description is kept.
func (h *Handler) noteOperation(ctx context.Context, o *dialect.Operation) {
	d := h.described.Load()
	if d == nil || d.of != o.Definition {
		d = describe(o)
		h.described.Store(d)
	}
	traffic.SetOperation(ctx, d.name, d.fields)
}

func describe(o *dialect.Operation) *description {
	op := o.Definition
	name := op.Name
	for _, s := range op.SelectionSet {
		if f, ok := s.(*ast.Field); ok && name == "" {
			name = f.Name
		}
	}
	found := selection{fragments: o.Document.Fragments}
	found.add("", op.SelectionSet)
	slices.Sort(found.paths)
	return &description{op, name, slices.Compact(found.paths)}
}

// A selection has the paths of selected fields that have no fields below them.
type selection struct {
	fragments ast.FragmentDefinitionList
	paths     []string
	seen      int
}

func (f *selection) add(prefix string, set ast.SelectionSet) {
	for _, s := range set {
		if f.seen++; f.seen > maxSelections {
			return
		}
		switch s := s.(type) {
		case *ast.Field:
			if len(s.SelectionSet) == 0 {
				f.paths = append(f.paths, prefix+s.Name)
			} else {
				f.add(prefix+s.Name+".", s.SelectionSet)
			}
		case *ast.InlineFragment:
			f.add(prefix, s.SelectionSet)
		case *ast.FragmentSpread:
			if fragment := f.fragments.ForName(s.Name); fragment != nil {
				f.add(prefix, fragment.SelectionSet)
			}
		}
	}
}
