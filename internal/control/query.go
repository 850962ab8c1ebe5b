package control

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/wire"
)

// readQuery returns the parameters of a request, each of which must be known and come once.
func readQuery(r *http.Request, known ...string) (map[string]string, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, fmt.Errorf("the query is not valid: %w", err)
	}
	values := make(map[string]string, len(query))
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if !slices.Contains(known, name) {
			return nil, unknown("parameter", name, known)
		}
		if n := len(query[name]); n > 1 {
			return nil, fmt.Errorf("%q is there %d times; send it once", name, n)
		}
		values[name] = query[name][0]
	}
	return values, nil
}

// maxName bounds a name in an error, in bytes.
const maxName = 100

// unknown returns the error for a name that is not known, with the known one that is spelt most like it.
func unknown(what, name string, known []string) error {
	shown := wire.Clip(name, maxName, "…")
	if len(known) == 0 {
		return fmt.Errorf("unknown %s %q; this request takes none", what, shown)
	}
	meant := ""
	if near := traffic.Nearest(name, known); near != "" {
		meant = fmt.Sprintf("did you mean %q? ", near)
	}
	return fmt.Errorf(`unknown %s %q; %sknown: "%s"`, what, shown, meant, strings.Join(known, `", "`))
}
