package apichange

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// An order3 is the input of a request for a report.
type order3 struct {
	Metrics    some3
	Dimensions some3
	StartDate  string
	EndDate    string
	Product    string
}

// A some3 has the values of a list, for which GraphQL takes a single value too.
type some3 []string

// UnmarshalJSON reads a list or a single value.
func (s *some3) UnmarshalJSON(text []byte) error {
	if !bytes.HasPrefix(text, []byte("[")) {
		text = slices.Concat([]byte("["), text, []byte("]"))
	}
	return json.Unmarshal(text, (*[]string)(s))
}

// ordered returns the input of a request for a report, if it is among the variables.
func (x *Exchange) ordered() (order order3, ok bool) {
	var body struct{ Variables map[string]json.RawMessage }
	if !x.sends("askPartnerReportFile") || json.Unmarshal(x.Sent, &body) != nil {
		return order3{}, false
	}
	for _, raw := range body.Variables {
		order = order3{}
		if json.Unmarshal(raw, &order) == nil && len(order.Metrics) > 0 {
			return order, true
		}
	}
	return order3{}, false
}

// days counts the days of the range.
func (o order3) days() int {
	start, err := time.Parse(time.DateOnly, first3(o.StartDate, len(time.DateOnly)))
	end, err2 := time.Parse(time.DateOnly, first3(o.EndDate, len(time.DateOnly)))
	if err != nil || err2 != nil {
		return 0
	}
	return int(end.Sub(start).Hours()/24) + 1
}

func first3(s string, n int) string { return s[:min(n, len(s))] }

// by3 selects orders with a dimension or metric.
func by3(name string) where {
	return orders3(func(o order3) bool { return slices.Contains(slices.Concat(o.Metrics, o.Dimensions), name) })
}

// orders3 selects requests for reports.
func orders3(which func(o order3) bool) where {
	return func(x *Exchange) bool {
		o, ok := x.ordered()
		return ok && which(o)
	}
}

// A tracker3 remembers when reports were requested, and where their files are.
type tracker3 struct {
	mu    sync.Mutex
	asked map[string]time.Time // by report token
	files map[string]time.Time // by path
}

// An event3 edits an exchange about a report. age is the time since the report was requested.
type event3 func(x *Exchange, age time.Duration) bool

// reports3 edits polls and downloads of the reports whose requests w selects.
func (w where) reports3(poll func(o map[string]any, age time.Duration) bool, download event3) func(*Exchange) bool {
	t := &tracker3{asked: map[string]time.Time{}, files: map[string]time.Time{}}
	return func(x *Exchange) bool {
		t.mu.Lock()
		defer t.mu.Unlock()
		if file(x) {
			asked, ok := t.files[x.R.URL.Path]
			return ok && download != nil && download(x, x.now.Sub(asked))
		}
		if !calls2(x) || x.Status != http.StatusOK {
			return false
		}
		if x.sends("askPartnerReportFile") {
			if w(x) {
				t.remember(x)
			}
			return false
		}
		return t.poll(x, poll)
	}
}

func (t *tracker3) remember(x *Exchange) {
	walk(x.value(), func(o map[string]any) bool {
		if token, _ := o["reportToken"].(string); token != "" {
			t.asked[token] = x.now
		}
		return false
	})
}

func (t *tracker3) poll(x *Exchange, edit func(o map[string]any, age time.Duration) bool) (changed bool) {
	v := x.value()
	for token, asked := range t.asked {
		if !x.sends(token) {
			continue
		}
		walk(v, func(o map[string]any) bool {
			if link, _ := o["link"].(string); link != "" {
				if u, err := url.Parse(link); err == nil {
					t.files[u.Path] = asked
				}
			}
			other, named := o["reportToken"].(string)
			_, hasStatus := o["status"]
			_, hasLinks := o["downloadLinks"]
			if edit != nil && (hasStatus || hasLinks) && (!named || other == token) {
				changed = edit(o, x.now.Sub(asked)) || changed
			}
			return false
		})
	}
	if changed {
		x.set(v)
	}
	return changed
}

