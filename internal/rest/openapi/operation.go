package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/rest"
)

// An operation is one of parts/operations.yaml.
type operation struct {
	ID         string
	About      string
	Answers    string
	Basis      string
	Assumed    string
	Source     string
	Needs      string
	Login      bool
	Takes      []string
	Form       string
	Also       []int
	Deprecated bool

	method, path string
}

// A failure is one of parts/errors.yaml.
type failure struct {
	Name    string
	About   string
	Types   []string
	Basis   string
	Assumed string

	status string
}

var variable = regexp.MustCompile(`\{(\w+)\}`)

// readOperations reads parts/operations.yaml, and returns an error if it does not have exactly the routes of the
// code.
func readOperations() ([]operation, error) {
	ordered, err := readPart[object]("operations.yaml")
	if err != nil {
		return nil, err
	}
	decoded, err := readPart[map[string]operation]("operations.yaml")
	if err != nil {
		return nil, err
	}
	routes := rest.Routes()
	var all []operation
	for _, m := range ordered {
		line := m.Key.(string)
		o := decoded[line]
		o.method, o.path, _ = strings.Cut(line, " ")
		at := slices.Index(routes, variable.ReplaceAllString(line, "*"))
		if at < 0 {
			return nil, fmt.Errorf("parts/operations.yaml: there is no route for %s", line)
		}
		routes = slices.Delete(routes, at, at+1)
		all = append(all, o)
	}
	if len(routes) > 0 {
		return nil, fmt.Errorf("parts/operations.yaml lacks %s", strings.Join(routes, ", "))
	}
	return all, nil
}

func readFailures() ([]failure, error) {
	ordered, err := readPart[object]("errors.yaml")
	if err != nil {
		return nil, err
	}
	decoded, err := readPart[map[string]failure]("errors.yaml")
	var all []failure
	for _, m := range ordered {
		f := decoded[m.Key.(string)]
		f.status = m.Key.(string)
		all = append(all, f)
	}
	return all, err
}

// paths returns all routes, and those below /me.
func (w *writer) paths() (object, error) {
	var names []string
	items := map[string]object{}
	add := func(o operation) {
		if items[o.path] == nil {
			names = append(names, o.path)
			items[o.path] = object{entry("parameters", w.pathParameters(o.path))}
		}
		items[o.path] = append(items[o.path], entry(strings.ToLower(o.method), w.operation(o)))
	}
	for _, o := range w.operations {
		if _, ok := w.noun(o.Answers); !ok && strings.HasSuffix(o.Answers, "List") {
			return nil, fmt.Errorf("%s: there is no %s", o.ID, o.Answers)
		}
		add(o)
	}
	for _, o := range w.operations {
		if rest, ok := strings.CutPrefix(o.path, "/user/{user}"); ok {
			o.path, o.ID, o.Login = "/me"+rest, o.ID+"OfMe", true
			add(o)
		}
	}
	var all object
	for _, name := range names {
		all = append(all, entry(name, items[name]))
	}
	return all, nil
}

func (w *writer) pathParameters(path string) []any {
	var all []any
	for _, m := range variable.FindAllStringSubmatch(path, -1) {
		all = append(all, ref("parameters/path."+m[1]))
	}
	return w.refs(all, "all")
}

func (w *writer) refs(all []any, groups ...string) []any {
	for _, group := range groups {
		for _, m := range w.parameters[group] {
			all = append(all, ref("parameters/"+group+"."+m.Key.(string)))
		}
	}
	return all
}

func (w *writer) operation(o operation) object {
	s := object{entry("operationId", o.ID), entry("summary", o.About), entry("tags", []string{tagOf(o)})}
	if o.Deprecated {
		s = append(s, entry("deprecated", true))
	}
	s = append(s, evidence(o.Basis, o.Assumed, o.Source)...)
	if o.Needs != "" {
		s = append(s, entry("security", []any{object{entry("token", []string{o.Needs})}, object{entry("query", []string{})}}))
	} else if o.Login {
		s = append(s, entry("security", []any{object{entry("token", []string{})}, object{entry("query", []string{})}}))
	}
	if parameters := w.parametersOf(o); parameters != nil {
		s = append(s, entry("parameters", parameters))
	}
	if o.Form != "" {
		s = append(s, entry("requestBody", w.body(o.Form)))
	}
	return append(s, entry("responses", w.responsesOf(o)))
}

// tagOf returns the noun that the path of an operation begins with.
func tagOf(o operation) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(o.path, "/"), "/")
	switch first = strings.TrimSuffix(first, "s"); first {
	case "video", "user", "playlist", "player", "subtitle", "channel":
		return first
	case "me":
		return "user"
	case "file":
		return "upload"
	}
	return "other"
}

func (w *writer) parametersOf(o operation) []any {
	var all []any
	n, ok := w.noun(o.Answers)
	if o.Answers == "PlaylistContent" {
		n, ok = w.noun("Video")
	}
	if ok {
		all = append(all, ref("parameters/fields."+n.name))
		if o.Answers != n.Schema {
			all = w.refs(all, "page")
		}
	}
	all = w.refs(all, o.Takes...)
	if o.method == "GET" {
		all = w.refs(all, "script")
	}
	return all
}

// responses returns the responses of components: each sort of result, and the errors.
func (w *writer) responsesOf(o operation) object {
	statuses := []int{400, 401, 403, 429} // 403 may stand for 429, by a switch
	if strings.Contains(o.path, "{") || strings.HasPrefix(o.path, "/me") {
		statuses = append(statuses, 404)
	}
	if o.method != "GET" {
		statuses = append(statuses, 413, 415)
	}
	statuses = append(statuses, o.Also...)
	var all object
	if o.Answers != "" {
		all = append(all, entry("200", ref("responses/"+o.Answers)))
	}
	for _, f := range w.failures {
		if slices.ContainsFunc(statuses, func(status int) bool { return fmt.Sprint(status) == f.status }) {
			all = append(all, entry(f.status, ref("responses/"+f.Name)))
		}
	}
	return all
}

// quiet are the responses that do not always have a header for browsers: sign-in
// sends them on the root of public keys.
var quiet = []string{"Auth", "Nothing", "BadRequest", "Unauthorized", "Forbidden", "NotFound", "NotAllowed",
	"UnknownEncoding"}

// responses returns the responses of components: each sort of result, and the errors.
func (w *writer) responses() object {
	var all object
	for _, s := range w.anyResult()[0].Value.([]any) {
		name := strings.TrimPrefix(s.(object)[0].Value.(string), "#/components/schemas/")
		all = append(all, entry(name, response(name, "As asked.", ref("schemas/"+name))))
	}
	for _, f := range w.failures {
		status := 0
		_, _ = fmt.Sscan(f.status, &status)
		schema := append(ref("schemas/Error"), entry("properties", object{entry("error", object{entry("properties", object{
			entry("code", object{entry("const", status)}), entry("type", object{entry("enum", texts(f.Types))}),
		})})}))
		all = append(all, entry(f.Name, append(response(f.Name, f.About, schema), evidence(f.Basis, f.Assumed, "")...)))
	}
	return all
}

func response(name, about string, schema object) object {
	o := object{entry("description", about)}
	if !slices.Contains(quiet, name) {
		o = append(o, entry("headers", object{entry("Access-Control-Allow-Origin", ref("headers/Anywhere"))}))
	}
	return append(o, entry("content", object{
		entry("application/json", object{entry("schema", schema)}),
		entry(
			"text/javascript",
			object{
				entry(
					"schema",
					object{entry("type", "string"), entry("description", "The same as JSON, as the argument of callback.")},
				),
			},
		),
	}))
}
