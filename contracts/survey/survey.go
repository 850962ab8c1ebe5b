// Package survey holds cases that ask a mock for all that the fact sheets list: each range, dimension, product and
// filter of reports, and each page of each list. On a mock this costs nothing, and shows changes of a part: of one
// host, of one kind of key, of long ranges, of second pages, of some rows.
//
// Its files import package contracts without a qualifier, as those of package cases do.
package survey

import (
	"regexp"
	"slices"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// All returns the cases.
func All() []Case {
	all := slices.Concat(reports(), rest(), dynTube(), oauth())
	for i := range all {
		all[i].Needs, all[i].Unrecorded = append(all[i].Needs, MockOnly), true
	}
	return all
}

// texts lists members of free text, which may have been edited meanwhile.
var texts = []string{"title", "description", "name", "screenname", "username", "tags"}

// cdn matches the number of a server of pictures, which can be another one in each response.
var cdn = regexp.MustCompile(`^https://s\d+\.dmcdn\.net/`)

// same asserts that two objects have the same members, except texts, numbers of servers and those that only one has.
func same(t *T, a, b any, what string) {
	t.Helper()
	switch a := a.(type) {
	case map[string]any:
		two, ok := b.(map[string]any)
		assert.True(t, ok, what+" is an object")
		for name, v := range a {
			if other, ok := two[name]; ok && !slices.Contains(texts, name) {
				same(t, v, other, name+" of "+what)
			}
		}
	case []any:
		two, _ := b.([]any)
		require.Len(t, two, len(a), what)
		for i := range a {
			same(t, a[i], two[i], "item of "+what)
		}
	case string:
		two, ok := b.(string)
		assert.True(t, ok, what+" is text")
		assert.Equal(t, cdn.ReplaceAllString(a, ""), cdn.ReplaceAllString(two, ""), what)
	default:
		assert.Equal(t, a, b, what)
	}
}

// signedIn returns a case with credentials of both kinds of key.
func signedIn(id, title, states string, run func(t *T)) Case {
	return Case{ID: id, Title: title, States: states, Run: run, Needs: []Need{PublicKey, Login, PrivateKey}}
}
