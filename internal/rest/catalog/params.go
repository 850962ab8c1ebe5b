package catalog

import (
	"strings"

	"github.com/dailymock/dailymock/internal/wire"
)

// Params are the parameters of a call: those of the query, then those of the body. Of several with one name the last
// counts (docs/spec/rest.md#protocol).
type Params []Param

// A Param is one parameter of a call, as the client sent it.
type Param = wire.Field

// Lookup returns the value of a parameter and whether the call has it.
func (a Params) Lookup(name string) (string, bool) {
	for i := len(a) - 1; i >= 0; i-- {
		if a[i].Name == name {
			return a[i].Value, true
		}
	}
	return "", false
}

// Get returns the value of a parameter, "" if the call does not have it.
func (a Params) Get(name string) string {
	value, _ := a.Lookup(name)
	return value
}

// Has reports whether the call has a parameter.
func (a Params) Has(name string) bool {
	_, ok := a.Lookup(name)
	return ok
}

// CommaList splits a list at its commas, and leaves out empty elements and the blanks around others.
func CommaList(value string) []string {
	list := []string{}
	for v := range strings.SplitSeq(value, ",") {
		if v = strings.TrimSpace(v); v != "" {
			list = append(list, v)
		}
	}
	return list
}
