package dialect

import (
	"context"
	"fmt"
	"reflect"
	"runtime/debug"
	"slices"
)

// A Panic is what Explain gets of a Resolver that panicked.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

// A run is a plan at work. It writes the answer as it goes; where a null has to
// move up, what was written since is taken back.
type run struct {
	engine *Engine
	ctx    context.Context
	vars   Args
	out    []byte
	start  int // where the answer begins in out
	path   []any
	errs   []Error
	values int    // written so far
	over   string // which limit the answer broke
}

// run appends the answer: data first, then what went wrong, if anything did.
// The fields of a mutation, like all others, run one after the other.
func (e *Engine) run(ctx context.Context, to []byte, plan []step, vars Args) []byte {
	x := run{engine: e, ctx: ctx, vars: vars, out: append(to, `{"data":`...), start: len(to), path: make([]any, 0, 8)}
	ok := x.object(plan, nil)
	switch {
	case x.over != "":
		return AppendRefusal(x.out[:x.start], Error{
			Message: "The answer would hold more than " + x.over + ", which is the limit; ask for less, or for fewer links at a time with < first >.",
			Type:    "bad_request",
			Reason:  "limit_exceeded",
		})
	case !ok:
		x.out = append(x.out, "null"...)
	}
	return append(appendErrors(x.out, x.errs), '}')
}

// more tells whether the answer may go on to another value.
func (x *run) more() bool {
	x.values++
	switch {
	case x.over != "":
	case x.values > maxValues:
		x.over = fmt.Sprintf("%d values", maxValues)
	case len(x.out)-x.start > maxAnswer:
		x.over = fmt.Sprintf("%d bytes", maxAnswer)
	}
	return x.over == ""
}

// object writes an object's fields. It answers false, and has written nothing,
// where the object must be null because a field of it may not be.
func (x *run) object(steps []step, parent any) bool {
	start := len(x.out)
	x.out = append(x.out, '{')
	for i := range steps {
		s := &steps[i]
		if i > 0 {
			x.out = append(x.out, ',')
		}
		x.out = append(x.out, s.label...)
		x.path = append(x.path, s.key)
		ok := x.field(s, parent)
		x.path = x.path[:len(x.path)-1]
		if !ok {
			x.out = x.out[:start]
			return false
		}
	}
	x.out = append(x.out, '}')
	return true
}

func (x *run) field(s *step, parent any) bool {
	if !x.more() {
		return false
	}
	if s.typename != "" {
		x.out = appendString(x.out, s.typename)
		return true
	}
	args, bad := s.args(x.vars)
	if bad != nil {
		x.fail(s, Error{Message: mustNotBeNull(bad)})
		return x.null(s.shape)
	}
	value, err := x.resolve(s, parent, args)
	if err != nil {
		x.fail(s, x.engine.Explain(x.ctx, err))
		return x.null(s.shape)
	}
	return x.value(s, s.shape, value)
}

func (x *run) resolve(s *step, parent any, args Args) (value any, err error) {
	defer func() {
		if p := recover(); p != nil {
			value, err = nil, &Panic{Value: p, Stack: debug.Stack()}
		}
	}()
	return s.resolve(x.ctx, parent, args)
}

// value writes a value, or null in its place. It answers false where neither can
// be.
func (x *run) value(s *step, as *shape, v any) bool {
	switch {
	case isNil(v) && as.items != nil && as.nonNull:
		x.out = append(x.out, "[]"...)
		return true
	case isNil(v) && as.nonNull:
		x.fail(s, Error{Message: fmt.Sprintf("Cannot return null for non-nullable field %s.%s.", s.field.ObjectDefinition.Name, s.field.Name)})
		return false
	case isNil(v):
		return x.null(as)
	case as.items != nil:
		return x.list(s, as, v) || x.null(as)
	case as.leaf:
		x.out = appendLeaf(x.out, v)
		return true
	default:
		return x.object(x.stepsFor(s, v), v) || x.null(as)
	}
}

// list writes a slice. Items that are structs are handed on as pointers.
func (x *run) list(s *step, as *shape, v any) bool {
	start := len(x.out)
	items := reflect.ValueOf(v)
	x.out = append(x.out, '[')
	for i := range items.Len() {
		if i > 0 {
			x.out = append(x.out, ',')
		}
		item := items.Index(i)
		if item.Kind() == reflect.Struct {
			item = item.Addr()
		}
		x.path = append(x.path, i)
		ok := x.value(s, as.items, item.Interface())
		x.path = x.path[:len(x.path)-1]
		if !ok {
			x.out = x.out[:start]
			return false
		}
	}
	x.out = append(x.out, ']')
	return true
}

func (x *run) stepsFor(s *step, v any) []step {
	if s.below.byType == nil {
		return s.below.steps
	}
	return s.below.byType[x.engine.TypeOf(v)]
}

// null writes null where it may stand.
func (x *run) null(as *shape) bool {
	if as.nonNull || x.over != "" {
		return false
	}
	x.out = append(x.out, "null"...)
	return true
}

// fail notes an error at the field that is being answered.
func (x *run) fail(s *step, err Error) {
	if len(x.errs) >= maxFaults {
		return
	}
	err.Path, err.Locations = slices.Clone(x.path), at(s.field.Position)
	x.errs = append(x.errs, err)
}

func isNil(v any) bool {
	if v == nil {
		return true
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Pointer, reflect.Slice:
		return r.IsNil()
	default:
		return false
	}
}
