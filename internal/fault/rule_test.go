package fault_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/fault"
)

// TestRefusedRules says why a rule can never fire, or what is wrong with it.
func TestRefusedRules(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{Faults: []string{"rest-500=3"}})
	for rule, want := range map[string]string{
		"nope":                               `unknown fault "nope"; known faults: dyntube-500`,
		"rest-50":                            `did you mean "rest-500"?`,
		"surface=rest":                       "the rule has no effect",
		"html=502 surface=rest status=503":   "html has no further status; html=502 is a page with status 502",
		"csv=bom status=500":                 "csv has no further status",
		"status=500 latency=1s surface=rest": "latency has no further status",
		"reset truncate=5":                   "a rule has one effect, not reset and truncate",
		"rest-500 reset":                     "a rule has one effect, not html and reset",
		"status=200":                         "need a status from 400 to 599",
		"status=204":                         "need a status from 400",
		"html=304":                           "need a status from 200 to 599 that has a body",
		"status":                             "status needs a value, such as status=503",
		"reset=5":                            "reset has no value",
		"csv=bom surface=rest":               "csv can never fire on surface rest; it is for files",
		"csv=boom":                           `need one of bom, crlf`,
		"report=FINISHED":                    "need one of FAILED, EXPIRED",
		"report=FAILED surface=oauth":        "report can never fire on surface oauth; it is for reporting",
		"importer=duplicate surface=rest":    "importer can never fire on surface rest",
		"importer=duplicate path=/x":         "the importer's callbacks and crawls are no requests",
		"importer=duplicate key=k":           "key=k can never match: requests there have no API key",
		"importer=late-crawls":               `did you mean "late-crawl"?`,
		"html=502 surface=rset": `surface=rset: need one of reporting, oauth, rest, files, dyntube, assets, ` +
			`importer; did you mean "rest"?`,
		"html=502 surface=control":           "the control API has no faults",
		"html=502 surface=assets key=k":      "key=k can never match: requests there have no API key",
		"html=502 field=partner.*.x grant=x": "grant=x can never match: only token requests have a grant",
		"html=502 surface=rest field=x":      "field=x can never match: only GraphQL has fields",
		"html=502 surface=rest grant=x":      "only token requests have a grant",
		"html=502 status_code=5":             "unknown fault",
		"html=502 bytes=5":                   "bytes is known only when a request has ended",
		"html=502 fault=x":                   "known only when a request has ended",
		"html=502 message=x":                 "known only when a request has ended",
		"html=502 surface=":                  "surface has no value",
		"error=invalid_grant surface=rest": "no error of surface rest has the name invalid_grant; " +
			"known: access_forbidden",
		"error=invalid_grand":                              `no error has the name invalid_grand`,
		"error=bad_request surface=assets":                 "no error of surface assets",
		"field-error=partner type=nope":                    "type=nope: need one of concurrent_reports_limit",
		"field-error=partner surface=rest":                 "field-error can never fire on surface rest",
		"field-error=partner.nope":                         "the schema has no field path partner.nope",
		"html=502 field=partner.nope":                      "the schema has no field path partner.nope",
		"html=502 field=partner.reportFile":                "the field has fields of its own; use field=partner.reportFile.*",
		"html=502 surface=rest operation=x":                "no operation x, so that the rule can never fire",
		"html=502 surface=oauth operation=tokn":            `did you mean "token"?`,
		`html=502 surface=rest operation="GET /vidoe/*"`:   `did you mean "GET /video/*"?`,
		"html=502 surface=dyntube operation=/v1/logs/date": `did you mean "/v1/logs/data"?`,
		"importer=duplicate operation=crawls":              "operation=crawls can never match: duplicate is about a callback",
		"html=502 probability=0":                           "probability=0: the rule can never fire",
		"html=502 probability=2":                           "need a number above 0, at most 1",
		"html=502 probability=NaN":                         "need a number above 0",
		"html=502 first=0":                                 "use a number from 1 to 1000000",
		"html=502 every=-1":                                "use a number from 1",
		"html=502 once=3":                                  "once has no value; use first=3",
		"html=502 first=3 once":                            "once means first=1",
		"html=502 seed=5":                                  "seed needs a probability or a spread",
		"html=502 seed=0 probability=0.5":                  "need a whole number from 1",
		"html=502 spread=5s":                               "html has no spread",
		"latency=5s retry-after=5s":                        "latency has no retry-after",
		"status=503 retry-after=500ms":                     "need whole seconds",
		"status=503 type=x":                                "status has no type",
		"latency=0s":                                       "need a duration above 0s",
		"latency=1h":                                       "at most 10m0s",
		"drip=0":                                           "need a number of bytes from 1",
		"truncate=-1":                                      "need a number of bytes from 0",
		"html=502 name=a/b":                                "letters, digits, points and hyphens",
		"html=502 html=503":                                "html is there twice; separate rules by a semicolon",
		`html=502 operation="x`:                            "the quotation mark is not closed",
		"html=502 since=now":                               "need a time such as",
		"html=502 since=2026-02-01T00:00:00Z until=2026-01-01T00:00:00Z": "is not before until",
		"html=502 name=a; reset name=a":                                  "a rule with this name is set",
		"token-500=0":                                                    "a number from 1",
		"token-500=x":                                                    "a number from 1",
		`{"status": 503, "surface": ["rest"]}`:                           "need a text or a number",
		`{"status": 503, "once": false}`:                                 "leave the member out",
		`{"status": 503`:                                                 "the rules are no JSON",
		`{"reset": null} {"reset": null}`:                                "more than one JSON value",
		"- status: [":                                                    "the rules are no YAML",
		"- 5":                                                            "a rule is 5; need an object",
		"operation=" + strings.Repeat("x", 600) + " reset":               "operation has 600 bytes, need at most 512",
		strings.Repeat("x", 600):                                         "xxx… has 600 bytes, need at most 512",
		strings.Repeat("reset;", 300):                                    "more than 256 rules",
		strings.Repeat(" ", 70_000):                                      "need at most 65536",
	} {
		err := m.SetFaults(rule)
		require.ErrorContains(t, err, want, rule)
		require.ErrorContains(t, m.AddFault(rule), want, rule)
	}
	require.Equal(t, "rest-500=3", m.Faults()[0].Rule, "refused rules changed nothing")
	require.Len(t, m.Faults(), 1)
	_, err := dailymock.New(dailymock.Options{Faults: []string{"html=502 surface=rest operation=x"}})
	require.ErrorContains(t, err, "Faults")
}

