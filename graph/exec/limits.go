package exec

import (
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dailymock/dailymock/graph/dialect"
)

// The limits of a response. The vendor publishes none (ASSUMED).
const (
	maxValues = 5_000   // fields, and perObject for each object of a list
	perObject = 3       // an object costs gqlgen about as much time as three fields
	maxAnswer = 2 << 20 // bytes of data
	maxErrors = 250     // beside data; the rest is left out
)

// A run is one operation being executed, by several goroutines at a time.
type run struct {
	Config
	operation *dialect.Operation
	context   *graphql.OperationContext
	done      <-chan struct{} // closed when the client leaves
	fault     func(path string) error

	values, bytes atomic.Int64

	mu     sync.Mutex
	errors []fieldError
}

// startField counts a field and reports whether it may be resolved. Which limit a
// response breaks must not depend on the order in which fields happen to run: values
// are counted to their limit even if there are too many bytes. Only the fields at
// the root of a mutation, which run in order, stop for bytes, too.
func (r *run) startField(field *graphql.FieldContext) bool {
	if r.clientLeft() {
		return false
	}
	atRoot := field.Parent.Parent == nil
	if atRoot && r.operation.Definition.Operation == ast.Mutation && r.bytes.Load() > maxAnswer {
		return false
	}
	return r.values.Add(1) <= maxValues
}

func (r *run) clientLeft() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// countValue counts what a resolver returned, and reports whether it may be part of
// the response. Strings and names are written as long as they are, at least.
func (r *run) countValue(field *graphql.FieldContext, value any) bool {
	written := len(field.Field.Alias) + len(`"":`)
	switch value := value.(type) {
	case string:
		written += len(value)
	case *string:
		if value != nil {
			written += len(*value)
		}
	default:
		if len(field.Field.Selections) > 0 {
			r.values.Add(int64(r.objects(field, value)))
		}
	}
	return r.bytes.Add(int64(written)) <= maxAnswer && r.values.Load() <= maxValues
}

// objects counts the values of the objects in a list, and each __typename that an
// object will have, which no resolver sees.
func (r *run) objects(field *graphql.FieldContext, value any) int {
	objects, each := 1, 0
	if v := reflect.ValueOf(value); v.Kind() == reflect.Slice {
		objects, each = v.Len(), perObject
	}
	if !r.operation.Typenames {
		return objects * each
	}
	for _, member := range graphql.CollectFields(r.context, field.Field.Selections, nil) {
		if member.Name == "__typename" {
			each++
		}
	}
	return objects * each
}

// exceeded names the limit that a response breaks, and returns "" if it breaks none.
func (r *run) exceeded(written int) string {
	switch {
	case r.values.Load() > maxValues:
		return fmt.Sprintf("%d values", maxValues)
	case max(int64(written), r.bytes.Load()) > maxAnswer:
		return fmt.Sprintf("%d bytes", maxAnswer)
	default:
		return ""
	}
}
