package upload

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
)

// The upload server: what upload_url and progress_url lead to. It asks for no
// token. Its errors are {"error":{"code":…,"message":…}} (docs/spec/rest.md#uploads).

// idleUpload is the longest time between two requests of an upload.
const idleUpload = 4 * time.Hour

// Receive handles POST /upload and POST /rupload.
func (s *Server) Receive() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		u, err := s.upload(query.Get("uuid"), query.Get("seal"))
		if err != nil {
			err.Send(w)
			return
		}
		// A large file takes long. If the deadline cannot be set, there is none.
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
		if contentRange(r) != "" {
			s.receivePiece(w, r, u)
			return
		}
		s.receiveForm(w, r, u)
	})
}

// upload returns the upload with a uuid, and begins it if it is new or forgotten.
func (s *Server) upload(uuid, seal string) (*upload, *reply.UploadError) {
	sealed, _ := hex.DecodeString(seal) // what cannot be decoded is not signed
	if opened, err := s.signer.OpenBytes(forUpload, sealed); err != nil || string(opened) != uuid {
		return nil, reply.UploadSeal
	}
	now := s.now()
	fresh := &upload{state: "starting", last: now, digest: digest{room: s.early}}
	u, there, _ := s.under.PeekOrAdd(uuid, fresh)
	if !there {
		u = fresh
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.state == "uploading" && now.Sub(u.last) > idleUpload {
		return nil, reply.UploadIdle
	}
	u.last = now
	return u, nil
}

// receiveForm reads the part named file of a multipart body, and ignores other parts (docs/spec/rest.md#uploads).
func (s *Server) receiveForm(w http.ResponseWriter, r *http.Request, u *upload) {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "multipart/form-data" || params["boundary"] == "" {
		reply.UploadNoMultipart.Send(w)
		return
	}
	u.begin(r.ContentLength)
	reader, err := r.MultipartReader()
	if err != nil {
		u.fail()
		reply.UploadMultipart.Send(w)
		return
	}
	for {
		part, err := reader.NextPart()
		if err != nil {
			u.fail()
			reply.UploadNoFile.Send(w)
			return
		}
		if part.FormName() != "file" {
			continue
		}
		sum := sha1.New()
		size, err := io.Copy(&counter{sum, u}, part)
		if err != nil {
			u.fail()
			reply.UploadBroken.Send(w)
			return
		}
		if size == 0 {
			u.fail()
			reply.UploadEmpty.Send(w)
			return
		}
		s.finish(w, r, u, fileName(part.FileName()), hex.EncodeToString(sum.Sum(nil)), size)
		return
	}
}

// counter hashes what is written and counts it for the progress.
type counter struct {
	hash.Hash
	u *upload
}

func (c *counter) Write(p []byte) (int, error) {
	c.u.received.Add(int64(len(p)))
	return c.Hash.Write(p)
}

func (u *upload) begin(size int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.state, u.size = "uploading", max(size, 0)
	u.received.Store(0)
}

func (u *upload) fail() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.state = "error"
}

func fileName(name string) string {
	if name == "" {
		return "upload.mp4"
	}
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	ending := EndingOf(name)
	stem := name[:min(len(name), 255)-len(ending)] // a long name keeps its ending
	return strings.ToValidUTF8(stem, "") + ending
}

// contentRange returns the range of a piece. An older SDK has its own name for the header.
func contentRange(r *http.Request) string {
	if value := r.Header.Get("Content-Range"); value != "" {
		return value
	}
	return r.Header.Get("X-Content-Range")
}

func parseContentRange(value string) (p piece, size int64, ok bool) {
	value = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(value), "bytes"))
	span, total, cut := strings.Cut(value, "/")
	from, to, cut2 := strings.Cut(span, "-")
	if !cut || !cut2 {
		return piece{}, 0, false
	}
	var errs [3]error
	p.start, errs[0] = strconv.ParseInt(from, 10, 64)
	p.end, errs[1] = strconv.ParseInt(to, 10, 64)
	size, errs[2] = strconv.ParseInt(total, 10, 64)
	return p, size, errs == [3]error{} && p.start >= 0 && p.start <= p.end && p.end < size && size <= MaxFile
}

