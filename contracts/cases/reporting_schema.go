package cases

import (
	"slices"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of the schema of the reporting API on both endpoints. There is no published introspection of the private one;
// clients use the same fields there.

var reportingSchema = []Case{
	seenType("REPORTING-001", "Query", "reporting-4.1"),
	seenType("REPORTING-002", "Mutation", "reporting-4.1"),
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
	{
		ID: "REPORTING-017", Surface: Reporting, States: "reporting-5.1 reporting-5.12", Needs: []Need{PrivateKey},
		Title: "all metrics of the documentation are in the schema",
		Run: func(t *T) {
			values := t.EnumValues(t.Introspect(PrivateReports, "PartnerReportMetric"))
			for _, name := range documentedMetrics {
				assert.Contains(t, values, name, "metrics")
			}
		},
	},
	{
		ID: "REPORTING-018", Surface: Reporting, States: "reporting-5.4", Needs: []Need{PrivateKey},
		Title: "all dimensions of the documentation are in the schema",
		Run: func(t *T) {
			values := t.EnumValues(t.Introspect(PrivateReports, "PartnerReportDimension"))
			for _, name := range documentedDimensions {
				assert.Contains(t, values, name, "dimensions")
			}
		},
	},
	{
		ID: "REPORTING-019", Surface: Reporting, States: "reporting-0.1", Needs: []Need{PublicKey, Login}, Level: Should,
		Title: "no mutation deletes, cancels or lists partner reports",
		Run: func(t *T) {
			a := t.Introspect(PublicReports, "Mutation")
			for i := range a.List("data", "__type", "fields") {
				name := a.String("data", "__type", "fields", i, "name")
				assert.NotRegexp(t, `^(delete|cancel|list)PartnerReport`, name, "mutations")
			}
		},
	},
	{
		ID: "REPORTING-020", Surface: Reporting, States: "reporting-4.12", Needs: []Need{PublicKey, Login}, Level: Should,
		Title: "createdAt of a report is deprecated, createDate is not",
		Run: func(t *T) {
			a := t.Introspect(PublicReports, "PartnerReportFile")
			got := map[string]any{}
			for i := range a.List("data", "__type", "fields") {
				got[a.String("data", "__type", "fields", i, "name")] = a.At("data", "__type", "fields", i, "isDeprecated")
			}
			assert.Equal(t, true, got["createdAt"], "createdAt is deprecated")
			assert.Equal(t, false, got["createDate"], "createDate is deprecated")
		},
	},
	{
		ID: "REPORTING-021", Surface: Reporting, States: "reporting-11.1", Needs: []Need{PublicKey, Login}, Level: Should,
		Title: "VIDEO_DEVICE_TYPE is in the schema of no host, VISITOR_DEVICE_TYPE is",
		Run: func(t *T) {
			values := t.EnumValues(t.Introspect(PublicReports, "PartnerReportDimension"))
			assert.NotContains(t, values, "VIDEO_DEVICE_TYPE")
			assert.Contains(t, values, "VISITOR_DEVICE_TYPE")
		},
	},
	{
		ID: "REPORTING-025", Surface: Reporting, States: "reporting-4.15", Needs: []Need{PublicKey, Login}, Level: Should,
		Title: "the schema has the mutation of the Studio too",
		Run: func(t *T) {
			a := t.Introspect(PublicReports, "Mutation")
			got := map[string]string{}
			for i := range a.List("data", "__type", "fields") {
				got[a.String("data", "__type", "fields", i, "name")] = TypeText(a.At("data", "__type", "fields", i, "type"))
			}
			assert.Equal(t, "AnalyticsReportCreatePayload", got["analyticsReportCreate"], "type of analyticsReportCreate")
		},
	},
	{
		ID: "REPORTING-022", Surface: Reporting, States: "reporting-4.1 reporting-1.2", Needs: []Need{PrivateKey},
		Title: "the private host has the same query and mutation",
		Run: func(t *T) {
			t.HasType(PrivateReports, "AskPartnerReportFileInput")
			t.HasType(PrivateReports, "PartnerReportFile")
		},
	},
	{
		ID: "REPORTING-023", Surface: Reporting, States: "reporting-4.10", Needs: []Need{PrivateKey}, Level: Should,
		Title: "the id of the partner space is base64",
		Run: func(t *T) {
			a := t.GraphQL(PrivateReports, `{ partner { id } }`, nil)
			t.HasData(a)
			assert.Regexp(t, `^[A-Za-z0-9+/_-]+={0,2}$`, a.String("data", "partner", "id"), "id")
		},
	},
	{
		ID: "REPORTING-024", Surface: Reporting, States: "reporting-4.20", Needs: []Need{PrivateKey}, Level: Should,
		Title: "node finds an object by its id",
		Run: func(t *T) {
			a := t.GraphQL(PrivateReports, `{ partner { id } }`, nil)
			t.HasData(a)
			id := a.String("data", "partner", "id")
			require.NotEmpty(t, id)
			b := t.GraphQL(PrivateReports, `query ($id: ID!) { node(id: $id) { __typename id } }`, map[string]any{"id": id})
			t.HasData(b)
			assert.Equal(t, id, b.String("data", "node", "id"), "id of the node")
		},
	},
}

// seenType returns a case that compares a type with the one in captures of the public schema.
func seenType(id, name, states string) Case {
	return Case{
		ID: id, Surface: Reporting, States: states + " reporting-1.4", Needs: []Need{PublicKey, Login},
		Title: "introspection of the public host shows " + name + " as captured",
		Run:   func(t *T) { t.HasType(PublicReports, name) },
	}
}

var documentedMetrics = slices.Concat(
	[]string{"VIEWS", "TIME_WATCHED_SECONDS", "IMPRESSIONS", "ESTIMATED_EARNINGS_USD", "ESTIMATED_EARNINGS_EUR"},
	// the seed
	[]string{
		"VIEW_THROUGH_RATE", "AVERAGE_WATCH_TIME_SEC", "UPLOADS", "LIVE_VIEWERS", "LIVE_TIME_WATCHED_SECONDS",
		"NB_IMPRESSION",
		"NB_MISSED_IMPRESSION", "TOTAL_INVENTORY", "SELLABLE_INVENTORY", "NO_ADS", "NO_AD_RATE", "FILL_RATE", "NO_FILLS",
		"AD_ERRORS",
		"TIMEOUTS", "ECPM_EUR", "VIEWABILITY_SCORE", "VTR_SCORE", "GDPR_FULL_CONSENT_SCORE",
	},
)

var documentedDimensions = []string{
	"MONTH", "DAY", "HOUR", "CHANNEL_SLUG", "VIDEO_OWNER_CHANNEL_SLUG", "VIDEO_ID", "VIDEO_TITLE", "MEDIA_TYPE",
	"CONTENT_TAG",
	"CONTENT_TAG_LIST", "PLAYLIST_ID", "PLAYLIST_TITLE", "VIDEO_POSITION", "PLAYER_ID", "PLAYER_TITLE", "PUBLISHER_ID",
	"PUBLISHER_CHANNEL", "VISITOR_DOMAIN_GROUP", "VISITOR_SUBDOMAIN", "VISITOR_PAGE_URL", "VISITOR_COUNTRY",
	"VISITOR_DEVICE_TYPE",
	"ACTION", "VISIBILITY", "MONETIZATION_TYPE",
}
