package edition

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/drift/docs"
)

// sheet is ../../../docs/spec/reporting-matrix.json: what public sources say, collected by hand.
type sheet struct {
	Generations struct {
		Current struct {
			MultipleMetrics bool                   `json:"multiple_metrics"`
			Filters         map[string]any         `json:"filters_known"`
			Products        []string               `json:"products_known"`
			Metrics         map[Metric]sheetMetric `json:"metrics"`
		} `json:"current"`
		Seed struct {
			MultipleMetrics bool                   `json:"multiple_metrics"`
			Dimensions      []Dimension            `json:"candidate_dimensions"`
			Filters         []string               `json:"candidate_filters"`
			Metrics         map[Metric]sheetMetric `json:"metrics"`
		} `json:"2018"`
	} `json:"generations"`
	Dimensions map[Dimension]struct {
		Schema      []string `json:"schema"`
		InSeed      bool     `json:"in_seed_docs"`
		InV0        bool     `json:"in_v0_or_v2_matrix_as_seen"`
		ColumnTitle string   `json:"column"`
	} `json:"dimensions"`
}

type sheetMetric struct {
	Dimensions   []Dimension `json:"dimensions"`
	Complete     *bool       `json:"dimensions_complete"`
	Filters      []string    `json:"filters"`
	Products     []string    `json:"products"`
	DocumentedIn []string    `json:"documented_in"`
	Schema       []string    `json:"schema"`
	Observed     []Dimension `json:"observed_ok_dimensions"`
	Sent         []Dimension `json:"sent_by_staff_test_dimensions"`
	Denied       []Dimension `json:"denied_dimensions"`
}

func readSheet(tb testing.TB) (s sheet) {
	tb.Helper()
	text, err := os.ReadFile("../../../docs/spec/reporting-matrix.json")
	if err != nil {
		tb.Fatal(err)
	}
	if err := json.Unmarshal(text, &s); err != nil {
		tb.Fatal(err)
	}
	return s
}

func mustEdition(tb testing.TB, name string) *Edition {
	tb.Helper()
	e, err := ByName(name)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// by returns what the listings of one source name.
func by(listings []Listing, source string) []string {
	var names []string
	for _, l := range listings {
		if slices.Contains(l.Sources, source) {
			names = append(names, l.Names...)
		}
	}
	return names
}

// TestListsAreThoseOfTheSheet compares who lists which metric and dimension, in
// both directions.
func TestListsAreThoseOfTheSheet(t *testing.T) {
	t.Parallel()
	s := readSheet(t)
	for _, c := range []struct{ edition, source, documented, schema string }{
		{"2018", "guide-2018", "2018", ""},
		{"2018", "schema-2024-05", "", "2024"},
		{"2023", "reference-2023", "2023-24", ""},
		{"2023", "schema-2024-05", "", "2024"},
		{"2026", "v0-metrics", "v0", ""},
		{"2026", "v2-metrics", "v2-site", ""},
		{"2026", "schema-2025", "", "2025+"},
	} {
		var want []string
		for m, f := range s.Generations.Current.Metrics {
			if slices.Contains(f.DocumentedIn, c.documented) || slices.Contains(f.Schema, c.schema) {
				want = append(want, string(m))
			}
		}
		sameSet(t, c.edition+" metrics of "+c.source, by(mustEdition(t, c.edition).Metrics, c.source), want)
	}
	for _, c := range []struct {
		edition, source, schema string
	}{{"2018", "guide-2018", ""}, {"2018", "schema-2024-05", "2024"}, {"2023", "schema-2024-05", "2024"},
		{"2026", "v0-matrix", ""}, {"2026", "schema-2025", "2025+"}} {
		var want []string
		for d, f := range s.Dimensions {
			if c.source == "guide-2018" && f.InSeed || c.source == "v0-matrix" && f.InV0 || slices.Contains(f.Schema, c.schema) {
				want = append(want, string(d))
			}
		}
		sameSet(t, c.edition+" dimensions of "+c.source, by(mustEdition(t, c.edition).Dimensions, c.source), want)
	}
	seed, current := mustEdition(t, "2018"), mustEdition(t, "2026")
	sameSet(t, "2018 dimensions", by(seed.Dimensions, "guide-2018"), texts(s.Generations.Seed.Dimensions))
	sameSet(t, "2018 filters", by(seed.Filters, "guide-2018"), s.Generations.Seed.Filters)
	sameSet(
		t,
		"2018 metrics",
		by(seed.Metrics, "guide-2018"),
		texts(slices.Collect(maps.Keys(s.Generations.Seed.Metrics))),
	)
	sameSet(t, "2026 filters", by(current.Filters, "v0-metrics"), slices.Collect(maps.Keys(s.Generations.Current.Filters)))
	sameSet(t, "2026 products", by(current.Products, "v0-metrics"), s.Generations.Current.Products)
	if s.Generations.Seed.MultipleMetrics != (seed.limits.Metrics > 1) ||
		s.Generations.Current.MultipleMetrics != (current.limits.Metrics > 1) {
		t.Errorf("2018 takes %d metrics, 2026 %d; the sheet says otherwise", seed.limits.Metrics, current.limits.Metrics)
	}
}

func sameSet(t *testing.T, what string, got, want []string) {
	t.Helper()
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

// TestMatrixIsThatOfTheSheet compares every cell of edition 2026, its ground too.
func TestMatrixIsThatOfTheSheet(t *testing.T) {
	t.Parallel()
	e := mustEdition(t, "2026")
	s := readSheet(t).Generations.Current.Metrics
	if got, want := len(s), len(Metrics); got != want {
		t.Fatalf("the sheet has %d metrics, the mock %d", got, want)
	}
	for m, f := range s {
		if f.Filters != nil || f.Products != nil {
			t.Errorf("%s: the sheet knows its filters or products, the edition has no place for them", m)
		}
		for _, d := range Dimensions {
			got := e.Cell(m, d)
			switch {
			case slices.Contains(f.Dimensions, d):
				wantCell(t, m, d, got, Allowed, Documented, "v0-matrix")
			case slices.Contains(f.Observed, d):
				wantCell(t, m, d, got, Allowed, Observed, "bigquery-loader")
			case slices.Contains(f.Denied, d):
				wantCell(t, m, d, got, Denied, Observed, "bigquery-loader")
			case f.Complete != nil && *f.Complete:
				wantCell(t, m, d, got, Denied, Documented, "v0-matrix")
			case slices.Contains(f.Sent, d):
				wantCell(t, m, d, got, Unknown, Assumed, "dmreports")
			case f.Complete != nil:
				wantCell(t, m, d, got, Unknown, Assumed, "v0-matrix")
			default:
				wantCell(t, m, d, got, Unknown, Assumed, "")
			}
		}
	}
	for m, f := range s { // what two sources say stands twice
		for _, d := range f.Observed {
			if !slices.ContainsFunc(e.Matrix, func(r Row) bool {
				return slices.Contains(r.Sources, "bigquery-loader") && slices.Contains(r.Metrics, m) &&
					slices.Contains(r.Allowed, d)
			}) {
				t.Errorf("that Dailymotion2Bigquery asks for %s by %s is lost", m, d)
			}
		}
	}
}

func wantCell(t *testing.T, m Metric, d Dimension, got Cell, verdict Compatibility, basis Basis, source string) {
	t.Helper()
	if got.Compatibility != verdict || got.Basis != basis ||
		!strings.Contains(strings.Join(got.Sources, " ")+" ", source) {
		t.Errorf("%s by %s is %s (%s), want %s (%s, %s)", m, d, got.Compatibility, got.Evidence, verdict, basis, source)
	}
}

// TestOlderMatricesKnowTheirSamplesAlone since their rows are lost.
func TestOlderMatricesKnowTheirSamplesAlone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"2018", "2023"} {
		e := mustEdition(t, name)
		for _, m := range Metrics {
			for _, d := range Dimensions {
				want := Unknown
				if m == "VIEWS" && (d == "DAY" || d == "VIDEO_TITLE") {
					want = Allowed
				}
				if got := e.Cell(m, d).Compatibility; got != want {
					t.Errorf("%s: %s by %s is %s, want %s", name, m, d, got, want)
				}
			}
		}
	}
}