// receivePiece reads one piece of a file. While pieces are missing it responds with 202, or with 416 if it has the
// piece already, each with the ranges it has. The response to the piece that completes the file is that of a whole
// file.
func (s *Server) receivePiece(w http.ResponseWriter, r *http.Request, u *upload) {
	p, size, ok := parseContentRange(contentRange(r))
	if !ok {
		reply.UploadRange.Send(w)
		return
	}
	placed := sha1.New()
	fmt.Fprintf(placed, "%d ", p.start) // tells equal pieces apart by their place
	length := p.end - p.start + 1
	if !u.admits(size) {
		reply.UploadPieces.Send(w)
		return
	}
	intake := u.digest.take(p)
	n, err := io.Copy(io.MultiWriter(placed, intake), io.LimitReader(r.Body, length))
	more, _ := r.Body.Read(make([]byte, 1)) // one byte too many is enough
	right := err == nil && n == length && more == 0
	intake.close(right)
	if !right {
		reply.UploadLength(length).Send(w)
		return
	}
	status, sum, complete := u.take(p, size, [20]byte(placed.Sum(nil)))
	switch {
	case complete:
		s.finish(w, r, u, pieceName(r), sum, size)
	default:
		u.mu.Lock()
		w.Header().Set("Range", u.ranges())
		u.mu.Unlock()
		if status == http.StatusAccepted && r.Header.Get("Content-Range") == "" {
			status = http.StatusCreated // of the older SDK
		}
		reply.Send(w, status, []byte(`{}`))
	}
}

// maxApart is the most pieces of one file that do not touch.
const maxApart = 1024

// admits reports whether a piece of a file of a size may come next.
func (u *upload) admits(size int64) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if !u.inPieces {
		u.size, u.inPieces = size, true
	}
	return u.size == size && len(u.held) <= maxApart
}

// take adds a piece. complete is true once, for the piece that was missing last.
func (u *upload) take(p piece, size int64, placed [20]byte) (status int, hash string, complete bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if !u.add(p, placed) {
		return http.StatusRequestedRangeNotSatisfiable, "", false
	}
	u.size, u.state = size, "uploading"
	if !u.whole() {
		return http.StatusAccepted, "", false
	}
	return http.StatusOK, u.digest.of(size, u.pieces), true
}

// pieceName returns the name of the file from Content-Disposition, which one official SDK encodes and the other does
// not.
func pieceName(r *http.Request) string {
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Disposition"))
	if err != nil {
		return "upload.mp4"
	}
	return fileName(params["filename"])
}

// finish keeps the description of a file and responds with it.
func (s *Server) finish(w http.ResponseWriter, r *http.Request, u *upload, name, sum string, size int64) {
	src := s.newSource(name, sum, size)
	src.Uploaded = true
	query := r.URL.Query()
	seal := query.Get("seal")
	members := src.members(seal)
	place := "/files/" + strings.ReplaceAll(query.Get("uuid"), "-", "") + src.extension
	var fragment []string
	for _, m := range members {
		fragment = append(fragment, m.Name+"="+url.QueryEscape(m.Value))
	}
	address := s.origin.Of(r) + place + "#" + base64.StdEncoding.EncodeToString([]byte(strings.Join(fragment, "&")))
	s.sources.Add(place, src)
	u.mu.Lock()
	u.state, u.size, u.done = "done", size, &src
	u.received.Store(size)
	u.mu.Unlock()
	s.answerUpload(w, r, members, address)
}

// answerUpload responds with the members in alphabetical order, as the vendor does, or redirects to the callback_url
// with them.
func (s *Server) answerUpload(w http.ResponseWriter, r *http.Request, members []catalog.Param, address string) {
	order := []string{
		"acodec",
		"bitrate",
		"dimension",
		"duration",
		"format",
		"hash",
		"name",
		"seal",
		"size",
		"streamable",
		"url",
		"vcodec",
	}
	members = append(members, catalog.Param{Name: "url", Value: address})
	var answer reply.Item
	values := url.Values{}
	for _, name := range order {
		value := catalog.Params(members).Get(name)
		answer = append(answer, reply.ItemOf(name, value)...)
		values.Set(name, value)
	}
	back, err := base64.RawURLEncoding.DecodeString(r.URL.Query().Get("callback_url"))
	if target, parseErr := url.Parse(string(back)); err == nil && parseErr == nil && len(back) > 0 &&
		(target.Scheme == "http" || target.Scheme == "https") {
		target.RawQuery = values.Encode()
		http.Redirect(w, r, target.String(), http.StatusFound)
		return
	}
	reply.Send(w, http.StatusOK, reply.Encode(answer, s.escapeSlashes))
}

// Progress handles GET /progress.
func (s *Server) Progress() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := reply.ItemOf("state", "starting")
		if u, ok := s.under.Peek(r.URL.Query().Get("uuid")); ok {
			u.mu.Lock()
			answer = reply.ItemOf("state", u.state)
			if u.state == "uploading" || u.state == "done" {
				answer = append(answer, reply.ItemOf("size", u.size, "received", u.received.Load())...)
			}
			u.mu.Unlock()
		}
		reply.Send(w, http.StatusOK, reply.Append(nil, answer))
	})
}
