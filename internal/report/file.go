package report

import (
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
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

// File returns the report behind a token, and counts as a poll. It returns an error wrapping ErrNotFound for a token of
// another engine or another account.
func (e *Engine) File(a world.Account, token string) (File, error) {
	j, err := e.open(token)
	if err != nil || j.account != accountID(a) {
		return File{}, edition.Refuse(ErrNotFound, "no report of this account has the token %q", edition.Clip(token))
	}
	return e.file(j, token, j.poll(a.Key, e.config.Now())), nil
}

// Link returns one link by its ID, for the account that asked for the report.
func (e *Engine) Link(a world.Account, id string) (Link, error) {
	if j, _, ok := e.object(id); ok && j.account == accountID(a) {
		return linkOf(id), nil
	}
	return Link{}, edition.Refuse(ErrNotFound, "no file of this account has the id %q", edition.Clip(id))
}

// KeyOf returns the API key that asked for the report of a file, by the path of the file; "" if it is not known.
func (e *Engine) KeyOf(path string) string {
	j, _, ok := e.object(strings.TrimPrefix(path, Bucket))
	if !ok {
		return ""
	}
	j.progress.mu.Lock()
	defer j.progress.mu.Unlock()
	return j.progress.key
}

// object returns the report of a file, and the number of the file in it, while the report is finished.
func (e *Engine) object(name string) (*job, int, bool) {
	encoded, n, err := openObject(e.config.Signer, name)
	if err != nil {
		return nil, 0, false
	}
	j, err := e.jobs.get(string(encoded), e.config.Now())
	if err != nil || j.status(e.config.Now()) != Finished || n >= e.results.files(j) {
		return nil, 0, false
	}
	return j, n, true
}

// claims are the members of a report token.
type claims struct {
	Report []byte `json:"rep"`
}

const tokenPurpose = "report token"

// token signs the spec of a job.
func (e *Engine) token(j *job) string {
	token := e.config.Signer.JWT(tokenPurpose, claims{Report: []byte(j.encoded)})
	e.tokens.Add(token, j.encoded)
	return token
}

// open returns the job behind a token.
func (e *Engine) open(token string) (*job, error) {
	encoded, ok := e.tokens.Get(token)
	if !ok {
		var c claims
		if err := e.config.Signer.OpenJWT(tokenPurpose, token, &c); err != nil {
			return nil, err
		}
		encoded = string(c.Report)
	}
	j, err := e.jobs.get(encoded, e.config.Now())
	if err == nil && !ok {
		e.tokens.Add(token, encoded)
	}
	return j, err
}
