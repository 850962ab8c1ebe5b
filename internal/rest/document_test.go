package rest_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// An operation is one of the document's.
type operation struct {
	*openapi3.Operation
	method, path string
	all          openapi3.Parameters // the path's as well
}

// operations are those of some methods, without calls, uploads and the end of
// the session: they have tests of their own.
func operations(tb testing.TB, methods ...string) []operation {
	tb.Helper()
	apart := []string{"/", "/upload", "/rupload", "/logout"}
	doc, err := openapi3.NewLoader().LoadFromFile("../../docs/openapi/rest.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	var all []operation
	for _, path := range doc.Paths.InMatchingOrder() {
		item := doc.Paths.Value(path)
		for method, o := range item.Operations() {
			if slices.Contains(methods, method) && !slices.Contains(apart, path) {
				all = append(all, operation{o, method, path, slices.Concat(item.Parameters, o.Parameters)})
			}
		}
	}
	return all
}

// A documentedServer has one of every object, and the client of their owner.
type documentedServer struct {
	*client
	of map[string]string // what stands for the variables of paths
}

func newTour(t *testing.T) documentedServer {
	t.Helper()
	d := openWorld(t, []byte(small), func(c *restConfig) { c.StreamsReadNull = true })
	owner := d.user(t, "harbour-news")
	video := d.upload(t, owner, "mine.mp4", "tags=a,b&player_next_video="+d.video(t, "harbour-news").ID)
	subtitle := owner.must("POST", "/video/"+video+"/subtitles",
		"url=https://files.example/a.srt&language=fr&format=srt")["id"].(string)
	playlist := owner.must("POST", "/me/playlists", "name=Goals")["id"].(string)
	owner.must("POST", "/playlist/"+playlist+"/videos/"+video)
	owner.must("POST", "/me/likes/"+video)
	owner.must("POST", "/me/following/harbour-fans")
	d.advance(minute)
	return documentedServer{
		owner,
		map[string]string{
			"{video}":    video,
			"{user}":     "harbour-news",
			"{other}":    d.id(t, "harbour-fans"),
			"{subtitle}": subtitle,
			"{playlist}": playlist,
			"{player}":   ids(owner.must("GET", "/me/players?limit=1"))[0],
			"{channel}":  "news",
		},
	}
}

func (v documentedServer) at(path string) string {
	for name, value := range v.of {
		path = strings.ReplaceAll(path, name, value)
	}
	return path
}

// everyField are all fields of a noun, and those below its links.
func everyField(fields map[string][]map[string]any, noun string) (own, below []string) {
	for _, f := range fields[noun] {
		name := f["name"].(string)
		own = append(own, name)
		to, _ := f["ref"].(string)
		for _, g := range fields[to] {
			if g["unlinked"] != true {
				below = append(below, name+"."+g["name"].(string))
			}
		}
	}
	return own, below
}

// TestEveryDocumentedReadAnswers reads every field as the owner and as others, who may be refused. The server checks
// that responses are as documented.
func TestEveryDocumentedReadAnswers(t *testing.T) {
	t.Parallel()
	v := newTour(t)
	fields := sheet(t)
	read := operations(t, "GET")
	others := []*client{
		v.server.user(t, "stranger"),
		v.server.user(t, "harbour-fans", "userinfo"),
		v.server.key(t),
		v.server.anybody(t),
	}
	for _, o := range read {
		var own, below []string
		for _, p := range o.all {
			if noun, ok := strings.CutPrefix(p.Ref, "#/components/parameters/fields."); ok {
				own, below = everyField(fields, noun)
			}
		}
		for _, names := range [][]string{own, below} {
			query := url.Values{"limit": {"2"}, "message": {"a"}, "fields": {strings.Join(names, ",")}}
			if status, body := v.do("GET", v.at(o.path)+"?"+query.Encode(), "", ""); status != http.StatusOK {
				t.Errorf("GET %s = %d %.300s", o.path, status, body)
			}
		}
		query := url.Values{"limit": {"1"}, "message": {"a"}, "fields": {strings.Join(own, ",")}}
		for _, c := range others {
			c.do("GET", v.at(o.path)+"?"+query.Encode(), "", "")
		}
	}
	if len(read) < 60 {
		t.Errorf("%d operations", len(read))
	}
}

func TestEveryDocumentedWriteIsThere(t *testing.T) {
	t.Parallel()
	v := newTour(t)
	written := operations(t, "POST", "DELETE")
	for _, o := range written {
		if _, body := v.server.anybody(t).do(
			o.method,
			v.at(o.path),
			"",
			"",
		); strings.Contains(body, "route_not_found") ||
			!strings.Contains(body, `"error"`) {
			t.Errorf("%s %s, by nobody: %s", o.method, o.path, body)
		}
	}
	if len(written) < 50 {
		t.Errorf("%d operations", len(written))
	}
}

// TestParametersTakeTheirDocumentedValues refuses other values.
func TestParametersTakeTheirDocumentedValues(t *testing.T) {
	t.Parallel()
	v := newTour(t)
	seen := map[string]bool{}
	for _, o := range operations(t, "GET") {
		for _, p := range o.all {
			if p.Value.In != "query" || p.Value.Extensions["x-free"] == true || seen[p.Ref] || p.Ref == "" {
				continue
			}
			seen[p.Ref] = true
			for value, taken := range trials(p.Value) {
				query := url.Values{p.Value.Name: {value}}
				if value == "relevance" {
					query.Set("search", "a")
				}
				_, body := v.do("GET", v.at(o.path)+"?"+query.Encode(), "", "")
				if refused := strings.Contains(body, `"code":400`) &&
					strings.Contains(body, "`"+p.Value.Name+"'"); refused == taken {
					t.Errorf("GET %s with %s=%s: %.200s", o.path, p.Value.Name, value, body)
				}
			}
		}
	}
	if len(seen) < 60 {
		t.Errorf("%d parameters: %v", len(seen), slices.Sorted(maps.Keys(seen)))
	}
}

// trials are values of a parameter, and whether they are to be taken.
func trials(p *openapi3.Parameter) map[string]bool {
	s := p.Schema.Value
	if s.Items != nil && s.Items.Value.Enum != nil {
		s = s.Items.Value
	}
	values := map[string]bool{}
	for _, e := range s.Enum {
		values[e.(string)] = true
	}
	switch {
	case s.Enum != nil:
		values["no-such-value"] = false
	case s.Type.Is("integer") || s.Type.Is("number"):
		values["1"], values["x"] = true, false
		if s.Max != nil {
			values[strconv.Itoa(int(*s.Max))], values[strconv.Itoa(int(*s.Max)+1)], values["0"] = true, false, false
		}
	case s.Pattern != "" && p.Name != "callback":
		values["(no)"] = false
	}
	return values
}
