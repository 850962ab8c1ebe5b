package contracts_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/cases"
	"github.com/dailymock/dailymock/contracts/cleanup"
	"github.com/dailymock/dailymock/contracts/evidence"
	"github.com/dailymock/dailymock/contracts/ledger"
	"github.com/dailymock/dailymock/contracts/render"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// patient is a Timekeeper whose time only passes in Sleep, which also advances the clock of a mock.
type patient struct {
	mu    sync.Mutex
	now   time.Time
	slept time.Duration
	mock  *dailymocktest.Mock
}

func (p *patient) Now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

func (p *patient) Sleep(_ context.Context, d time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now, p.slept = p.now.Add(d), p.slept+d
	if p.mock != nil {
		return p.mock.Server.Advance(d)
	}
	return nil
}

// someKeys returns the same credentials for all cases, as for a real target.
func someKeys(string) contracts.Keys {
	return contracts.Keys{
		Public:   contracts.Key{ID: "public-key-of-ours", Secret: "public-secret-of-ours"},
		Private:  contracts.Key{ID: "private-key-of-ours", Secret: "private-secret-of-ours"},
		Username: "partner@example.com", Password: "password-of-ours", DynTube: "aaaa.bbbb.cccc",
		Source: "https://files.example/clip.mp4",
	}
}

// staging returns a mock, and options that treat it as a real target.
func staging(t *testing.T, o dailymock.Options) (*dailymocktest.Mock, contracts.Options) {
	m := dailymocktest.Start(t, o)
	return m, contracts.Options{
		Target: contracts.Target{Base: m.URL, Keys: someKeys}, Cases: cases.All(),
		Time: &patient{now: dailymocktest.Today, mock: m}, RunID: "r1",
		Known: taken(contracts.Differences),
	}
}

// taken returns differences for a mock that is treated as a real target.
func taken(all []contracts.Difference) []contracts.Difference {
	var real []contracts.Difference
	for _, d := range all {
		d.On = "real"
		real = append(real, d)
	}
	return real
}

