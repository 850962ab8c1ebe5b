package openapitest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// fields returns the parameter fields, or nil if it is unknown.
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

// asked checks that items have exactly the members of the parameter fields or, without it, the document's default.
func asked(op *openapi3.Operation, fields *string, v any) error {
	list, byDefault := fieldsOf(op)
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
		whole, _ := v.(map[string]any)
		items, _ = whole["list"].([]any)
	}
	for _, item := range items {
		members, _ := item.(map[string]any)
		if got := slices.Sorted(maps.Keys(members)); !slices.Equal(got, slices.Compact(want)) {
			return fmt.Errorf("an item has %s, where %s were asked for", strings.Join(got, ", "), strings.Join(want, ", "))
		}
	}
	return nil
}

// fieldsOf returns the default fields of the items of an operation, and whether they are in a list.
func fieldsOf(op *openapi3.Operation) (list bool, byDefault []string) {
	if op == nil {
		return false, nil
	}
	for _, p := range op.Parameters {
		switch p.Value.Name {
		case "limit":
			list = true
		case "fields":
			values, _ := p.Value.Schema.Value.Default.([]any)
			for _, v := range values {
				byDefault = append(byDefault, v.(string))
			}
		}
	}
	return list, byDefault
}

// names returns the members that a parameter fields selects. A sub-request has the name before its first dot.
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

// statusOf returns the code of an error, and 200 for any other value.
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
