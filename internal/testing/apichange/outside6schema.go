package apichange

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// nests6 moves members such as owner.screenname into objects.
func nests6(o map[string]any) (changed bool) {
	inner := map[string]map[string]any{}
	for name, v := range o {
		if outer, rest, dotted := strings.Cut(name, "."); dotted {
			if inner[outer] == nil {
				inner[outer] = map[string]any{}
			}
			inner[outer][rest] = v
			delete(o, name)
		}
	}
	for name, v := range inner {
		o[name], changed = v, true
	}
	return changed
}

func lists6() []*Change {
	usual := func(x *Exchange) bool { return !x.R.URL.Query().Has("fields") && !x.sends("fields") }
	views := at(statsHost, ".* /v1/logs/data")
	return []*Change{{
		Name: "the screenname of users is called display_name", Kind: Lists, Class: Breaking,
		after: rest6("GET", "/(users|user/[^/]+|me)/?").renames("screenname", "display_name"),
	}, {
		Name: "fields such as owner.screenname are in an object owner", Kind: Lists, Class: Breaking,
		after: rest6("[A-Z]+", "/.*").objects(nests6),
	}, {
		Name: "the last page of a list does not say has_more", Kind: Lists, Class: Dangerous,
		after: rest6("GET", "/.*").objects(func(o map[string]any) bool {
			last := o["has_more"] == false
			if last {
				delete(o, "has_more")
			}
			return last
		}),
	}, {
		Name: "videos have no channel unless it is asked for", Kind: Lists, Class: Breaking,
		after: rest6("GET", "/.*").and6(usual).objects(func(o map[string]any) bool {
			_, has := o["channel"]
			delete(o, "channel")
			return has
		}),
	}, {
		Name: "lists of playlists have their rows in items", Kind: Lists, Class: Breaking,
		after: rest6("GET", "/(playlists|me/playlists|user/[^/]+/playlists)/?").renames("list", "items"),
	}, {
		Name: "the scope of GET /auth is one string", Kind: Lists, Class: Breaking,
		after: rest6("GET", "/auth/?").maps("scope", func(v any) any {
			var scopes []string
			list, _ := v.([]any)
			for _, scope := range list {
				name, _ := scope.(string)
				scopes = append(scopes, name)
			}
			return strings.Join(scopes, " ")
		}),
	}, {
		Name: "columns of reports have upper-case names", Kind: Lists, Class: Breaking,
		after: files(func(g grid) grid {
			for i, name := range g[0] {
				g[0][i] = strings.ToUpper(name)
			}
			return g
		}),
	}, {
		Name: "columns of reports come in alphabetical order", Kind: Lists, Class: Dangerous,
		after: files(func(g grid) grid {
			order := make([]int, len(g[0]))
			for i := range order {
				order[i] = i
			}
			slices.SortFunc(order, func(a, b int) int { return strings.Compare(g[0][a], g[0][b]) })
			if slices.IsSorted(order) {
				return nil
			}
			for i, row := range g {
				moved := make([]string, len(row))
				for j, from := range order {
					moved[j] = row[from]
				}
				g[i] = moved
			}
			return g
		}),
	}, {
		Name: "DynTube's views have totalResults and totalPages instead of total and pages", Kind: Lists, Class: Breaking,
		after: each6(views.renames("total", "totalResults"), views.renames("pages", "totalPages")),
	}, {
		Name: "GET /file/upload says url instead of upload_url", Kind: Lists, Class: Breaking,
		after: rest6("GET", "/file/upload/?").renames("upload_url", "url"),
	}}
}

// days6 returns how many days an input spans.
func days6(input map[string]any) int {
	day := func(member string) time.Time {
		text, _ := input[member].(string)
		date, _ := time.Parse(time.DateOnly, text[:min(len(text), len(time.DateOnly))])
		return date
	}
	return int(day("endDate").Sub(day("startDate"))/(24*time.Hour)) + 1
}

func limits6() []*Change {
	size := func(x *Exchange) int {
		n, _ := strconv.Atoi(x.R.URL.Query().Get("limit"))
		return n
	}
	many := func(x *Exchange) bool {
		var calls []any
		return json.Unmarshal(x.Sent, &calls) == nil && len(calls) > 5
	}
	refused := func(message string) func(*Exchange) bool {
		edited := where(func(x *Exchange) bool { return x.edited })
		return edited.says6("message", message, func(map[string]any) bool { return true })
	}
	return []*Change{{
		Name: "lists have at most 50 rows on a page", Kind: Limits, Class: Breaking,
		after: rest6("GET", "/.*").and6(func(x *Exchange) bool { return size(x) > 50 && size(x) <= 100 }).refuses6(
			http.StatusBadRequest, "invalid_parameter", "Too high value 100, max allowed value is 50 for `limit' parameter"),
	}, {
		Name: "a limit above 100 is accepted and taken as 100", Kind: Limits, Class: Dangerous,
		before: func(x *Exchange) {
			if rest6("GET", "/.*")(x) && size(x) > 100 {
				query := x.R.URL.Query()
				query.Set("limit", "100")
				x.R.URL.RawQuery, x.edited = query.Encode(), true
			}
		},
	}, {
		Name: "reports on the private host have at most seven dimensions", Kind: Limits, Class: Breaking,
		before: before6(func(x *Exchange, input map[string]any) bool {
			names := names6(input, "dimensions")
			if x.R.Host != partnerHost || len(names) != 8 {
				return false
			}
			input["dimensions"] = append(names, names[0])
			return true
		}),
		after: refused("8 dimensions were asked for, a report takes at most 7"),
	}, {
		Name: "reports span at most 90 days", Kind: Limits, Class: Breaking,
		before: before6(func(_ *Exchange, input map[string]any) bool {
			long := days6(input) > 90
			if long {
				input["startDate"] = "2019-01-01"
			}
			return long
		}),
		after: refused("a report takes at most 90 days"),
	}, {
		Name: "more than five calls at once by JSON-RPC are refused", Kind: Limits, Class: Breaking,
		after: at(dataHost, "POST /").and6(many).refuses6(http.StatusBadRequest,
			"invalid_parameter", "Too many calls, at most 5 are allowed"),
	}}
}

