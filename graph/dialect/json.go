package dialect

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"
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
	if !utf8.Valid(text) || !json.Valid(text) {
		return nil, ErrJSON
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return parseValue(d, 0)
}

// parseValue reads the next value of a text that is known to be JSON.
func parseValue(d *json.Decoder, depth int) (any, error) {
	token, err := d.Token()
	if err != nil || depth > MaxJSONDepth {
		return nil, ErrJSON
	}
	switch token {
	case json.Delim('['):
		return parseList(d, depth+1)
	case json.Delim('{'):
		return parseObject(d, depth+1)
	default:
		return token, nil
	}
}

func parseList(d *json.Decoder, depth int) (any, error) {
	list := []any{}
	for d.More() {
		item, err := parseValue(d, depth)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	_, err := d.Token() // the closing bracket
	return list, err
}

func parseObject(d *json.Decoder, depth int) (any, error) {
	object := &Object{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, ErrJSON
		}
		value, err := parseValue(d, depth)
		if err != nil {
			return nil, err
		}
		object.set(name.(string), value) // json.Valid has checked that names are strings
	}
	_, err := d.Token() // the closing brace
	return object, err
}
