package apichange

import "regexp"

// invalid5 begins messages about values of variables.
const invalid5 = "Variable < $input > got invalid value; "

var (
	readsReport5 = regexp.MustCompile(`(\\[nt]|\b)reportFile\s*\(`)
	readsToken5  = regexp.MustCompile(`reportFile\s*\{[^}]*reportToken`)
)

// sends5 selects calls of GraphQL by a pattern of their text.
func sends5(form *regexp.Regexp) where {
	return func(x *Exchange) bool { return calls5(x) && form.Match(x.Sent) }
}

// argument5 returns an argument of a field, or an empty one.
func argument5(t map[string]any, field, name string) map[string]any {
	list, _ := member(t, field)["args"].([]any)
	for _, item := range list {
		if m, _ := item.(map[string]any); m["name"] == name {
			return m
		}
	}
	return map[string]any{}
}

// puts5 replaces a member of an object that has it.
func puts5(o map[string]any, name string, v any) bool {
	_, ok := o[name]
	if ok {
		o[name] = v
	}
	return ok
}

// argue5 adds an argument to a field.
func argue5(t map[string]any, field, name string, of, value any) bool {
	m := member(t, field)
	list, ok := m["args"].([]any)
	if ok {
		m["args"] = append(list, map[string]any{"name": name, "description": nil, "type": of, "defaultValue": value,
			"isDeprecated": false, "deprecationReason": nil})
	}
	return ok
}

func schema5() []*Change {
	edit := func(name string, f func(t map[string]any) bool) func(*Exchange) bool { return types("", name, f) }
	channel := func(in map[string]any) bool {
		filters, _ := in["filters"].(map[string]any)
		return filters["channelSlug"] != nil
	}
	return []*Change{
		{Name: "reports are read with one more required argument, organizationXid", Kind: Schema,
			Class: Breaking, after: all5(
				edit("PartnerSpace", func(t map[string]any) bool {
					return argue5(t, "reportFile", "organizationXid", required(scalar("String")), nil)
				}),
				sends5(readsReport5).but("organizationXid").errors5(
					"Missing mandatory argument < organizationXid > in field < PartnerSpace.reportFile >."))},
		{Name: "a request for a report has to name its product", Kind: Schema, Class: Breaking, after: all5(
			edit("AskPartnerReportFileInput", func(t map[string]any) bool {
				of, _ := member(t, "product")["type"].(map[string]any)
				return of != nil && puts5(member(t, "product"), "type", required(of))
			}),
			asks5(func(in map[string]any) bool { return in["product"] == nil }).errors5(
				invalid5+"Field < value.product > of required type < PartnerReportProduct! > was not provided."))},
		{Name: "the metric IMPRESSIONS is gone", Kind: Schema, Class: Breaking, after: all5(
			edit("PartnerReportMetric", func(t map[string]any) bool { return without(t, "enumValues", "IMPRESSIONS") }),
			asks5(has5("metrics", "IMPRESSIONS")).errors5(
				invalid5+"Expected type < PartnerReportMetric > at value.metrics[0]."))},
		{Name: "a report that is being made is QUEUED, a new value of its status", Kind: Schema,
			Class: Dangerous, after: all5(
				edit("PartnerReportStatus", func(t map[string]any) bool {
					return adding(t, "enumValues", map[string]any{"name": "QUEUED"})
				}),
				where(calls5).but("__schema").maps("status", word5("IN_PROGRESS", "QUEUED")))},
		{Name: "the edges of links can be null, and are before a report is finished", Kind: Schema,
			Class: Breaking, after: all5(
				edit("ReportFileDownloadLinkConnection", func(t map[string]any) bool {
					of, _ := member(t, "edges")["type"].(map[string]any)
					return of["kind"] == "NON_NULL" && puts5(member(t, "edges"), "type", of["ofType"])
				}),
				where(calls5).but("__schema").maps("edges", func(v any) any {
					if list, _ := v.([]any); len(list) == 0 {
						return nil
					}
					return v
				}))},
		{Name: "a report file has no reportToken", Kind: Schema, Class: Breaking, after: all5(
			edit("PartnerReportFile", func(t map[string]any) bool { return without(t, "fields", "reportToken") }),
			sends5(readsToken5).errors5("Field reportToken doesn't exist on PartnerReportFile"))},
		{Name: "Studio reports are ordered ascending by default", Kind: Schema, Class: Dangerous,
			after: edit("AnalyticsReportOrderBy", func(t map[string]any) bool {
				return puts5(member(t, "direction"), "defaultValue", "ASC")
			})},
		{Name: "introspection is refused", Kind: Schema, Class: Breaking,
			after: where(calls5).and("__schema").good().errors5("Introspection is disabled.")},
		{Name: "pages of links are counted from 0 by default", Kind: Schema, Class: Dangerous,
			after: edit("PartnerReportFile", func(t map[string]any) bool {
				return puts5(argument5(t, "downloadLinks", "page"), "defaultValue", "0")
			})},
		{Name: "the filter channelSlug is called channelXid", Kind: Schema, Class: Breaking, after: all5(
			edit("PartnerReportFilters", func(t map[string]any) bool {
				return puts5(member(t, "channelSlug"), "name", "channelXid")
			}),
			asks5(channel).errors5(
				invalid5+"Field < channelSlug > is not defined by type < PartnerReportFilters >."))},
	}
}
