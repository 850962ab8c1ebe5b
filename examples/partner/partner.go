// Partner is what a network's software serves for content ingestion: the user list, a feed for each child, media, and
// the callback that takes delivered items out of the feeds (docs/spec/mcn.md#content-ingestion). Standard library only.
//
//	go run examples/partner/partner.go --listen 127.0.0.1:9000
//	mockserver ingest --users http://127.0.0.1:9000/users.json --callback http://127.0.0.1:9000/callback
//
// With --break RULE it breaks one rule of the importer's report. It keeps everything in memory.
package main

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// rules are the values of --break.
var rules = []string{
	"list-unreachable", "list-not-array", "entry-incomplete", "entry-twice", "child-unknown", "child-not-adopted",
	"feed-unreachable", "feed-not-well-formed", "feed-wrong-namespace", "feed-not-rss", "feed-bad-encoding",
	"feed-declares-entities", "feed-too-large",
	"item-without-guid", "item-without-title", "item-without-category", "item-without-media", "item-bad-value",
	"item-guid-twice", "item-unknown-category", "host-not-allowed", "media-unreachable", "item-still-in-feed",
	"callback-unreachable", "callback-status", "callback-batch", "callback-duplicate", "callback-slow",
}

// An item is a video that waits for its import.
type item struct{ guid, title, category, media string }

// A partner is the state of the network's software.
type partner struct {
	broken, user, password, base string

	mu        sync.Mutex
	children  []string
	items     map[string][]item // of each child, in the order of its feed
	delivered map[string]string // video ids by guid
	seen      map[string]bool   // events
}

func newPartner(children []string, broken, base string) *partner {
	p := &partner{
		children: children, broken: broken, base: base,
		items: map[string][]item{}, delivered: map[string]string{}, seen: map[string]bool{},
	}
	for _, child := range children {
		for n := range 2 {
			guid := fmt.Sprintf("%s-%d", child, n+1)
			p.items[child] = append(p.items[child],
				item{guid, fmt.Sprintf("Video %d of %s", n+1, child), "fun", base + "/media/" + guid + ".mp4"})
		}
	}
	return p
}

func (p *partner) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /users.json", p.users)
	mux.HandleFunc("GET /feeds/{child}", p.feed)
	mux.HandleFunc("GET /media/{file}", p.media)
	mux.HandleFunc("POST /callback", p.callback)
	return mux
}

// users serves the list of the children and their feeds.
func (p *partner) users(w http.ResponseWriter, r *http.Request) {
	if user, password, _ := r.BasicAuth(); user != p.user || password != p.password {
		w.Header().Set("WWW-Authenticate", `Basic realm="user list"`)
		http.Error(w, "who are you?", http.StatusUnauthorized)
		return
	}
	list := []map[string]string{}
	for _, child := range p.children {
		list = append(list, map[string]string{"id": child, "feed_url": p.base + "/feeds/" + child + ".xml"})
	}
	switch p.broken {
	case "list-unreachable":
		http.NotFound(w, r)
		return
	case "entry-incomplete":
		list = append(list, map[string]string{"feed_url": p.base + "/feeds/x.xml"}, map[string]string{"id": "xpart9"})
	case "entry-twice":
		list = append(list, list[0])
	case "child-unknown", "child-not-adopted":
		list = append(list, map[string]string{"id": "xpart9", "feed_url": p.base + "/feeds/xpart9.xml"})
	}
	w.Header().Set("Content-Type", "application/json")
	if p.broken == "list-not-array" {
		_ = json.NewEncoder(w).Encode(map[string]any{"users": list})
		return
	}
	_ = json.NewEncoder(w).Encode(list)
}

// media serves a file that is not a film: the importer asks only whether it is there.
func (p *partner) media(w http.ResponseWriter, r *http.Request) {
	if p.broken == "media-unreachable" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "video/mp4")
	http.ServeContent(w, r, "video.mp4", time.Time{}, strings.NewReader("not a film"))
}

// An event is what the importer tells of an item.
type event struct {
	Timestamp int64  `json:"timestamp"` // milliseconds
	Type      string `json:"type"`
	Data      struct {
		Status   string `json:"status"`
		UID      string `json:"uid"`       // the guid
		RemoteID string `json:"remote_id"` // the video
		ItemID   string `json:"item_id"`
		Message  string `json:"message"` // of an error
	} `json:"data"`
}

// callback takes an array of events. An event may come twice, in any order, and have a type that is not known yet.
func (p *partner) callback(w http.ResponseWriter, r *http.Request) {
	var events []event
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&events); err != nil {
		http.Error(w, "not an array of events: "+err.Error(), http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.broken == "callback-unreachable":
		panic(http.ErrAbortHandler) // closes the connection
	case p.broken == "callback-status":
		http.Error(w, "out of order", http.StatusInternalServerError)
		return
	case p.broken == "callback-batch" && len(events) != 1:
		http.Error(w, "one event, please", http.StatusBadRequest)
		return
	case p.broken == "callback-slow" && len(p.seen) == 0:
		select { // the first time, slower than a receiver should be, faster than the importer gives up
		case <-time.After(2200 * time.Millisecond):
		case <-r.Context().Done():
		}
	}
	for _, e := range events {
		key := fmt.Sprint(e.Data.ItemID, e.Type, e.Timestamp)
		if p.seen[key] && p.broken == "callback-duplicate" {
			http.Error(w, "already told", http.StatusConflict)
			return
		}
		if !p.seen[key] {
			p.take(e)
		}
		p.seen[key] = true
	}
	w.WriteHeader(http.StatusNoContent)
}