func mustRun(t *testing.T, o contracts.Options) *contracts.Findings {
	t.Helper()
	found, err := contracts.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func failures(t *testing.T, found *contracts.Findings) {
	t.Helper()
	for _, r := range found.Results {
		if r.Outcome == contracts.Fail || r.Outcome == contracts.Inconclusive {
			t.Errorf("%s\n%v", r.Line(), r.Failures)
		}
	}
}

// TestRealTargetIsHandledWithCare runs all permitted cases against a mock that is treated as a real target, with one
// account and one report slot.
func TestRealTargetIsHandledWithCare(t *testing.T) {
	t.Parallel()
	m, o := staging(t, dailymock.Options{Limits: map[string]string{"at-once": "1"}})
	o.Allow = contracts.Effects
	o.Timeout, o.Ledger = time.Minute, &ledger.Ledger{}
	found := mustRun(t, o)
	failures(t, found)
	if found.Counts[contracts.Pass] < 200 {
		t.Errorf("%s; want 200 to pass at least", found.Summary())
	}
	if left := o.Ledger.Left(); len(o.Ledger.Entries) == 0 || len(left) > 0 {
		t.Errorf("of %d things that were made, %v are left", len(o.Ledger.Entries), left)
	}
	for _, r := range found.Results {
		if r.Basis.MockOnly() && r.Outcome != contracts.Skipped {
			t.Errorf("%s is %s and %s on a target that is no mock", r.ID, r.Basis, r.Outcome)
		}
	}
	if found.Real {
		t.Error("a server on this machine is called real")
	}
	if reports := len(m.Reports("")); reports > 6 || found.Requests > 350 {
		t.Errorf("the run made %d reports and %d requests, want at most 6 and 350", reports, found.Requests)
	}
	uploads := 0
	for _, e := range o.Ledger.Entries {
		if e.Kind == "video" {
			uploads++
		}
	}
	if uploads != 1 {
		t.Errorf("the run made %d videos, want one", uploads)
	}
	if slept := o.Time.(*patient).slept; slept < time.Duration(found.Requests)*400*time.Millisecond {
		t.Errorf("%d requests within %v: there is no pace", found.Requests, slept)
	}
}

func TestNothingWithAnEffectRunsUnasked(t *testing.T) {
	t.Parallel()
	m, o := staging(t, dailymock.Options{})
	found := mustRun(t, o)
	failures(t, found)
	for _, r := range found.Results {
		if r.Effect != contracts.Reads && r.Effect != contracts.Validates && r.Outcome != contracts.Skipped {
			t.Errorf("%s, which %s, is %s", r.ID, r.Effect, r.Outcome)
		}
	}
	if reports := m.Reports(""); len(reports) != 0 {
		t.Errorf("%d reports were asked for", len(reports))
	}
}

func TestWhatWasCreatedIsCleanedUp(t *testing.T) {
	t.Parallel()
	_, o := staging(t, dailymock.Options{})
	file := filepath.Join(t.TempDir(), "ledger.json")
	var err error
	o.Ledger, err = ledger.Open(file)
	require.NoError(t, err)
	o.Allow = []contracts.Effect{contracts.Uploads}
	o.Cases, err = contracts.Selection{IDs: []string{"REST-100", "REST-108"}}.Select(cases.All())
	require.NoError(t, err)
	failures(t, mustRun(t, o))

	again, err := ledger.Open(file)
	require.NoError(t, err)
	require.Len(t, again.Left(), 1, "things in the ledger: the cases share a video")
	assert.Equal(t, "r1", again.Left()[0].Run)
	o.Ledger = again
	found, err := cleanup.Run(t.Context(), o)
	require.NoError(t, err)
	failures(t, found)
	assert.Equal(t, 1, found.Counts[contracts.Pass], "things deleted")
	last, err := ledger.Open(file)
	require.NoError(t, err)
	assert.Empty(t, last.Left(), "things left")
}

func TestReportsResumeInAnotherRun(t *testing.T) {
	t.Parallel()
	m, o := staging(t, dailymock.Options{ReportTakes: time.Hour})
	file := filepath.Join(t.TempDir(), "state.json")
	var err error
	o.Allow = []contracts.Effect{contracts.CreatesReport}
	o.Cases, err = contracts.Selection{IDs: []string{"REPORTING-100", "REPORTING-101",
		"REPORTING-153"}}.Select(cases.All())
	require.NoError(t, err)

	o.Reports, err = ledger.OpenReports(file)
	require.NoError(t, err)
	o.Start = true
	first := mustRun(t, o)
	assert.Equal(t, 3, first.Counts[contracts.Skipped], first.Summary())
	require.Len(t, m.Reports(""), 2, "reports that were asked for, one after the other: the second slot is not ours")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	info, err := os.Stat(file)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "a state holds tokens of reports")
	assert.Contains(t, string(text), "eyJ0eX")

	m.Advance(time.Hour)
	o.Reports, err = ledger.OpenReports(file)
	require.NoError(t, err)
	o.Start, o.Timeout = false, 5*time.Hour
	second := mustRun(t, o)
	failures(t, second)
	assert.Equal(t, 3, second.Counts[contracts.Pass], second.Summary())
	assert.Len(t, m.Reports(""), 2, "reports: two requests, one of them shared by two cases")
}

func TestSlotsOfOtherReportsAreNotUsed(t *testing.T) {
	t.Parallel()
	m, o := staging(t, dailymock.Options{ReportTakes: time.Hour})
	o.Target.Keys = func(string) contracts.Keys {
		return contracts.Keys{Private: contracts.Key{ID: "private-key", Secret: "secret"}}
	}
	m.MustAsk(t, "VIEWS", "DAY")
	m.MustAsk(t, "VIEWS", "MONTH")
	o.Allow = []contracts.Effect{contracts.CreatesReport}
	var err error
	o.Cases, err = contracts.Selection{IDs: []string{"REPORTING-100"}}.Select(cases.All())
	require.NoError(t, err)
	found := mustRun(t, o)
	assert.Equal(t, contracts.Inconclusive, found.Results[0].Outcome, found.Results[0].Line())
	assert.Equal(t, 3, found.Status())
}

// one returns a single case with a Run function.
func one(run func(t *contracts.T)) []contracts.Case {
	return []contracts.Case{{ID: "REST-999", Title: "all is well", Level: contracts.Must, Surface: contracts.REST,
		States: "rest-8.17", Effect: contracts.Reads, Run: run}}
}

