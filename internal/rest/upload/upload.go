// Package upload is the upload server of the REST surface (docs/spec/rest.md#uploads): GET /file/upload offers an
// address, a client posts a file there, and creates a video with the url of the response. Files are counted and hashed,
// never kept.
package upload

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
)

// A Server receives uploads. It keeps those that are under way and done, and forgets the oldest ones.
type Server struct {
	world         *world.World
	signer        *signed.Signer
	now           func() time.Time
	origin        wire.Origin
	escapeSlashes bool

	count   atomic.Uint64
	early   *atomic.Int64               // bytes that may still be kept of pieces that came early
	under   *lru.Cache[string, *upload] // by uuid
	sources *lru.Cache[string, File]    // what was uploaded, by the path of its url
}

// maxUploads is the most uploads that are kept. A forgotten one begins again. The url
// of a file describes the file by itself, with its fragment.
const maxUploads = 1024

// NewServer returns a server of uploads that has none yet.
func NewServer(
	w *world.World,
	signer *signed.Signer,
	now func() time.Time,
	origin wire.Origin,
	escapeSlashes bool,
) *Server {
	forget := func(_ string, u *upload) { u.digest.forget() }
	under, _ := lru.NewWithEvict(maxUploads, forget) // these fail for sizes below 1 only
	sources, _ := lru.New[string, File](maxUploads)
	u := &Server{
		world:         w,
		signer:        signer,
		now:           now,
		origin:        origin,
		escapeSlashes: escapeSlashes,
		under:         under,
		sources:       sources,
		early:         new(atomic.Int64),
	}
	u.early.Store(maxEarly)
	return u
}

// forUpload is the purpose of the seals in upload URLs.
const forUpload = "upload"

// Offer returns where a caller may upload a file. callback is where the upload server then redirects to, if
// hasCallback.
func (s *Server) Offer(caller, origin, callback string, hasCallback bool) reply.Item {
	uuid := s.uuid("upload " + caller + " " + strconv.FormatUint(s.count.Add(1), 36))
	query := "uuid=" + uuid
	target := origin + "/upload?" + query + "&seal=" + s.sealOf(uuid)
	if hasCallback {
		target += "&callback_url=" + base64.RawURLEncoding.EncodeToString([]byte(callback))
	}
	return reply.ItemOf("upload_url", target, "progress_url", origin+"/progress?"+query)
}

func (s *Server) sealOf(uuid string) string {
	return hex.EncodeToString(s.signer.Bytes(forUpload, []byte(uuid)))
}

// uuid draws one from what it is of.
func (s *Server) uuid(of string) string {
	var b strings.Builder
	for i := range 4 {
		fmt.Fprintf(&b, "%08x", s.world.Bounded(of+"/"+strconv.Itoa(i), 1<<32))
	}
	h := b.String()
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:32]
}
