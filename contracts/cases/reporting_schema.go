package cases

import (
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/introspect"
	"github.com/stretchr/testify/assert"
)

// Cases of the schema of the reporting API on both endpoints. There is no published introspection of the private one;
// clients use the same fields there.

// seenType returns a case that compares a type with the one in captures of the public schema.
func seenType(id, name, states string) Case {
	return signedIn(row(id, "introspection of the public host shows "+name+" as captured", states+" reporting-1.4",
		func(t *T) { introspect.HasType(t, pub, name) }))
}

// documented returns a case that expects the values of an enum, separated by spaces.
func documented(id, title, states, enum, values string) Case {
	return keyed(id, title, states, func(t *T) {
		assert.Subset(t, introspect.Read(t, priv, enum).Values, strings.Fields(values), "values of "+enum)
	})
}

// publicType returns a case that checks a type of the public host.
func publicType(id, title, states, name string, check func(t *T, seen introspect.Type)) Case {
	return should(signedIn(row(id, title, states, func(t *T) { check(t, introspect.Read(t, pub, name)) })))
}

func reportingSchema() []Case {
	return []Case{
		revised(signedIn(row("REPORTING-056", "introspection of the schema is open to tokens of the public host",
			"reporting-1.4", func(t *T) {
				a := pub.GraphQL(t, `{ __schema { queryType { name } mutationType { name } types { name } } }`, nil).HasData().
					Equal("Query", "data", "__schema", "queryType", "name").
					Equal("Mutation", "data", "__schema", "mutationType", "name")
				introspect.NewTypes(t, a.List("data", "__schema", "types"))
			}))),
		seenType("REPORTING-001", "Query", "reporting-4.1"),
		revised(seenType("REPORTING-002", "Mutation", "reporting-4.1 reporting-4.15")),
		seenType("REPORTING-003", "AskPartnerReportFileInput", "reporting-4.2"),
		seenType("REPORTING-004", "AskPartnerReportFilePayload", "reporting-4.1"),
		seenType("REPORTING-005", "PartnerSpace", "reporting-4.1 reporting-4.14"),
		seenType("REPORTING-006", "PartnerReportFile", "reporting-4.1 reporting-4.13"),
		seenType("REPORTING-007", "PartnerReportStatus", "reporting-4.3 reporting-8.3 reporting-8.4"),
		seenType("REPORTING-008", "ReportFileDownloadLinkConnection", "reporting-4.4"),
		seenType("REPORTING-009", "ReportFileDownloadLink", "reporting-4.4 reporting-4.20"),
		seenType("REPORTING-010", "PageInfo", "reporting-4.4"),
		seenType("REPORTING-011", "PartnerReportFilters", "reporting-5.8"),
		seenType("REPORTING-012", "PartnerReportFilterMediaType", "reporting-5.9"),
		seenType("REPORTING-013", "PartnerReportFilterMonetizationType", "reporting-5.9"),
		seenType("REPORTING-014", "PartnerReportProduct", "reporting-5.10"),
		seenType("REPORTING-015", "PartnerReportMetric", "reporting-5.2 reporting-5.3"),
		seenType("REPORTING-016", "PartnerReportDimension", "reporting-5.5 reporting-5.6"),
		seenType("REPORTING-026", "ReportFileDownloadLinkEdge", "reporting-4.4"),
		seenType("REPORTING-027", "Status", "reporting-4.1"),
		revised(publicType("REPORTING-028", "Metadata names an algorithm, by one of two types", "reporting-4.4 reporting-1.4",
			"Metadata", func(t *T, seen introspect.Type) {
				introspect.HasType(t, pub, "Metadata")
				assert.Contains(t, []string{"Algorithm", "MetadataAlgorithm"}, seen.Fields["algorithm"].Type, "type of algorithm")
			})),
		seenType("REPORTING-029", "AnalyticsReportCreateInput", "reporting-4.15"),
		seenType("REPORTING-050", "AnalyticsReportCreatePayload", "reporting-4.15"),
		seenType("REPORTING-051", "AnalyticsReport", "reporting-4.15"),
		seenType("REPORTING-052", "AnalyticsReportStatus", "reporting-4.15"),
		seenType("REPORTING-053", "AnalyticsReportFilters", "reporting-4.15"),
		seenType("REPORTING-054", "AnalyticsReportOrderBy", "reporting-4.15"),
		seenType("REPORTING-055", "OrderDirection", "reporting-4.15"),
		documented("REPORTING-017", "all metrics of the documentation are in the schema", "reporting-5.1 reporting-5.12",
			"PartnerReportMetric", `VIEWS TIME_WATCHED_SECONDS IMPRESSIONS ESTIMATED_EARNINGS_USD ESTIMATED_EARNINGS_EUR
		VIEW_THROUGH_RATE AVERAGE_WATCH_TIME_SEC UPLOADS LIVE_VIEWERS LIVE_TIME_WATCHED_SECONDS NB_IMPRESSION
		NB_MISSED_IMPRESSION TOTAL_INVENTORY SELLABLE_INVENTORY NO_ADS NO_AD_RATE FILL_RATE NO_FILLS AD_ERRORS
		TIMEOUTS ECPM_EUR VIEWABILITY_SCORE VTR_SCORE GDPR_FULL_CONSENT_SCORE`),
		documented("REPORTING-018", "all dimensions of the documentation are in the schema", "reporting-5.4",
			"PartnerReportDimension", `MONTH DAY HOUR CHANNEL_SLUG VIDEO_OWNER_CHANNEL_SLUG VIDEO_ID VIDEO_TITLE MEDIA_TYPE
		CONTENT_TAG CONTENT_TAG_LIST PLAYLIST_ID PLAYLIST_TITLE VIDEO_POSITION PLAYER_ID PLAYER_TITLE PUBLISHER_ID
		PUBLISHER_CHANNEL VISITOR_DOMAIN_GROUP VISITOR_SUBDOMAIN VISITOR_PAGE_URL VISITOR_COUNTRY VISITOR_DEVICE_TYPE
		ACTION VISIBILITY MONETIZATION_TYPE`),
		publicType("REPORTING-019", "no mutation deletes, cancels or lists partner reports", "reporting-0.1", "Mutation",
			func(t *T, seen introspect.Type) {
				for name := range seen.Fields {
					assert.NotRegexp(t, `^(delete|cancel|list)PartnerReport`, name, "mutations")
				}
			}),
		revised(publicType("REPORTING-020", "createdAt of a report is deprecated, and createDate there", "reporting-4.12",
			"PartnerReportFile", func(t *T, seen introspect.Type) {
				assert.True(t, seen.Fields["createdAt"].Deprecated, "createdAt is deprecated")
				assert.Contains(t, seen.Fields, "createDate")
			})),
		publicType("REPORTING-021", "VIDEO_DEVICE_TYPE is in the schema of no host, VISITOR_DEVICE_TYPE is",
			"reporting-11.1", "PartnerReportDimension", func(t *T, seen introspect.Type) {
				assert.NotContains(t, seen.Values, "VIDEO_DEVICE_TYPE")
				assert.Contains(t, seen.Values, "VISITOR_DEVICE_TYPE")
			}),
		publicType("REPORTING-025", "the schema has the mutation of the Studio too", "reporting-4.15", "Mutation",
			func(t *T, seen introspect.Type) {
				assert.Equal(t, "AnalyticsReportCreatePayload", seen.Fields["analyticsReportCreate"].Type,
					"type of analyticsReportCreate")
			}),
		revised(keyed("REPORTING-022", "the private host has the same types of reports", "reporting-4.1 reporting-1.2",
			func(t *T) {
				for _, name := range strings.Fields(`AskPartnerReportFileInput AskPartnerReportFilePayload PartnerSpace
					PartnerReportFile PartnerReportStatus ReportFileDownloadLinkConnection ReportFileDownloadLinkEdge
					ReportFileDownloadLink PageInfo PartnerReportFilters PartnerReportFilterMediaType
					PartnerReportFilterMonetizationType PartnerReportProduct PartnerReportMetric PartnerReportDimension`) {
					introspect.HasType(t, priv, name)
				}
			})),
		should(keyed("REPORTING-023", "the id of the partner space is base64", "reporting-4.10", func(t *T) {
			query(t, `{ partner { id } }`).HasData().Matches(`^[A-Za-z0-9+/_-]+={0,2}$`, "data", "partner", "id")
		})),
		should(keyed("REPORTING-024", "node finds an object by its id", "reporting-4.20", func(t *T) {
			id := query(t, `{ partner { id } }`).HasData().NotEmpty("data", "partner", "id").String("data", "partner", "id")
			priv.GraphQL(t, `query ($id: ID!) { node(id: $id) { __typename id } }`, map[string]any{"id": id}).HasData().
				Equal(id, "data", "node", "id")
		})),
	}
}
