package report_test

import (
	"net/http"
	"runtime"
	"testing"

	"github.com/dailymock/dailymock/internal/report"
)

// TestFinishedReportsKeepLittle: of a report that was downloaded, its spec and the places of its rows are kept; the
// rows of the latest few only. It is not parallel, since it measures the memory of the whole process.
func TestFinishedReportsKeepLittle(t *testing.T) {
	d := open(t)
	download := func(n int) {
		r := views("2026-03-01", "2026-03-02", "VIDEO_ID", "VISITOR_PAGE_URL", "VISITOR_COUNTRY")
		r.Start, r.End = r.Start.AddDate(0, 0, -n), r.End.AddDate(0, 0, -n)
		if n%2 == 0 { // one part, whose rows are held
			r.Dimensions = []report.Dimension{"VISITOR_PAGE_URL", "VISITOR_COUNTRY", "VISITOR_DEVICE_TYPE"}
		}
		f, err := d.Ask(ana, r)
		if err != nil {
			t.Fatal(err)
		}
		request, _ := http.NewRequest(http.MethodGet, f.Links()[0].Path, nil)
		d.ServeHTTP(&sink{header: http.Header{}}, request)
	}
	const kept, more, most = 40, 200, 8 << 10 // more than the tables that are cached
	for n := range kept {
		download(n)
	}
	before := heapAlloc()
	for n := range more {
		download(kept + n)
	}
	used := (heapAlloc() - before) / more
	runtime.KeepAlive(d)
	t.Logf("%d bytes for each report", used)
	if used > most {
		t.Errorf("a finished report keeps %d bytes, want %d at most", used, most)
	}
}

func heapAlloc() int {
	runtime.GC()
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int(s.HeapAlloc)
}
