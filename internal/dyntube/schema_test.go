package dyntube_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/dailymock/dailymock/internal/dyntube"
)

// schema is that of a response with views; formats count as well as patterns.
func schema(tb reporter) *jsonschema.Schema {
	tb.Helper()
	file, err := os.Open("testdata/views.schema.json")
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	document, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		tb.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("views.schema.json", document); err != nil {
		tb.Fatal(err)
	}
	s, err := c.Compile("views.schema.json")
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func validate(tb reporter, s *jsonschema.Schema, body string) error {
	tb.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		tb.Fatalf("%.200s: %v", body, err)
	}
	return s.Validate(v)
}

func sample(tb reporter, name string) string {
	tb.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// TestSamplesFitTheSchema checks the vendor's two samples: one leaves an optional
// key out, the other shows only the start of a page.
func TestSamplesFitTheSchema(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for _, name := range []string{"one-view.json", "two-views.json"} {
		if err := validate(t, s, sample(t, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSchemaRefuses(t *testing.T) {
	t.Parallel()
	s, good := schema(t), sample(t, "one-view.json")
	for name, change := range map[string][2]string{
		"a Z instead of the offset":     {"09:05:33.6+00:00", "09:05:33.6Z"},
		"a thirteenth month":            {"2021-02-14", "2021-13-14"},
		"a version in quotes":           {`"major": 88`, `"major": "88"`},
		"a view without its browser":    {`"browser"`, `"Browser"`},
		"a country of three letters":    {`"PT"`, `"PRT"`},
		"a null where nothing is known": {`"brand": ""`, `"brand": null`},
		"page 0":                        {`"page": 1,`, `"page": 0,`},
		"a watch time with a fraction":  {`"watchTime": 0`, `"watchTime": 0.5`},
		"a flag in quotes":              {`"started": true`, `"started": "true"`},
		"a key with a blank":            {`"T4mPz81vRkd"`, `"T4m Pz81"`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good || validate(t, s, bad) == nil {
			t.Errorf("%s passes", name)
		}
	}
	more := strings.Replace(good, `"id":`, `"new": [1], "id":`, 1)
	if err := validate(t, s, more); err != nil {
		t.Errorf("a key of tomorrow does not pass: %v", err)
	}
}

func TestAnswersFitTheSchema(t *testing.T) {
	t.Parallel()
	m, s := start(t, dyntube.Config{}), schema(t)
	last := m.logs(t, `"from": "2020-01-01", "size": 1000`).Pager.Pages
	for _, page := range []int{1, 2, last / 3, last / 2, last - 1, last, last + 1} {
		body := m.post(fmt.Sprintf(`{"from": "2020-01-01", "size": 1000, "page": %d}`, page)).body
		if err := validate(t, s, body); err != nil {
			t.Errorf("page %d: %v", page, err)
		}
	}
}
