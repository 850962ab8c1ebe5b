package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dailymock/dailymock/graph/engine"
	"github.com/dailymock/dailymock/internal/report"
)

// studioFields is the part of fields that the Studio's twin has.
func studioFields(r ResolverRoot) map[string]engine.Resolver {
	var read executionContext
	return map[string]engine.Resolver{
		"Query.me": func(ctx context.Context, _ any, _ engine.Args) (any, error) {
			return r.Query().Me(ctx)
		},
		"User.id":   engine.Get(func(u *User) string { return u.ID }),
		"User.name": engine.Get(func(u *User) *string { return u.Name }),
		"User.organizations": func(ctx context.Context, parent any, args engine.Args) (any, error) {
			return r.User().Organizations(ctx, parent.(*User), args.Int("first"), args.Int("page"), args.Strings("xids"))
		},
		"User.xid": engine.Get(func(u *User) *string { return u.Xid }),

		"OrganizationConnection.edges":      engine.Get(func(c *OrganizationConnection) []*OrganizationEdge { return c.Edges }),
		"OrganizationConnection.metadata":   engine.Get(func(c *OrganizationConnection) *Metadata { return c.Metadata }),
		"OrganizationConnection.pageInfo":   engine.Get(func(c *OrganizationConnection) *PageInfo { return c.PageInfo }),
		"OrganizationConnection.totalCount": engine.Get(func(c *OrganizationConnection) *int { return c.TotalCount }),
		"OrganizationEdge.node":             engine.Get(func(e *OrganizationEdge) *Organization { return e.Node }),
		"Organization.analysis":             engine.Get(func(o *Organization) *OrganizationAnalysis { return o.Analysis }),
		"Organization.id":                   engine.Get(func(o *Organization) string { return o.ID }),
		"Organization.name":                 engine.Get(func(o *Organization) *string { return o.Name }),
		"Organization.xid":                  engine.Get(func(o *Organization) *string { return o.Xid }),
		"OrganizationAnalysis.id":           engine.Get(func(a *OrganizationAnalysis) string { return a.ID }),
		"OrganizationAnalysis.reports": func(ctx context.Context, parent any, args engine.Args) (any, error) {
			return r.OrganizationAnalysis().Reports(ctx, parent.(*OrganizationAnalysis), args.String("channelXid"), args.Int("first"), args.Int("page"))
		},

		"Mutation.analyticsReportCreate": func(ctx context.Context, _ any, args engine.Args) (any, error) {
			input, err := read.unmarshalInputAnalyticsReportCreateInput(ctx, args["input"])
			if err != nil {
				return nil, err
			}
			return r.Mutation().AnalyticsReportCreate(ctx, input)
		},
		"AnalyticsReportCreatePayload.clientMutationId": engine.Get(func(p *AnalyticsReportCreatePayload) *string { return p.ClientMutationID }),
		"AnalyticsReportCreatePayload.report":           engine.Get(func(p *AnalyticsReportCreatePayload) *report.StudioFile { return p.Report }),
		"AnalyticsReportCreatePayload.status":           engine.Get(func(p *AnalyticsReportCreatePayload) graphql.Marshaler { return p.Status }),

		"AnalyticsReportConnection.edges":      engine.Get(func(c *AnalyticsReportConnection) []*AnalyticsReportEdge { return c.Edges }),
		"AnalyticsReportConnection.metadata":   engine.Get(func(c *AnalyticsReportConnection) *Metadata { return c.Metadata }),
		"AnalyticsReportConnection.pageInfo":   engine.Get(func(c *AnalyticsReportConnection) *PageInfo { return c.PageInfo }),
		"AnalyticsReportConnection.totalCount": engine.Get(func(c *AnalyticsReportConnection) *int { return c.TotalCount }),
		"AnalyticsReportEdge.node":             engine.Get(func(e *AnalyticsReportEdge) *report.StudioFile { return e.Node }),

		"AnalyticsReport.channelXid": engine.Get(func(f *report.StudioFile) string { return f.Channel }),
		"AnalyticsReport.createDate": engine.Get(func(f *report.StudioFile) graphql.Marshaler { return MarshalDateTime(f.Created) }),
		"AnalyticsReport.createdAt":  engine.Get(func(f *report.StudioFile) graphql.Marshaler { return MarshalDate(f.Created) }),
		"AnalyticsReport.creator": func(ctx context.Context, parent any, _ engine.Args) (any, error) {
			return r.AnalyticsReport().Creator(ctx, parent.(*report.StudioFile))
		},
		"AnalyticsReport.downloadLinks": func(ctx context.Context, parent any, args engine.Args) (any, error) {
			return r.AnalyticsReport().DownloadLinks(ctx, parent.(*report.StudioFile), args.Int("first"), args.Int("page"))
		},
		"AnalyticsReport.endDate":        engine.Get(func(f *report.StudioFile) graphql.Marshaler { return MarshalDate(f.End) }),
		"AnalyticsReport.hasRevenueInfo": engine.Get(func(f *report.StudioFile) bool { return f.Revenue }),
		"AnalyticsReport.id": func(ctx context.Context, parent any, _ engine.Args) (any, error) {
			return r.AnalyticsReport().ID(ctx, parent.(*report.StudioFile))
		},
		"AnalyticsReport.name":            engine.Get(func(f *report.StudioFile) string { return f.Name }),
		"AnalyticsReport.organizationXid": engine.Get(func(f *report.StudioFile) string { return f.Organization }),
		"AnalyticsReport.reportToken":     engine.Get(func(f *report.StudioFile) string { return f.Token }),
		"AnalyticsReport.startDate":       engine.Get(func(f *report.StudioFile) graphql.Marshaler { return MarshalDate(f.Start) }),
		"AnalyticsReport.status":          engine.Get(func(f *report.StudioFile) graphql.Marshaler { return MarshalStudioStatus(f.Status) }),
	}
}
