package shape_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/contracts/internal/shape"
)

// TestValidateAgreesWithAFullValidator on values that nearly fit the shapes of the contracts.
func TestValidateAgreesWithAFullValidator(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"answers.schema.json", "dyntube-view.schema.json"} {
		text, err := os.ReadFile("../../shapes/" + file)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := shape.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		if err := c.AddResource("https://contracts.invalid/"+file, doc); err != nil {
			t.Fatal(err)
		}
		full := map[string]*jsonschema.Schema{}
		for name := range ours.Defs {
			full[name] = c.MustCompile("https://contracts.invalid/" + file + "#/$defs/" + name)
		}
		fits := 0
		rapid.Check(t, func(t *rapid.T) {
			name := rapid.SampledFrom(slices.Sorted(maps.Keys(full))).Draw(t, "name")
			value := decode(t, valueFor(t, ours, ours.Defs[name]))
			got, want := ours.Defs[name].Validate(value), full[name].Validate(value)
			if (got == nil) != (want == nil) {
				t.Fatalf("%s: %v: got %v, a full validator says %v", name, value, got, want)
			}
			if got == nil {
				fits++
			}
		})
		if fits == 0 {
			t.Errorf("%s: no value fits", file)
		}
	}
}

func decode(t *rapid.T, v any) (decoded any) {
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&decoded); err != nil {
		t.Fatal(err)
	}
	return decoded
}

// valueFor makes a value that fits a schema, but for an accident now and then.
func valueFor(t *rapid.T, root, s *shape.Schema) any {
	for s.Ref != "" {
		s = root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")]
	}
	kinds := append([]string{}, s.Type...)
	if len(kinds) == 0 {
		kinds = []string{"object", "string"}
	}
	if rapid.IntRange(0, 40).Draw(t, "accident") == 0 {
		kinds = []string{"null", "boolean", "string", "integer", "number", "array", "object"}
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "object":
		object := map[string]any{}
		for _, name := range append(slices.Sorted(maps.Keys(s.Properties)), s.Required...) {
			if property := s.Properties[name]; property == nil {
				object[name] = "x"
			} else if rapid.IntRange(0, 30).Draw(t, "missing") > 0 {
				object[name] = valueFor(t, root, property)
			}
		}
		return object
	case "array":
		list := []any{}
		for range rapid.IntRange(0, 2).Draw(t, "items") {
			if s.Items == nil {
				return append(list, 1)
			}
			list = append(list, valueFor(t, root, s.Items))
		}
		return list
	case "string":
		if s.Const != nil {
			return *s.Const
		}
		if s.Pattern != "" {
			return rapid.StringMatching(s.Pattern).Draw(t, "text")
		}
		return rapid.SampledFrom([]string{"", "a", "ab", "2026-01-02T03:04:05Z", "ü"}).Draw(t, "text")
	case "integer":
		return rapid.IntRange(-1, 400).Draw(t, "n")
	case "number":
		return rapid.SampledFrom([]float64{-91, -1, 0, 1, 1.5, 90.5, 200}).Draw(t, "n")
	case "boolean":
		return true
	}
	return nil
}

func TestParseRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{"oneOf": []}`, `{"$ref": "#/$defs/x"}`, `{"pattern": "("}`, `{"type": 1}`, `[`} {
		if _, err := shape.Parse([]byte(text)); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
}
