package openapitest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// fields is the parameter of that name; nil where it cannot be known.
func (x *Exchange) fields() *string {
	if strings.HasPrefix(x.Type, "multipart/") {
		return nil
	}
	text := everyField(x.URL.Query())
	if form, err := url.ParseQuery(string(x.Body)); err == nil && everyField(form) != "" {
		text = everyField(form)
	}
	return &text
}

// everyField joins the values of the parameter fields, which is an array: it may be repeated, and have brackets.
func everyField(form url.Values) string {
	all := form["fields"]
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if strings.HasPrefix(name, "fields[") {
			all = append(all, form[name]...)
		}
	}
	return strings.Join(all, ",")
}

// asked wants items to have the members that were asked for and no other: those
// of the parameter fields or, without it, the document's default.
func (d *Document) asked(op object, fields *string, v any) error {
	list, byDefault := d.fieldsOf(op)
	if byDefault == nil || fields == nil {
		return nil
	}
	want := names(*fields)
	if want == nil {
		want = byDefault
	}
	slices.Sort(want)
	items := []any{v}
	if list {
		items, _ = at(v)["list"].([]any)
	}
	for _, item := range items {
		if got := slices.Sorted(maps.Keys(at(item))); !slices.Equal(got, slices.Compact(want)) {
			return fmt.Errorf("an item has %s, where %s were asked for", strings.Join(got, ", "), strings.Join(want, ", "))
		}
	}
	return nil
}

// fieldsOf are what the items of an operation show by default, and whether they
// are in a list.
func (d *Document) fieldsOf(op object) (list bool, byDefault []string) {
	parameters, _ := op["parameters"].([]any)
	for _, p := range parameters {
		p, _ := d.resolve(at(p), "")
		switch p["name"] {
		case "limit":
			list = true
		case "fields":
			values, _ := at(p, "schema")["default"].([]any)
			for _, v := range values {
				byDefault = append(byDefault, v.(string))
			}
		}
	}
	return list, byDefault
}

// names are the members that a parameter fields leads to. A sub-request has the
// name before its first dot.
func names(fields string) []string {
	var all []string
	depth, start := 0, 0
	take := func(text string) {
		text = strings.TrimSpace(text)
		if strings.Contains(text, "(") {
			text, _, _ = strings.Cut(text, ".")
		}
		if text != "" {
			all = append(all, text)
		}
	}
	for i := range len(fields) {
		switch fields[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				take(fields[start:i])
				start = i + 1
			}
		}
	}
	take(fields[start:])
	return all
}

// statusOf is the code of an error, and 200 for anything else.
func statusOf(text []byte) (int, error) {
	var answer struct {
		Error *struct{ Code int }
	}
	if text[0] != '{' {
		return 200, nil
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return 0, err
	}
	if answer.Error == nil {
		return 200, nil
	}
	return answer.Error.Code, nil
}