// serving returns a target that sends the same response to every request.
func serving(t *testing.T, status int, body string) contracts.Target {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return contracts.Target{Base: s.URL, Keys: someKeys}
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	get := func(t *contracts.T) { assert.Equal(t, "a", t.Get("/echo?message=a").String("message"), "message") }
	list := func(t *contracts.T) { t.Get("/videos").MustList("list") }
	down := serving(t, 200, "")
	down.Base = "http://127.0.0.1:1"
	mock := func(at contracts.Target) contracts.Target { at.Mock = true; return at }
	for name, c := range map[string]struct {
		target  contracts.Target
		run     func(*contracts.T)
		change  func(*contracts.Options)
		outcome contracts.Outcome
		status  int
		reason  string
	}{
		"holds":             {serving(t, 200, `{"message":"a"}`), get, nil, contracts.Pass, 0, ""},
		"holds not":         {serving(t, 200, `{"message":"b"}`), get, nil, contracts.Fail, 1, ""},
		"no answer":         {down, get, nil, contracts.Inconclusive, 3, "cannot reach"},
		"an outage":         {serving(t, 503, `{}`), get, nil, contracts.Inconclusive, 3, "responds 503"},
		"too many requests": {serving(t, 429, `{}`), get, nil, contracts.Inconclusive, 3, "responds 429"},
		"an outage of a mock": {mock(serving(t, 503, `{}`)), func(t *contracts.T) { t.Get("/x") }, nil, contracts.Fail, 1,
			""},
		"credentials refused": {serving(t, 401, `{"error":"x"}`), func(t *contracts.T) { contracts.PublicData.Token(t) },
			nil, contracts.Inconclusive, 3, "credentials are refused"},
		"a key refused by name": {serving(t, 400, `{"error":"invalid_client"}`), func(t *contracts.T) {
			contracts.PublicData.Token(t)
		}, nil, contracts.Inconclusive, 3, "credentials are refused"},
		"a token endpoint that moved": {serving(t, 404, `{}`), func(t *contracts.T) {
			contracts.PublicData.Token(t)
		}, func(o *contracts.Options) { o.Cases[0].Surface = "other" }, contracts.Fail, 1, ""},
		"a grant that is gone": {serving(t, 400, `{"error":"unsupported_grant_type"}`), func(t *contracts.T) {
			contracts.PublicData.AskToken(t, nil).Granted()
		}, nil, contracts.Fail, 1, ""},
		"a surface that has to be there": {serving(t, 404, `{}`), get, func(o *contracts.Options) {
			o.Serves = []contracts.Surface{contracts.REST}
		}, contracts.Fail, 1, ""},
		"an empty list": {serving(t, 200, `{"list":[]}`), list, nil, contracts.Pass, 0, ""},
		"no list":       {serving(t, 200, `{"items":[]}`), list, nil, contracts.Fail, 1, ""},
		"a quota": {serving(t, 403, `{"error":{"error_data":{"reason":"upload_limit_exceeded"}}}`), get, nil,
			contracts.Inconclusive, 3, "uploads of this day are used up"},
		"fewer than wanted": {serving(t, 200, `{"message":"a"}`), get, func(o *contracts.Options) {
			o.MinConclusive = 2
		}, contracts.Pass, 3, ""},
		"budget spent": {serving(t, 200, `{"message":"a"}`), func(t *contracts.T) { get(t); t.Get("/echo?message=b") },
			func(o *contracts.Options) { o.Budget = 2 }, contracts.Inconclusive, 3, "budget of 2"},
		"skips itself": {serving(t, 200, `{}`), func(t *contracts.T) { t.Skipf("of no use") }, nil,
			contracts.Skipped, 3, "of no use"},
		"sends nothing":          {serving(t, 200, `{}`), func(*contracts.T) {}, nil, contracts.Fail, 1, ""},
		"panics":                 {serving(t, 200, `{}`), func(*contracts.T) { panic("oh") }, nil, contracts.Fail, 1, ""},
		"a surface is not there": {serving(t, 404, `{}`), get, nil, contracts.Skipped, 3, "does not serve rest"},
		"announced": {serving(t, 200, `{"message":"b"}`), get, func(o *contracts.Options) {
			o.Known = []contracts.Difference{{ID: "REST-999", On: "real", Reason: "so it is", Since: "2026-01-01"}}
		}, contracts.Expected, 0, "known since 2026-01-01: so it is"},
		"accepted no more": {serving(t, 200, `{"message":"b"}`), get, func(o *contracts.Options) {
			o.Known = []contracts.Difference{{ID: "REST-999", Reason: "so it is", Until: "2026-01-31"}}
			o.Time = &patient{now: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}
		}, contracts.Fail, 1, ""},
		"announced in vain": {serving(t, 200, `{"message":"a"}`), get, func(o *contracts.Options) {
			o.Known = []contracts.Difference{{ID: "REST-999", On: "real", Reason: "so it is", Since: "2026-01-01"}}
		}, contracts.Fail, 1, ""},
		"a probe that holds not": {serving(t, 200, `{"message":"b"}`), get,
			func(o *contracts.Options) { o.Cases[0].Level = contracts.May }, contracts.Fail, 0, ""},
		"needs a clock": {serving(t, 200, `{}`), get,
			func(o *contracts.Options) { o.Cases[0].Needs = []contracts.Need{contracts.Clock} }, contracts.Skipped, 3,
			"a clock that can be moved"},
		"merely assumed": {serving(t, 200, `{}`), get, func(o *contracts.Options) { o.Cases[0].States = "rest-4.8" },
			contracts.Skipped, 3, "ASSUMED"},
		"a link away": {serving(t, 200, `{}`),
			func(t *contracts.T) { t.Do(contracts.Request{URL: "https://www.dailymotion.com/"}) }, nil, contracts.Inconclusive,
			3, "away from the target"},
		"says 404 for an effect": {serving(t, 200, `{}`), get,
			func(o *contracts.Options) { o.Cases[0].Effect = contracts.Deletes }, contracts.Skipped, 3, "--allow deletes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := contracts.Options{Target: c.target, Cases: one(c.run), Known: []contracts.Difference{}, Time: &patient{},
				Timeout: 10 * time.Second}
			if c.change != nil {
				c.change(&o)
			}
			found := mustRun(t, o)
			r := found.Results[0]
			if r.Outcome != c.outcome || !strings.Contains(r.Reason, c.reason) || found.Status() != c.status {
				t.Errorf("%s, reason %q, status %d; want %s, %q, %d; %v", r.Outcome, r.Reason, found.Status(), c.outcome, c.reason,
					c.status, r.Failures)
			}
		})
	}
}

