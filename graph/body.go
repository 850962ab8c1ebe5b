package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/dailymock/dailymock/graph/engine"
)

// What can be wrong with a body before any GraphQL is looked at: the words of
// the engine's HTTP layer, and the last two in its manner
// (spec/reporting.md §10.2, ENGINE and ASSUMED).
var (
	errBody      = errors.New(`Body should be a JSON object`)
	errNoQuery   = errors.New(`The mandatory "query" parameter is missing.`)
	errVariables = errors.New(`The "variables" parameter is invalid. A JSON mapping is expected.`)
	errQuery     = errors.New(`The "query" parameter is invalid. A string is expected.`)
	errOperation = errors.New(`The "operationName" parameter is invalid. A string is expected.`)
)

// requestIn reads a body, whatever its content type says. Names other than the
// three are ignored; of one that comes twice, the last counts.
func requestIn(body []byte) (r engine.Request, err error) {
	var members map[string]json.RawMessage
	if !utf8.Valid(body) || json.Unmarshal(body, &members) != nil || members == nil {
		return r, errBody
	}
	if r.Query, err = text(members["query"], errQuery); err != nil {
		return r, err
	}
	if r.Query == "" {
		return r, errNoQuery
	}
	if r.OperationName, err = text(members["operationName"], errOperation); err != nil {
		return r, err
	}
	r.Variables, err = variables(members["variables"])
	return r, err
}

// text reads a string; null or nothing is "".
func text(raw json.RawMessage, otherwise error) (s string, err error) {
	if len(raw) > 0 && json.Unmarshal(raw, &s) != nil {
		return "", otherwise
	}
	return s, nil
}

// variables returns a JSON object, or nothing where there are none. The engine's
// HTTP layer takes an object within a string too.
func variables(raw json.RawMessage) (json.RawMessage, error) {
	if len(raw) > 0 && raw[0] == '"' {
		var inner string
		if json.Unmarshal(raw, &inner) != nil || !json.Valid([]byte(inner)) {
			return nil, errVariables
		}
		raw = bytes.TrimSpace([]byte(inner))
	}
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return nil, nil
	case raw[0] != '{':
		return nil, errVariables
	default:
		return raw, nil
	}
}
