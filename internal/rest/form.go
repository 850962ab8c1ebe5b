package rest

import (
	"maps"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// aliases are other names under which a form may send a field: the vendor's own
// edit form has one (docs/spec/rest.md#oddities).
var aliases = map[string]string{"allow_embedded": "allow_embed"}

// beside are the names in forms that are no fields.
var beside = []string{
	"access_token", "fields", "method", "callback", "ams_country", "context", "device_filter", "family_filter",
	"localization", "thumbnail_ratio", "ssl_assets", "page", "limit",
}

// A form is what a client writes, by the names of the fields; nil is null.
type form map[string]any

// written reads what a form writes into a noun's fields. Names that are no
// writable field are left out, as the vendor seems to do (docs/spec/rest.md#writing-videos).
func (c *call) written(n *noun, owner *world.Channel) (form, error) {
	if err := c.checkAsked(n, owner); err != nil {
		return nil, err
	}
	sent := c.args.joined()
	for alias, name := range aliases {
		if value, ok := sent[alias]; ok {
			sent[name] = value
			delete(sent, alias)
		}
	}
	values := form{}
	for _, f := range n.Fields { // in their order, so that of two faults the same is told each time
		value, ok := sent[f.Name]
		if !ok || !f.Writable {
			continue
		}
		v, err := f.parse(value)
		if err != nil && f.Ref == "channel" && c.UnknownCategory400 {
			err = reply.Unrecognised(value, f.Name, f.Enum)
		}
		if err != nil {
			return nil, err
		}
		values[f.Name] = v
	}
	if c.StrictFormNames {
		return values, n.checkNames(sent)
	}
	return values, nil
}

// checkNames refuses names that are no fields.
func (n *noun) checkNames(sent map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if n.byName[name] == nil && !slices.Contains(beside, name) {
			return reply.Invalid(name, "Unrecognized parameter `%s'", reply.Clip(name))
		}
	}
	return nil
}

// joined are the parameters by name, the last of each; those of a name with
// brackets, as PHP writes lists, together.
func (a args) joined() map[string]string {
	values := make(map[string]string, len(a))
	for _, p := range a {
		if name, list := strings.CutSuffix(p.Name, "[]"); list {
			if before, ok := values[name]; ok {
				p.Value = before + "," + p.Value
			}
			p.Name = name
		}
		values[p.Name] = p.Value
	}
	return values
}

// writing returns a change that writes a form.
func writing[E world.Edit](values form) func(E) (E, error) {
	return func(edit E) (E, error) { return world.Write(edit, values), nil }
}
