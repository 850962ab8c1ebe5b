package graph

import (
	"context"
	"maps"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dailymock/dailymock/graph/engine"
	"github.com/dailymock/dailymock/internal/report"
)

// fields says how each field of the schema is found: one line for each, which
// reads a member or calls the resolver that gqlgen wants for it. The arguments
// have been checked against the schema before.
func fields(r ResolverRoot) map[string]engine.Resolver {
	query, mutation, space, file := r.Query(), r.Mutation(), r.PartnerSpace(), r.PartnerReportFile()
	var read executionContext // gqlgen's, which turns arguments into Go values
	all := map[string]engine.Resolver{
		"Query.node": func(ctx context.Context, _ any, args engine.Args) (any, error) {
			return query.Node(ctx, args["id"].(string))
		},
		"Query.partner": func(ctx context.Context, _ any, _ engine.Args) (any, error) {
			return query.Partner(ctx)
		},

		"Mutation.askPartnerReportFile": func(ctx context.Context, _ any, args engine.Args) (any, error) {
			input, err := read.unmarshalInputAskPartnerReportFileInput(ctx, args["input"])
			if err != nil {
				return nil, err
			}
			return mutation.AskPartnerReportFile(ctx, input)
		},
		"AskPartnerReportFilePayload.clientMutationId": engine.Get(func(p *AskPartnerReportFilePayload) *string { return p.ClientMutationID }),
		"AskPartnerReportFilePayload.reportFile":       engine.Get(func(p *AskPartnerReportFilePayload) *report.File { return p.ReportFile }),
		"AskPartnerReportFilePayload.status":           engine.Get(func(p *AskPartnerReportFilePayload) graphql.Marshaler { return p.Status }),

		"PartnerSpace.id": engine.Get(func(s *PartnerSpace) string { return s.ID }),
		"PartnerSpace.reportFile": func(ctx context.Context, parent any, args engine.Args) (any, error) {
			return space.ReportFile(ctx, parent.(*PartnerSpace), args["reportToken"].(string))
		},

		"PartnerReportFile.createDate": engine.Get(func(f *report.File) graphql.Marshaler { return MarshalDateTime(f.Created) }),
		"PartnerReportFile.createdAt":  engine.Get(func(f *report.File) graphql.Marshaler { return MarshalDateTime(f.Created) }),
		"PartnerReportFile.downloadLinks": func(ctx context.Context, parent any, args engine.Args) (any, error) {
			return file.DownloadLinks(ctx, parent.(*report.File), args.Int("first"), args.Int("page"))
		},
		"PartnerReportFile.id": func(ctx context.Context, parent any, _ engine.Args) (any, error) {
			return file.ID(ctx, parent.(*report.File))
		},
		"PartnerReportFile.reportToken": engine.Get(func(f *report.File) string { return f.Token }),
		"PartnerReportFile.status":      engine.Get(func(f *report.File) graphql.Marshaler { return MarshalReportStatus(f.Status) }),

		"ReportFileDownloadLinkConnection.edges":      engine.Get(func(c *ReportFileDownloadLinkConnection) []*ReportFileDownloadLinkEdge { return c.Edges }),
		"ReportFileDownloadLinkConnection.metadata":   engine.Get(func(c *ReportFileDownloadLinkConnection) *Metadata { return c.Metadata }),
		"ReportFileDownloadLinkConnection.pageInfo":   engine.Get(func(c *ReportFileDownloadLinkConnection) *PageInfo { return c.PageInfo }),
		"ReportFileDownloadLinkConnection.totalCount": engine.Get(func(c *ReportFileDownloadLinkConnection) *int { return c.TotalCount }),
		"ReportFileDownloadLinkEdge.node":             engine.Get(func(e *ReportFileDownloadLinkEdge) *ReportFileDownloadLink { return e.Node }),
		"ReportFileDownloadLink.id":                   engine.Get(func(l *ReportFileDownloadLink) string { return l.ID }),
		"ReportFileDownloadLink.link":                 engine.Get(func(l *ReportFileDownloadLink) *string { return l.Link }),

		"PageInfo.hasNextPage":     engine.Get(func(p *PageInfo) bool { return p.HasNextPage }),
		"PageInfo.hasPreviousPage": engine.Get(func(p *PageInfo) bool { return p.HasPreviousPage }),
		"PageInfo.nextPage":        engine.Get(func(p *PageInfo) *int { return p.NextPage }),

		"Metadata.algorithm": engine.Get(func(m *Metadata) *Algorithm { return m.Algorithm }),
		"Metadata.id":        engine.Get(func(m *Metadata) string { return m.ID }),
		"Algorithm.name":     engine.Get(func(a *Algorithm) *string { return a.Name }),
		"Algorithm.uuid":     engine.Get(func(a *Algorithm) *string { return a.UUID }),
		"Algorithm.version":  engine.Get(func(a *Algorithm) *string { return a.Version }),
	}
	maps.Copy(all, studioFields(r))
	return all
}
