package report_test

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/report"
)

// TestExpectationIsWhatALoaderHolds loads reports as a client does, and compares
// what it then has with what the oracle said.
func TestExpectationIsWhatALoaderHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := openAny(t)
		r := views("2026-03-01", "2026-03-10", rapid.SliceOfNDistinct(rapid.SampledFrom([]report.Dimension{
			"VISITOR_COUNTRY", "DAY", "VIDEO_TITLE", "MONTH", "HOUR", "MEDIA_TYPE",
		}), 1, 3, rapid.ID).Draw(t, "dimensions")...)
		r.Metrics = []report.Metric{"VIEWS", "ESTIMATED_EARNINGS_EUR", "FILL_RATE"}
		r.Start, r.End = d.anyRange(t, 20)
		r.Filters.ChannelSlug = rapid.SampledFrom(slugs).Draw(t, "slug")
		want, err := d.Expect(t.Context(), ana, r)
		if err != nil {
			t.Fatal(err)
		}
		f := d.mustAsk(t, r)
		if again, err := d.ExpectOf(t.Context(), f.Token); err != nil || again.SHA256 != want.SHA256 {
			t.Fatalf("of the token %v, %v; of the request %v", again, err, want)
		}
		var lines []string
		var rows [][]string
		for _, l := range f.Links() {
			text := d.mustGet(t, l)
			_, text, _ = strings.Cut(text, "\n")
			lines = append(lines, splitLines(text)...)
			parsed, err := csv.NewReader(strings.NewReader(text)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, parsed...)
		}
		if len(rows) != want.Rows || len(f.Links()) != want.Files {
			t.Fatalf("%d rows in %d files, expected %d in %d", len(rows), len(f.Links()), want.Rows, want.Files)
		}
		slices.Sort(lines)
		sum := sha256.Sum256([]byte(strings.Join(lines, "")))
		if got := hex.EncodeToString(sum[:]); got != want.SHA256 {
			t.Fatalf("rows hash to %s, expected %s", got, want.SHA256)
		}
		n := len(r.Dimensions)
		total, earned := 0, 0
		for _, row := range rows {
			total += number(row[n])
			earned += number(strings.Replace(row[n+1], ".", "", 1))
			for i, dim := range r.Dimensions {
				if first, ok := want.First[string(dim)]; ok && (row[i] < first || row[i] > want.Last[string(dim)]) {
					t.Fatalf("%s %s is not in %s to %s", dim, row[i], first, want.Last[string(dim)])
				}
			}
		}
		if number(want.Sums["VIEWS"]) != total || number(strings.Replace(want.Sums["ESTIMATED_EARNINGS_EUR"], ".", "",
			1)) != earned {
			t.Fatalf("%d views and %d millionths, expected %v", total, earned, want.Sums)
		}
		if _, ok := want.Sums["FILL_RATE"]; ok {
			t.Fatal("a rate has a sum")
		}
	})
}

// splitLines cuts CSV text at line feeds outside of quotes.
func splitLines(text string) []string {
	var lines []string
	start, quotes := 0, 0
	for i, c := range text {
		switch {
		case c == '"':
			quotes++
		case c == '\n' && quotes%2 == 0:
			lines = append(lines, text[start:i+1])
			start = i + 1
		}
	}
	return lines
}

// TestAnExpectationHasALimit asks for more rows than are added up.
func TestAnExpectationHasALimit(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.Limits = map[string]string{"days": "3660"} })
	r := millions()
	r.Start = day("2024-09-12")
	if _, err := d.Expect(t.Context(), ana, r); !errors.Is(err, report.ErrParameter) {
		t.Errorf("an expectation of more than 100 million rows: %v, want a refusal", err)
	}
}