// TestRulesInThreeForms are the same rules.
func TestRulesInThreeForms(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`status=503 surface=rest operation="GET /video/*" first=3; rest-500=2 key=k; latency=200ms seed=7 spread=1s`,
		"status=503,surface=rest,operation=\"GET /video/*\",first=3\nrest-500=2,key=k\nlatency=200ms spread=1000ms seed=7",
		`[{"status": 503, "surface": "rest", "operation": "GET /video/*", "first": 3}, {"rest-500": 2, "key": "k"},
			{"latency": "200ms", "seed": 7, "spread": "1s"}]`,
		"- status: 503\n  surface: rest\n  operation: GET /video/*\n  first: 3\n- rest-500: 2\n  key: k\n" +
			"- latency: 200ms\n  spread: 1s\n  seed: 7\n",
		`["status=503 surface=rest operation=\"GET /video/*\" first=3", {"rest-500": 2, "key": "k"},
			"latency=200ms seed=7 spread=1s"]`,
	} {
		rules, err := fault.Parse(text)
		require.NoError(t, err, text)
		var lines []string
		for _, r := range rules {
			lines = append(lines, r.String())
		}
		require.Equal(t, []string{
			`status=503 surface=rest operation="GET /video/*" first=3`,
			"html=500 surface=rest key=k every=2 name=rest-500", "latency=200ms seed=7 spread=1s",
		}, lines, text)
	}
	for _, old := range []string{"token-500", "file-cut=3", "token-500,file-cut=3,importer-batch", "outage"} {
		rules, err := fault.Parse(old)
		require.NoError(t, err)
		var names []string
		for _, r := range rules {
			names = append(names, r.String())
		}
		require.Equal(t, old, strings.Join(names, ","))
	}
	rules, err := fault.Parse("flaky csv=bom")
	require.ErrorContains(t, err, "csv has no further status", rules)
	rules, err = fault.Parse("slow key=k; quota")
	require.NoError(t, err)
	require.Len(t, rules, 4)
	require.Equal(t, "k", rules[1].Matcher.Key)
	none, err := fault.Parse(" ;\n , ")
	require.NoError(t, err)
	require.Empty(t, none)
}

