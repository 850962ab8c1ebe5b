package graph

import (
	"context"
	"errors"

	"github.com/dailymock/dailymock/internal/fault"
	"github.com/dailymock/dailymock/internal/report"
)

func (r *analyticsReportResolver) Creator(ctx context.Context, obj *report.StudioFile) (*User, error) {
	return r.me(callerFrom(ctx)), nil // accounts see only their own reports
}

func (r *analyticsReportResolver) DownloadLinks(ctx context.Context, obj *report.StudioFile, first *int, page *int) (*ReportFileDownloadLinkConnection, error) {
	return r.PartnerReportFile().DownloadLinks(ctx, &obj.File, first, page)
}

func (r *analyticsReportResolver) ID(ctx context.Context, obj *report.StudioFile) (string, error) {
	return encodeID(studioType, obj.Token), nil
}

func (r *mutationResolver) AnalyticsReportCreate(ctx context.Context, input AnalyticsReportCreateInput) (*AnalyticsReportCreatePayload, error) {
	request, err := studioRequestOf(input, r.Edition)
	if err != nil {
		return nil, err
	}
	caller := callerFrom(ctx)
	if err := r.permit(caller.grant, request.Metrics); err != nil {
		return nil, err
	}
	request.Outcome = fault.Outcome(ctx)
	f, err := r.Reports.AskStudio(caller.account, request)
	if err != nil {
		return nil, err
	}
	caller.notices.Add(f.Notices()...)
	noteAsked(ctx, f.File)
	return &AnalyticsReportCreatePayload{
		ClientMutationID: input.ClientMutationID,
		Report:           &f,
		Status:           new(StatusSuccess),
	}, nil
}

func (r *mutationResolver) AskPartnerReportFile(ctx context.Context, input AskPartnerReportFileInput) (*AskPartnerReportFilePayload, error) {
	request, err := requestOf(input, r.Edition)
	if err != nil {
		return nil, err
	}
	caller := callerFrom(ctx)
	if err := r.permit(caller.grant, request.Metrics); err != nil {
		return nil, err
	}
	request.Outcome = fault.Outcome(ctx)
	f, err := r.Reports.Ask(caller.account, request)
	if err != nil {
		return nil, err
	}
	caller.notices.Add(f.Notices()...)
	noteAsked(ctx, f)
	return &AskPartnerReportFilePayload{
		ClientMutationID: input.ClientMutationID,
		ReportFile:       &f,
		Status:           new(StatusSuccess),
	}, nil
}

func (r *organizationAnalysisResolver) Reports(ctx context.Context, obj *OrganizationAnalysis, channelXid *string, first *int, page *int) (*AnalyticsReportConnection, error) {
	return r.studioReports(ctx, channelXid, first, page)
}

func (r *partnerReportFileResolver) DownloadLinks(ctx context.Context, obj *report.File, first *int, page *int) (*ReportFileDownloadLinkConnection, error) {
	c, err := connection(obj.Links(), first, page, callerFrom(ctx).origin)
	noteLinks(ctx, obj.Links(), err)
	return c, err
}

func (r *partnerReportFileResolver) ID(ctx context.Context, obj *report.File) (string, error) {
	return encodeID(fileType, obj.Token), nil
}

func (r *partnerSpaceResolver) ReportFile(ctx context.Context, obj *PartnerSpace, reportToken string) (*report.File, error) {
	f, err := r.Reports.File(callerFrom(ctx).account, reportToken)
	if err != nil {
		return nil, err
	}
	notePolled(ctx, f)
	return &f, nil
}

func (r *queryResolver) Me(ctx context.Context) (*User, error) {
	return r.me(callerFrom(ctx)), nil
}

func (r *queryResolver) Node(ctx context.Context, id string) (Node, error) {
	node, err := r.node(callerFrom(ctx), id)
	if errors.Is(err, report.ErrNotFound) {
		return nil, nil
	}
	return node, err
}

func (r *queryResolver) Partner(ctx context.Context) (*PartnerSpace, error) {
	return partnerSpace, nil
}

func (r *userResolver) Organizations(ctx context.Context, obj *User, first *int, page *int, xids []*string) (*OrganizationConnection, error) {
	return r.organizations(callerFrom(ctx), first, page, xids)
}

func (r *Resolver) AnalyticsReport() AnalyticsReportResolver { return &analyticsReportResolver{r} }

func (r *Resolver) Mutation() MutationResolver { return &mutationResolver{r} }

func (r *Resolver) OrganizationAnalysis() OrganizationAnalysisResolver {
	return &organizationAnalysisResolver{r}
}

func (r *Resolver) PartnerReportFile() PartnerReportFileResolver {
	return &partnerReportFileResolver{r}
}

func (r *Resolver) PartnerSpace() PartnerSpaceResolver { return &partnerSpaceResolver{r} }

func (r *Resolver) Query() QueryResolver { return &queryResolver{r} }

func (r *Resolver) User() UserResolver { return &userResolver{r} }

type (
	analyticsReportResolver      struct{ *Resolver }
	mutationResolver             struct{ *Resolver }
	organizationAnalysisResolver struct{ *Resolver }
	partnerReportFileResolver    struct{ *Resolver }
	partnerSpaceResolver         struct{ *Resolver }
	queryResolver                struct{ *Resolver }
	userResolver                 struct{ *Resolver }
)
