package graph

import (
	"context"
	"slices"

	"github.com/dailymock/dailymock/internal/report"
)

// The Studio's twin (docs/spec/reporting.md#studio-reports) shows the reports of package report
// in words of its own. Who leads to them, a user and an organization, is here as
// far as the way goes.

// The types that have ids there.
const (
	studioType       = "AnalyticsReport"
	userType         = "User"
	organizationType = "Organization"
	analysisType     = "OrganizationAnalysis"
)

// studioStatus is the Studio's word for a status: what others call IN_PROGRESS
// is PROCESSING there.
func studioStatus(s report.Status) report.Status {
	if s == report.InProgress {
		return "PROCESSING"
	}
	return s
}

// studioRequestOf reads what was asked.
func studioRequestOf(in AnalyticsReportCreateInput, edition string) (report.StudioRequest, error) {
	r, err := requestOf(AskPartnerReportFileInput{
		Metrics: in.Metrics, Dimensions: in.Dimensions,
		StartDate: in.StartDate, EndDate: in.EndDate,
		Product: in.Product, Filters: (*PartnerReportFilters)(in.Filters),
	}, edition)
	if err != nil {
		return report.StudioRequest{}, err
	}
	s := report.StudioRequest{Request: r, Name: in.Name, Channel: in.ChannelXid, Organization: in.OrganizationXid}
	if by := in.OrderBy; by != nil {
		s.Order = report.Order{By: by.Field, Ascending: orZero(by.Direction) == OrderDirectionAsc}
	}
	return s, nil
}

// me is the user who asks, nil where a key asks for itself.
func (r *Resolver) me(c caller) *User {
	u, ok := r.Reports.User(c.account)
	if !ok {
		return nil
	}
	return &User{ID: encodeID(userType, u.ID), Xid: &u.ID, Name: &u.Name}
}

// organization is whom the caller acts for.
func (r *Resolver) organization(c caller) *Organization {
	o := r.Reports.Organization(c.account)
	return &Organization{
		ID: encodeID(organizationType, o.ID), Xid: &o.ID, Name: &o.Name,
		Analysis: &OrganizationAnalysis{ID: encodeID(analysisType, o.ID)},
	}
}

// organizations is a page of the one organization, which xids, unless nil, has
// to name.
func (r *Resolver) organizations(c caller, first, number *int, xids []*string) (*OrganizationConnection, error) {
	var all []*OrganizationEdge
	o := r.organization(c)
	if xids == nil || slices.ContainsFunc(xids, func(xid *string) bool { return xid != nil && *xid == *o.Xid }) {
		all = append(all, &OrganizationEdge{Node: o})
	}
	p, err := pageOf(len(all), first, number)
	if err != nil {
		return nil, err
	}
	return &OrganizationConnection{Edges: all[p.start:p.end], Metadata: noAlgorithm, PageInfo: p.info, TotalCount: &p.total}, nil
}

// studioReports returns a page of the caller's reports, with their status now.
// Listing reports is not polling them.
func (r *Resolver) studioReports(ctx context.Context, channel *string, first, number *int) (*AnalyticsReportConnection, error) {
	all, err := r.Reports.StudioFiles(callerFrom(ctx).account, orZero(channel))
	if err != nil {
		return nil, err
	}
	p, err := pageOf(all.Len(), first, number)
	if err != nil {
		return nil, err
	}
	c := &AnalyticsReportConnection{
		Edges:      make([]*AnalyticsReportEdge, 0, p.end-p.start),
		Metadata:   noAlgorithm,
		PageInfo:   p.info,
		TotalCount: &p.total,
	}
	for _, f := range all.Take(p.start, p.end) {
		noteStatus(ctx, f.File)
		c.Edges = append(c.Edges, &AnalyticsReportEdge{Node: &f})
	}
	return c, nil
}

// studioNode is node for the types of the Studio.
func (r *Resolver) studioNode(c caller, name, key string) (Node, error) {
	switch name {
	case studioType:
		f, err := r.Reports.StudioFile(c.account, key)
		return &f, err
	case userType:
		if u := r.me(c); u != nil && *u.Xid == key {
			return u, nil
		}
	case organizationType:
		if o := r.organization(c); *o.Xid == key {
			return o, nil
		}
	case analysisType:
		if o := r.organization(c); *o.Xid == key {
			return o.Analysis, nil
		}
	}
	return nil, report.ErrNotFound
}
