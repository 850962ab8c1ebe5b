package mrss_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/mcn/mrss"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// FuzzRead: any input is read or refused with a problem, and places are within the text.
func FuzzRead(f *testing.F) {
	samples, _ := filepath.Glob("testdata/*.xml")
	for _, s := range samples {
		text, err := os.ReadFile(s)
		require.NoError(f, err)
		f.Add(string(text), "")
	}
	f.Add("\xff\xfe<\x00r\x00", "text/xml; charset=utf-16")
	f.Add("\x00<\x00?", `text/xml; charset="`)
	f.Fuzz(func(t *testing.T, feed, contentType string) {
		items, problems, err := read(t, feed, contentType)
		if err != nil && (!errors.Is(err, mrss.ErrFeed) || len(problems) == 0) {
			t.Fatalf("%v with %d problems", err, len(problems))
		}
		lines := 1 + strings.Count(feed, "\n") + strings.Count(feed, "\r")
		for _, p := range problems {
			if p.Line < 1 || p.Column < 1 || p.Line > lines && contentType == "" || p.Rule == "" || p.Detail == "" {
				t.Fatalf("bad problem %+v of %d lines", p, lines)
			}
		}
		for i := range items {
			items[i].Source()
			if items[i].Line < 1 || items[i].Column < 1 {
				t.Fatalf("bad place of %+v", items[i])
			}
		}
	})
}

// TestPlacesAndTexts: each title is read as it was written, and each item begins at its place.
func TestPlacesAndTexts(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[a-zé日&<>"' \n]{0,20}[a-z]`)
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOf(word).Draw(rt, "titles")
		var b strings.Builder
		for _, w := range words {
			b.WriteString(rapid.SampledFrom([]string{"", "\n", "  ", "<!-- é\n -->", "<link>é</link>"}).Draw(rt, "between"))
			text := escape.Replace(w)
			if rapid.Bool().Draw(rt, "cdata") {
				text = "<![CDATA[" + w + "]]>"
			}
			b.WriteString("<item><title>" + text + "</title><media:content url='é.mp4'/></item>")
		}
		feed := rss(b.String())
		items, problems, err := read(t, feed, "")
		require.NoError(rt, err)
		require.Empty(rt, problems)
		require.Len(rt, items, len(words))
		lines := strings.Split(feed, "\n")
		for i, w := range words {
			assert.Equal(rt, strings.TrimSpace(w), items[i].Title)
			assert.True(rt, strings.HasPrefix(from(lines, items[i].Line, items[i].Column), "<item>"))
			m := items[i].Media[0]
			assert.True(rt, strings.HasPrefix(from(lines, m.Line, m.Column), "<media:content "))
		}
	})
}

// from returns the rest of a line from a column on.
func from(lines []string, line, column int) string { return string([]rune(lines[line-1])[column-1:]) }
