package dialect

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxJSONDepth is how deep lists and objects of a body may nest.
const MaxJSONDepth = 500

// ErrJSON is the error of ParseJSON for any text that it does not take.
var ErrJSON = errors.New("invalid JSON")

// A Member is a name in an object, with its value.
type Member struct {
	Name  string
	Value any
}

// An Object is a JSON object whose members keep their order, since the vendor's
// messages repeat what was sent as it was sent. Of a name that came twice it has
// the first position and the last value.
type Object struct {
	Members []Member
	byName  map[string]int
}

// Get returns the value of a member and whether the object has it.
func (o *Object) Get(name string) (any, bool) {
	i, ok := o.byName[name]
	if !ok {
		return nil, false
	}
	return o.Members[i].Value, true
}

func (o *Object) set(name string, value any) {
	if i, ok := o.byName[name]; ok {
		o.Members[i].Value = value
		return
	}
	if o.byName == nil {
		o.byName = map[string]int{}
	}
	o.byName[name] = len(o.Members)
	o.Members = append(o.Members, Member{name, value})
}

// ParseJSON reads one JSON value: nil, a bool, a string, a json.Number with the
// text as it was written, a []any or an *Object. It refuses text that is not
// UTF-8 and values that nest deeper than MaxJSONDepth.
func ParseJSON(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, ErrJSON
	}
	// Half of a surrogate pair, escaped, becomes U+FFFD, as in encoding/json.
	d := jsontext.NewDecoder(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	value, err := parseValue(d)
	if _, end := d.ReadToken(); err != nil || !errors.Is(end, io.EOF) {
		return nil, ErrJSON
	}
	return value, nil
}

func parseValue(d *jsontext.Decoder) (any, error) {
	token, err := d.ReadToken()
	if err != nil || d.StackDepth() > MaxJSONDepth {
		return nil, ErrJSON
	}
	switch token.Kind() {
	case '[':
		return parseList(d)
	case '{':
		return parseObject(d)
	case '"':
		return token.String(), nil
	case '0':
		return json.Number(token.String()), nil
	case 'n':
		return nil, nil
	default:
		return token.Bool(), nil
	}
}

func parseList(d *jsontext.Decoder) (any, error) {
	list := []any{}
	for d.PeekKind() != ']' {
		item, err := parseValue(d)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	_, err := d.ReadToken()
	return list, err
}

func parseObject(d *jsontext.Decoder) (any, error) {
	object := &Object{}
	for d.PeekKind() != '}' {
		token, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		name := token.String()
		value, err := parseValue(d)
		if err != nil {
			return nil, err
		}
		object.set(name, value)
	}
	_, err := d.ReadToken()
	return object, err
}
