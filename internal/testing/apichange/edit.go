package apichange

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// A where selects requests.
type where func(x *Exchange) bool

// The hosts.
const (
	graphQLHost = "graphql.api.dailymotion.com"
	partnerHost = "partner.api.dailymotion.com"
	dataHost    = "api.dailymotion.com"
	statsHost   = "stats.dyntube.com"
	manageHost  = "api.dyntube.com"
)

// at selects requests to a host by a pattern of their method and path; "" means any host.
func at(host, pattern string) where {
	form := regexp.MustCompile("^" + pattern + "$")
	return func(x *Exchange) bool {
		return (host == "" || x.R.Host == host) && form.MatchString(x.R.Method+" "+x.R.URL.Path)
	}
}

// and selects requests that also send a text in their query or body.
func (w where) and(text string) where {
	return func(x *Exchange) bool { return w(x) && (strings.Contains(x.R.URL.RawQuery, text) || x.sends(text)) }
}

// but excludes requests that send a text in their query or body.
func (w where) but(text string) where {
	return func(x *Exchange) bool { return w(x) && !strings.Contains(x.R.URL.RawQuery, text) && !x.sends(text) }
}

func (x *Exchange) sends(text string) bool { return bytes.Contains(x.Sent, []byte(text)) }

// good selects requests with a 2xx response.
func (w where) good() where { return func(x *Exchange) bool { return w(x) && x.Status/100 == 2 } }

// bad selects requests with a 4xx response.
func (w where) bad() where { return func(x *Exchange) bool { return w(x) && x.Status/100 == 4 } }

// respond replaces the responses.
func (w where) respond(status int, body string) func(*Exchange) bool {
	kind := "application/json"
	if strings.HasPrefix(body, "<") {
		kind = "text/html; charset=utf-8"
	}
	return func(x *Exchange) bool {
		if w(x) {
			x.respond(status, kind, body)
			return true
		}
		return false
	}
}

// headers sets a header; "" deletes it.
func (w where) headers(name, value string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) || x.Header.Get(name) == value {
			return false
		}
		x.Header.Set(name, value)
		if value == "" {
			x.Header.Del(name)
		}
		return true
	}
}

// objects edits each JSON object of the responses. edit reports whether it changed the object.
func (w where) objects(edit func(o map[string]any) bool) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) {
			return false
		}
		v := x.value()
		before, _ := json.Marshal(v)
		if v == nil || !walk(v, edit) {
			return false
		}
		x.set(v)
		after, _ := json.Marshal(v)
		return !bytes.Equal(before, after)
	}
}

func walk(v any, edit func(o map[string]any) bool) (changed bool) {
	switch v := v.(type) {
	case map[string]any:
		for _, member := range v {
			changed = walk(member, edit) || changed
		}
		changed = edit(v) || changed
	case []any:
		for _, item := range v {
			changed = walk(item, edit) || changed
		}
	}
	return changed
}

// renames renames a member; "" removes it.
func (w where) renames(name, to string) func(*Exchange) bool {
	return w.objects(func(o map[string]any) bool {
		v, ok := o[name]
		if !ok {
			return false
		}
		delete(o, name)
		if to != "" {
			o[to] = v
		}
		return true
	})
}

// maps replaces the value of a member, unless it is null.
func (w where) maps(name string, f func(v any) any) func(*Exchange) bool {
	return w.objects(func(o map[string]any) bool {
		v, ok := o[name]
		if !ok || v == nil {
			return false
		}
		o[name] = f(v)
		return true
	})
}

// file selects downloads of reports.
func file(x *Exchange) bool { return isFile(x.R) && x.Status == http.StatusOK }

func isFile(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/dailymotion-stats-report/") &&
		(r.Method == http.MethodGet || r.Method == http.MethodHead)
}

// A grid is a CSV file with its header.
type grid [][]string

// column returns the index of a column, or -1.
func (g grid) column(name string) int { return slices.Index(g[0], name) }