// finished3 edits finished reports: it sets their status and takes their links away.
func finished3(status string, until time.Duration) func(o map[string]any, age time.Duration) bool {
	return func(o map[string]any, age time.Duration) bool {
		if s, ok := o["status"]; until > 0 && age >= until || ok && s != "FINISHED" {
			return false
		}
		if _, ok := o["status"]; ok {
			o["status"] = status
		}
		if links, _ := o["downloadLinks"].(map[string]any); links != nil {
			links["edges"] = []any{}
			if _, ok := links["totalCount"]; ok {
				links["totalCount"] = 0
			}
		}
		return true
	}
}

// refuses3 refuses requests for reports.
func refuses3(c *Change, which func(o order3) bool, message string) *Change {
	chosen := orders3(which)
	c.before = func(x *Exchange) {
		if chosen(x) { // with a range that the mock refuses, no report begins
			asks(func(map[string]any) bool { return true }, func(input map[string]any) { input["startDate"] = "2001-01-01" })(x)
		}
	}
	c.after = func(x *Exchange) bool {
		if !x.edited || x.Status != http.StatusOK {
			return false
		}
		x.set(map[string]any{"data": map[string]any{"askPartnerReportFile": nil}, "errors": []any{map[string]any{
			"message": message, "path": []any{"askPartnerReportFile"}, "locations": []any{}, "type": "bad_request"}}})
		return true
	}
	return c
}

// lists3 edits the envelopes of REST lists.
func (w where) lists3(edit func(x *Exchange, o map[string]any) bool) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) {
			return false
		}
		o, _ := x.value().(map[string]any)
		if _, ok := o["list"]; !ok || !edit(x, o) {
			return false
		}
		x.set(o)
		return true
	}
}

// nests3 turns members with dots into objects.
func nests3(o map[string]any) (changed bool) {
	for name, v := range o {
		outer, inner, ok := strings.Cut(name, ".")
		if !ok {
			continue
		}
		nested, _ := o[outer].(map[string]any)
		if nested == nil {
			nested = map[string]any{}
		}
		nested[inner] = v
		o[outer] = nested
		delete(o, name)
		changed = true
	}
	return changed
}

// texts3 edits bodies as text.
func (w where) texts3(edit func(body string) string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) {
			return false
		}
		now := edit(string(x.Body))
		if now == string(x.Body) {
			return false
		}
		x.Body = []byte(now)
		return true
	}
}

// gzips3 compresses bodies for clients that accept it.
func (w where) gzips3(x *Exchange) bool {
	if !w(x) || !strings.Contains(x.R.Header.Get("Accept-Encoding"), "gzip") || x.Header.Get("Content-Encoding") != "" {
		return false
	}
	var b bytes.Buffer
	out := gzip.NewWriter(&b)
	_, _ = out.Write(x.Body)
	_ = out.Close()
	x.Body = b.Bytes()
	x.Header.Set("Content-Encoding", "gzip")
	x.Header.Set("Vary", "Accept-Encoding")
	return true
}

// redirects3 redirects requests without a mark in their query to the same path with it.
func (w where) redirects3(status int, mark string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) || x.R.URL.Query().Has(mark) {
			return false
		}
		x.respond(status, "text/html; charset=utf-8", "<html><body>Moved</body></html>")
		to := *x.R.URL
		query := to.Query()
		query.Set(mark, "1")
		to.Scheme, to.Host, to.RawQuery = "", "", query.Encode()
		x.Header.Set("Location", to.String())
		return true
	}
}

// schema3 edits the list of types in responses to introspection.
func schema3(edit func(list []any) []any) func(*Exchange) bool {
	return where(calls2).objects(func(o map[string]any) bool {
		list, ok := o["types"].([]any)
		if !ok {
			return false
		}
		n := len(list)
		o["types"] = edit(list)
		return len(o["types"].([]any)) != n
	})
}

// argument3 returns an argument of a field, or an empty one.
func argument3(t map[string]any, field, name string) map[string]any {
	args, _ := member(t, field)["args"].([]any)
	for _, item := range args {
		if a, _ := item.(map[string]any); a["name"] == name {
			return a
		}
	}
	return map[string]any{}
}

// takes3 adds an argument to a field.
func takes3(t map[string]any, field, name string, of map[string]any) bool {
	f := member(t, field)
	args, ok := f["args"].([]any)
	if !ok {
		return false
	}
	f["args"] = append(args, map[string]any{"name": name, "description": nil, "type": of, "defaultValue": nil,
		"isDeprecated": false, "deprecationReason": nil})
	return true
}
