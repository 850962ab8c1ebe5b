package schema

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dailymock/dailymock/internal/drift"
)

// A Prober finds out which parts of a schema a server still has, where its
// introspection is closed. Each request names a field that does not exist, so
// that the server refuses it whole and executes nothing; what else it refuses in
// the same response does not exist either. No request contains a mutation: fields
// of the mutation type are named in a fragment that the query does not use.
type Prober struct {
	// Ask sends a document and returns the messages of the response's errors. A
	// response with data is an error.
	Ask    func(ctx context.Context, document string) ([]string, error)
	Budget int // most requests; zero means 100
}

// Result is what a Prober found.
type Result struct {
	Changes []drift.Change
	Seen    int      // paths that were seen to exist or not
	Unknown []string // what could not be seen, one sentence each
}

const (
	guard         = "dailymockGuard" // a field that no query type has
	probe         = "dailymockProbe" // a field, argument or input field that nothing has
	probeValue    = "DAILYMOCK_PROBE"
	defaultBudget = 100
	batch         = 40 // most names in one request
)

// refusals are the ways in which servers say that a name does not exist: those of
// the vendor's engine, which wrote tartiflette, and those of graphql-js.
var refusals = regexp.MustCompile(`doesn't exist on|is not defined by type|is not a valid value for enum|` +
	`^Cannot query field|^Unknown argument|does not exist in ".*" enum`)

// refuses reports whether a message says that a name does not exist. A message
// that repeats the whole value says what is wrong with it behind the last semicolon.
func refuses(message, name string) bool {
	if i := strings.LastIndex(message, "; Field"); i >= 0 && strings.Contains(message, "got invalid value") {
		message = message[i+2:]
	}
	return refusals.MatchString(message) && slices.Contains(wordsOf.FindAllString(message, -1), name)
}

var wordsOf = regexp.MustCompile(`[_A-Za-z][_0-9A-Za-z]*`)

// Run probes what the operations use of the schema.
func (p Prober) Run(ctx context.Context, s *Schema, operations []Operation) (Result, error) {
	run := &probing{Prober: p, schema: s, used: uses{}}
	if run.Budget == 0 {
		run.Budget = defaultBudget
	}
	for _, o := range operations {
		for path, c := range o.uses {
			run.used.add(path, c)
		}
	}
	messages, err := run.ask(ctx, "{ "+guard+" }")
	if err != nil {
		return Result{}, err
	}
	if !slices.ContainsFunc(messages, func(m string) bool { return refuses(m, guard) }) {
		run.unknown("blind: the server refuses an unknown field in words that are not known (%.200q); nothing was probed",
			strings.Join(messages, "; "))
		return run.Result, nil
	}
	for _, name := range sortedKeys(typeNames(s)) {
		if run.used[name] == 0 {
			continue
		}
		if err := run.probeType(ctx, s.Types[name]); err != nil {
			return run.Result, err
		}
	}
	drift.Sort(run.Changes)
	return run.Result, nil
}

// A probing is one run of a Prober.
type probing struct {
	Prober
	Result
	schema *Schema
	used   uses
	asked  int
}

func (r *probing) unknown(format string, args ...any) {
	r.Unknown = append(r.Unknown, fmt.Sprintf(format, args...))
}

func (r *probing) ask(ctx context.Context, document string) ([]string, error) {
	r.asked++
	return r.Ask(ctx, document)
}

func (r *probing) probeType(ctx context.Context, d *ast.Definition) error {
	switch d.Kind {
	case ast.Object, ast.Interface:
		if err := r.names(ctx, d, "FIELD", r.fieldsOf(d), fieldsDocument(d, r.schema)); err != nil {
			return err
		}
		for _, f := range d.Fields {
			if err := r.names(ctx, d, "ARGUMENT", r.argumentsOf(d, f), argumentsDocument(d, f, r.schema)); err != nil {
				return err
			}
		}
	case ast.Enum:
		return r.names(ctx, d, "ENUM_VALUE", r.valuesOf(d), enumDocument(d))
	case ast.InputObject:
		return r.names(ctx, d, "INPUT_FIELD", r.fieldsOf(d), inputDocument(d))
	case ast.Union, ast.Scalar:
	}
	return nil
}

