// Package graph is the GraphQL surface of the reporting API: the schema bound to
// package report, and the vendor's dialect of GraphQL over HTTP.
//
//	h := graph.New(graph.Options{Reports: reports, Edition: "2026"})
//	mux.Handle("POST /graphql", issuer.Require(oauth.Private, h, graph.Refuse))
//
// schema.graphqls says what can be asked; `go generate` makes generated.go and
// models_gen.go of it, and wants the resolvers of schema.resolvers.go. A request
// comes in through handler.go and body.go, is checked by package dialect in the
// vendor's words, and is executed by package exec through gqlgen's ExecutableSchema.
// The resolvers call package report, with convert.go and enum.go for the types.
// errors.go is the table of error types.
package graph

import (
	"context"
	"log/slog"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dailymock/dailymock/graph/dialect"
	"github.com/dailymock/dailymock/graph/exec"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/wire"
)

// Options shape a Handler.
type Options struct {
	Reports Reports
	Edition string // which documentation's limits hold: "2018" or "2026"

	// Origin says how download links name this server. Zero: as the request did.
	Origin wire.Origin

	// Grant tells who asks. Nil: whom oauth.Issuer.Require found.
	Grant func(context.Context) (oauth.Grant, bool)

	// Revenue answers an error of package oauth where a grant may not see what was
	// earned. Nil: every grant may.
	Revenue func(oauth.Grant) error

	// Log gets what went wrong within the server. Nil: slog.Default().
	Log *slog.Logger
}

// A Handler answers GraphQL requests for one endpoint. It is safe for concurrent
// use.
type Handler struct {
	dialect  *dialect.Dialect
	executor *exec.Executor
	origin   wire.Origin
	grant    func(context.Context) (oauth.Grant, bool)
}

// New returns a Handler.
func New(o Options) *Handler {
	if o.Grant == nil {
		o.Grant = oauth.GrantFrom
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Revenue == nil {
		o.Revenue = func(oauth.Grant) error { return nil }
	}
	return &Handler{
		dialect: dialect.New(dialect.Config{
			Schema:  schema(),
			Scalars: map[string]func(string) bool{"DateTime": isDateTime, "Date": isDate},
		}),
		executor: exec.New(exec.Config{
			Schema: NewExecutableSchema(Config{
				Schema:    schema(),
				Resolvers: &Resolver{Reports: o.Reports, Edition: o.Edition, Revenue: o.Revenue},
			}),
			Explain: explain(o.Log),
		}),
		origin: o.Origin,
		grant:  o.Grant,
	}
}

// schema is schema.graphqls without the directives that gqlparser adds and
// nothing here honours. What it says of deprecated, too, is put back to the
// specification of June 2018, since a later draft's words trip older clients.
var schema = sync.OnceValue(func() *ast.Schema {
	s := NewExecutableSchema(Config{}).Schema()
	for _, name := range []string{"defer", "oneOf", "specifiedBy"} {
		delete(s.Directives, name)
	}
	s.Directives["deprecated"].Locations = []ast.DirectiveLocation{ast.LocationFieldDefinition, ast.LocationEnumValue}
	return s
})
