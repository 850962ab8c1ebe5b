package dialect

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// An Error is one item of a response's errors, in the vendor's shape
// (docs/spec/reporting.md#error-shape): path is null when the error belongs to no field,
// locations is never null, and there is no extensions.code.
type Error struct {
	Message    string     `json:"message"`
	Path       []any      `json:"path"` // response keys and list indexes
	Locations  []Location `json:"locations"`
	Type       string     `json:"type,omitempty"`
	Reason     string     `json:"reason,omitempty"`
	Extensions *Section   `json:"extensions,omitempty"` // of violated validation rules only
}

// A Location is a position in the query text; both count from 1.
type Location struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

func at(p *ast.Position) []Location {
	if p == nil {
		return nil
	}
	return []Location{{Line: p.Line, Column: p.Column}}
}

// AppendRefusal appends a response without data. Clients that take the mere
// presence of errors as failure must never see an empty list, so there is always
// at least one error.
func AppendRefusal(to []byte, errs ...Error) []byte {
	return AppendAnswer(to, []byte("null"), errs)
}

// AppendAnswer appends a response: data first, then errors if there are any.
func AppendAnswer(to, data []byte, errs []Error) []byte {
	to = append(append(to, `{"data":`...), data...)
	return append(appendErrors(to, errs), '}')
}

// appendErrors appends the member errors, or nothing if there are none.
func appendErrors(to []byte, errs []Error) []byte {
	if len(errs) == 0 {
		return to
	}
	errs = slices.Clone(errs)
	for i := range errs {
		if errs[i].Locations == nil {
			errs[i].Locations = []Location{}
		}
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false) // the vendor's messages are full of < and >
	if err := enc.Encode(errs); err != nil {
		panic(err) // an Error holds only what JSON can hold
	}
	to = append(to, `,"errors":`...)
	return append(to, bytes.TrimSuffix(text.Bytes(), []byte("\n"))...)
}

// A Section is the part of the GraphQL specification that a document violates.
type Section struct {
	Rule    string `json:"rule"`
	Spec    string `json:"spec"`
	Details string `json:"details"`
	Tag     string `json:"tag"`
}
