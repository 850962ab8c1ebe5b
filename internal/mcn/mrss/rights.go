package mrss

import (
	"slices"
	"strings"
	"time"
)

// rating keeps whether media are for adults only: "adult" of the scheme urn:simple, which is the default.
func (f *feed) rating(e *element, l *facts, text string) {
	if scheme := e.attr("", "scheme"); scheme != "" && scheme != "urn:simple" || l.rating != nil {
		return
	}
	switch text {
	case "adult", "nonadult":
		adult := text == "adult"
		l.rating = &adult
	default:
		f.bad(e, "rating is %q, not adult or nonadult", shown(text))
	}
}

// restriction keeps in which countries media can be seen.
func (f *feed) restriction(e *element, l *facts, text string) {
	relationship := e.attr("", "relationship")
	if kind := e.attr("", "type"); kind != "country" || l.restriction != nil {
		return
	}
	codes := strings.Fields(strings.ToLower(text))
	if relationship != "allow" && relationship != "deny" {
		f.bad(e, "relationship of restriction is %q, not allow or deny", shown(relationship))
		return
	}
	for _, code := range codes {
		if len(code) != 2 || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") != "" {
			f.bad(e, "restriction names %q, not the two letters of a country", shown(code))
			return
		}
	}
	if len(codes) > 0 {
		l.restriction = append([]string{relationship}, slices.Compact(codes)...)
	}
}

// valid keeps from when until when an item is available: "start=…; end=…; scheme=W3C-DTF"
// (https://www.dublincore.org/specifications/dublin-core/dcmi-period/).
func (f *feed) valid(e *element, text string) {
	for part := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(part, "=")
		value = strings.TrimSpace(value)
		var to *time.Time
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "start":
			to = &f.item.ValidFrom
		case "end":
			to = &f.item.ValidUntil
		default:
			continue
		}
		if value == "" {
			continue
		}
		t, ok := date(value)
		if !ok {
			f.bad(e, "%s of valid is %q, not a date such as 2026-07-01T09:00+01:00", strings.TrimSpace(name), shown(value))
			continue
		}
		*to = t
	}
}

// layouts are the forms of W3C-DTF (https://www.w3.org/TR/NOTE-datetime). Seconds may have a fraction.
var layouts = []string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02", "2006-01", "2006",
	"2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z0700",
}

func date(value string) (time.Time, bool) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, value); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}