func TestFailFast(t *testing.T) {
	t.Parallel()
	cases := append(one(func(t *contracts.T) { assert.Equal(t, 7, t.Get("/x").Status) }),
		one(func(t *contracts.T) { t.Get("/x") })...)
	cases[1].ID = "REST-998"
	found := mustRun(t, contracts.Options{Target: serving(t, 200, `{}`), Cases: cases, FailFast: true, Time: &patient{}})
	if got := found.Results[1]; got.Outcome != contracts.Skipped || got.Reason != "another case has failed" {
		t.Errorf("the second case: %s", got.Line())
	}
}

// TestNoSecretLeavesARun fails a case after responses with secrets, and searches all outputs of the run for them.
func TestNoSecretLeavesARun(t *testing.T) {
	t.Parallel()
	const opaque = "b3BhcXVlIHRva2VuIG9mIHRoZSBBUEk"
	target := serving(t, 200, `{"access_token":"`+opaque+`","refresh_token":"eyJ0eXAiOiJKV1QifQ.eyJhIjoxfQ.c2lnbg",
		"email":"jane@example.org","uid":"x1fz4ii","link":"https://storage.example/abcdef0123",
		"geo":{"ip":"203.0.113.9"},"message":"ok for `+opaque+`"}`)
	found := mustRun(t, contracts.Options{Target: target, Time: &patient{}, Cases: one(func(t *contracts.T) {
		form := contracts.PublicData.TokenForm(t, "")
		token := contracts.Secret(contracts.PublicData.AskToken(t, form).String("access_token"))
		a := t.Do(contracts.Request{Host: contracts.Data, Path: "/auth?access_token=" + string(token), Token: token,
			Form: form})
		assert.Equal(t, "nothing like "+string(token), a.String("access_token"), "token")
		t.Notef("the token was %s, as text %s", token, string(token))
		t.Inconclusivef("with %s", string(token))
	})})
	var all bytes.Buffer
	require.NoError(t, render.Text(&all, found, true))
	require.NoError(t, render.JSON(&all, found))
	require.NoError(t, render.JUnit(&all, found))
	require.NoError(t, render.Markdown(&all, found))
	folder := t.TempDir()
	require.NoError(t, evidence.Record(found, folder))
	files, err := filepath.Glob(filepath.Join(folder, "other", "*.json"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	evidence, err := os.ReadFile(files[0])
	require.NoError(t, err)
	all.Write(evidence)
	k := someKeys("")
	for _, secret := range []string{
		opaque, "eyJ0eXAiOiJKV1QifQ", "c2lnbg", "jane@example.org", "x1fz4ii", "abcdef0123", "203.0.113.9",
		k.Public.Secret, k.Public.ID, k.Password, k.Username,
	} {
		if strings.Contains(all.String(), secret) {
			t.Errorf("%q is in what a run leaves behind:\n%s", secret, all.String())
		}
	}
	assert.Contains(t, found.Results[0].Failures[0].Curl, `-H "Authorization: Bearer $TOKEN"`, "curl")
	assert.Contains(t, found.Results[0].Failures[0].Curl, `client_secret=$DAILYMOTION_PUBLIC_SECRET`, "curl")
	assert.Contains(t, string(evidence), `"path": "POST /oauth/token 200 access_token"`, "observations")
	assert.Contains(t, string(evidence), `"jwt"`, "observations")
}

func TestForms(t *testing.T) {
	t.Parallel()
	cases := append(
		one(func(t *contracts.T) { assert.Equal(t, "<a> & \"b\" ```", t.Get("/x").String("c"), "a|b") }),
		one(func(t *contracts.T) { t.Skipf("no | reason") })...)
	cases[1].ID = "REST-998"
	found := mustRun(t, contracts.Options{Target: serving(t, 200, `{"c":"]]> `+"```"+`"}`), Cases: cases,
		Time: &patient{now: dailymocktest.Today}})

	var b bytes.Buffer
	require.NoError(t, render.JSON(&b, found))
	c := jsonschema.NewCompiler()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(render.FindingsSchema))
	require.NoError(t, err)
	require.NoError(t, c.AddResource("https://contracts.invalid/findings", doc))
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	assert.NoError(t, c.MustCompile("https://contracts.invalid/findings").Validate(v))
	var back contracts.Findings
	require.NoError(t, json.Unmarshal(b.Bytes(), &back))
	assert.Equal(t, found.Summary(), back.Summary())

	b.Reset()
	require.NoError(t, render.JUnit(&b, found))
	var junit struct {
		Suites []struct {
			Failures int `xml:"failures,attr"`
			Skipped  int `xml:"skipped,attr"`
			Tests    int `xml:"tests,attr"`
		} `xml:"testsuite"`
	}
	require.NoError(t, xml.Unmarshal(b.Bytes(), &junit))
	require.Len(t, junit.Suites, 1)
	assert.Equal(t, []int{2, 1, 1}, []int{junit.Suites[0].Tests, junit.Suites[0].Failures, junit.Suites[0].Skipped})

	b.Reset()
	require.NoError(t, render.Markdown(&b, found))
	assert.Contains(t, b.String(), "| rest | 0 | 1 | 0 | 1 | 0 |")
	assert.Contains(t, b.String(), "\n````text\n", "a fence that the text cannot end")

	b.Reset()
	require.NoError(t, render.Text(&b, found, false))
	for _, want := range []string{"FAIL REST-999 (must, DOCUMENTED) all is well", "  expected  Not equal:",
		"  got       200 OK, application/json",
		"  source    Platform API reference, https://developers.dailymotion.com/api/platform-api/reference; " +
			"docs/spec/rest.md#endpoints", "  curl      curl -sS -i '"} {
		assert.Contains(t, b.String(), want)
	}
}

// TestCasesWithOneCauseAreOneFinding runs two cases against a target without a token endpoint, or whose reports fail.
func TestCasesWithOneCauseAreOneFinding(t *testing.T) {
	t.Parallel()
	token := func(t *contracts.T) { contracts.PrivateReports.Token(t) }
	report := func(t *contracts.T) {
		contracts.PrivateReports.Requested(t, "x").Finished()
	}
	const failed = `{"access_token":"x",
		"data":{"partner":{"reportFile":{"status":"FAILED","downloadLinks":{"edges":[]}}}}}`
	for name, c := range map[string]struct {
		target contracts.Target
		run    func(*contracts.T)
		want   string
	}{
		"token endpoint": {serving(t, 405, `{}`), token, "FAIL the token endpoint of private reporting, " +
			"partner.api.dailymotion.com/oauth/v1/token, responds 405 without a token: 2 cases could not run"},
		"reports": {serving(t, 200, failed), report, "FAIL reports end as FAILED: 2 cases could not run"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			both := append(one(c.run), one(c.run)...)
			both[1].ID = "REST-998"
			for i := range both {
				both[i].Surface = "other"
			}
			found := mustRun(t, contracts.Options{Target: c.target, Cases: both, Time: &patient{}})
			var b bytes.Buffer
			require.NoError(t, render.Text(&b, found, false))
			assert.Contains(t, b.String(), c.want)
			assert.Equal(t, 1, strings.Count(b.String(), "FAIL "), b.String())
			assert.Equal(t, 1, found.Status())
			alone := mustRun(t, contracts.Options{Target: c.target, Cases: both[:1], Time: &patient{}})
			assert.Equal(t, name == "token endpoint", alone.Status() == 1, "status of a single case")
		})
	}
}

