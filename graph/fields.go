package graph

import (
	"context"
	"maps"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dailymock/dailymock/graph/dialect"
	"github.com/dailymock/dailymock/internal/report"
)

// fields says how each field of the schema is found: one line for each, which
// reads a member or calls the resolver that gqlgen wants for it. The arguments
// have been checked against the schema before.
func fields(r ResolverRoot) map[string]dialect.Resolver {
	query, mutation, space, file := r.Query(), r.Mutation(), r.PartnerSpace(), r.PartnerReportFile()
	var read executionContext // gqlgen's, which turns arguments into Go values
	all := map[string]dialect.Resolver{
		"Query.node": func(ctx context.Context, _ any, args dialect.Args) (any, error) {
			return query.Node(ctx, args["id"].(string))
		},
		"Query.partner": func(ctx context.Context, _ any, _ dialect.Args) (any, error) {
			return query.Partner(ctx)
		},

		"Mutation.askPartnerReportFile": func(ctx context.Context, _ any, args dialect.Args) (any, error) {
			input, err := read.unmarshalInputAskPartnerReportFileInput(ctx, args["input"])
			if err != nil {
				return nil, err
			}
			return mutation.AskPartnerReportFile(ctx, input)
		},
		"AskPartnerReportFilePayload.clientMutationId": dialect.Get(func(p *AskPartnerReportFilePayload) *string { return p.ClientMutationID }),
		"AskPartnerReportFilePayload.reportFile":       dialect.Get(func(p *AskPartnerReportFilePayload) *report.File { return p.ReportFile }),
		"AskPartnerReportFilePayload.status":           dialect.Get(func(p *AskPartnerReportFilePayload) graphql.Marshaler { return p.Status }),

		"PartnerSpace.id": dialect.Get(func(s *PartnerSpace) string { return s.ID }),
		"PartnerSpace.reportFile": func(ctx context.Context, parent any, args dialect.Args) (any, error) {
			return space.ReportFile(ctx, parent.(*PartnerSpace), args["reportToken"].(string))
		},

		"PartnerReportFile.createDate": dialect.Get(func(f *report.File) graphql.Marshaler { return MarshalDateTime(f.Created) }),
		"PartnerReportFile.createdAt":  dialect.Get(func(f *report.File) graphql.Marshaler { return MarshalDateTime(f.Created) }),
		"PartnerReportFile.downloadLinks": func(ctx context.Context, parent any, args dialect.Args) (any, error) {
			return file.DownloadLinks(ctx, parent.(*report.File), args.Int("first"), args.Int("page"))
		},
		"PartnerReportFile.id": func(ctx context.Context, parent any, _ dialect.Args) (any, error) {
			return file.ID(ctx, parent.(*report.File))
		},
		"PartnerReportFile.reportToken": dialect.Get(func(f *report.File) string { return f.Token }),
		"PartnerReportFile.status":      dialect.Get(func(f *report.File) graphql.Marshaler { return MarshalReportStatus(f.Status) }),

		"ReportFileDownloadLinkConnection.edges":      dialect.Get(func(c *ReportFileDownloadLinkConnection) []*ReportFileDownloadLinkEdge { return c.Edges }),
		"ReportFileDownloadLinkConnection.metadata":   dialect.Get(func(c *ReportFileDownloadLinkConnection) *Metadata { return c.Metadata }),
		"ReportFileDownloadLinkConnection.pageInfo":   dialect.Get(func(c *ReportFileDownloadLinkConnection) *PageInfo { return c.PageInfo }),
		"ReportFileDownloadLinkConnection.totalCount": dialect.Get(func(c *ReportFileDownloadLinkConnection) *int { return c.TotalCount }),
		"ReportFileDownloadLinkEdge.node":             dialect.Get(func(e *ReportFileDownloadLinkEdge) *ReportFileDownloadLink { return e.Node }),
		"ReportFileDownloadLink.id":                   dialect.Get(func(l *ReportFileDownloadLink) string { return l.ID }),
		"ReportFileDownloadLink.link":                 dialect.Get(func(l *ReportFileDownloadLink) *string { return l.Link }),

		"PageInfo.hasNextPage":     dialect.Get(func(p *PageInfo) bool { return p.HasNextPage }),
		"PageInfo.hasPreviousPage": dialect.Get(func(p *PageInfo) bool { return p.HasPreviousPage }),
		"PageInfo.nextPage":        dialect.Get(func(p *PageInfo) *int { return p.NextPage }),

		"Metadata.algorithm": dialect.Get(func(m *Metadata) *Algorithm { return m.Algorithm }),
		"Metadata.id":        dialect.Get(func(m *Metadata) string { return m.ID }),
		"Algorithm.name":     dialect.Get(func(a *Algorithm) *string { return a.Name }),
		"Algorithm.uuid":     dialect.Get(func(a *Algorithm) *string { return a.UUID }),
		"Algorithm.version":  dialect.Get(func(a *Algorithm) *string { return a.Version }),
	}
	maps.Copy(all, studioFields(r))
	return all
}