// FuzzParse: what is a rule reads as it is written.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`status=503 surface=rest operation="GET /video/*" first=3`, "rest-500=3,file-cut", "flaky; slow key=k",
		`{"html": 502, "once": true}`, "- csv: bom\n  every: 2", "field-error=partner.reportFile type=not_found",
		"latency=1s spread=2s seed=4 probability=0.25 name=a", "importer=batch", `reset key="a\"b\\ c,d"`,
		"too-many retry-after=5s since=2026-01-01T00:00:00Z",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := fault.Parse(text)
		if err != nil {
			return
		}
		for _, r := range rules {
			again, err := fault.Parse(r.String())
			if err != nil || len(again) != 1 || again[0] != r {
				t.Fatalf("%q is %+v, written %q, read %+v, %v", text, r, r.String(), again, err)
			}
		}
	})
}

// TestCounts: which of ten requests a rule changes.
func TestCounts(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for rules, want := range map[string]string{
		"status=503":                                  "aaaaaaaaaa",
		"status=503 once":                             "a---------",
		"status=503 first=3":                          "aaa-------",
		"status=503 every=3":                          "--a--a--a-",
		"status=503 every=3 first=2":                  "--a--a----",
		"status=503 once; html=502 first=2":           "abb-------", // one after the other
		"status=503 every=2; html=502 every=3":        "-aba-a-aba",
		"status=503 every=2; html=502 first=4":        "babababa-a",
		"status=503 operation=token":                  "----------",
		`status=503 operation="GET /languages" once`:  "a---------",
		`status=503 route=/languages first=2`:         "aa--------",
		`status=503 path=/lang* method=GET once`:      "a---------",
		`status=503 method=POST surface=rest`:         "----------",
		`status=503 query=a=1`:                        "----------",
		`status=503 since=2027-01-01T00:00:00Z`:       "----------",
		`status=503 until=2027-01-01T00:00:00Z once`:  "a---------",
		`status=503 key=other`:                        "----------",
		"status=503 host=127.0.0.1:* once":            "a---------",
		"status=503 probability=1 first=2":            "aa--------",
		"latency=1ns; status=503 every=5; too-many=1": "",
	} {
		if want == "" {
			require.Error(t, m.SetFaults(rules))
			continue
		}
		require.NoError(t, m.SetFaults(rules), rules)
		got := ""
		for range want {
			resp, err := http.Get(m.URL + "/languages")
			require.NoError(t, err)
			resp.Body.Close()
			got += map[int]string{200: "-", 503: "a", 502: "b"}[resp.StatusCode]
		}
		require.Equal(t, want, got, rules)
	}
}

