package main

import (
	"fmt"
	"slices"
	"strings"
)

// A noun is a sort of item.
type noun struct {
	Schema string
	Sure   []string          // links that are never null
	Lists  map[string]string // by name, with the schema of their items

	name    string
	Default []string
	Fields  []field
	known   map[string]knowledge
}

// schemas returns the schemas of all nouns: their fields, the fields below their links, and forms.
func (w *writer) schemas() object {
	var all object
	for _, n := range w.nouns {
		all = append(all, entry(n.Schema, w.item(n)), entry(n.Schema+"Fields", n.fields()))
		if w.linked(n.name) {
			all = append(all, entry("Below"+n.Schema, w.below(n)))
		}
		if n.name != "auth" {
			all = append(all, entry(n.Schema+"List", list(n)))
		}
		if form := w.form(n); form != nil {
			all = append(all, entry(n.Schema+"Form", form))
		}
	}
	all = append(all, entry("ContentForm", object{entry("type", "object"), entry("properties", w.forms["content"])}))
	return append(all, entry("AnyResult", w.anyResult()))
}

func (n noun) fields() object {
	var properties object
	for _, f := range n.Fields {
		properties = append(properties, entry(f.Name, f.schema(n.known[f.Name])))
	}
	return object{entry("type", "object"), entry("properties", properties)}
}

// maxNames is how many names dots may join.
const maxNames = 4

// item returns the schema of a noun in a response: its fields, fields below its links under their dotted names, and
// its lists.
func (w *writer) item(n noun) object {
	bases := []any{ref("schemas/" + n.Schema + "Fields")}
	var chains []string
	reached := map[string]bool{}
	w.chains(n, nil, func(chain []string, to string) {
		chains = append(chains, strings.Join(chain, `\.`))
		reached[to] = true
	})
	for _, other := range w.nouns {
		if reached[other.name] {
			bases = append(bases, ref("schemas/Below"+other.Schema))
		}
	}
	s := object{entry("type", "object"), entry("minProperties", 1), entry("allOf", bases)}
	if len(n.Lists) > 0 {
		s = append(s, entry("properties", n.lists()))
	}
	if never := w.neverNull(n); never != nil {
		s = append(s, entry("patternProperties", never))
	}
	names := `^[^.]+$`
	if chains != nil {
		names = `^(?:(?:` + strings.Join(chains, "|") + `)\.)?[^.]+$`
	}
	return append(s, entry("propertyNames", object{entry("pattern", names)}), entry("unevaluatedProperties", false))
}

// lists are sub-requests, whose form is assumed.
func (n noun) lists() object {
	var names []string
	for name := range n.Lists {
		names = append(names, name)
	}
	slices.Sort(names)
	var all object
	for _, name := range names {
		all = append(all, entry(name, append(ref("schemas/"+n.Lists[name]), entry("x-basis", "ASSUMED"))))
	}
	return all
}

// chains calls yield with each way along links that still leaves a name for a
// field, and the noun at its end.
func (w *writer) chains(n noun, before []string, yield func(chain []string, to string)) {
	if len(before) == maxNames-1 {
		return
	}
	for _, f := range n.Fields {
		if f.Ref == "" {
			continue
		}
		chain := append(slices.Clone(before), f.Name)
		yield(chain, f.Ref)
		for _, other := range w.nouns {
			if other.name == f.Ref {
				w.chains(other, chain, yield)
			}
		}
	}
}

// neverNull returns the dotted names of fields below sure links that cannot be
// null.
func (w *writer) neverNull(n noun) object {
	var all object
	for _, f := range n.Fields {
		if !slices.Contains(n.Sure, f.Name) {
			continue
		}
		var names []string
		for _, other := range w.nouns {
			for _, g := range other.Fields {
				if other.name == f.Ref && !g.Nullable && !g.Unlinked {
					names = append(names, g.Name)
				}
			}
		}
		all = append(
			all,
			entry(
				fmt.Sprintf(`^%s\.(?:%s)$`, f.Name, strings.Join(names, "|")),
				object{entry("not", object{entry("type", "null")})},
			),
		)
	}
	return all
}

// links returns the fields of other nouns that link to a noun.
func (w *writer) links(to string) []string {
	var names []string
	for _, n := range w.nouns {
		for _, f := range n.Fields {
			if f.Ref == to && !slices.Contains(names, f.Name) {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

func (w *writer) linked(noun string) bool { return len(w.links(noun)) > 0 }

// below returns the fields of a noun under dotted names. Each can be null,
// because the link can.
func (w *writer) below(n noun) object {
	links := strings.Join(w.links(n.name), "|")
	var patterns object
	for _, f := range n.Fields {
		if f.Unlinked {
			continue
		}
		s := ref("schemas/" + n.Schema + "Fields/properties/" + f.Name)
		if !f.Nullable {
			s = object{entry("anyOf", []any{s, object{entry("type", "null")}})}
		}
		patterns = append(patterns, entry(fmt.Sprintf(`(?:^|\.)(?:%s)\.%s$`, links, f.Name), s))
	}
	return object{entry("type", "object"), entry("patternProperties", patterns)}
}

func list(n noun) object {
	return object{
		entry("allOf", []any{ref("schemas/Envelope")}),
		entry("required", []string{"list"}),
		entry("properties", object{
			entry(
				"total",
				object{
					entry("type", "integer"),
					entry("minimum", 0),
					entry("description", "May be missing, and stops at a bound."),
					entry("x-basis", "OBSERVED"),
				},
			),
			entry("list", object{entry("type", "array"), entry("maxItems", 100), entry("items", ref("schemas/"+n.Schema))}),
		}),
		entry("unevaluatedProperties", false),
	}
}

// anyResult returns the schema of all results of JSON-RPC calls.
func (w *writer) anyResult() object {
	var all []any
	seen := map[string]bool{}
	for _, o := range w.operations {
		if o.Answers != "" && !seen[o.Answers] {
			seen[o.Answers] = true
			all = append(all, ref("schemas/"+o.Answers))
		}
	}
	return object{entry("anyOf", all)}
}