func TestColumnsAreNamedAsInTheSheet(t *testing.T) {
	t.Parallel()
	for d, f := range readSheet(t).Dimensions {
		if got := strings.ToLower(string(d)); got != f.ColumnTitle || !slices.Contains(Dimensions, d) {
			t.Errorf("column of %s = %q, want %q", d, got, f.ColumnTitle)
		}
	}
}

// TestEditionFilesSayWhatIsWrong with an edited one.
func TestEditionFilesSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	text, err := dataFiles.ReadFile("data/2026.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{"about:", "abuot:", "abuot"},
		{"- metrics: [UPLOADS]", "- metrics: [UPLOAD]", `unknown name "UPLOAD"`},
		{"VIDEO_TITLE, VISIBILITY]", "VIDEO_TITLE, VIDEO_TITLE]", `"VIDEO_TITLE" is listed twice`},
		{"sources: [schema-2025]", "sources: [no-such-source]", `unknown source "no-such-source"`},
		{"basis: OBSERVED", "basis: RUMOUR", "must be one of [DOCUMENTED OBSERVED ENGINE ASSUMED]"},
		{"seen: whole", "seen: partly", `seen is "partly"`},
		{"days: {value: 180", "days: {value: many", "must be 1 to 3660"},
		{"names: [CONTENT", "all_but: [ALL]\n    names: [CONTENT", "names and all_but cannot be used together"},
	} {
		_, err := parse([]byte(strings.Replace(string(text), c.old, c.new, 1)))
		if c.want == "" {
			if err != nil {
				t.Errorf("the file as it is: %v", err)
			}
		} else if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: %v, want %q", c.new, c.old, err, c.want)
		}
	}
}

func BenchmarkReadEditions(b *testing.B) {
	for b.Loop() {
		for _, name := range names {
			if _, err := read(name); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// TestWrittenEditionsAreRead reads an edition as drift docs writes it, with the names and limits of each edition.
func TestWrittenEditionsAreRead(t *testing.T) {
	t.Parallel()
	for _, name := range Names() {
		e, err := ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		earlier := docs.Edition{Name: name}
		for _, def := range LimitDefs {
			fact := def.Of(e)
			earlier.Limits = append(earlier.Limits, docs.Limit{Name: def.Name, Value: fact.Value, Sources: fact.Sources})
		}
		lists := docs.Lists{
			Metrics: texts(Metrics), Dimensions: texts(Dimensions), Filters: FilterNames, Products: texts(Products),
		}
		lists.Matrix = map[string][]string{"VIEWS": {"DAY", "VIDEO_ID"}}
		text, err := docs.EditionYAML("2027", []string{"page"}, lists, earlier)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parse([]byte(strings.ReplaceAll(string(text), "- NEW", "- v0-metrics")))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if got.Name != "2027" || got.limits != e.limits || len(got.Matrix) != 1 {
			t.Errorf("edition %s: got %q, limits %+v, %d rows of the matrix", name, got.Name, got.limits, len(got.Matrix))
		}
	}
}
