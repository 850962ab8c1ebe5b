package schema_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dailymock/dailymock/internal/drift/schema"
)

const base = `
directive @auth(role: String) on FIELD_DEFINITION
type Query { me: User  video(id: ID!, size: Int = 10): Video  search(input: SearchInput!): [Result!]! }
type User implements Node { id: ID!  name: String!  old: String @deprecated(reason: "Use name.")
  videos(first: Int): VideoList }
type Video implements Node { id: ID!  title: String  status: Status!  secret: String @auth(role: "admin") }
type VideoList { items: [Video!]!  total: Int }
interface Node { id: ID! }
union Result = User | Video
enum Status { PENDING FINISHED }
enum Order { ASC DESC }
input SearchInput { words: String!  order: Order = ASC  limit: Int = 10 }
`

// Each row replaces a text of the base schema and names the changes that come of it.
var rows = []struct {
	name, old, new string
	want           []string
}{
	{"nothing", "", "", nil},
	{"field removed", "  total: Int", "", []string{"breaking FIELD_REMOVED VideoList.total"}},
	{"field added", "total: Int", "total: Int  next: ID", []string{"additive FIELD_ADDED VideoList.next"}},
	{"field renamed", "total: Int", "totalCount: Int", []string{"breaking FIELD_RENAMED VideoList.total"}},
	{
		"field of a telling type renamed",
		"videos(first: Int)",
		"uploads(first: Int)",
		[]string{"breaking FIELD_RENAMED User.videos"},
	},
	{"field replaced by another of the same plain type", "title: String", "summary: String", []string{
		"breaking FIELD_REMOVED Video.title", "additive FIELD_ADDED Video.summary",
	}},
	{"field moved", "  secret: String @auth(role: \"admin\") }\ntype VideoList {", " }\ntype VideoList { secret: String",
		[]string{"breaking FIELD_MOVED Video.secret"}},
	{"output becomes nullable", "name: String!", "name: String", []string{"breaking FIELD_TYPE_CHANGED User.name"}},
	{"output becomes non-null", "title: String ", "title: String! ", []string{"additive FIELD_TYPE_CHANGED Video.title"}},
	{"output becomes a list", "title: String ", "title: [String] ", []string{"breaking FIELD_TYPE_CHANGED Video.title"}},
	{"argument removed", ", size: Int = 10", "", []string{"breaking ARGUMENT_REMOVED Query.video(size:)"}},
	{"argument renamed", "first: Int", "firstItems: Int", []string{"breaking ARGUMENT_RENAMED User.videos(first:)"}},
	{
		"required argument added",
		"first: Int",
		"first: Int, page: Int!",
		[]string{"breaking REQUIRED_ARGUMENT_ADDED User.videos(page:)"},
	},
	{
		"required argument with a default",
		"first: Int",
		"first: Int, page: Int! = 1",
		[]string{"dangerous OPTIONAL_ARGUMENT_ADDED User.videos(page:)"},
	},
	{
		"optional argument added",
		"first: Int",
		"first: Int, page: Int",
		[]string{"dangerous OPTIONAL_ARGUMENT_ADDED User.videos(page:)"},
	},
	{
		"argument becomes required",
		"first: Int",
		"first: Int!",
		[]string{"breaking ARGUMENT_TYPE_CHANGED User.videos(first:)"},
	},
	{
		"argument becomes optional",
		"id: ID!, size",
		"id: ID, size",
		[]string{"additive ARGUMENT_TYPE_CHANGED Query.video(id:)"},
	},
	{
		"argument default",
		"size: Int = 10",
		"size: Int = 20",
		[]string{"dangerous ARGUMENT_DEFAULT_CHANGED Query.video(size:)"},
	},
	{
		"argument default goes",
		"size: Int = 10",
		"size: Int",
		[]string{"dangerous ARGUMENT_DEFAULT_CHANGED Query.video(size:)"},
	},
	{"input field removed", "  limit: Int = 10", "", []string{"breaking INPUT_FIELD_REMOVED SearchInput.limit"}},
	{
		"input field required",
		"limit: Int = 10",
		"limit: Int = 10 site: ID!",
		[]string{"breaking REQUIRED_INPUT_FIELD_ADDED SearchInput.site"},
	},
	{
		"input field optional",
		"limit: Int = 10",
		"limit: Int = 10 site: ID",
		[]string{"dangerous OPTIONAL_INPUT_FIELD_ADDED SearchInput.site"},
	},
	{
		"input default",
		"order: Order = ASC",
		"order: Order = DESC",
		[]string{"dangerous INPUT_FIELD_DEFAULT_CHANGED SearchInput.order"},
	},
	{"input type", "words: String!", "words: [String!]!", []string{"breaking INPUT_FIELD_TYPE_CHANGED SearchInput.words"}},
	{
		"value that clients receive",
		"PENDING FINISHED",
		"PENDING FINISHED FAILED",
		[]string{"dangerous ENUM_VALUE_ADDED Status.FAILED"},
	},
	{"value that clients send", "ASC DESC", "ASC DESC NONE", []string{"additive ENUM_VALUE_ADDED Order.NONE"}},
	{"received value removed", "PENDING FINISHED", "FINISHED", []string{"dangerous ENUM_VALUE_REMOVED Status.PENDING"}},
	{"sent value removed", "ASC DESC", "ASC", []string{"breaking ENUM_VALUE_REMOVED Order.DESC"}},
	{"value renamed", "ASC DESC", "ASC DESCENDING", []string{"breaking ENUM_VALUE_RENAMED Order.DESC"}},
	{
		"union member added",
		"User | Video",
		"User | Video | VideoList",
		[]string{"dangerous UNION_MEMBER_ADDED Result | VideoList"},
	},
	{"union member removed", "User | Video", "User", []string{"breaking UNION_MEMBER_REMOVED Result | Video"}},
	{
		"interface removed",
		"type User implements Node",
		"type User",
		[]string{"breaking INTERFACE_REMOVED User implements Node"},
	},
	{"interface added", "type VideoList {", "type VideoList implements Node { id: ID!", []string{
		"dangerous INTERFACE_ADDED VideoList implements Node", "additive FIELD_ADDED VideoList.id",
	}},
	{
		"deprecated",
		"title: String ",
		"title: String @deprecated(reason: \"Gone soon.\") ",
		[]string{"additive FIELD_DEPRECATED Video.title"},
	},
	{
		"deprecation taken back",
		" @deprecated(reason: \"Use name.\")",
		"",
		[]string{"additive FIELD_NO_LONGER_DEPRECATED User.old"},
	},
	{
		"directive applied",
		"title: String ",
		"title: String @auth(role: \"x\") ",
		[]string{"dangerous APPLIED_DIRECTIVE_ADDED Video.title @auth"},
	},
	{
		"unknown directive applied",
		"title: String ",
		"title: String @hidden ",
		[]string{"dangerous APPLIED_DIRECTIVE_ADDED Video.title @hidden"},
	},
	{
		"applied directive changed",
		`@auth(role: "admin")`,
		`@auth(role: "owner")`,
		[]string{"dangerous APPLIED_DIRECTIVE_CHANGED Video.secret @auth"},
	},
	{"kind changed", "enum Order { ASC DESC }", "scalar Order", []string{"breaking TYPE_KIND_CHANGED Order"}},
	{"type added", "interface Node", "type Extra { a: Int }\ninterface Node", []string{"additive TYPE_ADDED Extra"}},
	{
		"directive argument",
		"@auth(role: String) on",
		"@auth(role: String, level: Int!) on",
		[]string{"breaking REQUIRED_DIRECTIVE_ARGUMENT_ADDED @auth(level:)"},
	},
}

func TestDiff(t *testing.T) {
	t.Parallel()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			changed := replaceOnce(t, base, row.old, row.new)
			got := ids(t, base, changed)
			if d := cmp.Diff(row.want, got); d != "" {
				t.Errorf("changes (-want +got):\n%s", d)
			}
		})
	}
}

func ids(t *testing.T, from, to string) []string {
	t.Helper()
	var all []string
	for _, c := range schema.Diff(load(t, from), load(t, to)) {
		all = append(all, fmt.Sprintf("%s %s", c.Class, c.ID()))
	}
	return all
}
