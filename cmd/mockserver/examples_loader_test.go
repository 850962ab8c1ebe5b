package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A warehouse is a database that examples/loader fills from a mock.
type warehouse struct {
	t    *testing.T
	file string
	url  string
	env  []string
	mock atomic.Pointer[dailymock.Server]
}

func newWarehouse(t *testing.T) *warehouse {
	tools(t, "python3")
	works(t, "python3", "-c", "import sqlite3; sqlite3.connect(':memory:').execute('CREATE TABLE t (a TEXT) STRICT')")
	w := &warehouse{t: t, file: filepath.Join(t.TempDir(), "warehouse.db")}
	w.serve(1)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mock.Load().ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	w.url = server.URL
	return w
}

// serve replaces the mock by one with another seed, so that all figures are restated.
func (w *warehouse) serve(seed uint64) *dailymock.Server {
	now := time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC)
	if m := w.mock.Load(); m != nil {
		now = m.Now()
	}
	mock, err := dailymock.New(dailymock.Options{
		Now: now, Seed: seed, RowsPerFile: 100,
		ReportPolicy: dailymock.ReportPolicy{Progress: "polls", Polls: 1},
	})
	require.NoError(w.t, err)
	w.t.Cleanup(func() { mock.Close() })
	w.mock.Store(mock)
	return mock
}

// load runs the loader and returns what it prints, on success and on failure.
func (w *warehouse) load(args ...string) (string, error) {
	return w.python(append([]string{"../../examples/loader/load.py", w.file}, args...)...)
}

func (w *warehouse) faults(list string) {
	body := strings.NewReader(`{"faults": [` + list + `]}`)
	req := httptest.NewRequest(http.MethodPut, "http://localhost/_mock/faults", body)
	resp := httptest.NewRecorder()
	w.mock.Load().ServeHTTP(resp, req)
	require.Equal(w.t, http.StatusOK, resp.Code, resp.Body)
}

// sql returns the values of the first row.
func (w *warehouse) sql(query string) string {
	w.t.Helper()
	out, err := w.python("-c", `import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(*(db.execute(sys.argv[2]).fetchone() or ()))
db.commit()`, w.file, query)
	require.NoError(w.t, err, out)
	return strings.TrimSuffix(out, "\n")
}

func (w *warehouse) python(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(w.t.Context(), 3*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "python3", args...)
	cmd.Env = append(plainEnviron(), "DAILYMOTION_URL="+w.url, "DAILYMOCK_URL="+w.url, "POLL_SECONDS=0",
		"PYTHONDONTWRITEBYTECODE=1")
	cmd.Env = append(cmd.Env, w.env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestLoaderLoadsWhatIsNew: each run ends with the comparison with /_mock/expect.
func TestLoaderLoadsWhatIsNew(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t)
	out, err := w.load("2026-05-25", "2026-06-30")
	require.NoError(t, err, out)
	assert.Regexp(t, `^2026-05-25 to 2026-06-23: \d+ rows\n2026-06-24 to 2026-06-30: \d+ rows\n$`, out)
	assert.Equal(t, "37 1 2026-06-30", w.sql("SELECT count(*), sum(partial), max(day) FROM loaded_days"))
	assert.Equal(t, w.sql("SELECT count(*) FROM daily"), w.sql("SELECT sum(rows) FROM loaded_days"))
	half := w.sql("SELECT sum(views) FROM daily WHERE day = '2026-06-30'")
	early := w.sql("SELECT sum(views), sum(earnings_eur_millionths) FROM daily WHERE day < '2026-06-28'")
	late := w.sql("SELECT sum(views) FROM daily WHERE day = '2026-06-28'")

	require.NoError(t, w.mock.Load().Advance(24*time.Hour))
	w.serve(2)
	out, err = w.load("2026-05-25", "2026-07-01")
	require.NoError(t, err, out)
	assert.Regexp(t, `^2026-06-28 to 2026-07-01: \d+ rows\n$`, out, "only the days that are new, partial or young")
	assert.Equal(t, "38 1 2026-07-01", w.sql("SELECT count(*), sum(partial), max(day) FROM loaded_days"))
	assert.NotEqual(t, half, w.sql("SELECT sum(views) FROM daily WHERE day = '2026-06-30'"),
		"a partial day is loaded again")
	assert.NotEqual(t, late, w.sql("SELECT sum(views) FROM daily WHERE day = '2026-06-28'"),
		"a restated day is loaded again")
	assert.Equal(t, early, w.sql("SELECT sum(views), sum(earnings_eur_millionths) FROM daily WHERE day < '2026-06-28'"))

	out, err = w.load("2026-05-25", "2026-07-15") // after a pause of two weeks, the partial day is the oldest
	require.NoError(t, err, out)
	assert.Regexp(t, `^2026-07-01 to 2026-07-15: \d+ rows\n$`, out)
}

// TestLoaderNotices what goes wrong, and leaves the database as it was.
func TestLoaderNotices(t *testing.T) {
	t.Parallel()
	w := newWarehouse(t)
	out, err := w.load("2026-06-29", "2026-06-30")
	require.NoError(t, err, out)
	before := w.sql("SELECT count(*), sum(views) FROM daily")

	w.faults(`"file-cut"`)
	out, err = w.load("2026-06-29", "2026-06-30")
	assert.Error(t, err)
	assert.Equal(t, "load: a file was cut off after 64 bytes\n", out)
	w.faults("")

	w.sql("CREATE TRIGGER loses AFTER INSERT ON daily WHEN NEW.media_type = 'live' " +
		"BEGIN DELETE FROM daily WHERE day = NEW.day AND video_id = NEW.video_id AND media_type = NEW.media_type; END")
	out, err = w.load("2026-06-29", "2026-06-30")
	assert.Error(t, err)
	assert.Contains(t, out, "load: rows: the database has ")
	w.sql("DROP TRIGGER loses")
	w.sql("CREATE TRIGGER trims AFTER INSERT ON daily " +
		"BEGIN UPDATE daily SET video_title = 'x' WHERE day = NEW.day AND video_id = NEW.video_id; END")
	out, err = w.load("2026-06-29", "2026-06-30")
	assert.Error(t, err)
	assert.Contains(t, out, "load: sha256: the database has ")
	w.sql("DROP TRIGGER trims")
	assert.Equal(t, before, w.sql("SELECT count(*), sum(views) FROM daily"))
}

// TestLoaderOfChannels whose titles or figures are awkward.
func TestLoaderOfChannels(t *testing.T) {
	t.Parallel()
	for channel, want := range map[string]string{
		"hostile-titles": "1 1 1",
		"no-views":       "0 0 0",
	} {
		t.Run(channel, func(t *testing.T) {
			t.Parallel()
			w := newWarehouse(t)
			w.env = []string{"CHANNEL=" + channel}
			out, err := w.load("2026-06-01", "2026-06-30")
			require.NoError(t, err, out)
			assert.Equal(t, want, w.sql("SELECT count(DISTINCT video_title) > 5, "+
				"count(DISTINCT CASE WHEN video_title LIKE '%\"%' THEN 1 END), "+
				"count(DISTINCT CASE WHEN instr(video_title, char(10)) THEN 1 END) FROM daily"))
			assert.Equal(t, "30", w.sql("SELECT count(*) FROM loaded_days"), "days without rows are loaded, too")
		})
	}
}
