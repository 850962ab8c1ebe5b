package report

import (
	"encoding/hex"
	"fmt"
	"sync"

	"github.com/dailymock/dailymock/internal/signed"
)

// A job is what an engine remembers of a ticket that it has seen: how far its
// report came, and what is made from it and costs more than a look.
type job struct {
	reportSpec
	encoded []byte // the encoded ticket

	progress progress

	engine *Engine
	index  func() *index // of the report's table, made once
	links  func() []Link // likewise
}

func (e *Engine) newJob(t reportSpec, text []byte) *job {
	r := &job{reportSpec: t, encoded: text, engine: e}
	r.index = sync.OnceValue(func() *index {
		return newIndex(r.walk, header(t.request), t.rows)
	})
	r.links = sync.OnceValue(r.makeLinks)
	return r
}

// table returns the report's table, made anew if it was not used lately.
func (r *job) table() *table {
	tables := r.engine.tables
	if t, ok := tables.Get(r); ok {
		return t
	}
	t := newTable(r.engine.config.World, r.reportSpec)
	tables.Add(r, t)
	return t
}

// files counts the files of the report; it looks at the rows only where there
// may be more than one.
func (r *job) files() int {
	if r.table().maxRows() <= r.rows {
		return 1
	}
	return len(r.index().files)
}

func (r *job) makeLinks() []Link {
	links := make([]Link, r.files())
	for i := range links {
		name := objectName(r.engine.config.Signer, r.encoded, i)
		links[i] = Link{ID: name, Path: Bucket + name}
	}
	return links
}

// The purposes that tickets are sealed for.
const (
	forReport = "report"
	forFile   = "report file"
)

// claims is what a report token holds, beside its signature.
type claims struct {
	Report []byte `json:"rep"`
}

// objectName names the n-th file of a report, counted from 0: the ticket and n
// under a MAC, in the hexadecimal look of the vendor's (docs/spec/reporting.md#links).
func objectName(s *signed.Signer, ticket []byte, n int) string {
	return hex.EncodeToString(s.Bytes(forFile, fmt.Appendf(ticket[:len(ticket):len(ticket)], "%06d", n)))
}

// openObject reads what objectName wrote.
func openObject(s *signed.Signer, name string) (ticket []byte, n int, err error) {
	sealed, err := hex.DecodeString(name)
	if err != nil {
		return nil, 0, signed.ErrBroken
	}
	body, err := s.OpenBytes(forFile, sealed)
	if err != nil || len(body) < 6 {
		return nil, 0, signed.ErrBroken
	}
	digits := len(body) - 6
	if _, err := fmt.Sscanf(string(body[digits:]), "%06d", &n); err != nil {
		return nil, 0, signed.ErrBroken
	}
	return body[:digits], n, nil
}
