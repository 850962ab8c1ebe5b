package report

import (
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
)

// A File is a report as its token shows it at one moment.
type File struct {
	Token   string
	Created time.Time
	Status  Status
	Files   func() []Link // makes the links; nil means none

	notices []edition.Notice // of a report that was just asked for
}

// A Link names one file of a report.
type Link struct {
	ID   string // a key for Engine.Link, unique among all links
	Path string // below Bucket
}

func linkOf(name string) Link { return Link{ID: name, Path: Bucket + name} }

// file shows a job with a status.
func (e *Engine) file(j *job, token string, s Status) File {
	return File{Token: token, Created: j.created, Status: s, Files: func() []Link { return e.links(j) }}
}

// links returns a link for each file of a report.
func (e *Engine) links(j *job) []Link {
	links := make([]Link, e.results.files(j))
	for i := range links {
		links[i] = linkOf(objectName(e.config.Signer, []byte(j.encoded), i))
	}
	return links
}

// Links returns where the files can be fetched: at least one if the status is Finished, else none.
func (f File) Links() []Link {
	if f.Status != Finished || f.Files == nil {
		return nil
	}
	return f.Files()
}

// Notices says what no source documents about the request, in at most eight lines of at most 400 bytes. Only Ask
// returns a File with notices.
func (f File) Notices() []string { return edition.Lines(f.notices) }