// argument6 adds an argument to a field of a type.
func argument6(t map[string]any, field, name string, of map[string]any) bool {
	f := member(t, field)
	args, ok := f["args"].([]any)
	f["args"] = append(args, map[string]any{"name": name, "description": nil, "type": of, "defaultValue": nil})
	return ok
}

// becomes6 replaces a property of a member of a type, if the type has the member.
func becomes6(t map[string]any, name, property string, v any) bool {
	m := member(t, name)
	m[property] = v
	return m["name"] == name
}

func schema6() []*Change {
	list := map[string]any{"kind": "LIST", "name": nil, "ofType": scalar("String")}
	filters := map[string]any{"kind": "INPUT_OBJECT", "name": "PartnerReportFilters", "ofType": nil}
	return []*Change{{
		Name: "PartnerSpace.reportFile requires an argument organizationXid", Kind: Schema, Class: Breaking,
		after: types("", "PartnerSpace", func(t map[string]any) bool {
			return argument6(t, "reportFile", "organizationXid", required(scalar("String")))
		}),
	}, {
		Name: "filters of AskPartnerReportFileInput are required on the private host", Kind: Schema, Class: Breaking,
		after: types(partnerHost, "AskPartnerReportFileInput", func(t map[string]any) bool {
			return becomes6(t, "filters", "type", required(filters))
		}),
	}, {
		Name: "AnalyticsReportCreateInput requires a new member timezone", Kind: Schema, Class: Breaking,
		after: types("", "AnalyticsReportCreateInput", func(t map[string]any) bool {
			return adding(t, "inputFields", map[string]any{"name": "timezone", "type": required(scalar("String"))})
		}),
	}, {
		Name: "the product of AskPartnerReportFileInput has the default ALL", Kind: Schema, Class: Dangerous,
		after: types("", "AskPartnerReportFileInput", func(t map[string]any) bool {
			return becomes6(t, "product", "defaultValue", "ALL")
		}),
	}, {
		Name: "the direction of AnalyticsReportOrderBy has the default ASC on the public host",
		Kind: Schema, Class: Dangerous,
		after: types(graphQLHost, "AnalyticsReportOrderBy", func(t map[string]any) bool {
			return becomes6(t, "direction", "defaultValue", "ASC")
		}),
	}, {
		Name: "PartnerReportStatus has a further value QUEUED", Kind: Schema, Class: Dangerous,
		after: types("", "PartnerReportStatus", func(t map[string]any) bool {
			return adding(t, "enumValues", map[string]any{"name": "QUEUED"})
		}),
	}, {
		Name: "PartnerReportMetric has no ESTIMATED_EARNINGS_USD", Kind: Schema, Class: Breaking,
		after: types("", "PartnerReportMetric", func(t map[string]any) bool {
			return without(t, "enumValues", "ESTIMATED_EARNINGS_USD")
		}),
	}, {
		Name: "PartnerReportFilterMediaType has VOD instead of VIDEO", Kind: Schema, Class: Breaking,
		after: types("", "PartnerReportFilterMediaType", func(t map[string]any) bool {
			return becomes6(t, "VIDEO", "name", "VOD") || member(t, "VOD")["name"] == "VOD"
		}),
	}, {
		Name: "PartnerReportFile.createDate may be null", Kind: Schema, Class: Dangerous,
		after: types("", "PartnerReportFile", func(t map[string]any) bool {
			return becomes6(t, "createDate", "type", scalar("DateTime"))
		}),
	}, {
		Name: "ReportFileDownloadLink.link is a list of addresses", Kind: Schema, Class: Breaking,
		after: types("", "ReportFileDownloadLink", func(t map[string]any) bool { return becomes6(t, "link", "type", list) }),
	}}
}

func connection6() []*Change {
	bare := func(x *Exchange) string {
		if strings.HasSuffix(x.R.URL.Path, "/") {
			return ""
		}
		to := *x.R.URL
		to.Scheme, to.Host, to.Path = "", "", to.Path+"/"
		return to.String()
	}
	return []*Change{{
		Name: "the certificate is issued by another authority", Kind: Connection, Class: Dangerous,
		tls: TLS{Issuer: "Northern Web Trust"},
	}, {
		Name: "the servers speak TLS 1.2 and nothing later", Kind: Connection, Class: Dangerous,
		tls: TLS{Old: true},
	}, {
		Name: "the certificate expires in three days", Kind: Connection, Class: Dangerous,
		tls: TLS{Lasts: 72 * time.Hour},
	}, {
		Name: "links of reports redirect to another address of the file", Kind: Connection, Class: Breaking,
		after: where(file).redirects6(http.StatusFound, func(x *Exchange) string {
			if x.R.URL.Query().Get("alt") == "media" {
				return ""
			}
			return x.R.URL.Path + "?alt=media"
		}),
	}, {
		Name: "GET /video/{id} redirects to the path with a slash", Kind: Connection, Class: Breaking,
		after: at(dataHost, "GET /video/[^/]+").redirects6(http.StatusMovedPermanently, bare),
	}}
}
