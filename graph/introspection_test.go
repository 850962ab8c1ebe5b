package graph_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// everything is what tools such as GraphiQL, Apollo and graphql-codegen ask of a
// server before anything else.
const everything = `query IntrospectionQuery {
	__schema {
		description
		queryType { name kind } mutationType { name kind } subscriptionType { name kind }
		types { ...Whole }
		directives { name description isRepeatable locations args(includeDeprecated: true) { ...Input } }
	}
}
fragment Whole on __Type {
	kind name description specifiedByURL isOneOf
	fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...Input } type { ...Ref }
		isDeprecated deprecationReason }
	inputFields(includeDeprecated: true) { ...Input }
	interfaces { ...Ref }
	enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
	possibleTypes { ...Ref }
}
fragment Input on __InputValue { name description type { ...Ref } defaultValue isDeprecated deprecationReason }
fragment Ref on __Type {
	kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
	ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
}`

type typeRef struct {
	Kind, Name string
	OfType     *typeRef
}

// String writes a type as a schema does.
func (t typeRef) String() string {
	switch t.Kind {
	case "NON_NULL":
		return t.OfType.String() + "!"
	case "LIST":
		return "[" + t.OfType.String() + "]"
	default:
		return t.Name
	}
}

type inputValue struct {
	Name, Description string
	Type              typeRef
	DefaultValue      *string
}

type fullType struct {
	Kind, Name, Description string
	Fields                  []struct {
		Name, Description string
		Args              []inputValue
		Type              typeRef
		IsDeprecated      bool
		DeprecationReason *string
	}
	InputFields   []inputValue
	EnumValues    []struct{ Name, Description string }
	Interfaces    []typeRef
	PossibleTypes []typeRef
}

type wholeSchema struct {
	QueryType, MutationType, SubscriptionType *typeRef
	Types                                     []fullType
	Directives                                []struct {
		Name      string
		Locations []string
	}
}

func introspect(t *testing.T) wholeSchema {
	t.Helper()
	var got struct {
		Data struct {
			Schema wholeSchema `json:"__schema"`
		}
		Errors []any
	}
	if err := json.Unmarshal([]byte(open(t, &reports{}).ask(t, everything, "")), &got); err != nil {
		t.Fatal(err)
	}
	if got.Errors != nil {
		t.Fatal(got.Errors)
	}
	return got.Data.Schema
}

