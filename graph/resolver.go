package graph

import (
	"context"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
)

// Reports is what GraphQL needs of reports; *report.Engine is one. The errors
// wrap those of package report.
type Reports interface {
	Ask(a world.Account, r report.Request) (report.File, error)
	File(a world.Account, token string) (report.File, error)
	Link(a world.Account, id string) (report.Link, error)

	Studio
}

// Studio is what the Studio's API needs of reports.
type Studio interface {
	User(a world.Account) (u report.User, ok bool)
	Organization(a world.Account) report.Organization
	AskStudio(a world.Account, r report.StudioRequest) (report.StudioFile, error)
	StudioFile(a world.Account, token string) (report.StudioFile, error)
	StudioFiles(a world.Account, channel string) (report.StudioList, error)
}

// A Resolver resolves the fields of one endpoint. The rules are those of package report.
type Resolver struct {
	Reports Reports
	Edition string                  // which documentation's limits hold: "2018" or "2026"
	Revenue func(oauth.Grant) error // the reason why a grant may not see revenues
}

// A caller is the account that sent a request, and the address that it used.
type caller struct {
	account world.Account
	grant   oauth.Grant
	origin  string // such as http://127.0.0.1:8080
	notices *wire.Notices
}

type callerKey struct{}

func withCaller(ctx context.Context, c caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

func callerFrom(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}
