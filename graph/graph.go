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
	"sync/atomic"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dailymock/dailymock/graph/dialect"
	"github.com/dailymock/dailymock/graph/exec"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/wire"
)

// Options shape a Handler.
type Options struct {
	Reports Reports
	Edition string // which documentation's limits hold: "2018" or "2026"

	// Origin is the address of this server in download links. Zero: that of the request.
	Origin wire.Origin

	// Grant returns the grant of a request. Nil: the one that oauth.Issuer.Require found.
	Grant func(context.Context) (oauth.Grant, bool)

	// Revenue returns an error of package oauth if a grant may not see revenues. Nil: every
	// grant may.
	Revenue func(oauth.Grant) error

	// Log gets internal errors. Nil: slog.Default().
	Log *slog.Logger
}

// A Handler serves GraphQL requests for one endpoint. It is safe for concurrent use.
type Handler struct {
	dialect  *dialect.Dialect
	executor *exec.Executor
	origin   wire.Origin
	grant    func(context.Context) (oauth.Grant, bool)

	described atomic.Pointer[description] // of the last operation
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
			Today:   edition.Today,
		}),
		executor: exec.New(exec.Config{
			Schema: NewExecutableSchema(Config{
				Schema:    schema(),
				Resolvers: &Resolver{Reports: o.Reports, Edition: o.Edition, Revenue: o.Revenue},
			}),
			Explain: explain(o.Log),
			Fault:   faults,
		}),
		origin: o.Origin,
		grant:  o.Grant,
	}
}

// schema returns schema.graphqls without the directives that gqlparser adds and that have
// no effect here. The locations of @deprecated are those of the specification of June
// 2018, since those of a later draft break older clients.
var schema = sync.OnceValue(func() *ast.Schema {
	s := NewExecutableSchema(Config{}).Schema()
	for _, name := range []string{"defer", "oneOf", "specifiedBy"} {
		delete(s.Directives, name)
	}
	s.Directives["deprecated"].Locations = []ast.DirectiveLocation{ast.LocationFieldDefinition, ast.LocationEnumValue}
	return s
})

// SDL returns the schema in the schema definition language, as in schema.graphqls.
func SDL() []byte { return []byte(sources[0].Input) }
