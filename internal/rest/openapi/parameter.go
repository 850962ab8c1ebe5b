package main

import (
	"github.com/dailymock/dailymock/internal/rest"
)

// A parameter is one of parts/parameters.yaml.
type parameter struct {
	About      string
	Required   bool
	Schema     object
	Basis      string
	Assumed    string
	Deprecated bool
	Free       bool // other values are no fault
}

// readParameters reads the groups of parameters, and adds the flags to those of
// lists of videos.
func readParameters() (map[string]object, error) {
	ordered, err := readPart[map[string]object]("parameters.yaml")
	if err != nil {
		return nil, err
	}
	decoded, err := readPart[map[string]map[string]parameter]("parameters.yaml")
	if err != nil {
		return nil, err
	}
	flags, booleans := rest.VideoFlags()
	groups := map[string]object{}
	for group, members := range ordered {
		for _, m := range members {
			name := m.Key.(string)
			p := decoded[group][name]
			p.fill("$flags", flags)
			p.fill("$sorts", rest.VideoSorts())
			groups[group] = append(groups[group], entry(name, p.object(name)))
		}
	}
	isBoolean := map[string]bool{}
	for _, name := range booleans {
		isBoolean[name] = true
	}
	for _, name := range flags {
		groups["video"] = append(groups["video"], entry(name, flag(name, isBoolean[name])))
	}
	return groups, nil
}

// fill puts what the code knows in the place of a word.
func (p *parameter) fill(word string, values []string) {
	for _, o := range []object{p.Schema, get(p.Schema, "items")} {
		for i := range o {
			if o[i].Value == word {
				o[i].Value = texts(values)
			}
		}
	}
}

func (p parameter) object(name string) object {
	o := object{entry("name", name), entry("in", "query"), entry("description", p.About)}
	if p.Required {
		o = append(o, entry("required", true))
	}
	if p.Deprecated {
		o = append(o, entry("deprecated", true))
	}
	if s := p.Schema[0].Value; s == "array" || s == "#/components/schemas/Words" {
		o = append(o, entry("style", "form"), entry("explode", false))
	}
	if p.Free {
		o = append(o, entry("x-free", true))
	}
	return append(append(o, entry("schema", p.Schema)), evidence(p.Basis, p.Assumed, "")...)
}

// flag returns the parameter of a filter that is named alone, or has a boolean.
func flag(name string, boolean bool) object {
	o := object{entry("name", name), entry("in", "query")}
	if boolean {
		o = append(o, entry("schema", ref("schemas/Boolean")))
	} else {
		o = append(
			o,
			entry("description", "Its presence is what counts."),
			entry("allowEmptyValue", true),
			entry("schema", object{entry("type", "string")}),
		)
	}
	return append(o, evidence("", "", "")...)
}

// groupOrder is the order of the groups in components.
var groupOrder = []string{
	"all",
	"script",
	"page",
	"video",
	"user",
	"users",
	"playlist",
	"player",
	"related_videos_algorithm",
	"subtitle_language",
	"channel_sort",
	"no_expire",
	"no_ip_lock",
	"callback_url",
	"message",
}

// sharedParameters are the parameters of components: those of the groups, the
// parts of paths, and fields for each noun.
func (w *writer) sharedParameters() object {
	var all object
	for _, group := range groupOrder {
		for _, m := range w.parameters[group] {
			all = append(all, entry(group+"."+m.Key.(string), m.Value))
		}
	}
	for _, name := range []string{"video", "user", "other", "playlist", "player", "subtitle", "channel"} {
		all = append(all, entry("path."+name, object{
			entry("name", name),
			entry("in", "path"),
			entry("required", true),
			entry("description", pathWords[name]),
			entry("schema", object{entry("type", "string")}),
		}))
	}
	for _, n := range w.nouns {
		all = append(all, entry("fields."+n.name, object{
			entry("name", "fields"),
			entry("in", "query"),
			entry("description", "What the answer shows, with dots for what is below a link. Unknown names are refused."),
			entry("style", "form"),
			entry("explode", false),
			entry(
				"schema",
				object{entry("type", "array"), entry("items", object{entry("type", "string")}), entry("default", texts(n.Default))},
			),
			entry("x-basis", "DOCUMENTED"),
		}))
	}
	return all
}

var pathWords = map[string]string{
	"video":    "The id of a video, or its private id.",
	"user":     "The id or the name of a user; me is the one who signed in.",
	"other":    "The id or the name of another user.",
	"playlist": "The id of a playlist.",
	"player":   "The id of a player.",
	"subtitle": "The id of a subtitle.",
	"channel":  "The id of a category.",
}
