// Package zoo is a small GraphQL server for the tests of packages dialect and exec.
// Its schema has what the vendor's lacks.
package zoo

import (
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
)

//go:generate go tool gqlgen generate

// A Resolver resolves the fields of the schema.
type Resolver struct{}

// In is an input object. Of is absent from its JSON if it is empty.
type In struct {
	A  *string `json:"a"`
	N  int     `json:"n"`
	Of []*In   `json:"of,omitempty"`
}

// A Dog is always the same.
type Dog struct {
	Name  string
	Barks bool
	Age   int
}

// A Cat has lives, which cannot be resolved.
type Cat struct{ Name, Age string }

// A Broken may lack the heart that its type must have.
type Broken struct {
	Name  string
	Heart *string
}

var (
	rex  = &Dog{Name: "Rex", Barks: true, Age: 3}
	tom  = &Cat{Name: "Tom", Age: "old"}
	good = &Broken{Name: "b", Heart: new("whole")}
	bad  = &Broken{Name: "b"}
)

// arguments returns the arguments of the field being resolved as JSON, without those
// that have neither a value nor a default.
func arguments(ctx context.Context) (*string, error) {
	field := graphql.GetFieldContext(ctx)
	given := field.Field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)
	for name := range given {
		given[name] = field.Args[name]
	}
	text, err := json.Marshal(given)
	return new(string(text)), err
}
