package mrss_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/mcn/mrss"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLimits(t *testing.T) {
	t.Parallel()
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	huge := strings.Repeat("x", 1<<20)
	for name, channel := range map[string]string{
		"text":           "<item><title>" + huge + "</title></item>",
		"texts together": "<item>" + strings.Repeat("<title>"+huge[:1000]+"</title>", 1100) + "</item>",
		"CDATA":          "<item><title><![CDATA[" + huge + "]]></title></item>",
		"comment":        "<!--" + huge + "-->",
		"attribute":      "<item a='" + huge + "'/>",
		"name":           "<" + huge + "/>",
		"attributes":     "<item " + many(65, "a%d='' ") + "/>",
		"depth":          "<item>" + many(65, "<e%d>"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			items, problems, err := read(t, rss("<item/>"+channel), "")
			require.ErrorIs(t, err, mrss.ErrFeed)
			assert.Len(t, items, 1, "the items before are read")
			require.Len(t, problems, 1)
			assert.Equal(t, mrss.TooLarge, problems[0].Rule)
		})
	}
	items, problems, err := read(t, rss("<item "+many(64, "a%d='' ")+"><title>"+huge[:1<<20-2000]+"</title></item>"), "")
	require.NoError(t, err)
	assert.Empty(t, problems)
	assert.Len(t, items, 1, "what is within the limits")
}

// TestManyNamespaces: a problem for each of the first namespaces only.
func TestManyNamespaces(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "<item><content xmlns='http://video.example/%d' url='1.mp4'/></item>", i)
	}
	items, problems, err := read(t, rss(b.String()), "")
	require.NoError(t, err)
	assert.Len(t, items, 1000)
	assert.Len(t, problems, 20)
}

// A lazy makes a feed of n items while it is read.
type lazy struct {
	n, next int
	left    string
}

func (l *lazy) Read(p []byte) (int, error) {
	if l.left == "" {
		switch {
		case l.next > l.n+1:
			return 0, io.EOF
		case l.next == 0:
			l.left = strings.TrimSuffix(rss(""), "</channel></rss>")
		case l.next <= l.n:
			l.left = fmt.Sprintf("<item><guid>%d</guid><title>t</title><description>%s</description>"+
				"<media:content url='%d.mp4'/></item>\n", l.next, strings.Repeat("text ", 200), l.next)
		default:
			l.left = "</channel></rss>"
		}
		l.next++
	}
	n := copy(p, l.left)
	l.left = l.left[n:]
	return n, nil
}

// TestMemoryOfManyItems reads 10,000 items, 10 MB of text, within 4 MB. It is not parallel, since it measures the heap.
func TestMemoryOfManyItems(t *testing.T) {
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, most, n := heap(), uint64(0), 0
	err := mrss.Read(&lazy{n: 10_000}, "", nil, func(i mrss.Item) error {
		n++
		if fmt.Sprint(n) != i.GUID {
			return fmt.Errorf("item %d has the guid %s", n, i.GUID)
		}
		if n%1000 == 0 {
			most = max(most, heap())
		}
		return nil
	}, func(p mrss.Problem) { t.Error(p) })
	require.NoError(t, err)
	assert.Equal(t, 10_000, n)
	assert.Less(t, most, before+4<<20)
}
