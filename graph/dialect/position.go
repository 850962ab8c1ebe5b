package dialect

import (
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/vektah/gqlparser/v2/ast"
)

// at returns the position of a part of the query, or none.
func at(p *ast.Position) []wire.QueryPosition {
	if p == nil {
		return nil
	}
	return []wire.QueryPosition{{Line: p.Line, Column: p.Column}}
}
