package mrss_test

import (
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/mcn/mrss"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

func encoded(t *testing.T, e encoding.Encoding, text string) string {
	t.Helper()
	out, err := e.NewEncoder().String(text)
	require.NoError(t, err)
	return out
}

// TestEncodings: the byte order mark counts, then the content type, then the declaration; places count characters.
func TestEncodings(t *testing.T) {
	t.Parallel()
	feed := func(declaration, title string) string {
		return declaration + "<rss version='2.0'><channel><!-- éé --><item><guid>é</guid><title>" + title +
			"</title></item></channel></rss>"
	}
	little, big := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	bare := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	bareBig := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	utf16 := "<?xml version='1.0' encoding='UTF-16'?>\n"
	latin := "<?xml version='1.0' encoding='ISO-8859-1'?>\n"
	for _, c := range []struct{ name, feed, contentType, title string }{
		{"nothing says so, so UTF-8", feed("\n", "naïve 日本"), "", "naïve 日本"},
		{"byte order mark of UTF-8", "\ufeff" + feed("\n", "naïve"), "application/xml", "naïve"},
		{"byte order mark beats the content type", "\ufeff" + feed("\n", "naïve"), "text/xml; charset=latin1", "naïve"},
		{"UTF-16, little endian", encoded(t, little, feed(utf16, "naïve 日本")), "", "naïve 日本"},
		{"UTF-16, big endian", encoded(t, big, feed(utf16, "naïve 日本")), "", "naïve 日本"},
		{"UTF-16 without mark", encoded(t, bare, feed(utf16, "naïve 日本")), "", "naïve 日本"},
		{"UTF-16 without mark, big endian", encoded(t, bareBig, feed(utf16, "naïve 日本")), "", "naïve 日本"},
		{"Latin-1 by declaration", encoded(t, charmap.ISO8859_1, feed(latin, "naïve")), "text/xml", "naïve"},
		{"Latin-1 by declaration is Windows-1252", encoded(t, charmap.Windows1252, feed(latin, "“naïve” €")), "",
			"“naïve” €"},
		{"Latin-1 by content type", encoded(t, charmap.ISO8859_1, feed(latin, "naïve")), "text/xml; charset=ISO-8859-1",
			"naïve"},
		{"Shift JIS", "<?xml version='1.0' encoding='Shift_JIS'?>\n<rss version='2.0'><channel><!-- aa --><item>" +
			"<guid>a</guid><title>" + encoded(t, japanese.ShiftJIS, "日本") + "</title></item></channel></rss>", "", "日本"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			items, problems, err := read(t, c.feed, c.contentType)
			require.NoError(t, err)
			assert.Empty(t, problems)
			require.Len(t, items, 1)
			assert.Equal(t, c.title, items[0].Title)
			assert.Equal(t, [2]int{2, 40}, [2]int{items[0].Line, items[0].Column})
		})
	}
}

func TestEncodingProblems(t *testing.T) {
	t.Parallel()
	declared := func(name string) string {
		return "<?xml version='1.0' encoding='" + name + "'?><rss version='2.0'><channel><item/></channel></rss>"
	}
	for _, c := range []struct {
		name, feed, contentType, rule, detail string
		items                                 int
	}{
		{"unknown name", declared("klingon"), "", mrss.BadEncoding, "klingon", 0},
		{"no name", declared(""), "", mrss.BadEncoding, `""`, 0},
		{"UTF-7 was removed from the web", declared("utf-7"), "", mrss.BadEncoding, "utf-7", 0},
		{"UTF-32", "\xff\xfe\x00\x00<\x00\x00\x00", "", mrss.BadEncoding, "utf-32le", 0},
		{"content type contradicts", declared("utf-8"), "text/xml; charset=iso-8859-1", mrss.BadEncoding,
			"the content type counts", 1},
		{"Latin-1 that says it is UTF-8", strings.Replace(declared("utf-8"), "<item/>", "<item>\xe9</item>", 1), "",
			mrss.NotWellFormed, "invalid UTF-8", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			items, problems, err := read(t, c.feed, c.contentType)
			assert.Len(t, items, c.items)
			if c.items == 0 {
				require.ErrorIs(t, err, mrss.ErrFeed)
			}
			require.Len(t, problems, 1)
			assert.Equal(t, c.rule, problems[0].Rule)
			assert.Contains(t, problems[0].Detail, c.detail)
		})
	}
}

// TestLineEnds: LF, CR LF and CR each end a line (https://www.w3.org/TR/xml/#sec-line-ends).
func TestLineEnds(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"\n", "\r\n", "\r"} {
		feed := strings.ReplaceAll("<rss version='2.0'>|<channel>||  <item/>|</channel></rss>", "|", end)
		i := one(t, feed)
		assert.Equal(t, [2]int{4, 3}, [2]int{i.Line, i.Column}, "%q", end)
	}
}
