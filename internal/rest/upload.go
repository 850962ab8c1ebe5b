package rest

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/bits"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/internal/rest/reply"

	"github.com/dailymock/dailymock/internal/wire"
	lru "github.com/hashicorp/golang-lru/v2"
)

// An upload goes in three steps (docs/spec/rest.md#uploads): GET /file/upload says where
// to, the bytes are posted there (receive.go), and the url of that answer is
// what a video is created with. Bytes are counted and hashed, never kept.

// uploads are those that are under way or done; the oldest are forgotten.
type uploads struct {
	count   atomic.Uint64
	early   atomic.Int64                // bytes that may still be kept of pieces that came early
	under   *lru.Cache[string, *upload] // by uuid
	sources *lru.Cache[string, source]  // what was uploaded, by the path of its url
}

// How many uploads are remembered. One that was forgotten begins anew; a url
// with its fragment says all there is to know.
const maxUploads = 1024

func newUploads() *uploads {
	forget := func(_ string, u *upload) { u.digest.forget() }
	under, _ := lru.NewWithEvict(maxUploads, forget) // these fail for sizes below 1 only
	sources, _ := lru.New[string, source](maxUploads)
	u := &uploads{under: under, sources: sources}
	u.early.Store(maxEarly)
	return u
}

// An upload is one file on its way.
type upload struct {
	mu       sync.Mutex
	size     int64 // as announced; 0 for not yet
	received atomic.Int64
	held     []piece // merged, in order
	inPieces bool
	digest   digest   // of the file
	pieces   [20]byte // the pieces' digests in one, whatever their order
	state    string
	last     time.Time // of the last activity
	done     *source
}

// A piece is a range of bytes, both ends included.
type piece struct{ start, end int64 }

// A source is a file from which a video is made.
type source struct {
	Name, Hash    string
	Size          int64
	Milliseconds  int64
	Width, Height int64
	Bitrate       int64
	extension     string
}

// forUpload is the purpose of the seals in upload URLs.
const forUpload = "upload"

// offerUpload answers GET /file/upload.
func offerUpload(c *call, _ []string) (any, error) {
	if err := c.need("manage_videos"); err != nil {
		return nil, err
	}
	uuid := c.uuid("upload " + c.grant.Key + " " + c.grant.Login + " " + strconv.FormatUint(c.uploads.count.Add(1), 36))
	query := "uuid=" + uuid
	target := c.origin + "/upload?" + query + "&seal=" + c.sealOf(uuid)
	if back, ok := c.args.find("callback_url"); ok {
		target += "&callback_url=" + base64.RawURLEncoding.EncodeToString([]byte(back))
	}
	return reply.ItemOf("upload_url", target, "progress_url", c.origin+"/progress?"+query), nil
}

func (s *Surface) sealOf(uuid string) string {
	return hex.EncodeToString(s.Signer.Bytes(forUpload, []byte(uuid)))
}

// uuid draws one from what it is of.
func (s *Surface) uuid(of string) string {
	var b strings.Builder
	for i := range 4 {
		fmt.Fprintf(&b, "%08x", s.World.Bounded(of+"/"+strconv.Itoa(i), 1<<32))
	}
	h := b.String()
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:32]
}

// add takes in a piece of the file; it is false for one that is there already.
// The caller holds the lock.
func (u *upload) add(p piece, digest [20]byte) bool {
	at := 0
	for at < len(u.held) && u.held[at].end < p.start-1 {
		at++
	}
	if at < len(u.held) && u.held[at].start <= p.start && p.end <= u.held[at].end {
		return false
	}
	last := at
	for last < len(u.held) && u.held[last].start <= p.end+1 {
		p.start, p.end = min(p.start, u.held[last].start), max(p.end, u.held[last].end)
		last++
	}
	u.held = append(u.held[:at], append([]piece{p}, u.held[last:]...)...)
	for i := range u.pieces {
		u.pieces[i] ^= digest[i]
	}
	sum := int64(0)
	for _, h := range u.held {
		sum += h.end - h.start + 1
	}
	u.received.Store(sum)
	return true
}

// ranges writes the pieces held as clients read them: 0-99,200-299/1000.
func (u *upload) ranges() string {
	var b strings.Builder
	for i, p := range u.held {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%d-%d", p.start, p.end)
	}
	fmt.Fprintf(&b, "/%d", u.size)
	return b.String()
}

