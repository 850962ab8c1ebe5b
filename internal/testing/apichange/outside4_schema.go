package apichange

import (
	"encoding/json"
	"slices"
	"strings"
)

// lacks4 refuses GraphQL calls that send one text and not another, as not valid.
func lacks4(sends, not, message string) (before func(*Exchange), after func(*Exchange) bool) {
	before = func(x *Exchange) {
		if callsGraphQL(x) && x.sends(sends) && (not == "" || !x.sends(not)) {
			x.Sent = []byte(`{"query": "{ __typename }", "lacks": true}`)
		}
	}
	return before, func(x *Exchange) bool {
		if !callsGraphQL(x) || !x.sends(`"lacks"`) || !strings.Contains(string(x.Body), "__typename") {
			return false
		}
		x.set(map[string]any{"data": nil, "errors": []any{map[string]any{"message": message, "path": nil,
			"locations": []any{}}}})
		return true
	}
}

// args4 returns the arguments of a field.
func args4(t map[string]any, field string) []any {
	args, _ := member(t, field)["args"].([]any)
	return args
}

// arg4 makes an argument or an input field.
func arg4(name string, of map[string]any) map[string]any {
	return map[string]any{"name": name, "description": nil, "type": of, "defaultValue": nil, "isDeprecated": false,
		"deprecationReason": nil}
}

// all4 edits the list of all types in responses to introspection.
func all4(edit func(types []any) []any) func(*Exchange) bool {
	return where(callsGraphQL).objects(func(o map[string]any) bool {
		list, ok := o["types"].([]any)
		if _, schema := o["queryType"]; !ok || !schema {
			return false
		}
		o["types"] = edit(list)
		return true
	})
}

// requires4 makes an input field non-null.
func requires4(input, field string) func(*Exchange) bool {
	return types("", input, func(t map[string]any) bool {
		m := member(t, field)
		of, ok := m["type"].(map[string]any)
		if ok {
			m["type"] = required(of)
		}
		return ok
	})
}

// named4 reports whether a part of a schema has a name.
func named4(name string) func(any) bool {
	return func(item any) bool { m, _ := item.(map[string]any); return m["name"] == name }
}

func schema4() []*Change {
	product, noProduct := refuse4("", func(input map[string]any) bool { return input["product"] == nil }, true,
		"Field < value.product > of required type < PartnerReportProduct! > was not provided.")
	organization, noOrganization := lacks4("reportFile(", "organizationXid",
		"Missing mandatory argument < organizationXid > in field < PartnerSpace.reportFile >.")
	metadata, noMetadata := lacks4("metadata", "", "Field metadata doesn't exist on ReportFileDownloadLinkConnection")
	return []*Change{
		// reporting.md#schema-notes: product is optional and may be null (OBSERVED).
		{Name: "a report needs a product", Kind: Schema, Class: Breaking, before: product,
			after: both4(noProduct, requires4("AskPartnerReportFileInput", "product"))},
		// reporting.md#schema: reportFile(reportToken: String!) (OBSERVED).
		{Name: "reading a report needs the organization", Kind: Schema, Class: Breaking, before: organization,
			after: both4(noOrganization, types("", "PartnerSpace", func(t map[string]any) bool {
				m := member(t, "reportFile")
				m["args"] = append(args4(t, "reportFile"), arg4("organizationXid", required(scalar("String"))))
				return m["name"] != nil
			}))},
		// reporting.md#schema: PartnerReportStatus has four values (OBSERVED); clients take others for the end.
		{Name: "a report can be QUEUED", Kind: Schema, Class: Dangerous,
			after: types("", "PartnerReportStatus", func(t map[string]any) bool {
				return adding(t, "enumValues", map[string]any{"name": "QUEUED"})
			})},
		// reporting.md#schema: link: String (OBSERVED).
		{Name: "a link is a list of mirrors", Kind: Schema, Class: Breaking,
			after: both4(where(callsGraphQL).maps("link", func(v any) any { return []any{v} }),
				types("", "ReportFileDownloadLink", func(t map[string]any) bool {
					m := member(t, "link")
					m["type"] = map[string]any{"kind": "LIST", "name": nil, "ofType": scalar("String")}
					return m["name"] != nil
				}))},
		// reporting.md#schema: createDate: DateTime! of PartnerReportFile (OBSERVED).
		{Name: "createDate of a report can be null", Kind: Schema, Class: Dangerous,
			after: types("", "PartnerReportFile", func(t map[string]any) bool {
				m := member(t, "createDate")
				m["type"] = scalar("DateTime")
				return m["name"] != nil
			})},
		// reporting.md#schema: metadata: Metadata! of the connection of links (OBSERVED).
		{Name: "the metadata of links and its type are gone", Kind: Schema, Class: Breaking, before: metadata,
			after: both4(noMetadata, all4(func(list []any) []any { return slices.DeleteFunc(list, named4("Metadata")) }),
				types("", "ReportFileDownloadLinkConnection", func(t map[string]any) bool {
					return without(t, "fields", "metadata")
				}),
				types("", "Node", func(t map[string]any) bool {
					list, _ := t["possibleTypes"].([]any)
					t["possibleTypes"] = slices.DeleteFunc(list, named4("Metadata"))
					return list != nil
				}))},
		// reporting.md#schema: downloadLinks(first: Int): all when absent (OBSERVED).
		{Name: "a page of links has 10 unless a client says otherwise", Kind: Schema, Class: Dangerous,
			after: types("", "PartnerReportFile", func(t map[string]any) bool {
				for _, arg := range args4(t, "downloadLinks") {
					if m, _ := arg.(map[string]any); m["name"] == "first" {
						m["defaultValue"] = "10"
						return true
					}
				}
				return false
			})},
	}
}

// ordered4 writes the members of JSON in another order, which maps do.
func (w where) ordered4() func(*Exchange) bool {
	return func(x *Exchange) bool {
		v := x.value()
		if !w(x) || v == nil {
			return false
		}
		before := string(x.Body)
		x.set(v)
		return string(x.Body) != before
	}
}

// body4 replaces the bytes of responses.
func (w where) body4(edit func(body []byte) []byte) func(*Exchange) bool {
	return func(x *Exchange) bool {
		if !w(x) || !json.Valid(x.Body) {
			return false
		}
		now := edit(x.Body)
		changed := string(now) != string(x.Body)
		x.Body = now
		return changed
	}
}
