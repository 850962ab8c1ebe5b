// Package ordered reads JSON and remembers in which order the members of an
// object came, since the vendor's messages repeat what was sent as it was sent.
//
//	v, err := ordered.Read([]byte(`{"b": 1, "a": [true, null]}`))
//
// encoding/json forgets the order, takes "QUERY" for "query" where it fills a
// struct, and needs more time for the body of a status poll than everything else
// about the poll together. This reader takes what encoding/json takes, but for
// text that is no UTF-8 and nesting deeper than MaxDepth.
package ordered

import (
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxDepth is how deep lists and objects may nest.
const MaxDepth = 500

// ErrSyntax is what Read answers for anything that it does not read.
var ErrSyntax = errors.New("not JSON")

// A Number is a number as it was written, however big.
type Number string

// A Member is a name in an object, with its value.
type Member struct {
	Name  string
	Value any
}

// An Object is what stood between braces. Of a name that came twice it has the
// first place and the last value.
type Object struct {
	Members []Member
	index   map[string]int // of big objects only
}

// big is from how many members on an Object has an index.
const big = 16

// Get returns the value of a member, and whether it is there.
func (o *Object) Get(name string) (any, bool) {
	if i := o.find(name); i >= 0 {
		return o.Members[i].Value, true
	}
	return nil, false
}

func (o *Object) find(name string) int {
	if o.index != nil {
		if i, ok := o.index[name]; ok {
			return i
		}
		return -1
	}
	for i := range o.Members {
		if o.Members[i].Name == name {
			return i
		}
	}
	return -1
}

func (o *Object) set(name string, value any) {
	if i := o.find(name); i >= 0 {
		o.Members[i].Value = value
		return
	}
	o.Members = append(o.Members, Member{name, value})
	switch n := len(o.Members); {
	case n == big:
		o.index = make(map[string]int, 2*big)
		for i, m := range o.Members {
			o.index[m.Name] = i
		}
	case n > big:
		o.index[name] = n - 1
	}
}

// Read reads one JSON value: nil, a bool, a string, a Number, a []any or an
// *Object. Nothing but blanks may follow it. What it returns does not point into
// text.
func Read(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, ErrSyntax
	}
	r := reader{text: text}
	v := r.value(0)
	r.blanks()
	if r.broken || r.at < len(r.text) {
		return nil, ErrSyntax
	}
	return v, nil
}

// A reader goes through a text once. After the first thing that is no JSON it is
// broken, and whatever it returns is worth nothing.
type reader struct {
	text   []byte
	at     int
	broken bool
}

func (r *reader) fail() any {
	r.broken = true
	return nil
}

// peek returns the next byte, 0 at the end.
func (r *reader) peek() byte {
	if r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}

func (r *reader) blanks() {
	for r.at < len(r.text) {
		switch r.text[r.at] {
		case ' ', '\t', '\n', '\r':
			r.at++
		default:
			return
		}
	}
}

// take steps over a byte, if it is the next but for blanks.
func (r *reader) take(c byte) bool {
	r.blanks()
	if r.peek() != c || r.at == len(r.text) {
		return false
	}
	r.at++
	return true
}

func (r *reader) value(depth int) any {
	r.blanks()
	switch c := r.peek(); {
	case depth > MaxDepth:
		return r.fail()
	case c == '"':
		return r.string()
	case c == '{':
		return r.object(depth)
	case c == '[':
		return r.list(depth)
	case c == '-' || '0' <= c && c <= '9':
		return r.number()
	default:
		return r.word()
	}
}

func (r *reader) word() any {
	for _, w := range []struct {
		text  string
		value any
	}{{"null", nil}, {"true", true}, {"false", false}} {
		if end := r.at + len(w.text); end <= len(r.text) && string(r.text[r.at:end]) == w.text {
			r.at = end
			return w.value
		}
	}
	return r.fail()
}