// TestServersCannotWriteToTheTerminal runs a case against a server whose responses have terminal sequences everywhere.
func TestServersCannotWriteToTheTerminal(t *testing.T) {
	t.Parallel()
	const escapes = "\x1b[2J\x1b]0;owned\x07\u009b31m"
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Content-Type"] = []string{"text/plain\u009b31m"}
		w.Header()["Server"] = []string{"x\u009b31m"}
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, `{"error":{"code":"invalid_limit","message":"`+escapes+`"}} `+escapes)
	}))
	t.Cleanup(s.Close)
	found := mustRun(t, contracts.Options{Target: contracts.Target{Base: s.URL, Keys: someKeys}, Time: &patient{},
		Cases: one(func(t *contracts.T) {
			a := t.Get("/x")
			t.Notef("got %s", a.Body)
			t.Informf("the type is %s", a.Header.Get("Content-Type"))
			t.Errorf("%s", a.Body)
			t.Blockedf("%s", a.Body)
		})})
	var all bytes.Buffer
	require.NoError(t, render.Text(&all, found, true))
	require.NoError(t, render.Markdown(&all, found))
	require.NoError(t, render.JUnit(&all, found))
	for line := range strings.SplitSeq(all.String(), "\n") {
		if strings.ContainsFunc(strings.ReplaceAll(line, "\t", ""), unicode.IsControl) {
			t.Errorf("control character in %q", line)
		}
	}
	assert.Contains(t, all.String(), "invalid_limit", "the vendor's code of the error")
}

// TestNoRedirectIsFollowed sends a request to a server that redirects to another.
func TestNoRedirectIsFollowed(t *testing.T) {
	t.Parallel()
	reached := false
	away := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	t.Cleanup(away.Close)
	s := httptest.NewServer(http.RedirectHandler(away.URL, http.StatusTemporaryRedirect))
	t.Cleanup(s.Close)
	found := mustRun(t, contracts.Options{Target: contracts.Target{Base: s.URL, Keys: someKeys}, Time: &patient{},
		Cases: one(func(t *contracts.T) {
			contracts.PublicData.AskToken(t, contracts.PublicData.TokenForm(t, "")).Is(http.StatusTemporaryRedirect)
		})})
	assert.Equal(t, contracts.Pass, found.Results[0].Outcome, found.Results[0].Line())
	assert.False(t, reached, "whether the redirect was followed")
}
