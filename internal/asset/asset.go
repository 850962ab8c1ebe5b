// Package asset serves what the addresses in REST responses lead to beyond the API: pictures of videos, users and
// playlists, and subtitles (docs/spec/rest.md#assets). The mock has none of its own, so it makes them from their
// addresses: small ones, of the size that the address names.
//
//	mux.Handle("GET /v/", asset.New())
package asset

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/wire"
)

// A Handler serves pictures and subtitles. It is safe for concurrent use.
type Handler struct {
	pictures *lru.Cache[look, []byte]
}

// maxPictures is how many encoded pictures are kept, each of a few kilobytes.
const maxPictures = 256

// New returns a Handler.
func New() *Handler {
	pictures, err := lru.New[look, []byte](maxPictures)
	if err != nil {
		panic(err) // only for a size below one
	}
	return &Handler{pictures}
}

// ServeHTTP responds to GET and HEAD, with ETag and Range. The same address always has the same bytes.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, contentType := h.body(r.URL.Path, r.URL.Query().Get("ratio"))
	if body == nil {
		wire.HTMLError(w, http.StatusNotFound)
		return
	}
	sum := sha256.Sum256(body)
	header := w.Header()
	header.Set("Content-Type", contentType)
	header.Set("ETag", strconv.Quote(hex.EncodeToString(sum[:12])))
	header.Set("Cache-Control", "public, max-age=86400")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// body returns what is at a path, or nil. ratio is the shape that a client asked REST for with thumbnail_ratio.
func (h *Handler) body(path, ratio string) (body []byte, contentType string) {
	if strings.HasPrefix(path, "/static/video/") && strings.HasSuffix(path, ".srt") {
		return []byte(subtitles), "application/x-subrip; charset=utf-8"
	}
	size, ok := sizeOf(path, ratio)
	if !ok {
		return nil, ""
	}
	return h.picture(look{size, colourOf(path)}), "image/png"
}

// subtitles are the same for all: nothing of what clients write into subtitles is kept.
const subtitles = "1\n00:00:00,000 --> 00:00:02,000\nSubtitles by dailymock\n\n" +
	"2\n00:00:02,000 --> 00:00:04,000\nThe file that was written is not kept\n"
