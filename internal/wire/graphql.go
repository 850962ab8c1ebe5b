package wire

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
)

// A GraphQLFault is one item of a GraphQL response's errors, in the vendor's shape
// (docs/spec/reporting.md#error-shape): path is null when the error belongs to no field,
// locations is never null, and there is no extensions.code.
type GraphQLFault struct {
	Message    string          `json:"message"`
	Path       []any           `json:"path"` // response keys and list indexes
	Locations  []QueryPosition `json:"locations"`
	Type       string          `json:"type,omitempty"`
	Reason     string          `json:"reason,omitempty"`
	Extensions *QueryRule      `json:"extensions,omitempty"` // of violated validation rules only
}

// A QueryPosition is a place in the query text; both numbers count from 1.
type QueryPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// A QueryRule is the part of the GraphQL specification that a document violates.
type QueryRule struct {
	Rule    string `json:"rule"`
	Spec    string `json:"spec"`
	Details string `json:"details"`
	Tag     string `json:"tag"`
}

// GraphQLError responds with one GraphQL error without a position.
func GraphQLError(w http.ResponseWriter, status int, message string) {
	Write(w, status, TypeJSON, AppendGraphQLRefusal(nil, GraphQLFault{Message: message, Type: ErrorType(status)}))
}

// AppendGraphQLRefusal appends a response without data. Clients that take the mere
// presence of errors as failure must never see an empty list, so there is always
// at least one error.
func AppendGraphQLRefusal(to []byte, errs ...GraphQLFault) []byte {
	return AppendGraphQL(to, []byte("null"), errs)
}

// AppendGraphQL appends a response: data first, then errors if there are any.
func AppendGraphQL(to, data []byte, errs []GraphQLFault) []byte {
	to = append(append(to, `{"data":`...), data...)
	return append(appendGraphQLErrors(to, errs), '}')
}

// appendGraphQLErrors appends the member errors, or nothing if there are none.
func appendGraphQLErrors(to []byte, errs []GraphQLFault) []byte {
	if len(errs) == 0 {
		return to
	}
	errs = slices.Clone(errs)
	for i := range errs {
		if errs[i].Locations == nil {
			errs[i].Locations = []QueryPosition{}
		}
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false) // the vendor's messages are full of < and >
	if err := enc.Encode(errs); err != nil {
		panic(err) // a GraphQLFault holds only what JSON can hold
	}
	to = append(to, `,"errors":`...)
	return append(to, bytes.TrimSuffix(text.Bytes(), []byte("\n"))...)
}
