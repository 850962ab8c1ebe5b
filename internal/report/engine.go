package report

import (
	"net/http"
	"time"

	"github.com/dailymock/dailymock/internal/seal"
	"github.com/dailymock/dailymock/internal/world"
)

// Config says what an Engine works with.
type Config struct {
	World *world.World
	Seal  *seal.Sealer
	Now   func() time.Time

	Takes       time.Duration // from asking to FINISHED; zero means at once
	RowsPerFile int           // data rows in one file; zero means 50,000
}

// An Engine takes report requests, tells how they stand and serves their files.
// It is safe for concurrent use.
type Engine struct{ config Config }

// NewEngine returns an Engine.
func NewEngine(c Config) *Engine { return &Engine{config: c} }

// Ask checks a request and starts its report. The error wraps one of this
// package's errors and says what was wrong in words meant for the client.
func (e *Engine) Ask(a world.Account, r Request) (File, error) { return File{}, ErrNotServed }

// File tells how the report behind a token stands now. It answers ErrNotFound
// for a token that this engine did not make, or made for another account.
func (e *Engine) File(a world.Account, token string) (File, error) { return File{}, ErrNotFound }

// Bucket is the path under which the files of reports are served.
const Bucket = "/dailymotion-stats-report/"

// ServeHTTP answers GET and HEAD for the files below Bucket as the vendor's
// storage does: no token needed, Range, ETag, and XML for what is not there.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }

// A File is a report as its token shows it at one moment.
type File struct {
	Token   string
	Created time.Time
	Status  Status
	links   []Link
}

// Links returns where the files can be fetched: none unless Finished, at least
// one then.
func (f File) Links() []Link { return f.links }

// A Link names one file of a report.
type Link struct {
	ID   string // a key that FileByLink understands, unique among all links
	Path string // below Bucket
}

// Link finds one link by its ID, for the account that asked for the report.
func (e *Engine) Link(a world.Account, id string) (Link, error) { return Link{}, ErrNotFound }
