package rest

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/wire"
)

// The official SDKs post calls as JSON to the root (docs/spec/rest.md#json-rpc): one, or up
// to ten in an array. The status is 200 even if calls fail.

// A batch is the calls in the body of a request to the root.
type batch struct {
	calls []rpcCall
	alone bool // one call, not in an array
}

type rpcCall struct {
	Call string          `json:"call"`
	Args json.RawMessage `json:"args"`
	ID   json.RawMessage `json:"id"`
}

// The bounds of a batch: its calls, and the arguments of one, as many as a form
// may have.
const (
	maxCalls = 10
	maxArgs  = 1000
)

// blanks may stand before a body, a byte order mark among them.
const blanks = " \t\r\n\ufeff"

// IsRPC reports whether a body that was posted to the root of a host has calls of this surface. A GraphQL body has a
// query and never a call.
func IsRPC(body []byte) bool {
	body = bytes.TrimLeft(body, blanks)
	if len(body) == 0 || body[0] != '{' && body[0] != '[' {
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	first, err := dec.Token()
	if err != nil {
		return false
	}
	if first == json.Delim('[') {
		if !dec.More() {
			return true
		}
		if first, err = dec.Token(); err != nil || first != json.Delim('{') {
			return false
		}
	}
	return isCall(dec)
}

// isCall reads the members of the object that dec has begun.
func isCall(dec *json.Decoder) bool {
	for dec.More() {
		member, err := dec.Token()
		if err != nil || member == "query" {
			return false
		}
		if member == "call" {
			return true
		}
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return false
		}
	}
	return false
}

func readBatch(body []byte) (*batch, error) {
	body = bytes.TrimLeft(body, blanks)
	var b batch
	err := json.Unmarshal(body, &b.calls)
	if err != nil {
		var one rpcCall
		if err = json.Unmarshal(body, &one); err == nil {
			b.calls, b.alone = []rpcCall{one}, true
		}
	}
	switch {
	case err != nil:
		return nil, reply.BadCalls()
	case len(b.calls) > maxCalls:
		return nil, reply.TooManyCalls(len(b.calls), maxCalls)
	}
	return &b, nil
}

// runBatch runs all calls, each as if it were the only one.
func (s *Surface) runBatch(c *object.Call, b *batch) any {
	answers := make([]reply.Item, len(b.calls))
	for i := range b.calls {
		answers[i] = s.runOne(c, &b.calls[i])
	}
	if b.alone {
		return answers[0]
	}
	return answers
}

func (s *Surface) runOne(c *object.Call, r *rpcCall) reply.Item {
	one, err := s.callOf(c, r)
	var value any
	if err == nil {
		value, err = s.run(one)
	}
	answer := reply.ItemOf("result", value)
	if err != nil {
		answer = asError(err).Item()
	}
	if len(r.ID) > 0 && len(r.ID) <= 256 {
		var id bytes.Buffer
		if json.Compact(&id, r.ID) == nil {
			answer = append(answer, reply.ItemOf("id", reply.Raw(id.String()))...)
		}
	}
	return answer
}

// target returns what a call asks for: such as GET, the path's parts, and the query.
func (r *rpcCall) target() (method string, path []string, query string) {
	verb, target, ok := strings.Cut(strings.TrimSpace(r.Call), " ")
	if !ok {
		verb, target = "GET", verb
	}
	whole, query, _ := strings.Cut(strings.TrimSpace(target), "?")
	return strings.ToUpper(verb), object.PathParts(whole), query
}

// callOf reads one call of a batch.
func (s *Surface) callOf(c *object.Call, r *rpcCall) (*object.Call, error) {
	one := c.Next()
	var query string
	one.Method, one.Path, query = r.target()
	form, err := wire.ParseQuery(query)
	if err != nil {
		return nil, reply.BadRequest(err)
	}
	params, err := readArgs(r.Args)
	if err != nil {
		return nil, err
	}
	one.Args = catalog.Collect(catalog.Params(form), params)
	return one, s.rates.take(one)
}

// readArgs reads the arguments of a call in their order, like those of a form. The values can be any JSON. The PHP
// SDK sends an empty array instead of no arguments.
func readArgs(text json.RawMessage) (catalog.Params, error) {
	if len(text) == 0 || text[0] != '{' {
		return nil, nil
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	_, err := dec.Token() // {
	var a catalog.Params
	for err == nil && dec.More() {
		var name json.Token
		var value any
		if name, err = dec.Token(); err == nil {
			err = dec.Decode(&value)
		}
		if err == nil {
			a = append(a, catalog.Param{Name: name.(string), Value: asText(value)})
		}
		if len(a) > maxArgs {
			return nil, reply.TooManyArguments(maxArgs)
		}
	}
	if err != nil {
		return nil, reply.BadArguments()
	}
	return a, nil
}

// asText returns a JSON value as a form would have it.
func asText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	case []any:
		texts := make([]string, len(v))
		for i, e := range v {
			texts[i] = asText(e)
		}
		return strings.Join(texts, ",")
	}
	if list, ok := listOf(value); ok {
		return asText(list)
	}
	text, _ := json.Marshal(value) // what was decoded marshals
	return string(text)
}

// listOf returns the elements of an object whose members are numbered: PHP writes an array so whose elements were
// filtered.
func listOf(value any) (list []any, ok bool) {
	members, ok := value.(map[string]any)
	var places []int
	for name := range members {
		place, err := strconv.Atoi(name)
		if err != nil || strconv.Itoa(place) != name {
			return nil, false
		}
		places = append(places, place)
	}
	slices.Sort(places)
	for _, place := range places {
		list = append(list, members[strconv.Itoa(place)])
	}
	return list, ok && len(list) > 0
}