// words writes a schema a line for each of its own fields and values, without
// descriptions, in its order.
func (s wholeSchema) words() string {
	var b strings.Builder
	for _, t := range s.Types {
		if strings.HasPrefix(t.Name, "__") || len(t.EnumValues) > 10 {
			continue
		}
		b.WriteString(t.Kind + " " + t.Name)
		for _, i := range t.Interfaces {
			b.WriteString(" is " + i.Name)
		}
		for _, f := range t.Fields {
			b.WriteString("\n  " + f.Name + args(f.Args) + ": " + f.Type.String())
			if f.IsDeprecated {
				b.WriteString(" deprecated: " + *f.DeprecationReason)
			}
		}
		b.WriteString(strings.ReplaceAll(args(t.InputFields), ", ", "\n  "))
		for _, v := range t.EnumValues {
			b.WriteString(" " + v.Name)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func args(list []inputValue) string {
	var all []string
	for _, a := range list {
		one := a.Name + ": " + a.Type.String()
		if a.DefaultValue != nil {
			one += " = " + *a.DefaultValue
		}
		all = append(all, one)
	}
	if all == nil {
		return ""
	}
	return "(" + strings.Join(all, ", ") + ")"
}

// The slice of docs/spec/reporting.md#schema, OBSERVED except the order of things and for
// what schema.graphqls says it assumes.
func TestTheSchemaIsTheVendors(t *testing.T) {
	t.Parallel()
	s := introspect(t)
	const want = `OBJECT Algorithm
  name: String
  uuid: String
  version: String
OBJECT AnalyticsReport is Node
  channelXid: String
  createDate: DateTime!
  createdAt: Date deprecated: Use ` + "`createDate`" + ` field.
  creator: User
  downloadLinks(first: Int, page: Int = 1): ReportFileDownloadLinkConnection
  endDate: Date
  hasRevenueInfo: Boolean
  id: ID!
  name: String
  organizationXid: String
  reportToken: String
  startDate: Date
  status: AnalyticsReportStatus
OBJECT AnalyticsReportConnection
  edges: [AnalyticsReportEdge]!
  metadata: Metadata!
  pageInfo: PageInfo!
  totalCount: Int
INPUT_OBJECT AnalyticsReportCreateInput(channelXid: String!
  clientMutationId: String
  dimensions: [PartnerReportDimension]!
  endDate: Date!
  filters: AnalyticsReportFilters
  metrics: [PartnerReportMetric]!
  name: String!
  notify: Boolean
  orderBy: AnalyticsReportOrderBy
  organizationXid: String!
  product: PartnerReportProduct
  startDate: Date!)
OBJECT AnalyticsReportCreatePayload
  clientMutationId: String
  report: AnalyticsReport
  status: Status
OBJECT AnalyticsReportEdge
  node: AnalyticsReport
INPUT_OBJECT AnalyticsReportFilters(channelSlug: String
  mediaType: MediaType
  monetizationType: PartnerReportFilterMonetizationType
  videoOwnerChannelSlug: String
  visitorDomainGroup: String)
INPUT_OBJECT AnalyticsReportOrderBy(direction: OrderDirection = DESC
  field: PartnerReportMetric!)
ENUM AnalyticsReportStatus EXPIRED FAILED FINISHED PROCESSING
INPUT_OBJECT AskPartnerReportFileInput(clientMutationId: String
  dimensions: [PartnerReportDimension]!
  endDate: DateTime!
  filters: PartnerReportFilters
  metrics: [PartnerReportMetric]!
  product: PartnerReportProduct
  startDate: DateTime!)
OBJECT AskPartnerReportFilePayload
  clientMutationId: String
  reportFile: PartnerReportFile
  status: Status
SCALAR Boolean
SCALAR Date
SCALAR DateTime
SCALAR Float
SCALAR ID
SCALAR Int
ENUM MediaType LIVE VIDEO
OBJECT Metadata is Node
  algorithm: Algorithm
  id: ID!
OBJECT Mutation
  analyticsReportCreate(input: AnalyticsReportCreateInput!): AnalyticsReportCreatePayload
  askPartnerReportFile(input: AskPartnerReportFileInput!): AskPartnerReportFilePayload
INTERFACE Node
  id: ID!
ENUM OrderDirection ASC DESC
OBJECT Organization is Node
  analysis: OrganizationAnalysis
  id: ID!
  name: String
  xid: String
OBJECT OrganizationAnalysis is Node
  id: ID!
  reports(channelXid: String, first: Int, page: Int = 1): AnalyticsReportConnection!
OBJECT OrganizationConnection
  edges: [OrganizationEdge]!
  metadata: Metadata!
  pageInfo: PageInfo!
  totalCount: Int
OBJECT OrganizationEdge
  node: Organization
OBJECT PageInfo
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  nextPage: Int
OBJECT PartnerReportFile is Node
  createDate: DateTime!
  createdAt: DateTime deprecated: Use ` + "`createDate`" + ` field.
  downloadLinks(first: Int, page: Int = 1): ReportFileDownloadLinkConnection
  id: ID!
  reportToken: String
  status: PartnerReportStatus
ENUM PartnerReportFilterMediaType LIVE VIDEO
ENUM PartnerReportFilterMonetizationType CLAIM VIDEO_MONETIZATION WEBSITE_MONETIZATION
INPUT_OBJECT PartnerReportFilters(channelSlug: String
  mediaType: PartnerReportFilterMediaType
  monetizationType: PartnerReportFilterMonetizationType
  videoOwnerChannelSlug: String
  visitorDomainGroup: String)
ENUM PartnerReportProduct ALL CLAIM CONTENT EMBED
ENUM PartnerReportStatus EXPIRED FAILED FINISHED IN_PROGRESS
OBJECT PartnerSpace is Node
  id: ID!
  reportFile(reportToken: String!): PartnerReportFile
OBJECT Query
  me: User
  node(id: ID!): Node
  partner: PartnerSpace
OBJECT ReportFileDownloadLink is Node
  id: ID!
  link: String
OBJECT ReportFileDownloadLinkConnection
  edges: [ReportFileDownloadLinkEdge]!
  metadata: Metadata!
  pageInfo: PageInfo!
  totalCount: Int
OBJECT ReportFileDownloadLinkEdge
  node: ReportFileDownloadLink
ENUM Status SUCCESS
SCALAR String
OBJECT User is Node
  id: ID!
  name: String
  organizations(first: Int = 10, page: Int = 1, xids: [String]): OrganizationConnection
  xid: String
`
	if got := s.words(); got != want {
		t.Errorf("schema\n got %s\nwant %s", got, want)
	}
	if s.QueryType.Name != "Query" || s.MutationType.Name != "Mutation" || s.SubscriptionType != nil {
		t.Errorf("roots = %v, %v, %v", s.QueryType, s.MutationType, s.SubscriptionType)
	}
	var directives []string
	for _, d := range s.Directives {
		directives = append(directives, "@"+d.Name+" on "+strings.Join(d.Locations, " "))
	}
	if got, want := strings.Join(directives, ", "),
		"@deprecated on FIELD_DEFINITION ENUM_VALUE, @include on FIELD FRAGMENT_SPREAD INLINE_FRAGMENT, @skip on "+
			"FIELD FRAGMENT_SPREAD INLINE_FRAGMENT"; got != want {
		t.Errorf("directives = %s, want %s", got, want)
	}
}

// The figures are those of docs/spec/reporting.md#enums: 65 metrics and one that only
// the documentation knows, 55 dimensions.
func TestMetricsAndDimensionsAreAllThereInOrder(t *testing.T) {
	t.Parallel()
	want := map[string]int{"PartnerReportMetric": 66, "PartnerReportDimension": 55}
	for _, e := range introspect(t).Types {
		if want[e.Name] == 0 {
			continue
		}
		var names []string
		for _, v := range e.EnumValues {
			names = append(names, v.Name)
		}
		if got := len(names); got != want[e.Name] {
			t.Errorf("%s has %d values, want %d", e.Name, got, want[e.Name])
		}
		if !slices.IsSorted(names) {
			t.Errorf("%s is not in the order of the alphabet", e.Name)
		}
		delete(want, e.Name)
	}
	if len(want) > 0 {
		t.Errorf("the schema lacks %v", want)
	}
}

func TestEverythingInTheSchemaIsDescribed(t *testing.T) {
	t.Parallel()
	described := func(what, text string) {
		if text == "" {
			t.Errorf("%s has no description", what)
		}
	}
	for _, x := range introspect(t).Types {
		if strings.HasPrefix(x.Name, "__") {
			continue
		}
		described(x.Name, x.Description)
		for _, f := range x.Fields {
			described(x.Name+"."+f.Name, f.Description)
			for _, a := range f.Args {
				described(x.Name+"."+f.Name+" "+a.Name, a.Description)
			}
		}
		for _, f := range x.InputFields {
			described(x.Name+"."+f.Name, f.Description)
		}
		for _, v := range x.EnumValues {
			described(x.Name+"."+v.Name, v.Description)
		}
	}
}

func TestOneTypeByItsName(t *testing.T) {
	t.Parallel()
	d := open(t, &reports{})
	for _, row := range []struct{ query, want string }{
		{`{ __type(name: "Node") { kind possibleTypes { name } interfaces { name } fields { name } inputFields { name ` +
			`} enumValues { name } ofType { name } } }`,
			`{"__type":{"kind":"INTERFACE","possibleTypes":[{"name":"PartnerSpace"},{"name":"PartnerReportFile"},` +
				`{"name":"ReportFileDownloadLink"},{"name":"Metadata"},{"name":"AnalyticsReport"},{"name":"User"},` +
				`{"name":"Organization"},{"name":"OrganizationAnalysis"}],"interfaces":[],"fields":[{"name":"id"}],` +
				`"inputFields":null,"enumValues":null,"ofType":null}}`},
		{`{ __type(name: "Status") { name enumValues { name } fields { name } possibleTypes { name } interfaces { ` +
			`name } specifiedByURL isOneOf } }`,
			`{"__type":{"name":"Status","enumValues":[{"name":"SUCCESS"}],"fields":null,"possibleTypes":null,` +
				`"interfaces":null,"specifiedByURL":null,"isOneOf":null}}`},
		{`{ __type(name: "PartnerReportFile") { fields { name } } }`,
			`{"__type":{"fields":[{"name":"createDate"},{"name":"downloadLinks"},{"name":"id"},{"name":"reportToken"},` +
				`{"name":"status"}]}}`},
		{`query ($all: Boolean!) { __type(name: "PartnerReportFile") { fields(includeDeprecated: $all) { name } } }`, ``},
		{`{ __type(name: "Channel") { name } }`, `{"__type":null}`},
		{`{ a: __type(name: "ID") { __typename } __schema { __typename } }`,
			`{"a":{"__typename":"__Type"},"__schema":{"__typename":"__Schema"}}`},
	} {
		variables, want := "", `{"data":`+row.want+`}`
		if row.want == "" {
			variables = `{"all": true}`
			want = `{"data":{"__type":{"fields":[{"name":"createDate"},{"name":"createdAt"},{"name":"downloadLinks"},` +
				`{"name":"id"},{"name":"reportToken"},{"name":"status"}]}}}`
		}
		wantAnswer(t, d.ask(t, row.query, variables), want)
	}
	got := d.ask(t, `mutation { __schema { types { name } } }`, "")
	if want := "Field __schema doesn't exist on Mutation"; !strings.Contains(got, want) {
		t.Errorf("%s does not say %s", got, want)
	}
}
