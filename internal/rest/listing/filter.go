package listing

import (
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world/search"
)

// A filter returns true for the items that a list keeps.
type filter[T any] func(T) bool

// A flag returns the filter that a name alone asks for, such as live_onair.
type flag[T any] func(*object.Call) filter[T]

// A param returns the filter that a parameter with a value asks for.
type param[T any] func(*object.Call, catalog.Param) (filter[T], error)

// filterTable has the filters of the lists of one sort of object.
type filterTable[T any] struct {
	flags   map[string]flag[T] // named alone, or in the parameter flags
	allowed []string           // the flags that the error for an unknown one lists; nil lists none
	params  map[string]param[T]
}

// The limits of the parameters of lists. The vendor's are not known.
const (
	maxWords  = 100  // of a search, tags or flags
	maxValues = 1000 // of other lists
	maxSearch = 2000 // bytes
)

// cost returns how many units a filter costs for one item.
func cost(a catalog.Param) int {
	switch a.Name {
	case "search", "tags", "strongtags":
		return 1 + strings.Count(a.Value, " ")/8 + strings.Count(a.Value, ",")/8
	}
	return 1
}

// isFlags reports whether a parameter holds flags. filters is its old name (docs/spec/rest.md#filters-and-sorts; that
// it means the same is ASSUMED).
func isFlags(a catalog.Param) bool { return a.Name == "flags" || a.Name == "filters" }

// read returns the filter that a parameter asks for, nil if it is not a filter.
func (t *filterTable[T]) read(c *object.Call, a catalog.Param) (filter[T], error) {
	if read := t.params[a.Name]; read != nil {
		return read(c, a)
	}
	if flag := t.flags[a.Name]; flag != nil {
		return flag(c), nil
	}
	if t.flags == nil || !isFlags(a) {
		return nil, nil
	}
	names := catalog.CommaList(a.Value)
	if len(names) > maxWords {
		return nil, reply.TooManyValues(a.Name, maxWords)
	}
	var filters []filter[T]
	for _, name := range names {
		flag := t.flags[name]
		if flag == nil {
			return nil, reply.Unrecognised(name, a.Name, t.allowed)
		}
		filters = append(filters, flag(c))
	}
	return all(filters), nil
}

// apply returns the items that pass the filters of a call. It changes items.
func (t *filterTable[T]) apply(c *object.Call, items []T) ([]T, error) {
	for _, a := range c.Args {
		keep, err := t.read(c, a)
		if err != nil {
			return nil, err
		}
		if keep != nil {
			if !c.Spend(len(items) * cost(a)) {
				return nil, c.Err()
			}
			items = slices.DeleteFunc(items, func(item T) bool { return !keep(item) })
		}
	}
	return items, nil
}

// all returns a filter that keeps what all filters keep.
func all[T any](filters []filter[T]) filter[T] {
	return func(item T) bool {
		for _, keep := range filters {
			if !keep(item) {
				return false
			}
		}
		return true
	}
}

// always returns a flag that keeps everything or nothing.
func always[T any](on bool) flag[T] {
	return func(*object.Call) filter[T] { return func(T) bool { return on } }
}

// simple returns a flag whose filter does not depend on the call.
func simple[T any](f filter[T]) flag[T] { return func(*object.Call) filter[T] { return f } }

// words returns a param whose value is a list of words; in returns true for one of them, in any case.
func words[T any](keep func(c *object.Call, item T, in func(string) bool) bool) param[T] {
	return func(c *object.Call, a catalog.Param) (filter[T], error) {
		values := catalog.CommaList(strings.ToLower(a.Value))
		if len(values) > maxValues {
			return nil, reply.TooManyValues(a.Name, maxValues)
		}
		set := make(map[string]bool, len(values))
		for _, w := range values {
			set[w] = true
		}
		in := func(s string) bool { return set[strings.ToLower(s)] }
		return func(item T) bool { return keep(c, item, in) }, nil
	}
}

// searches returns a param that keeps the items whose texts have all words of the value, in any case.
func searches[T any](texts func(c *object.Call, item T) []string) param[T] {
	return func(c *object.Call, a catalog.Param) (filter[T], error) {
		q, err := readSearch(c, a)
		return func(item T) bool { return q.In(texts(c, item)...) }, err
	}
}

// readSearch reads the words of a search.
func readSearch(c *object.Call, a catalog.Param) (*search.Query, error) {
	switch {
	case len(strings.Fields(a.Value)) > maxWords:
		return nil, reply.TooManyValues(a.Name, maxWords)
	case len(a.Value) > maxSearch:
		return nil, reply.TooLong(a.Name, maxSearch)
	}
	return c.World.Texts.Query(a.Value), nil
}
