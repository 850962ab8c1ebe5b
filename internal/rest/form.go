package rest

import (
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/world"
)

// written reads what a form writes into a noun's fields. Names that are no
// writable field are left out, as the vendor seems to do (docs/spec/rest.md#writing-videos).
func (c *call) written(n *catalog.Schema, owner *world.Channel) (catalog.Form, error) {
	if err := c.checkAsked(n, owner); err != nil {
		return nil, err
	}
	return n.ParseForm(c.args, c.StrictFormNames, c.UnknownCategory400)
}

// writing returns a change that writes a form.
func writing[E world.Edit](values catalog.Form) func(E) (E, error) {
	return func(edit E) (E, error) { return world.Write(edit, values), nil }
}
