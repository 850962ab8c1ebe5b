// Package perturb changes the responses of a handler in ways that no client may rely on: the order of members in JSON
// and of download links, the case of header names, unknown members.
//
//	h := perturb.Handler(mock, 7)
//
// A suite that passes against a mock and fails against the same mock varied has been fitted to the mock.
package perturb

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Handler varies the responses of next. The same seed varies the same responses in the same way.
func Handler(next http.Handler, seed uint64) http.Handler {
	v := variation(seed)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorded := &recorded{header: http.Header{}, status: http.StatusOK}
		next.ServeHTTP(recorded, r)
		body := recorded.body.Bytes()
		if strings.HasPrefix(recorded.header.Get("Content-Type"), "application/json") && len(body) > 0 {
			body = v.body(body)
			recorded.header.Del("Content-Length")
		}
		v.headers(w.Header(), recorded.header)
		w.WriteHeader(recorded.status)
		_, _ = w.Write(body)
	})
}

// recorded keeps a response until it is varied.
type recorded struct {
	header http.Header
	status int
	begun  bool
	body   bytes.Buffer
}

func (h *recorded) Header() http.Header { return h.header }

func (h *recorded) WriteHeader(status int) {
	if !h.begun {
		h.status, h.begun = status, true
	}
}

func (h *recorded) Write(b []byte) (int, error) {
	h.begun = true
	return h.body.Write(b)
}

type variation uint64

// of is a number for a text, another one for each seed.
func (v variation) of(parts ...string) uint64 {
	h := fnv.New64a()
	h.Write(strconv.AppendUint(nil, uint64(v), 10))
	for _, p := range parts {
		h.Write([]byte{0})
		h.Write([]byte(p))
	}
	x := h.Sum64() // mixed once more: FNV of short texts differs in few bits
	x ^= x >> 32
	x *= 0x9E3779B97F4A7C15
	return x ^ x>>29
}

// headers copies headers, with their names in lower case, in capitals or as they
// were.
func (v variation) headers(to, from http.Header) {
	for name, values := range from {
		switch v.of("header", name) % 3 {
		case 0:
			to[strings.ToLower(name)] = values
		case 1:
			to[strings.ToUpper(name)] = values
		default:
			to[name] = values
		}
	}
	if _, kept := to["Content-Type"]; !kept && from.Get("Content-Type") != "" {
		to["Content-Type"] = nil // or net/http adds one of its own
	}
	for name := range to { // net/http reads these by their usual names
		if n := http.CanonicalHeaderKey(name); n == "Content-Length" || n == "Date" || n == "Connection" {
			values := to[name]
			delete(to, name)
			to[n] = values
		}
	}
}

// body rewrites JSON; what is none stays.
func (v variation) body(b []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var value any
	if d.Decode(&value) != nil {
		return b
	}
	return v.append(nil, value, "", false)
}

// append writes a value. asked tells that the client chose the members, as below
// data of GraphQL, so that nothing may be added.
func (v variation) append(b []byte, value any, path string, asked bool) []byte {
	switch value := value.(type) {
	case map[string]any:
		return v.object(b, value, path, asked)
	case []any:
		if strings.HasSuffix(path, "/edges") && v.of("links")%2 == 0 {
			value = slices.Clone(value)
			slices.Reverse(value)
		}
		b = append(b, '[')
		for i, item := range value {
			if i > 0 {
				b = append(b, ',', ' ')
			}
			b = v.append(b, item, path, asked)
		}
		return append(b, ']')
	}
	text, _ := json.Marshal(value)
	return append(b, text...)
}

func (v variation) object(b []byte, members map[string]any, path string, asked bool) []byte {
	if !asked {
		members = maps.Clone(members)
		members["x_"+strconv.FormatUint(v.of("name", path)%1000, 10)] = []any{nil, "new", json.Number("7"), map[string]any{},
			[]any{}}[v.of("value", path)%5]
	}
	names := slices.SortedFunc(maps.Keys(members), func(a, c string) int {
		x, y := v.of("order", path, a), v.of("order", path, c)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	b = append(b, '{')
	for i, name := range names {
		if i > 0 {
			b = append(b, ", "...)
		}
		text, _ := json.Marshal(name)
		b = append(append(b, text...), ':', ' ')
		b = v.append(b, members[name], path+"/"+name, asked || path == "" && name == "data")
	}
	return append(b, '}')
}
