package report

import (
	"cmp"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/world"
)

// Config configures an Engine. World, Signer and Now are required.
type Config struct {
	World  *world.World
	Signer *signed.Signer
	Now    func() time.Time

	Policy      Policy // of API keys without one of their own; zero means finished at once
	RowsPerFile int    // data rows in one file; zero means 50,000
	MaxJobs     int    // reports that are held at once; zero means 16,384

	Matrix Matrix            // how strictly requests are checked; "" means edition.Lenient
	Limits map[string]string // replace limits of the editions, by name; see edition.CheckLimits
}

// An Engine takes requests for reports, returns their status and serves their files. It is safe for concurrent use.
type Engine struct {
	config   Config
	slots    *slots
	policies *policies
	jobs     *jobs
	results  *results
	tokens   *lru.Cache[string, string] // encoded specs by verified token
}

const (
	defaultRowsPerFile = 50_000
	defaultMaxJobs     = 1 << 14
	maxTokens          = 4096
)

// NewEngine returns an Engine. The policy must have passed Check.
func NewEngine(c Config) *Engine {
	c.RowsPerFile = cmp.Or(c.RowsPerFile, defaultRowsPerFile)
	c.MaxJobs = cmp.Or(c.MaxJobs, defaultMaxJobs)
	tokens, _ := lru.New[string, string](maxTokens) // fails only for sizes below 1
	return &Engine{
		config: c, slots: newSlots(), policies: newPolicies(c.Policy), jobs: newJobs(c.MaxJobs),
		results: newResults(c.World), tokens: tokens,
	}
}

// Close stops the work that goes on for reports. What needs it afterwards does it itself.
func (e *Engine) Close() { e.results.stop() }
