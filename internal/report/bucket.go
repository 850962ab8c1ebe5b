package report

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/report/rows"
	"github.com/dailymock/dailymock/internal/wire"
)

// Bucket is the path under which the files of reports are served.
const Bucket = "/dailymotion-stats-report/"

// ServeHTTP serves the files below Bucket as the vendor's storage does: to GET and HEAD, without a token, with Range
// and ETag, and with errors in XML. A file exists while its report is finished.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		wire.XMLError(w, http.StatusMethodNotAllowed, "MethodNotAllowed", "The files of a report can only be read.", "")
		return
	}
	name := strings.TrimPrefix(r.URL.Path, Bucket)
	j, n, ok := e.object(name)
	if !ok {
		wire.XMLError(w, http.StatusNotFound, "NoSuchKey", "The specified key does not exist.",
			"No such object: "+strings.Trim(Bucket, "/")+"/"+edition.Clip(name))
		return
	}
	file, err := e.results.open(r.Context(), j, n)
	if err != nil { // the client left
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("ETag", etag(name))
	h.Set("Cache-Control", "private, max-age=0")
	http.ServeContent(download{w}, r, "", j.ready(), file)
}

// A download sends rows from the buffer in which they are written. http.ServeContent would copy them to one that is
// half as large first.
type download struct{ http.ResponseWriter }

// ReadFrom implements io.ReaderFrom, by which http.ServeContent sends a part of a file.
func (d download) ReadFrom(from io.Reader) (sent int64, err error) {
	part, ok := from.(*io.LimitedReader)
	if !ok {
		return io.Copy(d.ResponseWriter, from)
	}
	file, ok := part.R.(*rows.Reader)
	if !ok {
		return io.Copy(d.ResponseWriter, from)
	}
	for sent < part.N {
		next, err := file.Next(part.N - sent)
		if err != nil {
			return sent, err
		}
		n, err := d.Write(next)
		sent += int64(n)
		if err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// etag returns a strong ETag: the name determines the bytes of the file.
func etag(name string) string {
	sum := sha256.Sum256([]byte(name))
	return strconv.Quote(hex.EncodeToString(sum[:16]))
}
