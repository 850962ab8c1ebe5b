package catalog

import (
	"slices"
	"strings"
	"sync"
)

// Collect returns the parameters of a query and a body, each name once. A name in the body replaces that in the query.
// Of several with one name the last counts; of an array all do: tags=a&tags=b, and tags[]=a or tags[0]=a as PHP writes
// them, are tags=a,b (docs/spec/rest.md#types).
func Collect(query, body Params) Params {
	all := append(slices.Clip(query), body...)
	if isPlain(all) {
		return all
	}
	found := make(map[string]*repeated, len(all))
	var order []*repeated
	for i, p := range all {
		name, brackets := cutBrackets(p.Name)
		r := found[name]
		if r == nil {
			r = &repeated{name: name}
			found[name], order = r, append(order, r)
		}
		inBody := i >= len(query)
		if inBody != r.inBody || !brackets && !arrays()[name] {
			r.values = r.values[:0]
		}
		r.inBody, r.values = inBody, append(r.values, p.Value)
	}
	collected := make(Params, len(order))
	for i, r := range order {
		collected[i] = Param{Name: r.name, Value: strings.Join(r.values, ",")}
	}
	return collected
}

// repeated is the parameters of one name.
type repeated struct {
	name   string
	inBody bool
	values []string
}

// isPlain reports whether no name has brackets, and none comes twice, for the few parameters that most calls have.
func isPlain(all Params) bool {
	if len(all) > 16 {
		return false
	}
	for i, p := range all {
		if _, brackets := cutBrackets(p.Name); brackets || all[:i].Has(p.Name) {
			return false
		}
	}
	return true
}

// cutBrackets returns a name without the brackets in which PHP writes the place of an element.
func cutBrackets(name string) (before string, ok bool) {
	if i := strings.IndexByte(name, '['); i > 0 && name[len(name)-1] == ']' {
		return name[:i], true
	}
	return name, false
}

// lists are the parameters that are lists with commas, beside the fields that are arrays.
var lists = strings.Fields(`exclude_channel_ids exclude_ids fields filters flags ids languages owners strongtags
	usernames webhook_events`)

// arrays returns the names of all parameters and fields of which every value counts.
var arrays = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for _, name := range lists {
		names[name] = true
	}
	for _, s := range schemas() {
		for _, f := range s.Fields {
			if f.Type == "array" && f.Writable {
				names[f.Name] = true
			}
		}
	}
	return names
})