// take keeps the id of a new video and takes its item out of the feed. A failed item stays, for its editor.
func (p *partner) take(e event) {
	switch {
	case e.Data.Status == "ready":
		fmt.Printf("ready: %s is video %s\n", e.Data.UID, e.Data.RemoteID)
		p.delivered[e.Data.UID] = e.Data.RemoteID
		if p.broken != "item-still-in-feed" {
			for child := range p.items {
				p.items[child] = slices.DeleteFunc(p.items[child], func(i item) bool { return i.guid == e.Data.UID })
			}
		}
	case e.Type == "injector.item.error":
		fmt.Printf("failed: %s: %s\n", e.Data.UID, e.Data.Message)
	default:
		fmt.Printf("ignored: %s of %s\n", e.Type, e.Data.UID)
	}
}

// feed serves the Media RSS of a child.
func (p *partner) feed(w http.ResponseWriter, r *http.Request) {
	child, _ := strings.CutSuffix(r.PathValue("child"), ".xml")
	if p.broken == "feed-unreachable" {
		http.NotFound(w, r)
		return
	}
	p.mu.Lock()
	text := p.rss(child)
	p.mu.Unlock()
	w.Header().Set("Content-Type", "application/rss+xml")
	w.Header().Set("ETag", fmt.Sprintf("%q", fmt.Sprint(hash(text))))
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(text)) // 304 if the importer has this feed
}

func hash(text string) (sum uint32) {
	for _, c := range []byte(text) {
		sum = sum*16777619 ^ uint32(c)
	}
	return sum
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

func (p *partner) rss(child string) string {
	namespace, head := "http://search.yahoo.com/mrss/", `<?xml version="1.0" encoding="UTF-8"?>`
	switch p.broken {
	case "feed-wrong-namespace":
		namespace = "https://search.yahoo.com/mrss"
	case "feed-not-rss":
		return "<!DOCTYPE html><html><body>Please log in</body></html>"
	case "feed-bad-encoding":
		head = `<?xml version="1.0" encoding="unknown-8"?>`
	case "feed-declares-entities":
		head += `<!DOCTYPE rss [<!ENTITY network "Network">]>`
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n<rss version=\"2.0\" xmlns:media=\"%s\">\n<channel>\n<title>Videos of %s</title>\n", head,
		namespace, escaped(child))
	for n, i := range p.items[child] {
		b.WriteString(p.entry(n, i))
	}
	if p.broken == "feed-too-large" {
		b.WriteString("<description>" + strings.Repeat("long ", 1<<18) + "</description>\n")
	}
	b.WriteString("</channel>\n</rss>\n")
	return b.String()
}

// entry returns an item of a feed. Only the first breaks a rule.
func (p *partner) entry(n int, i item) string {
	guid, category := i.guid, i.category
	media, duration, extra := i.media, "10", ""
	broken := p.broken
	if n > 0 {
		broken = ""
	}
	switch broken {
	case "item-guid-twice":
		extra = strings.Replace(p.entry(1, i), i.title, "The same again", 1)
	case "item-unknown-category":
		category = "underwater-knitting"
	case "host-not-allowed":
		media = "http://media.network.example/" + guid + ".mp4"
	case "item-bad-value":
		duration = "ten"
	}
	lines := []struct{ rule, text string }{
		{"item-without-guid", `<guid isPermaLink="false">` + escaped(guid) + "</guid>"},
		{"item-without-title", "<title>" + escaped(i.title) + "</title>"},
		{"item-without-category", "<media:category>" + escaped(category) + "</media:category>"},
		{"item-without-media", `<media:content url="` + escaped(media) + `" type="video/mp4" duration="` + duration + `"/>`},
	}
	var b strings.Builder
	b.WriteString("<item>\n")
	for _, l := range lines {
		if l.rule != broken {
			b.WriteString(" " + l.text + "\n")
		}
	}
	if broken == "feed-not-well-formed" {
		b.WriteString(" <description>Cats & dogs</description>\n")
	}
	return b.String() + "</item>\n" + extra
}

func main() {
	listen := flag.String("listen", "127.0.0.1:9000", "address to serve on; port 0 takes a free one")
	children := flag.String("children", "xpart1,xpart2", "ids of the children, with commas between them")
	broken := flag.String("break", "", "rule to break: "+strings.Join(rules, ", "))
	user := flag.String("user", "", "user name that the list asks for")
	password := flag.String("password", "", "password that the list asks for")
	flag.Parse()
	if *broken != "" && !slices.Contains(rules, *broken) {
		fmt.Fprintf(os.Stderr, "partner: unknown rule %q; known rules: %s\n", *broken, strings.Join(rules, ", "))
		os.Exit(2)
	}
	if err := serve(*listen, strings.Split(*children, ","), *broken, *user, *password); err != nil {
		fmt.Fprintln(os.Stderr, "partner:", err)
		os.Exit(1)
	}
}

func serve(listen string, children []string, broken, user, password string) error {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	base := "http://" + l.Addr().String()
	p := newPartner(children, broken, base)
	p.user, p.password = user, password
	fmt.Printf("partner: %s/users.json\n", base)
	s := &http.Server{Handler: p.routes(), ReadHeaderTimeout: 10 * time.Second}
	return s.Serve(l)
}
