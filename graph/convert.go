package graph

import (
	"fmt"
	"time"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
)

// requestOf converts an input. Its lists may hold null, which the domain does not have.
func requestOf(in AskPartnerReportFileInput, editionName string) (report.Request, error) {
	metrics, err := values("metrics", in.Metrics)
	if err != nil {
		return report.Request{}, err
	}
	dimensions, err := values("dimensions", in.Dimensions)
	if err != nil {
		return report.Request{}, err
	}
	r := report.Request{
		Edition:    editionName,
		Metrics:    metrics,
		Dimensions: dimensions,
		Start:      day(in.StartDate),
		End:        day(in.EndDate),
		Product:    edition.Content, // the default (docs/spec/reporting.md#products)
	}
	if in.Product != nil {
		r.Product = *in.Product
	}
	if in.Filters != nil {
		r.Filters = filtersOf(*in.Filters)
	}
	return r, nil
}

func filtersOf(in PartnerReportFilters) report.Filters {
	return report.Filters{
		ChannelSlug:           orZero(in.ChannelSlug),
		VideoOwnerChannelSlug: orZero(in.VideoOwnerChannelSlug),
		MediaType:             orZero(in.MediaType),
		MonetizationType:      orZero(in.MonetizationType),
		VisitorDomainGroup:    orZero(in.VisitorDomainGroup),
	}
}

func values[T any](name string, list []*T) ([]T, error) {
	found := make([]T, len(list))
	for i, v := range list {
		if v == nil {
			return nil, fmt.Errorf("%w: %s holds null at place %d", report.ErrParameter, name, i)
		}
		found[i] = *v
	}
	return found, nil
}

// day returns the date as it was sent, in whatever time zone.
func day(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func orZero[T any](p *T) (zero T) {
	if p == nil {
		return zero
	}
	return *p
}

// connection returns one page of links. Pages count from 1 and have first links each;
// without first, one page has all links.
func connection(links []report.Link, first, page *int, origin string) (*ReportFileDownloadLinkConnection, error) {
	p, err := pageOf(len(links), first, page)
	if err != nil {
		return nil, err
	}
	c := &ReportFileDownloadLinkConnection{
		Edges:      make([]*ReportFileDownloadLinkEdge, 0, p.end-p.start),
		Metadata:   noAlgorithm,
		PageInfo:   p.info,
		TotalCount: &p.total,
	}
	for _, l := range links[p.start:p.end] {
		c.Edges = append(c.Edges, &ReportFileDownloadLinkEdge{Node: link(l, origin)})
	}
	return c, nil
}

func link(l report.Link, origin string) *ReportFileDownloadLink {
	return &ReportFileDownloadLink{ID: encodeID(linkType, l.ID), Link: new(origin + l.Path)}
}
