package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/slow"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// csvHeader is the header line of the report that docs/csv.md reads.
const csvHeader = "day,video_id,video_title,visitor_country,playlist_id,views,estimated_earnings_eur"

// csvBlock returns the only block of docs/csv.md in a language that has a text.
func csvBlock(t *testing.T, language, text string) string {
	page, err := os.ReadFile("../../docs/csv.md")
	require.NoError(t, err)
	for _, block := range regexp.MustCompile("(?s)\n```"+language+"\n(.*?)```\n").FindAllStringSubmatch(string(page), -1) {
		if strings.Contains(block[1], text) {
			return block[1]
		}
	}
	t.Fatalf("docs/csv.md has no block in %s with %q", language, text)
	return ""
}

// TestCSVPageSchemas compares the schemas for BigQuery and Spark with a header line.
func TestCSVPageSchemas(t *testing.T) {
	t.Parallel()
	var fields []struct{ Name string }
	require.NoError(t, json.Unmarshal([]byte(csvBlock(t, "json", `"DATE"`)), &fields))
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	assert.Equal(t, csvHeader, strings.Join(names, ","))

	_, schema, _ := strings.Cut(csvBlock(t, "python", "spark.read"), `"""`)
	schema, _, _ = strings.Cut(schema, `"""`)
	schema = regexp.MustCompile(`\(\d+,\d+\)`).ReplaceAllString(schema, "")
	names = nil
	for column := range strings.SplitSeq(schema, ",") {
		names = append(names, strings.Fields(column)[0])
	}
	assert.Equal(t, csvHeader, strings.Join(names, ","))
}

// TestCSVPagePandas runs the program for pandas with awkward titles in several files, and with a file without rows.
func TestCSVPagePandas(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	python := pythonWith(t, "pandas")
	program := csvBlock(t, "python", "pandas.read_csv")
	now := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	s := dailymocktest.Start(t, dailymock.Options{Now: now, ReportTakes: dailymock.Immediate, RowsPerFile: 500})
	for _, channel := range []string{"hostile-titles", "harbour-news", "no-views"} {
		var asked struct {
			AskPartnerReportFile struct{ ReportFile struct{ ReportToken string } }
		}
		s.MustGraphQL(t, dailymocktest.Private, `mutation ($channel: String!) { askPartnerReportFile(input: {
			metrics: [VIEWS, ESTIMATED_EARNINGS_EUR], dimensions: [DAY, VIDEO_ID, VIDEO_TITLE, VISITOR_COUNTRY, PLAYLIST_ID],
			startDate: "2026-06-20", endDate: "2026-06-30", filters: {videoOwnerChannelSlug: $channel}
		}) { reportFile { reportToken } } }`, map[string]any{"channel": channel}, &asked)
		token := asked.AskPartnerReportFile.ReportFile.ReportToken
		folder := t.TempDir()
		args := []string{"-c", program}
		for i, link := range s.MustLinks(t, token) {
			file := filepath.Join(folder, strconv.Itoa(i)+".csv")
			content := s.MustDownload(t, link)
			require.NoError(t, os.WriteFile(file, content, 0o600))
			assert.True(t, bytes.HasPrefix(content, []byte(csvHeader+"\n")), "the header of %s", channel)
			args = append(args, file)
		}
		var errs strings.Builder
		cmd := exec.CommandContext(t.Context(), python, args...)
		cmd.Stderr = &errs
		out, err := cmd.Output()
		require.NoError(t, err, errs.String())
		want := s.MustExpect(t, token)
		earned := want.Sums["ESTIMATED_EARNINGS_EUR"]
		if want.Rows == 0 {
			earned = "0"
		}
		assert.Equal(t, fmt.Sprintf("%d %s %s\n", want.Rows, want.Sums["VIEWS"], earned), string(out), channel)
	}
}

// pythonWith returns a Python that has a module: the first in the PATH, or the system's.
func pythonWith(t *testing.T, module string) string {
	t.Helper()
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import "+module).Run() == nil {
			return python
		}
	}
	missing(t, "Python's "+module, os.ErrNotExist)
	return ""
}
