package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dailymock/dailymock/graph/dialect"
	"github.com/dailymock/dailymock/internal/report"
)

// studioFields is the part of fields that the Studio's twin has.
func studioFields(r ResolverRoot) map[string]dialect.Resolver {
	var read executionContext
	return map[string]dialect.Resolver{
		"Query.me": func(ctx context.Context, _ any, _ dialect.Args) (any, error) {
			return r.Query().Me(ctx)
		},
		"User.id":   dialect.Get(func(u *User) string { return u.ID }),
		"User.name": dialect.Get(func(u *User) *string { return u.Name }),
		"User.organizations": func(ctx context.Context, parent any, args dialect.Args) (any, error) {
			return r.User().Organizations(ctx, parent.(*User), args.Int("first"), args.Int("page"), args.Strings("xids"))
		},
		"User.xid": dialect.Get(func(u *User) *string { return u.Xid }),

		"OrganizationConnection.edges":      dialect.Get(func(c *OrganizationConnection) []*OrganizationEdge { return c.Edges }),
		"OrganizationConnection.metadata":   dialect.Get(func(c *OrganizationConnection) *Metadata { return c.Metadata }),
		"OrganizationConnection.pageInfo":   dialect.Get(func(c *OrganizationConnection) *PageInfo { return c.PageInfo }),
		"OrganizationConnection.totalCount": dialect.Get(func(c *OrganizationConnection) *int { return c.TotalCount }),
		"OrganizationEdge.node":             dialect.Get(func(e *OrganizationEdge) *Organization { return e.Node }),
		"Organization.analysis":             dialect.Get(func(o *Organization) *OrganizationAnalysis { return o.Analysis }),
		"Organization.id":                   dialect.Get(func(o *Organization) string { return o.ID }),
		"Organization.name":                 dialect.Get(func(o *Organization) *string { return o.Name }),
		"Organization.xid":                  dialect.Get(func(o *Organization) *string { return o.Xid }),
		"OrganizationAnalysis.id":           dialect.Get(func(a *OrganizationAnalysis) string { return a.ID }),
		"OrganizationAnalysis.reports": func(ctx context.Context, parent any, args dialect.Args) (any, error) {
			return r.OrganizationAnalysis().Reports(ctx, parent.(*OrganizationAnalysis), args.String("channelXid"), args.Int("first"), args.Int("page"))
		},

		"Mutation.analyticsReportCreate": func(ctx context.Context, _ any, args dialect.Args) (any, error) {
			input, err := read.unmarshalInputAnalyticsReportCreateInput(ctx, args["input"])
			if err != nil {
				return nil, err
			}
			return r.Mutation().AnalyticsReportCreate(ctx, input)
		},
		"AnalyticsReportCreatePayload.clientMutationId": dialect.Get(func(p *AnalyticsReportCreatePayload) *string { return p.ClientMutationID }),
		"AnalyticsReportCreatePayload.report":           dialect.Get(func(p *AnalyticsReportCreatePayload) *report.StudioFile { return p.Report }),
		"AnalyticsReportCreatePayload.status":           dialect.Get(func(p *AnalyticsReportCreatePayload) graphql.Marshaler { return p.Status }),

		"AnalyticsReportConnection.edges":      dialect.Get(func(c *AnalyticsReportConnection) []*AnalyticsReportEdge { return c.Edges }),
		"AnalyticsReportConnection.metadata":   dialect.Get(func(c *AnalyticsReportConnection) *Metadata { return c.Metadata }),
		"AnalyticsReportConnection.pageInfo":   dialect.Get(func(c *AnalyticsReportConnection) *PageInfo { return c.PageInfo }),
		"AnalyticsReportConnection.totalCount": dialect.Get(func(c *AnalyticsReportConnection) *int { return c.TotalCount }),
		"AnalyticsReportEdge.node":             dialect.Get(func(e *AnalyticsReportEdge) *report.StudioFile { return e.Node }),

		"AnalyticsReport.channelXid": dialect.Get(func(f *report.StudioFile) string { return f.Channel }),
		"AnalyticsReport.createDate": dialect.Get(func(f *report.StudioFile) graphql.Marshaler { return MarshalDateTime(f.Created) }),
		"AnalyticsReport.createdAt":  dialect.Get(func(f *report.StudioFile) graphql.Marshaler { return MarshalDate(f.Created) }),
		"AnalyticsReport.creator": func(ctx context.Context, parent any, _ dialect.Args) (any, error) {
			return r.AnalyticsReport().Creator(ctx, parent.(*report.StudioFile))
		},
		"AnalyticsReport.downloadLinks": func(ctx context.Context, parent any, args dialect.Args) (any, error) {
			return r.AnalyticsReport().DownloadLinks(ctx, parent.(*report.StudioFile), args.Int("first"), args.Int("page"))
		},
		"AnalyticsReport.endDate":        dialect.Get(func(f *report.StudioFile) graphql.Marshaler { return MarshalDate(f.End) }),
		"AnalyticsReport.hasRevenueInfo": dialect.Get(func(f *report.StudioFile) bool { return f.Revenue }),
		"AnalyticsReport.id": func(ctx context.Context, parent any, _ dialect.Args) (any, error) {
			return r.AnalyticsReport().ID(ctx, parent.(*report.StudioFile))
		},
		"AnalyticsReport.name":            dialect.Get(func(f *report.StudioFile) string { return f.Name }),
		"AnalyticsReport.organizationXid": dialect.Get(func(f *report.StudioFile) string { return f.Organization }),
		"AnalyticsReport.reportToken":     dialect.Get(func(f *report.StudioFile) string { return f.Token }),
		"AnalyticsReport.startDate":       dialect.Get(func(f *report.StudioFile) graphql.Marshaler { return MarshalDate(f.Start) }),
		"AnalyticsReport.status":          dialect.Get(func(f *report.StudioFile) graphql.Marshaler { return MarshalStudioStatus(f.Status) }),
	}
}
