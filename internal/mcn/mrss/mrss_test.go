package mrss_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/mcn/mrss"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// base is the address of the feeds of these tests.
const base = "https://network.example/feeds/child.xml"

// read reads a feed.
func read(t *testing.T, feed, contentType string) ([]mrss.Item, []mrss.Problem, error) {
	t.Helper()
	u, err := url.Parse(base)
	require.NoError(t, err)
	var items []mrss.Item
	var problems []mrss.Problem
	err = mrss.Read(strings.NewReader(feed), contentType, u, func(i mrss.Item) error {
		items = append(items, i)
		return nil
	}, func(p mrss.Problem) { problems = append(problems, p) })
	return items, problems, err
}

// one reads a feed with one item and no problems.
func one(t *testing.T, feed string) mrss.Item {
	t.Helper()
	items, problems, err := read(t, feed, "")
	require.NoError(t, err)
	require.Empty(t, problems)
	require.Len(t, items, 1)
	return items[0]
}

// rss returns a feed with a channel.
func rss(channel string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dcterms="http://purl.org/dc/terms/" ` +
		`xmlns:dm="http://www.dailymotion.com/dmrss/">
<channel>` + channel + `</channel></rss>`
}

func TestItemOfTheFactSheet(t *testing.T) {
	t.Parallel()
	got := one(t, rss(`<title>Feed of child one</title><link>https://network.example/</link><description>test</description>
  <item><guid isPermaLink="false">3725074091001</guid><title>First video</title><media:category>fun</media:category>
   <media:content url="https://network.example/files/1.mp4" type="video/mp4" medium="video" duration="10"/></item>
`))
	want := mrss.Item{
		GUID: "3725074091001", Title: "First video", Category: "fun", Line: 4, Column: 3,
		Media: []mrss.Media{{URL: "https://network.example/files/1.mp4", Type: "video/mp4", Medium: "video", Duration: 10,
			Line: 5, Column: 4}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestErrorOfTheCallerEndsTheReading(t *testing.T) {
	t.Parallel()
	enough := errors.New("enough")
	n := 0
	err := mrss.Read(strings.NewReader(rss(strings.Repeat("<item/>", 5))), "", nil, func(mrss.Item) error {
		n++
		return enough
	}, func(mrss.Problem) {})
	assert.Equal(t, enough, err)
	assert.Equal(t, 1, n)
}