// files edits report files. edit returns nil if it changes nothing.
func files(edit func(g grid) grid) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !file(x) {
			return false
		}
		rows, err := csv.NewReader(bytes.NewReader(x.Body)).ReadAll()
		if err != nil || len(rows) == 0 {
			return false
		}
		rows = edit(rows)
		if rows == nil {
			return false
		}
		var b bytes.Buffer
		out := csv.NewWriter(&b)
		_ = out.WriteAll(rows)
		x.Body = b.Bytes()
		return true
	}
}

// fields replaces the fields of a column.
func fields(column string, f func(field string) string) func(*Exchange) bool {
	return files(func(g grid) grid {
		i, changed := g.column(column), false
		for _, row := range g[1:] {
			if i >= 0 && row[i] != "" {
				now := f(row[i])
				changed = changed || now != row[i]
				row[i] = now
			}
		}
		if !changed {
			return nil
		}
		return g
	})
}

// asks selects requests for reports, by the input.
func asks(which func(input map[string]any) bool, edit func(input map[string]any)) func(x *Exchange) {
	return func(x *Exchange) {
		if !x.sends("askPartnerReportFile(") {
			return
		}
		var body map[string]any
		if json.Unmarshal(x.Sent, &body) != nil {
			return
		}
		variables, _ := body["variables"].(map[string]any)
		input, ok := variables["input"].(map[string]any)
		if !ok || !which(input) {
			return
		}
		edit(input)
		x.Sent, _ = json.Marshal(body)
		x.edited = true
	}
}

// types edits a type in responses to introspection.
func types(host, name string, edit func(t map[string]any) bool) func(*Exchange) bool {
	return where(func(x *Exchange) bool { return host == "" || x.R.Host == host }).objects(func(o map[string]any) bool {
		_, isType := o["inputFields"]
		return isType && o["name"] == name && edit(o)
	})
}

// member returns the field, input field or value of a type with a name, or an empty one.
func member(t map[string]any, name string) map[string]any {
	for _, kind := range []string{"fields", "inputFields", "enumValues"} {
		list, _ := t[kind].([]any)
		for _, item := range list {
			if m, _ := item.(map[string]any); m["name"] == name {
				return m
			}
		}
	}
	return map[string]any{}
}

// without removes a member of a type.
func without(t map[string]any, kind, name string) bool {
	list, _ := t[kind].([]any)
	n := len(list)
	list = slices.DeleteFunc(list, func(item any) bool { m, _ := item.(map[string]any); return m["name"] == name })
	t[kind] = list
	return len(list) < n
}

// adding adds a member to a type.
func adding(t map[string]any, kind string, m map[string]any) bool {
	list, ok := t[kind].([]any)
	if !ok {
		return false
	}
	for name, v := range map[string]any{"args": []any{}, "isDeprecated": false, "description": nil, "defaultValue": nil,
		"deprecationReason": nil} {
		if _, has := m[name]; !has {
			m[name] = v
		}
	}
	t[kind] = append(list, m)
	return true
}

func scalar(name string) map[string]any {
	return map[string]any{"kind": "SCALAR", "name": name, "ofType": nil}
}

func required(of map[string]any) map[string]any {
	return map[string]any{"kind": "NON_NULL", "name": nil, "ofType": of}
}

// callsGraphQL selects calls of GraphQL.
func callsGraphQL(x *Exchange) bool {
	return x.R.Method == http.MethodPost && (x.R.Host == graphQLHost && x.R.URL.Path == "/" ||
		x.R.Host == partnerHost && strings.HasPrefix(x.R.URL.Path, "/graphql"))
}

// asJSON edits a whole JSON value. edit returns nil if it changes nothing.
func (w where) asJSON(edit func(v any) any) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) {
			return false
		}
		v := x.value()
		if v == nil {
			return false
		}
		if v = edit(v); v == nil {
			return false
		}
		x.set(v)
		return true
	}
}

// status replaces the status of the responses and keeps the rest.
func (w where) status(to int) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) || x.Status == to {
			return false
		}
		x.Status = to
		return true
	}
}

// ofType replaces the type of a field or an input field of a type.
func ofType(name, field string, to map[string]any) func(*Exchange) bool {
	return types("", name, func(t map[string]any) bool {
		m := member(t, field)
		m["type"] = to
		return len(m) > 1
	})
}