// TestProbability is the same for the same seed, and about as often as it says.
func TestProbability(t *testing.T) {
	t.Parallel()
	draw := func(seed uint64, rule string) string {
		m := dailymocktest.Start(t, dailymock.Options{Seed: seed, Faults: []string{rule}})
		got := ""
		for range 200 {
			resp, err := http.Get(m.URL + "/languages")
			require.NoError(t, err)
			resp.Body.Close()
			got += map[bool]string{true: "x", false: "-"}[resp.StatusCode == 503]
		}
		return got
	}
	first := draw(1, "status=503 probability=0.25")
	require.Equal(t, first, draw(1, "status=503 probability=0.25"))
	require.NotEqual(t, first, draw(2, "status=503 probability=0.25"))
	require.Equal(t, draw(1, "status=503 probability=0.25 seed=9"), draw(2, "status=503 probability=0.25 seed=9"))
	n := strings.Count(first, "x")
	require.True(t, 25 < n && n < 75, "%d of 200", n)
}

// TestKeysDoNotMeet: 50 clients with a key and a rule each, and a rule that counts each key by itself.
func TestKeysDoNotMeet(t *testing.T) {
	t.Parallel()
	c := start(t)
	require.NoError(t, c.SetFaults("too-many surface=rest key=client* every=4 name=each"))
	var all sync.WaitGroup
	for n := range 50 {
		all.Add(1)
		go func() {
			defer all.Done()
			own := &client{Mock: c.Mock, key: fmt.Sprintf("client%d", n)}
			own.ask(t)
			for _, surface := range []string{"reporting", "oauth", "files", "dyntube"} {
				add(t, own, fmt.Sprintf(`{"fault": "status=5%02d surface=%s once"}`, n, surface))
			}
			for _, surface := range []string{"reporting", "oauth", "files", "dyntube"} {
				first, second := own.send(t, surface, ""), own.send(t, surface, "")
				if first.status != 500+n || second.status != 200 {
					t.Errorf("%s, %s: %d, %d", own.key, surface, first.status, second.status)
				}
			}
			got := ""
			for range 9 {
				got += map[int]string{200: "-", 429: "x"}[own.send(t, "rest", "").status]
			}
			if got != "---x---x-" {
				t.Errorf("%s: %s", own.key, got)
			}
		}()
	}
	all.Wait()
	require.Len(t, c.Faults(), 201)
	require.Equal(t, uint64(450), c.Faults()[0].Matched)
	require.Equal(t, uint64(100), c.Faults()[0].Fired)
	c.ClearFaults("client7")
	require.Len(t, c.Faults(), 197)
	require.NoError(t, c.ResetKey("client8"))
	require.Len(t, c.Faults(), 193)
	c.ClearFaults("")
	require.Empty(t, c.Faults())
}

// TestKeysCountTogether unless the rule has a key with an asterisk.
func TestKeysCountTogether(t *testing.T) {
	t.Parallel()
	c := start(t)
	require.NoError(t, c.SetFaults(`status=503 operation="GET /languages" once`))
	for n, want := range []int{503, 200, 200} {
		own := &client{Mock: c.Mock, key: fmt.Sprint("key", n)}
		require.Equal(t, want, own.send(t, "rest", "").status, own.key)
	}
}

// add adds a rule for the key of a client over HTTP.
func add(t *testing.T, c *client, body string) {
	t.Helper()
	resp, err := http.Post(c.URL+"/_mock/faults?key="+c.key, "application/json", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return
	}
	resp.Body.Close()
	if resp.StatusCode != 200 {
		t.Errorf("%s: %s", body, resp.Status)
	}
}

