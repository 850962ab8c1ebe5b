package behaviour

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"mime"
	"regexp"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/contracts/evidence"
	"github.com/dailymock/dailymock/contracts/observe"
	"github.com/dailymock/dailymock/internal/drift"
)

// A seen holds what the cases of a run saw, by path.
type seen map[string]*values

// A values holds what was seen at one path.
type values struct {
	forms, classes, words map[string]bool
	times                 int
	numbers               observe.Numbers
}

func newSeen() seen { return seen{} }

func (s seen) add(c evidence.Case) {
	for _, o := range c.Observations {
		if strings.HasSuffix(o.Path, " header Content-Length") {
			continue // it depends on how the response is sent
		}
		v := s[o.Path]
		if v == nil {
			v = &values{forms: map[string]bool{}, classes: map[string]bool{}, words: map[string]bool{}}
			s[o.Path] = v
		}
		v.times += o.Times
		v.numbers.Add(o.Numbers)
		for set, list := range map[*map[string]bool][]string{&v.forms: o.Forms, &v.classes: o.Classes, &v.words: o.Words} {
			for _, e := range list {
				(*set)[plain(o.Path, e)] = true
			}
		}
	}
}

// wordMembers matches the paths of which the words are constants of the API. Other words come from data.
var wordMembers = regexp.MustCompile(` header |` +
	` (status|__typename|token_type|item_type|object_type|media_type|state|reason|kind)$|` +
	` errors?(\[\])? (type|code)$| 4\d\d error$|` +
	`^GET /(rest/)?(videos?|users?|channel|me)\b.* (embed_|tiny_)?url$|` +
	`^csv (media_type|visitor_device_type|visibility|monetization_type)$`)

// constantMembers matches the paths among them that have the same word each time.
var constantMembers = regexp.MustCompile(` header | errors?(\[\])? (type|code)$| 4\d\d error$`)

// strong lists the formats that data does not change.
var strong = []string{"jwt", "date", "month", "time with zone", "time in UTC", "time", "url", "url without TLS",
	"e-mail", "uuid", "integer", "decimal", "number with exponent", "24 hours", "different amounts",
	"per thousand"}

// spellings lists the formats of single words. A member with one of them does not change to another.
var spellings = []string{"WORD", "word", "Word", "XX", "xx", "XXX"}

// names matches the paths of names and tags, which may have any number of words, in any spelling.
var names = regexp.MustCompile(`[ .](name|screenname|username|title|city|description)$|tags\[\]$`)

// wider maps the formats of codes, such as those of countries, to those of all words. A code is a word too.
var wider = map[string]string{"XX": "WORD", "XXX": "WORD", "xx": "word"}

// plain returns the value of a header without what clients ignore: case, blanks, the order of a list, and parameters,
// as in max-age=60 and charset=utf-8. Report files may be octet streams (docs/spec/reporting.md#links).
func plain(path, value string) string {
	if !strings.Contains(path, " header ") || value == "header" {
		return value
	}
	if strings.HasSuffix(path, " header Content-Type") {
		kind, _, err := mime.ParseMediaType(value)
		if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
			kind, _, _ = strings.Cut(strings.ToLower(value), ";")
		}
		if kind == "application/octet-stream" && strings.Contains(path, " (link) ") {
			kind = "text/csv"
		}
		return kind
	}
	var parts []string
	for _, part := range separators.Split(parameters.ReplaceAllString(strings.ToLower(value), ""), -1) {
		if part != "" {
			parts = append(parts, part)
		}
	}
	slices.Sort(parts)
	return strings.Join(slices.Compact(parts), ", ")
}

var (
	parameters = regexp.MustCompile(`\s*=\s*("[^"]*"|[^,; ]*)`)
	separators = regexp.MustCompile(`\s*[,;]\s*`)
)

// enough is the number of values from which on a member that was always there, or never null, is taken to be so.
const enough = 20

