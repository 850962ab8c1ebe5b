package rows

import (
	"maps"

	"github.com/dailymock/dailymock/internal/report/edition"
)

// columns makes the column of each dimension for a scope. A value that does not apply, such as the country of an
// upload, is empty (docs/spec/reporting.md#csv).
var columns = func() map[edition.Dimension]func(*scope) column {
	all := map[edition.Dimension]func(*scope) column{}
	for _, some := range []map[edition.Dimension]func(*scope) column{
		timeColumns, videoColumns, siteColumns, accountColumns, visitorColumns, adColumns, fileColumns,
	} {
		maps.Copy(all, some)
	}
	return all
}()