// TestFaultsOverHTTP adds, narrows to a key, clears, and refuses.
func TestFaultsOverHTTP(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for _, tt := range []struct{ method, query, body, want string }{
		{"GET", "", "", `{"faults":[],"rules":[]}`},
		{"POST", "", `{"fault": {"status": 503, "surface": "rest", "once": true}}`,
			`{"faults":["status=503 surface=rest once"],"rules":[{"name":"status-503-rest",` +
				`"rule":"status=503 surface=rest once","matched":0,"fired":0,"left":1}]}`},
		{"POST", "?key=k", `{"fault": "rest-429"}`, `{"faults":["too-many surface=rest key=k name=rest-429"],"rules":[` +
			`{"name":"rest-429","rule":"too-many surface=rest key=k name=rest-429","matched":0,"fired":0}]}`},
		{"PUT", "?key=k", `{"faults": ["reset surface=rest"]}`, `"reset surface=rest key=k"`},
		{"GET", "", "", `{"faults":["status=503 surface=rest once","reset surface=rest key=k"]`},
		{"PUT", "?key=k", `{"faults": ["reset key=other"]}`, `the rule is for key other, and the request for key k`},
		{"DELETE", "?name=nope", "", `{"error":"no rule that is set has this name: nope"}`},
		{"DELETE", "?name=status-503-rest", "", `{"faults":["reset surface=rest key=k"]`},
		{"DELETE", "?nam=x", "", `did you mean \"name\"?`},
		{"POST", "", `{}`, `\"fault\" is missing`},
		{"POST", "", `{"fault": 5}`, "must be a rule such as"},
		{"PUT", "", `{}`, `\"faults\" is missing`},
		{"PUT", "", `{"faults": ["csv=bom surface=rest"]}`, "csv can never fire on surface rest"},
		{"DELETE", "", "", `{"faults":[],"rules":[]}`},
	} {
		r, err := http.NewRequest(tt.method, m.URL+"/_mock/faults"+tt.query, strings.NewReader(tt.body))
		require.NoError(t, err)
		got := do(r)
		require.Contains(t, got.body, tt.want, "%s %s %s", tt.method, tt.query, tt.body)
	}
}

// TestSnapshotKeepsCounts: a restored mock goes on where the other was, and a reset sets the faults of the options.
func TestSnapshotKeepsCounts(t *testing.T) {
	t.Parallel()
	for before, rule := range []string{"status=503 every=3", "status=503 first=4", "status=503 probability=0.4",
		"status=503 key=* every=2 surface=dyntube", "rest-500=2; latency=1us"} {
		one := dailymocktest.Start(t, dailymock.Options{Faults: []string{"token-500"}})
		two := dailymocktest.Start(t, dailymock.Options{})
		require.NoError(t, one.SetFaults(rule))
		ask := func(m *dailymocktest.Mock, n int) (got []int) {
			for range n {
				for _, path := range []string{"/languages", "/v1/logs/data?from=2026-06-01"} {
					r, _ := http.NewRequest("GET", m.URL+path, nil)
					if strings.HasPrefix(path, "/v1") {
						r.Header.Set("Authorization", "Bearer k")
					}
					got = append(got, do(r).status)
				}
			}
			return got
		}
		ask(one, before)
		saved, err := one.Server.State()
		require.NoError(t, err)
		require.NoError(t, two.Server.SetState(saved))
		a, _ := json.Marshal(one.Faults())
		b, _ := json.Marshal(two.Faults())
		require.JSONEq(t, string(a), string(b))
		require.Equal(t, ask(one, 5), ask(two, 5))
		require.NoError(t, one.Server.Reset())
		require.Equal(t, "token-500", one.Faults()[0].Rule)
	}
}

// TestProfiles: each fires, on more than one surface or in more than one way.
func TestProfiles(t *testing.T) {
	t.Parallel()
	for profile, want := range map[string][]string{
		"flaky": {"flaky-503", "flaky-reset"}, "slow": {"slow-latency"}, "quota": {"quota-429"}, "outage": {"outage"},
	} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			c := start(t)
			require.NoError(t, c.SetFaults(profile))
			n := 1
			if profile == "flaky" || profile == "quota" {
				n = 60
			}
			for range n {
				for _, surface := range []string{"rest", "oauth", "dyntube"} {
					c.send(t, surface, "")
				}
			}
			for _, name := range want {
				require.Eventually(t, func() bool { return c.Tally().Faults[name] > 0 }, time.Minute, time.Millisecond, name)
			}
			if profile == "quota" {
				tokens := ""
				for range 3 {
					tokens += c.own(t) + "."
				}
				require.Contains(t, tokens, "..", "each third report is refused")
			}
		})
	}
}
