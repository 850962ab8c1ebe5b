package views

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"github.com/dailymock/dailymock/internal/world"
)

// Rows are written by hand, in the vendor's order of members: a page may hold a
// thousand, and encoding/json would take several times as long as making them.

// An encoder appends the rows of one account.
type encoder struct {
	account *Account
	b       []byte
}

// A pager is the pager of the analytics, which differs from that of the lists
// (docs/spec/dyntube.md#analytics-response).
type pager struct{ page, size, hits, total, pages int }

func (e *encoder) pager(p pager) {
	e.number(`{"pager":{"page":`, p.page)
	e.number(`,"size":`, p.size)
	e.number(`,"hits":`, p.hits)
	e.number(`,"total":`, p.total)
	e.number(`,"pages":`, p.pages)
	e.raw(`},"views":[`)
}

func (e *encoder) end() { e.raw(`]}`) }

func (e *encoder) view(v *view) {
	if e.b[len(e.b)-1] == '}' {
		e.raw(`,`)
	}
	e.keys(v)
	if v.viewer.known {
		e.number(`","clientUserId":"user-`, v.viewer.number)
	}
	e.number(`","planType":`, v.project.Plan)
	e.raw(`,"viewerId":"`)
	e.b = appendBase62(e.b, v.viewer.seed, digits62)
	e.raw(`","viewId":"`)
	e.b = appendBase62(e.b, v.play, 9)
	e.raw(`","date":"`)
	e.b = appendDate(e.b, v.millis)
	e.raw(`","region":"`)
	e.raw(v.project.Region)
	e.raw(`"`)
	e.happened(v)
	e.viewer(&v.viewer, v.browsers, v.systems)
	e.text(`,"embed":{"url":`, v.site.url)
	e.text(`,"domain":`, v.site.domain)
	e.raw(`,"type":1}`)
	e.userKey(v)
	e.raw(`}`)
}

// keys leaves the string of the last key open.
func (e *encoder) keys(v *view) {
	a, number := e.account, v.project.Number
	e.raw(`{"id":"`)
	e.b = appendBase62(e.b, v.id, 8)
	e.raw(`","videoKey":"`)
	e.b = a.appendKey(e.b, VideoKey, number, v.index)
	e.raw(`","accountKey":"`)
	e.raw(a.Key)
	e.raw(`","projectKey":"`)
	e.raw(v.project.Key)
	e.raw(`","channelKey":"`)
	if v.through == projectChannel {
		e.raw(v.project.ChannelKey)
	} else {
		e.b = a.appendKey(e.b, OwnChannelKey, number, v.index)
	}
	e.raw(`","channelViewId":"`)
	e.b = appendBase62(e.b, v.visit, 9)
}

func (e *encoder) happened(v *view) {
	e.bool(`,"started":`, v.started)
	e.bool(`,"ended":`, v.ended)
	e.bool(`,"muted":`, v.muted)
	e.number(`,"duration":`, v.video.Duration)
	e.number(`,"watchTime":`, v.watched)
}

// viewer leaves the object of the embed open. The text between two numbers is prepared in the device and the city.
func (e *encoder) viewer(v *viewer, browser, system int) {
	e.number(v.device.before, browser)
	e.number(`,"minor":`, v.minor())
	e.number(v.device.between, system)
	e.raw(v.device.after)
	ip := v.address()
	e.number(`,"geo":{"ip":"`, int(ip[0]))
	e.number(`.`, int(ip[1]))
	e.number(`.`, int(ip[2]))
	e.raw(v.country.texts[v.city])
}

// ready writes what a row says of a rig, without the two versions.
func (r device) ready() encodedDevice {
	var before, between, after encoder
	before.text(`,"browser":{"family":`, r.browser)
	before.raw(`,"major":`)
	between.text(`},"device":{"family":`, r.family)
	between.text(`,"brand":`, r.brand)
	between.text(`,"model":`, r.model)
	between.text(`,"type":`, r.kind)
	between.text(`},"os":{"family":`, r.system)
	between.raw(`,"major":`)
	after.text(`,"processor":`, r.processor)
	after.raw(`}`)
	return encodedDevice{r, string(before.b), string(between.b), string(after.b)}
}

// ready writes what follows the address of a viewer in each of the cities, and
// last in none that is known.
func (p *country) ready() {
	for _, c := range append(p.Cities[:len(p.Cities):len(p.Cities)], City{}) {
		e := encoder{}
		e.text(`.0","city":`, c.name)
		e.text(`,"country":`, p.code)
		e.text(`,"region":`, c.region)
		e.text(`,"continent":`, p.Continent)
		e.raw(`}`)
		p.texts = append(p.texts, string(e.b))
	}
}

func (e *encoder) userKey(v *view) {
	switch v.userKey {
	case emptyUserKey:
		e.raw(`,"userKey":""`)
	case memberUserKey:
		e.raw(`,"userKey":"`)
		e.b = e.account.appendKey(e.b, memberKey, v.project.Number, v.viewer.number)
		e.raw(`"`)
	}
}

func (e *encoder) raw(s string) { e.b = append(e.b, s...) }

func (e *encoder) number(before string, n int) {
	e.b = strconv.AppendInt(append(e.b, before...), int64(n), 10)
}

func (e *encoder) bool(before string, is bool) {
	e.b = strconv.AppendBool(append(e.b, before...), is)
}

func (e *encoder) text(before, s string) {
	e.b = appendText(append(e.b, before...), s)
}

// appendText writes a JSON string. Few need more than quotes.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			return appendEscaped(b, s)
		}
	}
	if !utf8.ValidString(s) {
		return appendEscaped(b, s)
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func appendEscaped(b []byte, s string) []byte {
	text, _ := json.Marshal(s) // fails for no string
	return append(b, text...)
}

// appendDate writes an instant as the vendor does, 2006-01-02T15:04:05.999-07:00
// in the words of package time, which takes three times as long: one to three
// digits of a second, or none, and never a Z (docs/spec/dyntube.md#analytics-response).
func appendDate(b []byte, millis int64) []byte {
	year, month, day := world.Day(millis / millisPerDay).Date()
	ms := int(millis % millisPerDay)
	b = append(appendDigits(b, year, 4), '-')
	b = append(appendDigits(b, int(month), 2), '-')
	b = append(appendDigits(b, day, 2), 'T')
	b = append(appendDigits(b, ms/millisPerHour, 2), ':')
	b = append(appendDigits(b, ms/60000%60, 2), ':')
	b = appendDigits(b, ms/1000%60, 2)
	if ms %= 1000; ms > 0 {
		b = appendDigits(append(b, '.'), ms, 3)
		for b[len(b)-1] == '0' {
			b = b[:len(b)-1]
		}
	}
	return append(b, "+00:00"...)
}

// appendDigits writes the n lowest decimal digits of x, at most four.
func appendDigits(b []byte, x, n int) []byte {
	b = append(b, "0000"[:n]...)
	for i := range n {
		b[len(b)-1-i] = byte('0' + x%10)
		x /= 10
	}
	return b
}
