package mrss_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/mcn/mrss"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what is read of the samples")

// TestSamples reads each testdata/NAME.xml and compares with NAME.json: the items, the problems and the error.
func TestSamples(t *testing.T) {
	t.Parallel()
	samples, err := filepath.Glob("testdata/*.xml")
	require.NoError(t, err)
	require.NotEmpty(t, samples)
	for _, sample := range samples {
		t.Run(filepath.Base(sample), func(t *testing.T) {
			t.Parallel()
			feed, err := os.ReadFile(sample)
			require.NoError(t, err)
			got := told(read(t, string(feed), ""))
			golden := strings.TrimSuffix(sample, ".xml") + ".json"
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
		})
	}
}

// told returns what Read told, as JSON without what is empty, except for the texts of RSS.
func told(items []mrss.Item, problems []mrss.Problem, err error) string {
	page := map[string]any{"Items": []any{}, "Problems": []string{}}
	for _, i := range items {
		text, _ := json.Marshal(i)
		var fields map[string]any
		_ = json.Unmarshal(text, &fields)
		page["Items"] = append(page["Items"].([]any), withoutEmpty(fields))
	}
	for _, p := range problems {
		page["Problems"] = append(page["Problems"].([]string),
			fmt.Sprintf("%d:%d: %s: %s", p.Line, p.Column, p.Rule, p.Detail))
	}
	if err != nil {
		page["Error"] = err.Error()
	}
	text, _ := json.MarshalIndent(page, "", "  ")
	return string(text) + "\n"
}

func withoutEmpty(fields map[string]any) map[string]any {
	for name, value := range fields {
		switch v := value.(type) {
		case []any:
			for _, e := range v {
				if inner, ok := e.(map[string]any); ok {
					withoutEmpty(inner)
				}
			}
		case nil:
			delete(fields, name)
		case string:
			if v == "" || v == "0001-01-01T00:00:00Z" {
				delete(fields, name)
			}
		case float64:
			if v == 0 {
				delete(fields, name)
			}
		case bool:
			if !v {
				delete(fields, name)
			}
		}
	}
	return fields
}
