package report

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/wire"
)

// Bucket is the path under which the files of reports are served.
const Bucket = "/dailymotion-stats-report/"

// ServeHTTP answers GET and HEAD for the files below Bucket as the vendor's
// storage does: no token needed, Range, ETag, and XML for what is not there. A
// file is there from the moment its report is finished until 48 hours later.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		wire.XMLError(w, http.StatusMethodNotAllowed, "MethodNotAllowed", "The files of a report can only be read.", "")
		return
	}
	name := strings.TrimPrefix(r.URL.Path, Bucket)
	rec, n, ok := e.object(name)
	if !ok {
		wire.XMLError(w, http.StatusNotFound, "NoSuchKey", "The specified key does not exist.",
			"No such object: "+strings.Trim(Bucket, "/")+"/"+clip(name))
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("ETag", etag(name))
	h.Set("Cache-Control", "private, max-age=0")
	http.ServeContent(w, r, "", rec.ready(), rec.open(n))
}

// object finds the file behind an object's name, while it is kept.
func (e *Engine) object(name string) (*job, int, bool) {
	text, n, err := openObject(e.config.Signer, name)
	if err != nil {
		return nil, 0, false
	}
	rec, err := e.jobOf(text)
	if err != nil || rec.status(e.config.Now()) != Finished || n >= len(rec.index().files) {
		return nil, 0, false
	}
	return rec, n, true
}

// etag is strong: the name says all that a file's bytes follow from.
func etag(name string) string {
	sum := sha256.Sum256([]byte(name))
	return strconv.Quote(hex.EncodeToString(sum[:16]))
}