func (u *upload) whole() bool {
	return len(u.held) == 1 && u.held[0] == piece{0, u.size - 1}
}

var secondsInName = regexp.MustCompile(`(?:^|[^0-9])([0-9]{1,6})s(?:[^0-9a-z]|$)`)

// newSource draws what a file is like from its hash. A name that holds a
// length, such as clip-7300s.mp4, has it.
func (s *Surface) newSource(name, hash string, size int64) source {
	extension := strings.ToLower(path.Ext(name))
	src := source{Name: strings.TrimSuffix(name, path.Ext(name)), Hash: hash, Size: size, extension: extension}
	src.Width, src.Height = s.drawSize(hash)
	src.Milliseconds = int64(10000 + s.World.Bounded("length "+hash, 590000))
	if m := secondsInName.FindStringSubmatch(name); m != nil {
		seconds, _ := strconv.ParseInt(m[1], 10, 64) // six digits fit
		src.Milliseconds = seconds * 1000
	}
	// Bits per second, rounded down; a length of 0 counts as one millisecond.
	high, low := bits.Mul64(uint64(size), 8000)
	if quotient := uint64(max(src.Milliseconds, 1)); high < quotient {
		rate, _ := bits.Div64(high, low, quotient)
		src.Bitrate = int64(min(rate, 1<<40))
	}
	return src
}

// members are those of the upload server's answer, all of them texts.
func (src source) members(seal string) []param {
	return []param{
		{Name: "seal", Value: seal},
		{Name: "acodec", Value: "AAC"},
		{Name: "bitrate", Value: strconv.FormatInt(src.Bitrate, 10)},
		{Name: "dimension", Value: fmt.Sprintf("%dx%d", src.Width, src.Height)},
		{Name: "duration", Value: strconv.FormatInt(src.Milliseconds, 10)},
		{Name: "format", Value: "MPEG-4"},
		{Name: "hash", Value: src.Hash},
		{Name: "name", Value: src.Name},
		{Name: "size", Value: strconv.FormatInt(src.Size, 10)},
		{Name: "streamable", Value: "Yes"},
		{Name: "vcodec", Value: "AVC"},
	}
}

// source finds out what is behind the url of a form: a file that was uploaded
// here, by the fragment of its url or, where that was cut off, from memory; or
// any other address, whose file is made up.
func (u *uploads) source(c *call, address string) source {
	place, fragment, _ := strings.Cut(address, "#")
	if src, ok := readFragment(fragment); ok {
		src.Name += path.Ext(place)
		return src
	}
	if src, ok := u.sources.Get(filePath(place)); ok {
		src.Name += src.extension
		return src
	}
	name := path.Base(filePath(place))
	src := c.newSource(name, c.drawChecksum("source "+place), int64(1<<20+c.World.Bounded("size of "+place, 200<<20)))
	src.Name = name
	return src
}

// filePath is the path of an address without a query.
func filePath(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		_, address, _ = strings.Cut(rest, "/")
	}
	address, _, _ = strings.Cut(address, "?")
	return "/" + address
}

// readFragment reads what the upload server says of a file behind the # of its url.
func readFragment(fragment string) (source, bool) {
	text, err := base64.StdEncoding.DecodeString(wire.Unescape(strings.ReplaceAll(fragment, "+", "%2B")))
	if err != nil || fragment == "" {
		return source{}, false
	}
	form, err := wire.ParseQuery(string(text))
	if err != nil || form.Get("hash") == "" {
		return source{}, false
	}
	src := source{Name: form.Get("name"), Hash: form.Get("hash")}
	src.Size, _ = strconv.ParseInt(form.Get("size"), 10, 64) // nonsense counts as nothing
	src.Milliseconds, _ = strconv.ParseInt(form.Get("duration"), 10, 64)
	width, height, _ := strings.Cut(form.Get("dimension"), "x")
	src.Width, _ = strconv.ParseInt(width, 10, 64)
	src.Height, _ = strconv.ParseInt(height, 10, 64)
	if src.Milliseconds < 0 || src.Milliseconds > 1<<40 || src.Size < 0 || len(src.Name) > 1024 || len(src.Hash) > 128 {
		return source{}, false
	}
	return src, true
}
