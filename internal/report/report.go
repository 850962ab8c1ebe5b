// Package report implements the reporting API: Ask returns a token at once, and the CSV files exist when the report is
// finished.
//
//	e := report.NewEngine(report.Config{World: w, Signer: s, Now: clock.Now})
//	f, err := e.Ask(account, request)     // f.Status is InProgress
//	f, err = e.File(account, f.Token)     // Finished when its time has come
//	for _, l := range f.Links() { … }     // paths below Bucket, which e serves
//
// # How a report comes about
//
//  1. Ask checks the request against its edition: package edition says which metrics, dimensions and limits a
//     generation of the documentation allows (ask.go).
//  2. The API key needs a free slot; an edition allows two reports in progress at once (slots.go).
//  3. A reportSpec records what was asked, by whom, when, and under which policy. The report token is the spec with a
//     MAC, so that the server can serve a report even after a restart (spec.go).
//  4. The job is the spec with its progress: polls that were counted, and an end that was set by hand. All else follows
//     from the spec and the clock (job.go, progress.go, policy.go).
//  5. Workers start to build the rows: package rows groups the plays of the world by the dimensions, sums the counters
//     of the metrics, and counts the rows and bytes of each file (results.go). The status does not depend on how far
//     they have come.
//  6. File returns the status, and the links if the report is finished. A link is the spec and the number of the file
//     with a MAC (file.go, object_name.go).
//  7. ServeHTTP streams a file: rows are made while they are read, from any offset, in constant memory (bucket.go).
//
// The Studio web interface asks for the same reports with a name, a channel and an order (studio.go). A user who
// controls the mock lists and ends reports (history.go), and asks what a report must contain (expect.go).
package report

import (
	"errors"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/report/rows"
)

// The vocabulary of requests, which packages edition and rows define.
type (
	Request          = edition.Request
	Filters          = edition.Filters
	Metric           = edition.Metric
	Dimension        = edition.Dimension
	Product          = edition.Product
	MediaType        = edition.MediaType
	MonetizationType = edition.MonetizationType
	Matrix           = edition.Matrix
	Order            = rows.Order
	Expectation      = rows.Expectation
)

// A Status is the state of a report (docs/spec/reporting.md#life-cycle).
type Status string

// The states of a report.
const (
	InProgress Status = "IN_PROGRESS"
	Finished   Status = "FINISHED"
	Failed     Status = "FAILED"
	Expired    Status = "EXPIRED"
)

// Errors of this package. The text of an error that wraps one of them is meant for the client;
// docs/spec/reporting.md#errors has the response that each becomes.
var (
	ErrDimensions   = edition.ErrDimensions
	ErrMetrics      = edition.ErrMetrics
	ErrDateRange    = edition.ErrDateRange
	ErrIncompatible = edition.ErrIncompatible
	ErrParameter    = edition.ErrParameter
	ErrConcurrent   = errors.New("too many reports at once")
	ErrNotFound     = errors.New("no such report")
)
