package apichange

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// inputs4 returns the inputs of reports in the variables of a request.
func inputs4(x *Exchange) (inputs []map[string]any) {
	var body struct {
		Variables any `json:"variables"`
	}
	if !x.sends("askPartnerReportFile") || json.Unmarshal(x.Sent, &body) != nil {
		return nil
	}
	walk(body.Variables, func(o map[string]any) bool {
		if _, ok := o["metrics"]; ok {
			inputs = append(inputs, o)
		}
		return false
	})
	return inputs
}

// list4 returns a list; a single value is a list of one, as in GraphQL.
func list4(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// has4 reports whether a list has a value that begins with a text.
func has4(v any, prefix string) bool {
	for _, item := range list4(v) {
		if s, _ := item.(string); strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

// span4 returns the days of a report, or 0.
func span4(input map[string]any) int {
	day := func(name string) time.Time {
		s, _ := input[name].(string)
		t, _ := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
		return t
	}
	from, to := day("startDate"), day("endDate")
	if from.IsZero() || to.Before(from) {
		return 0
	}
	return int(to.Sub(from)/(24*time.Hour)) + 1
}

// alias4 finds the names of reports in the response to a mutation.
var alias4 = regexp.MustCompile(`(?:(\w+)\s*:\s*)?askPartnerReportFile\s*\(`)

// refuse4 refuses to make reports, at a host or ("") at both: with data null if the request is not valid, otherwise
// with null at the field. The mock does not see the request.
func refuse4(host string, which func(map[string]any) bool, invalid bool, message string) (
	before func(*Exchange), after func(*Exchange) bool,
) {
	before = func(x *Exchange) {
		if !callsGraphQL(x) || host != "" && x.R.Host != host {
			return
		}
		for _, input := range inputs4(x) {
			if !which(input) {
				continue
			}
			x.Sent, _ = json.Marshal(map[string]any{"query": "{ __typename }", "refused": names4(x)})
			return
		}
	}
	return before, func(x *Exchange) bool {
		var sent struct{ Refused []string }
		if !x.sends(`"refused"`) || json.Unmarshal(x.Sent, &sent) != nil || x.Status != http.StatusOK {
			return false
		}
		data, errors := map[string]any{}, []any{}
		for _, name := range sent.Refused {
			data[name] = nil
			errors = append(errors, map[string]any{"message": message, "path": []any{name}, "locations": []any{},
				"type": "bad_request"})
		}
		if invalid {
			x.set(map[string]any{"data": nil, "errors": []any{map[string]any{"message": message, "path": nil,
				"locations": []any{}}}})
			return true
		}
		x.set(map[string]any{"data": data, "errors": errors})
		return true
	}
}

// names4 returns the names of the reports in the response to a mutation.
func names4(x *Exchange) (names []string) {
	var body struct{ Query string }
	_ = json.Unmarshal(x.Sent, &body)
	for _, m := range alias4.FindAllStringSubmatch(body.Query, -1) {
		if m[1] == "" {
			m[1] = "askPartnerReportFile"
		}
		names = append(names, m[1])
	}
	return names
}

// A report4 is a report that was asked for.
type report4 struct {
	at     time.Time
	host   string
	inputs []map[string]any
	second bool // another one was in progress
	ended  bool // its client has seen the end
}

// any reports whether an input is selected.
func (r *report4) any(which func(map[string]any) bool) bool {
	for _, input := range r.inputs {
		if which(input) {
			return true
		}
	}
	return false
}

// fates4 gives reports another status, and no links with it. fate returns "" for the true one.
func fates4(fate func(r *report4, age time.Duration) string) func(*Exchange) bool {
	var mu sync.Mutex
	asked := map[string]*report4{}
	return func(x *Exchange) bool {
		if !callsGraphQL(x) || x.Status != http.StatusOK {
			return false
		}
		mu.Lock()
		defer mu.Unlock()
		if inputs := inputs4(x); inputs != nil {
			remember4(asked, x, inputs)
			return false
		}
		var status string
		for token, r := range asked {
			if !x.sends(token) {
				continue
			}
			r.ended = r.ended || strings.Contains(string(x.Body), `"FINISHED"`)
			age := x.now.Sub(r.at)
			if x.now.IsZero() {
				age = 24 * time.Hour // without a clock nothing waits
			}
			if s := fate(r, age); s != "" {
				status = s
			}
		}
		if status == "" {
			return false
		}
		return where(callsGraphQL).objects(func(o map[string]any) bool { return becomes4(o, status) })(x)
	}
}

// remember4 notes the reports in a response.
func remember4(asked map[string]*report4, x *Exchange, inputs []map[string]any) {
	busy := false
	for _, r := range asked {
		busy = busy || r.host == x.R.Host && !r.ended && x.now.Sub(r.at) < time.Minute
	}
	walk(x.value(), func(o map[string]any) bool {
		if token, _ := o["reportToken"].(string); token != "" {
			asked[token] = &report4{at: x.now, host: x.R.Host, inputs: inputs, second: busy}
			busy = true
		}
		return false
	})
}

// becomes4 sets the status of a report, without links.
func becomes4(o map[string]any, status string) bool {
	links, ok := o["downloadLinks"].(map[string]any)
	if ok {
		if _, counted := links["totalCount"]; counted {
			links["totalCount"] = 0
		}
		links["edges"] = []any{}
	}
	switch o["status"] {
	case "IN_PROGRESS", "FINISHED", "FAILED", "EXPIRED":
		o["status"] = status
		ok = true
	}
	return ok
}

func late4() []*Change {
	hourly := func(input map[string]any) bool { return has4(input["dimensions"], "HOUR") }
	long := func(input map[string]any) bool { return span4(input) > 100 }
	return []*Change{
		// reporting.md#compatibility-matrix: HOUR goes with VIEWS (DOCUMENTED), and is used in production (OBSERVED).
		{Name: "reports by hour fail", Kind: Reports, Class: Breaking, after: fates4(
			func(r *report4, _ time.Duration) string {
				if r.any(hourly) {
					return "FAILED"
				}
				return ""
			})},
		// reporting.md#limits: generation takes up to 2 hours (DOCUMENTED).
		{Name: "reports take five hours", Kind: Reports, Class: Breaking, after: fates4(
			func(_ *report4, age time.Duration) string {
				if age < 5*time.Hour {
					return "IN_PROGRESS"
				}
				return ""
			})},
		// reporting.md#limits: a range has up to 180 days, and a report is there within 2 hours (DOCUMENTED).
		{Name: "reports on more than 100 days never end", Kind: Reports, Class: Breaking, after: fates4(
			func(r *report4, _ time.Duration) string {
				if r.any(long) {
					return "IN_PROGRESS"
				}
				return ""
			})},
		// reporting.md#limits: two reports at the same time (DOCUMENTED).
		{Name: "a report that is asked for during another fails", Kind: Reports, Class: Breaking, after: fates4(
			func(r *report4, _ time.Duration) string {
				if r.second {
					return "FAILED"
				}
				return ""
			})},
		// reporting.md#life-cycle: FINISHED has one edge or more, each with node.link (DOCUMENTED).
		{Name: "the links of private keys' reports are null", Kind: Reports, Class: Breaking,
			after: where(callsGraphQL).with(at(partnerHost, ".*")).maps("link", func(any) any { return nil })},
		// reporting.md#csv: a file is CSV, header line first (OBSERVED).
		{Name: "files are an HTML page with 200", Kind: Reports, Class: Breaking, after: where(file).respond(http.StatusOK,
			`<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to continue</body></html>`)},
	}
}

// ask4 edits the inputs of reports that are selected.
func ask4(which func(input map[string]any) bool, edit func(input map[string]any)) func(*Exchange) {
	return func(x *Exchange) {
		if !callsGraphQL(x) || len(inputs4(x)) == 0 {
			return
		}
		var body map[string]any
		_ = json.Unmarshal(x.Sent, &body)
		changed := walk(body["variables"], func(o map[string]any) bool {
			if _, ok := o["metrics"]; !ok || !which(o) {
				return false
			}
			edit(o)
			return true
		})
		if changed {
			x.Sent, _ = json.Marshal(body)
			x.edited = true
		}
	}
}

// times4 multiplies numbers, with some decimals.
func times4(by float64, decimals int) func(string) string {
	return func(field string) string {
		n, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return field
		}
		return strconv.FormatFloat(n*by, 'f', decimals, 64)
	}
}

func figures4() []*Change {
	return []*Change{
		// reporting.md#limits: the time zone is UTC (DOCUMENTED).
		{Name: "hours are two hours ahead of UTC", Kind: Figures, Class: Breaking, after: fields("hour",
			func(field string) string {
				const form = "2006-01-02 15:04:05 UTC"
				t, err := time.Parse(form, field)
				if err != nil {
					return field
				}
				return t.Add(2 * time.Hour).Format(form)
			})},
		// reporting.md#limits: endDate is inclusive (OBSERVED).
		{Name: "the last day of a range is left out", Kind: Figures, Class: Breaking, before: ask4(
			func(input map[string]any) bool { return span4(input) > 1 && span4(input) <= 180 },
			func(input map[string]any) {
				t, _ := time.Parse(time.DateOnly, input["endDate"].(string)[:len(time.DateOnly)])
				input["endDate"] = t.AddDate(0, 0, -1).Format(time.DateOnly)
			})},
		// reporting.md#products: without a product a report is about CONTENT (DOCUMENTED).
		{Name: "reports without a product are about ALL", Kind: Figures, Class: Breaking, before: ask4(
			func(input map[string]any) bool { return input["product"] == nil },
			func(input map[string]any) { input["product"] = "ALL" })},
		// reporting.md#metrics: ECPM_EUR is the revenue per thousand impressions (DOCUMENTED).
		{Name: "ECPM_EUR is per thousand opportunities", Kind: Figures, Class: Breaking,
			after: fields("ecpm_eur", times4(0.73, 6))},
		// reporting.md#csv: one row per combination of values (OBSERVED).
		{Name: "reports by device have two rows for a combination", Kind: Figures, Class: Breaking,
			after: files(func(g grid) grid {
				views, device := g.column("views"), g.column("visitor_device_type")
				if views < 0 || device < 0 {
					return nil
				}
				return split4(g, views)
			})},
		// reporting.md#metrics: VIEWS is how many times videos were viewed (DOCUMENTED), in all countries together.
		{Name: "rows of countries with fewer than 50 views are left out", Kind: Figures, Class: Dangerous,
			after: files(func(g grid) grid {
				views, country := g.column("views"), g.column("visitor_country")
				if views < 0 || country < 0 {
					return nil
				}
				kept := g[:1:1]
				for _, row := range g[1:] {
					if n, _ := strconv.Atoi(row[views]); n >= 50 {
						kept = append(kept, row)
					}
				}
				if len(kept) == len(g) {
					return nil
				}
				return kept
			})},
		// dyntube.md#pager: views are in the order of their dates, the newest first (OBSERVED).
		{Name: "each page of DynTube's views begins with the oldest", Kind: Figures, Class: Breaking,
			after: at(statsHost, ".*").maps("views", func(v any) any {
				views := list4(v)
				turned := make([]any, 0, len(views))
				for i := range views {
					turned = append(turned, views[len(views)-1-i])
				}
				return turned
			})},
	}
}

// split4 halves a column between two rows with the same dimensions.
func split4(g grid, column int) grid {
	out := g[:1:1]
	for _, row := range g[1:] {
		n, _ := strconv.Atoi(row[column])
		first, second := append([]string{}, row...), append([]string{}, row...)
		first[column], second[column] = strconv.Itoa(n-n/2), strconv.Itoa(n/2)
		out = append(out, first, second)
	}
	return out
}

func units4() []*Change {
	working := where(callsGraphQL).with(at(partnerHost, ".*"))
	processing := func(v any) any {
		if v == "IN_PROGRESS" {
			return "PROCESSING"
		}
		return v
	}
	return []*Change{
		// rest.md#types: a date is in Unix seconds (DOCUMENTED).
		{Name: "dates are in milliseconds for private keys", Kind: Units, Class: Breaking,
			after: at(partnerHost, "GET /rest/.*").good().objects(func(o map[string]any) (changed bool) {
				for name, v := range o {
					if n, ok := v.(json.Number); ok && strings.HasSuffix(name, "_time") {
						o[name], changed = json.Number(n.String()+"000"), true
					}
				}
				return changed
			})},
		// mcn.md#private-data: revenues are net USD with two decimals (DOCUMENTED).
		{Name: "revenues are in cents", Kind: Units, Class: Breaking,
			after: rest4.good().objects(func(o map[string]any) (changed bool) {
				for name, v := range o {
					n, ok := v.(json.Number)
					if dollars, err := n.Float64(); ok && err == nil && strings.HasPrefix(name, "revenues_") {
						o[name], changed = json.Number(fmt.Sprint(int64(math.Round(dollars*100)))), true
					}
				}
				return changed
			})},
		// reporting.md#csv: view_through_rate is a percentage with two decimals (OBSERVED).
		{Name: "view_through_rate is a fraction of 1", Kind: Units, Class: Breaking,
			after: fields("view_through_rate", times4(0.01, 4))},
		// reporting.md#csv: media_type is video in lower case (OBSERVED).
		{Name: "media_type is in upper case", Kind: Units, Class: Breaking, after: fields("media_type", strings.ToUpper)},
		// reporting.md#csv: a day is 2025-07-31 (OBSERVED).
		{Name: "days have a time", Kind: Units, Class: Breaking,
			after: fields("day", func(field string) string { return field + " 00:00:00 UTC" })},
		// reporting.md#life-cycle: IN_PROGRESS right after the mutation, until done (DOCUMENTED).
		{Name: "reports of private keys are PROCESSING, as those of the Studio", Kind: Units, Class: Breaking,
			after: both4(working.maps("status", processing),
				types(partnerHost, "PartnerReportStatus", func(t map[string]any) bool {
					m := member(t, "IN_PROGRESS")
					m["name"] = "PROCESSING"
					return true
				}))},
		// rest.md#video-fields: "https://s2.dmcdn.net/v/F83Oh/x240" (DOCUMENTED sample).
		{Name: "addresses of pictures have no scheme", Kind: Units, Class: Breaking,
			after: rest4.good().objects(func(o map[string]any) (changed bool) {
				for name, v := range o {
					s, _ := v.(string)
					picture := strings.HasPrefix(name, "thumbnail_") || strings.HasPrefix(name, "avatar_")
					if rest, ok := strings.CutPrefix(s, "https:"); ok && picture {
						o[name], changed = rest, true
					}
				}
				return changed
			})},
	}
}