func (r *reader) object(depth int) any {
	r.at++
	o := &Object{}
	if r.take('}') {
		return o
	}
	o.Members = make([]Member, 0, 4) // most objects here are small
	for !r.broken {
		r.blanks()
		if r.peek() != '"' {
			return r.fail()
		}
		name := r.string()
		if !r.take(':') {
			return r.fail()
		}
		o.set(name, r.value(depth+1))
		if r.take('}') {
			return o
		}
		if !r.take(',') {
			return r.fail()
		}
	}
	return nil
}

func (r *reader) list(depth int) any {
	r.at++
	l := []any{}
	if r.take(']') {
		return l
	}
	for !r.broken {
		l = append(l, r.value(depth+1))
		if r.take(']') {
			return l
		}
		if !r.take(',') {
			return r.fail()
		}
	}
	return nil
}

func (r *reader) number() any {
	start := r.at
	if r.peek() == '-' {
		r.at++
	}
	if r.peek() == '0' {
		r.at++
	} else if !r.digits() {
		return r.fail()
	}
	if r.peek() == '.' {
		r.at++
		if !r.digits() {
			return r.fail()
		}
	}
	if c := r.peek(); c == 'e' || c == 'E' {
		r.at++
		if c := r.peek(); c == '+' || c == '-' {
			r.at++
		}
		if !r.digits() {
			return r.fail()
		}
	}
	return Number(r.text[start:r.at])
}

// digits steps over one digit or more.
func (r *reader) digits() bool {
	start := r.at
	for c := r.peek(); '0' <= c && c <= '9'; c = r.peek() {
		r.at++
	}
	return r.at > start
}

// string reads a string, which has begun. Most have nothing to unescape.
func (r *reader) string() string {
	r.at++
	start := r.at
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == '"':
			r.at++
			return string(r.text[start : r.at-1])
		case c == '\\':
			return r.escaped(start)
		case c < ' ':
			r.fail()
			return ""
		}
		r.at++
	}
	r.fail()
	return ""
}

// escaped reads the rest of a string from its first backslash on.
func (r *reader) escaped(start int) string {
	s := make([]byte, 0, 2*(r.at-start)+64)
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == '"':
			s = append(s, r.text[start:r.at]...)
			r.at++
			return string(s)
		case c == '\\':
			s = append(s, r.text[start:r.at]...)
			r.at++
			s = r.escape(s)
			start = r.at
		case c < ' ':
			r.fail()
			return ""
		default:
			r.at++
		}
		if r.broken {
			return ""
		}
	}
	r.fail()
	return ""
}

// escape reads what follows a backslash.
func (r *reader) escape(s []byte) []byte {
	c := r.peek()
	r.at++
	switch c {
	case '"', '\\', '/':
		return append(s, c)
	case 'b':
		return append(s, '\b')
	case 'f':
		return append(s, '\f')
	case 'n':
		return append(s, '\n')
	case 'r':
		return append(s, '\r')
	case 't':
		return append(s, '\t')
	case 'u':
		return utf8.AppendRune(s, r.unicode())
	default:
		r.fail()
		return s
	}
}

// unicode reads four hexadecimal digits, or twice four for one rune. Half a
// rune becomes U+FFFD.
func (r *reader) unicode() rune {
	first := r.hex()
	if !utf16.IsSurrogate(first) {
		return first
	}
	if r.at+1 < len(r.text) && r.text[r.at] == '\\' && r.text[r.at+1] == 'u' {
		back := r.at
		r.at += 2
		if both := utf16.DecodeRune(first, r.hex()); both != utf8.RuneError {
			return both
		}
		r.at = back
	}
	return utf8.RuneError
}

func (r *reader) hex() rune {
	if r.at+4 > len(r.text) {
		r.fail()
		return 0
	}
	n, err := strconv.ParseUint(string(r.text[r.at:r.at+4]), 16, 16)
	if err != nil {
		r.fail()
		return 0
	}
	r.at += 4
	return rune(n)
}
