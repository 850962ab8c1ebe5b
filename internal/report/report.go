// Package report answers report requests as the reporting API does: asking
// returns a token at once, the CSV behind it exists only later.
//
//	e := report.NewEngine(report.Config{World: w, Signer: s, Now: clock.Now})
//	f, err := e.Ask(account, request)     // f.Status is InProgress
//	f, err = e.File(account, f.Token)     // Finished when its time has come
//	for _, l := range f.Links() { … }     // paths below Bucket that e serves
//
// What may be asked stands in an Edition; what a token remembers in a ticket;
// how clusters of plays become rows in a table.
package report

import (
	"errors"
	"time"
)

// The enumerations of the API, as plain strings that know no GraphQL.
type (
	Metric           string // such as "VIEWS"
	Dimension        string // such as "DAY"
	Product          string // "CONTENT", "EMBED", "CLAIM" or "ALL"
	MediaType        string // "VIDEO" or "LIVE"
	MonetizationType string // "VIDEO_MONETIZATION", "WEBSITE_MONETIZATION" or "CLAIM"
	Status           string
)

// The states of a report (docs/spec/reporting.md#life-cycle).
const (
	InProgress Status = "IN_PROGRESS"
	Finished   Status = "FINISHED"
	Failed     Status = "FAILED"
	Expired    Status = "EXPIRED"
)

// The products of the API. Content is what a request without one means.
const (
	Content Product = "CONTENT"
	Embed   Product = "EMBED"
	Claim   Product = "CLAIM"
	All     Product = "ALL"
)

// A Request is what a client asks for.
type Request struct {
	Edition    string // which documentation's limits hold, one of Editions
	Metrics    []Metric
	Dimensions []Dimension
	Start, End time.Time // days, UTC, both included; the time of day is ignored
	Product    Product   // empty means Content
	Filters    Filters
}

// Filters keep a part of what was watched. An empty field filters nothing.
type Filters struct {
	ChannelSlug           string
	VideoOwnerChannelSlug string
	MediaType             MediaType
	MonetizationType      MonetizationType
	VisitorDomainGroup    string
}

// Each refusal wraps one of these; its text names the limit and what was sent.
// docs/spec/reporting.md#error-cases has the answer that each becomes.
var (
	ErrDimensions   = errors.New("too many dimensions")
	ErrMetrics      = errors.New("too many metrics")
	ErrDateRange    = errors.New("invalid date range")
	ErrIncompatible = errors.New("incompatible dimensions")
	ErrParameter    = errors.New("invalid parameter")
	ErrConcurrent   = errors.New("too many reports at once")
	ErrNotFound     = errors.New("no such report")
)