func (s seen) compare(now seen) []drift.Change {
	var changes []drift.Change
	note := func(rule, path string, class drift.Class, from, to, format string, args ...any) {
		changes = append(changes, drift.Change{Rule: rule, Path: path, Class: class, From: from, To: to,
			Message: path + " " + fmt.Sprintf(format, args...)})
	}
	for _, path := range slices.Sorted(maps.Keys(s)) {
		a, b := s[path], now[path]
		if b == nil {
			s.gone(now, path, note)
			continue
		}
		if s.always(path) && !now.always(path) && a.times >= enough && !strings.HasSuffix(path, "[]") {
			note("MEMBER_OPTIONAL", path, drift.Dangerous, "always", "sometimes", "was always there, and is optional now")
		}
		compareKinds(path, a, b, note)
		compareWords(path, a, b, note)
		compareNumbers(path, a.numbers, b.numbers, note)
	}
	for _, path := range slices.Sorted(maps.Keys(now)) {
		if up := parent(path); s[path] == nil && s[up] != nil && (now.always(path) || now[path].times > 1) {
			rule, name := kindOf(path)
			note(rule+"_ADDED", path, drift.Additive, "", "seen", "is a new %s", name)
		}
	}
	return changes
}

// A noter adds a change.
type noter func(rule, path string, class drift.Class, from, to, format string, args ...any)

// gone notes a path that is no longer seen, if its parent is, and it was always there.
func (s seen) gone(now seen, path string, note noter) {
	if up := parent(path); up == "" || now[up] == nil || !s.always(path) || strings.HasSuffix(path, "[]") {
		return // the response as a whole is not seen, the member is optional, or a list is empty
	}
	class := drift.Breaking
	rule, name := kindOf(path)
	if rule == "HEADER" {
		class = drift.Dangerous
		if !headers.MatchString(path) {
			class = drift.Additive
		}
	}
	note(rule+"_REMOVED", path, class, "seen", "", "is gone: the %s was always there", name)
}

// headers matches the paths of headers that clients, caches and browsers read. Others come and go with the servers in
// between.
var headers = regexp.MustCompile(`(?i) header (Content-\S+|Cache-Control|WWW-Authenticate|Allow|Accept-Ranges|` +
	`Location|Access-Control-\S+|Vary|ETag|Last-Modified|Link|Retry-After|Sunset|Deprecation|Strict-Transport-Security)$`)

func kindOf(path string) (rule, name string) {
	if strings.Contains(path, " header ") {
		return "HEADER", "header"
	}
	return "MEMBER", "member"
}

// always reports whether a path is seen each time its parent is.
func (s seen) always(path string) bool {
	up := parent(path)
	return up != "" && s[up] != nil && s[path] != nil && s[path].times >= s[up].times
}

// parent returns the path of the object that has a member, or "". A response has the headers and members of its value.
func parent(path string) string {
	if i := strings.Index(path, " header "); i > 0 {
		return path[:i] + " header Date" // each response has one
	}
	i := strings.LastIndex(path, " ")
	if m := response.FindString(path); i < len(m) || m == "" {
		return ""
	}
	return path[:i]
}

func compareKinds(path string, a, b *values, note noter) {
	from, to := join(a.forms, "null"), join(b.forms, "null")
	if from == "column" || to == "column" {
		return // a file without rows
	}
	switch {
	case from != to && from != "" && to != "":
		note("KIND_CHANGED", path, drift.Breaking, from, to, "was %s and is %s", from, to)
	case to == "" && from != "" && !a.forms["null"] && b.times >= few:
		note("KIND_CHANGED", path, drift.Breaking, from, "null", "was %s and is always null", from)
	case b.forms["null"] && !a.forms["null"] && a.times >= enough:
		note("NULL_ADDED", path, drift.Dangerous, from, to+" or null", "was never null, and is null sometimes")
	}
	was, is := slices.Sorted(maps.Keys(a.classes)), slices.Sorted(maps.Keys(b.classes))
	spelled := func(class string) bool { return slices.Contains(spellings, class) }
	was = slices.DeleteFunc(was, func(c string) bool { return c == "empty" || c == "column" })
	is = slices.DeleteFunc(is, func(c string) bool {
		return c == "column" || c == "empty" && strings.HasPrefix(path, "csv ")
	})
	words := !wordMembers.MatchString(path) && !names.MatchString(path) && a.times >= few && b.times >= few &&
		!slices.ContainsFunc(was, func(c string) bool { return !spelled(c) })
	weak := func(class string) bool { return !slices.Contains(strong, class) && !(words && spelled(class)) }
	if len(was) == 0 || slices.ContainsFunc(was, weak) ||
		slices.ContainsFunc(is, func(c string) bool { return slices.Contains(was, c) || slices.Contains(was, wider[c]) }) ||
		len(is) == 0 || slices.Contains(is, "empty") || from != to {
		return
	}
	f, t := strings.Join(was, ", "), strings.Join(is, ", ")
	note("FORMAT_CHANGED", path, drift.Dangerous, f, t, "had the format %s and has %s", f, t)
}