// A namedPath is one name to probe, with its path.
type namedPath struct{ name, path string }

func (r *probing) fieldsOf(d *ast.Definition) []namedPath {
	var list []namedPath
	for _, f := range d.Fields {
		if path := d.Name + "." + f.Name; r.used[path] > 0 {
			list = append(list, namedPath{f.Name, path})
		}
	}
	return list
}

func (r *probing) argumentsOf(d *ast.Definition, f *ast.FieldDefinition) []namedPath {
	var list []namedPath
	for _, a := range f.Arguments {
		if path := argumentPath(d.Name, f.Name, a.Name); r.used[path] > 0 {
			list = append(list, namedPath{a.Name, path})
		}
	}
	return list
}

func (r *probing) valuesOf(d *ast.Definition) []namedPath {
	var list []namedPath
	for _, v := range d.EnumValues {
		if path := d.Name + "." + v.Name; r.used[path] > 0 {
			list = append(list, namedPath{v.Name, path})
		}
	}
	return list
}

// names probes names of one kind. The document ends in a name that nothing has:
// unless that is refused, the response says nothing about those before it.
func (r *probing) names(
	ctx context.Context,
	d *ast.Definition,
	kind string,
	list []namedPath,
	document func([]string) string,
) error {
	for part := range slices.Chunk(list, batch) {
		if r.asked >= r.Budget {
			r.unknown("%s and %d more: the budget of %d requests is used up", part[0].path, len(part)-1, r.Budget)
			continue
		}
		var ask []string
		for _, n := range part {
			ask = append(ask, n.name)
		}
		messages, err := r.ask(ctx, document(ask))
		if err != nil {
			return err
		}
		last := probe
		if kind == "ENUM_VALUE" {
			last = probeValue
		}
		if !slices.ContainsFunc(messages, func(m string) bool { return refuses(m, last) }) {
			r.unknown("%s: the server does not say which of its %ss exist", d.Name, words(kind))
			continue
		}
		for _, n := range part {
			r.Seen++
			if slices.ContainsFunc(messages, func(m string) bool { return refuses(m, n.name) && !refuses(m, last) }) {
				r.Changes = append(r.Changes, drift.Change{
					Rule: kind + "_REMOVED", Path: n.path, Class: drift.Breaking, From: n.name,
					Message: fmt.Sprintf("%s %s is gone: the server refuses it by name", words(kind), n.path),
				})
			}
		}
	}
	return nil
}

func fieldsDocument(d *ast.Definition, s *Schema) func([]string) string {
	return func(names []string) string {
		var b strings.Builder
		fmt.Fprintf(&b, "query { %s } fragment probed on %s {", guard, d.Name)
		for _, n := range names {
			b.WriteString(" " + selection(d.Fields.ForName(n), "", s))
		}
		b.WriteString(" " + probe + " }")
		return b.String()
	}
}

func argumentsDocument(d *ast.Definition, f *ast.FieldDefinition, s *Schema) func([]string) string {
	return func(names []string) string {
		var arguments []string
		for _, n := range append(names, probe) {
			arguments = append(arguments, n+": null")
		}
		return fmt.Sprintf("query { %s } fragment probed on %s { %s }", guard, d.Name,
			selection(f, "("+strings.Join(arguments, ", ")+")", s))
	}
}

// selection selects a field, and __typename below it if it needs one.
func selection(f *ast.FieldDefinition, arguments string, s *Schema) string {
	text := f.Name + arguments
	if result := s.Types[f.Type.Name()]; result != nil && result.IsCompositeType() {
		text += " { __typename }"
	}
	return text
}

func enumDocument(d *ast.Definition) func([]string) string {
	return func(names []string) string {
		var variables []string
		for i, n := range append(names, probeValue) {
			variables = append(variables, fmt.Sprintf("$v%d: %s = %s", i, d.Name, n))
		}
		return fmt.Sprintf("query (%s) { %s }", strings.Join(variables, ", "), guard)
	}
}

func inputDocument(d *ast.Definition) func([]string) string {
	return func(names []string) string {
		var members []string
		for _, n := range append(names, probe) {
			members = append(members, n+": null")
		}
		return fmt.Sprintf("query ($v: %s = {%s}) { %s }", d.Name, strings.Join(members, ", "), guard)
	}
}
