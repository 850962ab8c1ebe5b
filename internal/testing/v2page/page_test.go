// Package v2page generates docs/v2.md, the comparison of the legacy API with API v2, from data in docs/spec. It has
// only tests.
package v2page_test

import (
	"flag"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock/internal/drift"
	"github.com/dailymock/dailymock/internal/source"
)

const (
	data   = "../../../docs/spec/v2-changes.yaml"
	fields = "../../../docs/spec/rest-fields.json"
	page   = "../../../docs/v2.md"
)

var update = flag.Bool("update", false, "write docs/v2.md")

// A change is what v2 does to one or several fields or calls.
type change struct {
	Legacy string      `yaml:"legacy"` // a call
	Fields string      `yaml:"fields"` // patterns of fields, separated by blanks
	V2     string      `yaml:"v2"`     // "same" for the same name, "" for none
	Change string      `yaml:"change"` // empty if only the name is another
	Class  drift.Class `yaml:"class"`
	Mark   string      `yaml:"mark"`
	Source string      `yaml:"source"` // a key of internal/source
}

type object struct {
	Object string   `yaml:"object"`
	V2     string   `yaml:"v2"`
	Rest   change   `yaml:"rest"` // of the fields that no entry names
	Fields []change `yaml:"fields"`
}

type changes struct {
	Calls   []change `yaml:"calls"`
	Objects []object `yaml:"objects"`
}

// TestPageIsGenerated compares docs/v2.md with the data.
//
//go:generate go test -run ^TestPageIsGenerated$ . -update
func TestPageIsGenerated(t *testing.T) {
	t.Parallel()
	want := render(t, load(t))
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(want), 0o644))
	}
	got, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Equal(t, want, string(got), "go generate ./internal/testing/v2page writes docs/v2.md")
}

// TestEachEntryNamesAField finds entries that name no field, or have an unknown class, mark or source.
func TestEachEntryNamesAField(t *testing.T) {
	t.Parallel()
	all := load(t)
	legacy := legacyFields(t)
	for _, c := range all.Calls {
		checkEntry(t, c, c.Legacy)
	}
	for _, o := range all.Objects {
		require.NotEmpty(t, legacy[o.Object], o.Object)
		checkEntry(t, o.Rest, o.Object)
		for _, c := range o.Fields {
			checkEntry(t, c, c.Fields)
			for _, pattern := range strings.Fields(c.Fields) {
				one := change{Fields: pattern}
				require.True(t, slices.ContainsFunc(legacy[o.Object], one.names), "%s: no field %s", o.Object, pattern)
			}
		}
	}
	for name := range legacy {
		known := slices.ContainsFunc(all.Objects, func(o object) bool { return o.Object == name })
		require.True(t, known, "%s is missing in %s", name, data)
	}
}

func checkEntry(t *testing.T, c change, name string) {
	t.Helper()
	require.Contains(t, drift.Classes, c.Class, name)
	require.Contains(t, []string{"DOCUMENTED", "OBSERVED", "ASSUMED"}, c.Mark, name)
	if c.Source != "" || c.Mark != "ASSUMED" {
		_, ok := source.Lookup(c.Source)
		require.True(t, ok, "%s: unknown source %q", name, c.Source)
	}
}

// names reports whether a pattern of the entry matches a field.
func (c change) names(field string) bool {
	return slices.ContainsFunc(strings.Fields(c.Fields), func(pattern string) bool {
		ok, err := path.Match(pattern, field)
		return ok && err == nil
	})
}

// of returns what happens to a field.
func (o object) of(field string) change {
	if i := slices.IndexFunc(o.Fields, func(c change) bool { return c.names(field) }); i >= 0 {
		return o.Fields[i]
	}
	return o.Rest
}

func load(t *testing.T) (all changes) {
	t.Helper()
	text, err := os.ReadFile(data)
	require.NoError(t, err)
	require.NoError(t, yaml.UnmarshalWithOptions(text, &all, yaml.Strict()))
	return all
}

// legacyFields returns the names of the fields of each object, in their order.
func legacyFields(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(fields)
	require.NoError(t, err)
	var objects map[string]yaml.MapSlice // JSON is YAML, and a MapSlice keeps the order
	require.NoError(t, yaml.Unmarshal(text, &objects))
	delete(objects, "_meta")
	all := map[string][]string{}
	for name, members := range objects {
		for _, field := range members {
			all[name] = append(all[name], field.Key.(string))
		}
	}
	return all
}

const head = `# API v2

<!-- Generated from docs/spec/v2-changes.yaml by go generate ./internal/testing/v2page. -->

What Dailymotion's API v2 of 2026 changes for a client of the API that the mock serves, call by call and field by field.
The mock does not serve v2. No page of the vendor gives an end date for the legacy API. [The fact sheet](spec/v2.md) has
the facts and what is unknown. [Marks](spec/README.md#marks) explains the basis.

A change is **breaking** if a client of today fails or reads another value, and **additive** if it works without
changes. To see later changes of the schema, the behaviour or the documentation, use [mockserver drift](drift.md).
`

func render(t *testing.T, all changes) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(head)
	legacy := legacyFields(t)
	b.WriteString("\n## Calls\n\n| legacy | v2 | what changes | class | basis |\n|---|---|---|---|---|\n")
	for _, c := range all.Calls {
		row(&b, c.Legacy, cell(c.V2), c)
	}
	for _, o := range all.Objects {
		count := map[drift.Class]int{}
		var rows strings.Builder
		for _, field := range legacy[o.Object] {
			c := o.of(field)
			count[c.Class]++
			v2 := strings.TrimSuffix(c.V2, "*")
			switch {
			case c.V2 == "same":
				v2 = field
			case v2 != c.V2:
				v2 += field
			}
			row(&rows, field, cell(v2), c)
		}
		fmt.Fprintf(&b, "\n## %s\n\n", strings.ToUpper(o.Object[:1])+o.Object[1:])
		if o.V2 != "" {
			fmt.Fprintf(&b, "In v2: `%s`. ", o.V2)
		}
		fmt.Fprintf(&b, "%d fields: %d breaking, %d dangerous, %d additive.\n\n", len(legacy[o.Object]),
			count[drift.Breaking], count[drift.Dangerous], count[drift.Additive])
		b.WriteString("| legacy | v2 | what changes | class | basis |\n|---|---|---|---|---|\n" + rows.String())
	}
	return b.String()
}

func cell(v2 string) string {
	if v2 == "" {
		return "–"
	}
	return "`" + v2 + "`"
}

func row(b *strings.Builder, legacy, v2 string, c change) {
	basis := c.Mark
	if s, ok := source.Lookup(c.Source); ok {
		basis += ": " + s.Title
		if s.Address != "" {
			basis = c.Mark + ": [" + s.Title + "](" + s.Address + ")"
		}
	}
	fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s |\n", legacy, v2, c.Change, c.Class, basis)
}
