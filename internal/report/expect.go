package report

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/report/rows"
	"github.com/dailymock/dailymock/internal/world"
)

// Expect returns what a report would contain that an account asks for now. One expectation is computed at a time; it
// stops when the context ends.
func (e *Engine) Expect(ctx context.Context, a world.Account, r Request) (Expectation, error) {
	r.Product = cmp.Or(r.Product, edition.Content)
	if _, _, err := edition.Check(r, e.config.Matrix, e.config.Limits); err != nil {
		return Expectation{}, err
	}
	now := e.config.Now()
	s := reportSpec{
		account: accountID(a), login: a.Login, rows: e.config.RowsPerFile, request: r,
		created: now, edits: e.config.World.Moment(now).Edits,
	}
	return e.results.expect(ctx, rows.NewTable(e.config.World, s.query()))
}

// ExpectOf returns what the report behind a token contains. It returns an error wrapping ErrNotFound for a token of
// another engine.
func (e *Engine) ExpectOf(ctx context.Context, token string) (Expectation, error) {
	j, err := e.open(token)
	if err != nil {
		return Expectation{}, edition.Refuse(ErrNotFound, "no report has the token %q", edition.Clip(token))
	}
	return e.results.expect(ctx, e.results.table(j))
}

// An Invariant holds in all responses of a mock.
type Invariant struct {
	Name  string `json:"name"`
	Holds string `json:"holds"`
}

// Invariants returns what a loader can rely on in every report, with any world, seed and time. A property test checks
// each of them.
func Invariants() []Invariant {
	return []Invariant{
		{"sums", "The rows of a finer report add up to those of a coarser one, to the last digit, for every additive " +
			"metric and any two lists of dimensions."},
		{"inventory", "TOTAL_INVENTORY = SELLABLE_INVENTORY + NO_ADS, and SELLABLE_INVENTORY = NB_IMPRESSION + " +
			"NB_MISSED_IMPRESSION, in every row."},
		{"missed", "NB_MISSED_IMPRESSION = NO_FILLS + AD_ERRORS + TIMEOUTS, in every row."},
		{"viewability", "NB_IMPRESSION = HIGH_VIEWABLE_IMPRESSIONS + LOW_VIEWABLE_IMPRESSIONS = AD_VIEW_COMPLETED + " +
			"AD_VIEW_NOT_COMPLETED, in every row."},
		{"traffic", "TOTAL_INVENTORY = VALID_TRAFFIC_INVENTORY + INVALID_TRAFFIC_INVENTORY, in every row."},
		{"consent", "TOTAL_INVENTORY is the sum of the five GDPR_…_INVENTORY metrics, in every row."},
		{"bandwidth", "BANDWIDTH_USED_TOTAL_BYTES = BANDWIDTH_USED_VOD_BYTES + BANDWIDTH_USED_LIVE_BYTES, in every row."},
		{"ratios", "Every rate and score is computed from the sums of its row, never from other rates."},
		{"files", "The files of a report hold each row once, each file with the same header, none with more rows than " +
			"asked for."},
		{"past", "The figures of a day that is over never change; nothing is dated after now."},
		{"asked", "A report never changes once it was asked for."},
		{"restart", "A token and a link return the same after a restart with the same seed and world."},
	}
}

// A Preview is the beginning of a finished report, for a person who looks at it. It is no download.
type Preview struct {
	Files   []string   `json:"files"` // paths of the first ones
	Count   int        `json:"count"` // of all files
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	Metric  Metric     `json:"metric"` // the first of the report, which Days is about
	Days    []DayValue `json:"days"`
}

// A DayValue is what a metric has on one day.
type DayValue struct {
	Day   string  `json:"day"`
	Value float64 `json:"value"`
}

// The most that a Preview shows.
const (
	maxPreviewFiles = 20
	maxPreviewRows  = 20
	maxPreviewBytes = 64 << 10
)

// ErrUnfinished is returned by Preview for a report without files.
var ErrUnfinished = errors.New("the report is not finished")

// Preview returns the beginning of the report with an ID or a token. It returns an error wrapping ErrNotFound,
// ErrUnfinished, or the error of the context.
func (e *Engine) Preview(ctx context.Context, name string) (Preview, error) {
	j := e.find(name)
	if j == nil {
		return Preview{}, edition.Refuse(ErrNotFound, "no report has the id or token %q", edition.Clip(name))
	}
	if s := j.status(e.config.Now()); s != Finished {
		return Preview{}, fmt.Errorf("%w: it is %s", ErrUnfinished, s)
	}
	p := Preview{Metric: j.request.Metrics[0]}
	for i, link := range e.links(j) {
		p.Count++
		if i < maxPreviewFiles {
			p.Files = append(p.Files, link.Path)
		}
	}
	file, err := e.results.open(ctx, j, 0)
	if err != nil {
		return Preview{}, err
	}
	first, err := beginning(file, maxPreviewRows)
	if err != nil {
		return Preview{}, err
	}
	p.Columns, p.Rows = first[0], first[1:]
	byDay := j.query()
	byDay.Request.Metrics, byDay.Request.Dimensions = j.request.Metrics[:1], []Dimension{"DAY"}
	byDay.Order, byDay.RowsPerFile = rows.Order{}, math.MaxInt32
	table := rows.NewTable(e.config.World, byDay)
	files, err := table.Count(ctx, e.results.workers)
	if err == nil {
		file, err = table.Open(ctx, e.results.workers, files, 0)
	}
	if err != nil {
		return Preview{}, err
	}
	days, err := beginning(file, math.MaxInt)
	if err != nil {
		return Preview{}, err
	}
	p.Days = []DayValue{}
	for _, row := range days[1:] {
		if value, err := strconv.ParseFloat(row[1], 64); err == nil {
			p.Days = append(p.Days, DayValue{row[0], value})
		}
	}
	return p, nil
}

// beginning returns the header and the first rows of a file.
func beginning(file io.Reader, most int) ([][]string, error) {
	text, err := io.ReadAll(io.LimitReader(file, maxPreviewBytes))
	if err != nil {
		return nil, err
	}
	if len(text) == maxPreviewBytes { // the last row may be cut
		text = text[:strings.LastIndexByte(string(text), '\n')+1]
	}
	read := csv.NewReader(strings.NewReader(string(text)))
	read.FieldsPerRecord = -1
	all := [][]string{}
	for len(all) <= most {
		row, err := read.Read()
		if err != nil { // the end, or a row with a line break that was cut
			break
		}
		all = append(all, row)
	}
	if len(all) == 0 {
		return nil, errors.New("the file has no header")
	}
	return all, nil
}
