package mcn

import (
	"time"

	"github.com/dailymock/dailymock/internal/redact"
	"github.com/dailymock/dailymock/internal/wire"
)

// The decisions of an Entry.
const (
	Fetched     = "fetched"
	NotModified = "not modified" // since the last crawl, by ETag or date
	Adopted     = "adopted"
	Created     = "new"
	Updated     = "changed"
	Unchanged   = "unchanged"
	Failed      = "failed"  // an item that cannot be imported; its error event is queued
	Skipped     = "skipped" // nothing was imported or sent for it
	Delivered   = "delivered"
	NotAccepted = "not accepted" // a delivery that was not responded to with 2xx
	Noted       = "noted"        // a broken rule that changes no decision
)

// An Entry is what the importer found and decided, or one broken rule.
type Entry struct {
	At       time.Time `json:"at"`       // by the mock's clock
	About    string    `json:"about"`    // "list", "feed", "item" or "callback"
	Decision string    `json:"decision"` // one of the constants
	URL      string    `json:"url"`      // of the document, without credentials
	Line     int       `json:"line,omitempty"`
	Column   int       `json:"column,omitempty"`
	Child    string    `json:"child,omitempty"` // the user's id
	GUID     string    `json:"guid,omitempty"`
	Video    string    `json:"video,omitempty"` // the new video's id
	Status   int       `json:"status,omitempty"`
	Rule     string    `json:"rule,omitempty"` // the id of the broken one
	Severity Severity  `json:"severity,omitempty"`
	Detail   string    `json:"detail,omitempty"`
}

const (
	maxLog    = 10_000 // entries that are remembered
	maxReport = 50_000 // entries of one crawl
	maxDetail = 500    // bytes
)

// A Report is what one crawl found and decided, in order.
type Report struct {
	Entries []Entry   `json:"entries"`
	Ready   time.Time `json:"ready"` // when the last video of this crawl is ready; zero without one
	Left    int       `json:"left"`  // entries beyond the first 50,000
}

// add records an entry in the report and in the log.
func (i *Importer) add(r *Report, e Entry) {
	e.At, e.URL, e.Detail = i.config.Now(), redact.URL(e.URL), wire.Clip(redact.Text(e.Detail), maxDetail, "…")
	e.GUID = wire.Clip(e.GUID, maxDetail, "…")
	if e.Rule != "" {
		e.Severity = ruleOf(e.Rule).Severity
	}
	if len(r.Entries) < maxReport {
		r.Entries = append(r.Entries, e)
	} else {
		r.Left++
	}
	i.config.Log.Debug("importer", "about", e.About, "decision", e.Decision, "child", e.Child, "guid", e.GUID,
		"rule", e.Rule)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.state.Log = append(i.state.Log, e)
	i.state.Log = i.state.Log[max(len(i.state.Log)-maxLog, 0):]
}

// Log returns the last entries, oldest first.
func (i *Importer) Log() []Entry {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]Entry{}, i.state.Log...)
}
