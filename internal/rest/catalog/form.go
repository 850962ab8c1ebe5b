package catalog

import (
	"maps"
	"slices"

	"github.com/dailymock/dailymock/internal/rest/reply"
)

// A Form has the values that a client writes, by the names of the fields. nil is null.
type Form map[string]any

// aliases are other names of fields in forms: the vendor's own edit form uses one (docs/spec/rest.md#oddities).
var aliases = map[string]string{"allow_embedded": "allow_embed"}

// beside are names that a form may have without being fields.
var beside = []string{
	"access_token", "fields", "method", "callback", "ams_country", "context", "device_filter", "family_filter",
	"localization", "thumbnail_ratio", "ssl_assets", "page", "limit",
}

// ParseForm reads what a form writes into a noun's fields. The vendor seems to ignore names that are no writable field
// (docs/spec/rest.md#writing-videos); strict makes names that are no field an error, and badCategory that of an unknown
// category 400 instead of 404.
func (n *Schema) ParseForm(a Params, strict, badCategory bool) (Form, error) {
	sent := make(map[string]string, len(a))
	for _, p := range a {
		sent[p.Name] = p.Value
	}
	for alias, name := range aliases {
		if value, ok := sent[alias]; ok {
			sent[name] = value
			delete(sent, alias)
		}
	}
	values := Form{}
	for _, f := range n.Fields { // in their order, so that of two faults the same is reported each time
		value, ok := sent[f.Name]
		if !ok || !f.Writable {
			continue
		}
		v, err := f.parse(value)
		if err != nil && f.Ref == "channel" && badCategory {
			err = reply.Unrecognised(value, f.Name, f.Enum)
		}
		if err != nil {
			return nil, err
		}
		values[f.Name] = v
	}
	if strict {
		return values, n.checkNames(sent)
	}
	return values, nil
}

// checkNames returns an error for a name that is not a field.
func (n *Schema) checkNames(sent map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if n.ByName[name] == nil && !slices.Contains(beside, name) {
			return reply.UnknownParam(name)
		}
	}
	return nil
}

// With returns the schema with another maximum for one of its fields.
func (n *Schema) With(name string, most float64) *Schema {
	other := *n
	other.Fields = make([]*Field, len(n.Fields))
	for i, f := range n.Fields {
		if other.Fields[i] = f; f.Name == name {
			longer := *f
			longer.Max = &most
			other.Fields[i] = &longer
		}
	}
	return &other
}
