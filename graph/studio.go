package graph

import (
	"context"
	"slices"

	"github.com/dailymock/dailymock/internal/report"
)

// The Studio's API (docs/spec/reporting.md#studio-reports) has the reports of package
// report under other names. The user and the organization above them have only the
// fields that lead to the reports.

// The Studio's types that have ids.
const (
	studioType       = "AnalyticsReport"
	userType         = "User"
	organizationType = "Organization"
	analysisType     = "OrganizationAnalysis"
)

// studioStatus returns the Studio's name of a status: IN_PROGRESS is PROCESSING there.
func studioStatus(s report.Status) report.Status {
	if s == report.InProgress {
		return "PROCESSING"
	}
	return s
}

// studioRequestOf converts an input.
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

// me returns the user who sent the request, or nil if the key acts for itself.
func (r *Resolver) me(c caller) *User {
	u, ok := r.Reports.User(c.account)
	if !ok {
		return nil
	}
	return &User{ID: encodeID(userType, u.ID), Xid: &u.ID, Name: &u.Name}
}

// organization returns the organization that the caller acts for.
func (r *Resolver) organization(c caller) *Organization {
	o := r.Reports.Organization(c.account)
	return &Organization{
		ID: encodeID(organizationType, o.ID), Xid: &o.ID, Name: &o.Name,
		Analysis: &OrganizationAnalysis{ID: encodeID(analysisType, o.ID)},
	}
}

// organizations returns a page of the caller's one organization. If xids is not nil, it
// must contain that organization's.
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
	return &OrganizationConnection{Edges: all[p.start:p.end], Metadata: noAlgorithm, PageInfo: p.info,
		TotalCount: &p.total}, nil
}

// studioReports returns a page of the caller's reports, with their status now.
// Listing reports is not polling them.
func (r *Resolver) studioReports(ctx context.Context, channel *string, first, number *int) (*AnalyticsReportConnection,
	error) {
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

// studioNode is like node, for the types of the Studio.
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