func compareWords(path string, a, b *values, note noter) {
	if !wordMembers.MatchString(path) {
		return
	}
	kept := slices.ContainsFunc(slices.Collect(maps.Keys(a.words)), func(w string) bool { return b.words[w] }) ||
		strings.HasSuffix(path, " header Cache-Control") && !strings.Contains(path, " /oauth/") // caches may keep reads
	least := few
	if constantMembers.MatchString(path) {
		least = 1
	}
	if from := join(a.words, ""); from != "" && !kept && (len(b.words) == 0 || a.times >= least && b.times >= least) {
		note("WORDS_CHANGED", path, drift.Dangerous, from, join(b.words, ""), "had the values %s, and has none of them", from)
		return
	}
	for _, word := range slices.Sorted(maps.Keys(b.words)) {
		if !a.words[word] {
			note("WORD_ADDED", path+" "+word, drift.Dangerous, "", word, "is a new value")
		}
	}
	for _, word := range slices.Sorted(maps.Keys(a.words)) {
		if !b.words[word] {
			note("WORD_REMOVED", path+" "+word, drift.Additive, word, "", "is no longer seen")
		}
	}
}

// few is the number of values from which on a format or a constant is taken to be that of all values.
const few = 5

// counted matches members that count something, which is as large as the data.
var counted = regexp.MustCompile(`(_total|total|pages|hits|count|version|views_last_\w+)$`)

// compareNumbers notes numbers of another order of magnitude, or with other decimals.
func compareNumbers(path string, a, b observe.Numbers, note noter) {
	const unit = 1.5 // powers of ten between two units: seconds are 60 times minutes
	shift := b.Mean - a.Mean
	apart := b.Least > a.Most || b.Most < a.Least
	file := strings.HasPrefix(path, "csv ")
	least := few
	if !file && !apart {
		least = enough
	}
	switch {
	case a.Count < least || b.Count < least || counted.MatchString(path) && !file:
	case math.Abs(shift) >= unit:
		note("MAGNITUDE_CHANGED", path, drift.Breaking, fmt.Sprintf("about 10^%.0f", a.Mean),
			fmt.Sprintf("about 10^%.0f", b.Mean), "had values of about 10^%.0f and has about 10^%.0f: is the unit another?",
			a.Mean, b.Mean)
	case a.Count >= enough && b.Count >= enough && a.Decimals != b.Decimals:
		class := drift.Dangerous
		if a.Decimals > 0 && b.Decimals > a.Decimals {
			class = drift.Additive // the same numbers, more exact
		}
		note("DECIMALS_CHANGED", path, class, fmt.Sprint(a.Decimals), fmt.Sprint(b.Decimals),
			"had at most %d digits after the point and has %d", a.Decimals, b.Decimals)
	}
}

// join returns the members of a set, sorted, without one of them.
func join(set map[string]bool, except string) string {
	var all []string
	for _, e := range slices.Sorted(maps.Keys(set)) {
		if e != except {
			all = append(all, e)
		}
	}
	return strings.Join(all, " or ")
}
