package fault_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/fault"
	"github.com/dailymock/dailymock/journal"
)

// A client sends a request that succeeds to each surface of a mock.
type client struct {
	*dailymocktest.Mock
	key   string
	links []string // to files of a report
}

// start runs a mock with a report, and no faults yet.
func start(t *testing.T) *client {
	t.Helper()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	c := &client{Mock: m, key: "mine"}
	c.ask(t)
	return c
}

// ask asks for a report of the client's key, and keeps its links.
func (c *client) ask(t *testing.T) {
	t.Helper()
	answer := c.send(t, "reporting", "mutation Ask { askPartnerReportFile(input: {metrics: [VIEWS], dimensions: [DAY], "+
		`startDate: "2026-06-01", endDate: "2026-06-07"}) { reportFile { reportToken status downloadLinks { edges { `+
		"node { link } } } } } }")
	var got struct {
		Data struct {
			AskPartnerReportFile struct {
				ReportFile struct {
					Status        string
					DownloadLinks struct {
						Edges []struct{ Node struct{ Link string } }
					}
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(answer.body), &got), answer.body)
	c.links = nil
	for _, e := range got.Data.AskPartnerReportFile.ReportFile.DownloadLinks.Edges {
		c.links = append(c.links, e.Node.Link)
	}
}

func (c *client) token() string {
	return c.Token(dailymock.TokenOrder{
		Kind: dailymock.KeyPrivate, Key: c.key, Scopes: []string{"create_reports", "read_reports"},
	}).AccessToken
}

// A response is what a client sees of one.
type response struct {
	status int
	header http.Header
	body   string
	err    error // of the connection, or in the middle of the body
}

// request returns the request of a surface. what is the GraphQL document, or the path of REST; "" means the usual one.
func (c *client) request(t *testing.T, surface, what string) *http.Request {
	t.Helper()
	method, path, body, kind := "GET", "", "", ""
	switch surface {
	case "reporting":
		text, err := json.Marshal(map[string]string{"query": cmp.Or(what, "query Poll { __typename }")})
		require.NoError(t, err)
		method, path, body, kind = "POST", "/graphql", string(text), "application/json"
	case "oauth":
		method, path, kind = "POST", "/oauth/token", "application/x-www-form-urlencoded"
		body = "grant_type=client_credentials&client_secret=s&client_id=" + c.key
	case "rest":
		method, path, _ = strings.Cut(cmp.Or(what, "GET /languages"), " ")
	case "files":
		path = strings.TrimPrefix(c.links[0], c.URL)
	case "dyntube":
		path = "/v1/logs/data?from=2026-06-01"
	case "assets":
		path = "/v/F83Oh/x60"
	}
	r, err := http.NewRequestWithContext(t.Context(), method, c.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	switch surface {
	case "reporting":
		r.Header.Set("Authorization", "Bearer "+c.token())
	case "rest":
		token := c.Token(dailymock.TokenOrder{Kind: dailymock.KeyPublic, Key: c.key, Login: "me@example.com"})
		r.Header.Set("Authorization", "Bearer "+token.AccessToken)
	case "dyntube":
		r.Header.Set("Authorization", "Bearer "+c.key)
	}
	return r
}

func (c *client) send(t *testing.T, surface, what string) response {
	return do(c.request(t, surface, what))
}

// do sends a request on a connection of its own: net/http sends one again whose connection was reset.
func do(r *http.Request) response {
	transport := &http.Transport{DisableKeepAlives: true}
	defer transport.CloseIdleConnections()
	resp, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		return response{err: err, header: http.Header{}}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return response{resp.StatusCode, resp.Header, string(body), err}
}

// fault returns the faults that the response names.
func (a response) fault() string { return a.header.Get("X-Mock-Fault") }

var overHTTP = []string{"reporting", "oauth", "rest", "files", "dyntube", "assets"}

// A row is an effect on a surface and what a client sees of it.
type row struct {
	rule, surface string
	want          func(t *testing.T, got, whole response) // whole is the response without the fault
}

// responds wants a status and parts of the body or of headers.
func responds(status int, parts ...string) func(*testing.T, response, response) {
	return func(t *testing.T, got, _ response) {
		t.Helper()
		require.NoError(t, got.err)
		require.Equal(t, status, got.status, got.body)
		for _, part := range parts {
			require.Contains(t, fmt.Sprint(got.header)+got.body, part)
		}
	}
}

// newEachTime is in an access token what differs from one to the next.
var newEachTime = regexp.MustCompile(`"access_token":"[^"]*"`)

// unchanged wants the whole response.
func unchanged(t *testing.T, got, whole response) {
	t.Helper()
	require.NoError(t, got.err)
	require.Equal(t, newEachTime.ReplaceAllString(whole.body, ""), newEachTime.ReplaceAllString(got.body, ""))
	require.Equal(t, whole.status, got.status)
}

func rows() []row {
	envelopes := map[string]string{
		"reporting": `"errors":[{"message":`, "oauth": `"error_description":`, "rest": `{"error":{"more_info":`,
		"files": "<Error><Code>", "dyntube": `{"message":`, "assets": "<html>",
	}
	all := []row{
		{"error=concurrent_reports_limit", "reporting", responds(200, `"reason":"concurrent_reports_limit"`)},
		{"error=invalid_token", "reporting", responds(401, `error="invalid_token"`, `"reason":"invalid_token"`)},
		{"error=invalid_grant", "oauth", responds(400, `"error":"invalid_grant"`)},
		{"error=temporarily_unavailable", "oauth", responds(503, "Retry-After:[60]")},
		{"error=upload_limit_exceeded", "rest", responds(403, `"reason":"upload_limit_exceeded"`, "access_forbidden")},
		{"error=NoSuchKey", "files", responds(404, "<Code>NoSuchKey</Code>")},
		{"error=server_error", "dyntube", responds(500, `{"message":"An error occurred`)},

		{"unauthorized", "reporting", responds(401, `error="invalid_token"`, `"type":"unauthorized"`)},
		{"unauthorized", "oauth", responds(401, `"error":"invalid_client"`)},
		{"unauthorized", "rest", responds(401, `error="invalid_token"`, `"type":"access_forbidden"`)},
		{"unauthorized", "files", responds(401, "AuthenticationRequired")},
		{"unauthorized", "dyntube", responds(401, "Www-Authenticate:[Bearer]", "Unauthorized")},

		{"field-error=__typename", "reporting", nil}, // see TestFieldErrors
		{"report=FAILED", "reporting", nil},          // see TestReportsFail
		{"csv=bom", "files", func(t *testing.T, got, whole response) {
			require.NoError(t, got.err)
			require.Equal(t, "\ufeff"+whole.body, got.body)
		}},
	}
	for _, s := range overHTTP {
		all = append(all,
			row{"status=503", s, responds(503, envelopes[s])},
			row{"status=418 retry-after=7s", s, responds(418, envelopes[s], "Retry-After:[7]")},
			row{"html=502", s, responds(502, "<html>", "Content-Type:[text/html")},
			row{"html=200", s, responds(200, "<html>")},
			row{"too-many", s, responds(429, envelopes[s], "Retry-After:[")},
			row{"too-many retry-after=5s", s, responds(429, envelopes[s], "Retry-After:[5]")},
			row{"latency=1ms", s, unchanged},
			row{"drip=100000", s, unchanged},
			row{"reset", s, func(t *testing.T, got, _ response) {
				require.ErrorIs(t, got.err, syscall.ECONNRESET)
			}},
			row{"truncate=9", s, func(t *testing.T, got, whole response) {
				require.ErrorIs(t, got.err, io.ErrUnexpectedEOF)
				require.Equal(t, whole.body[:9], got.body)
			}},
			row{"truncate=0", s, func(t *testing.T, got, whole response) {
				require.Empty(t, got.body)
				require.Equal(t, whole.status, got.status)
				require.ErrorIs(t, got.err, io.ErrUnexpectedEOF)
			}},
		)
	}
	return all
}

// TestEffects sends a request with each effect on each surface, and another one after it: the rule fires once.
func TestEffects(t *testing.T) {
	t.Parallel()
	c := start(t)
	seen := map[string]bool{}
	for _, r := range rows() {
		name, _, _ := strings.Cut(strings.Fields(r.rule)[0], "=")
		seen[name] = true
		if r.want == nil {
			continue
		}
		t.Run(r.rule+" "+r.surface, func(t *testing.T) {
			whole := c.send(t, r.surface, "")
			require.NoError(t, whole.err)
			require.Equal(t, 200, whole.status, whole.body)
			require.Empty(t, whole.fault())

			require.NoError(t, c.SetFaults(r.rule+" once name=it surface="+r.surface))
			for _, other := range overHTTP {
				if other != r.surface {
					require.Empty(t, c.send(t, other, "").fault())
				}
			}
			before, last := c.Tally().Faults["it"], entry(c).Number
			got := c.send(t, r.surface, "")
			r.want(t, got, whole)
			if name != "reset" {
				require.Equal(t, "it", got.fault())
			}
			e := faulty(t, c, last)
			require.Equal(t, "it", e.Fault)
			require.Equal(t, before+1, c.Tally().Faults["it"])
			require.Equal(t, r.surface, e.Surface)
			require.Equal(t, uint64(1), c.Faults()[0].Fired)
			require.Equal(t, 0, *c.Faults()[0].Left)

			unchanged(t, c.send(t, r.surface, ""), whole)
			require.Equal(t, uint64(1), c.Faults()[0].Fired)
		})
	}
	delete(seen, "importer") // internal/mcn tests it
	for _, effect := range fault.Effects() {
		require.True(t, seen[effect] || effect == "importer", "no row has %s", effect)
	}
}

// faulty waits for the entry of a request that a fault changed, and returns the first of them after a number. Requests
// that came earlier may end later.
func faulty(t *testing.T, c *client, after uint64) (found journal.Entry) {
	t.Helper()
	require.Eventually(t, func() bool {
		all := c.Journal()
		i := slices.IndexFunc(all, func(e journal.Entry) bool { return e.Number > after && e.Fault != "" })
		if i >= 0 {
			found = all[i]
		}
		return i >= 0
	}, time.Minute, time.Millisecond)
	return found
}

// entry returns the last entry of the journal.
func entry(c *client) journal.Entry {
	all := c.Journal()
	return all[len(all)-1]
}

// TestEveryErrorOfAVendor is in the envelope of its surface, with its name.
func TestEveryErrorOfAVendor(t *testing.T) {
	t.Parallel()
	c := start(t)
	for surface, names := range fault.ErrorNames() {
		for _, name := range names {
			require.NoError(t, c.SetFaults("error="+name+" surface="+surface))
			got := c.send(t, surface, "")
			require.NoError(t, got.err)
			if surface != "dyntube" && !slices.Contains([]string{"token_expired", "invalid_token"}, name) {
				require.Contains(t, got.body, name, surface)
			}
			if got.status == http.StatusTooManyRequests {
				require.NotEmpty(t, got.header.Get("Retry-After"), name)
			}
			if surface == "reporting" || surface == "rest" || surface == "dyntube" || surface == "oauth" {
				require.True(t, json.Valid([]byte(got.body)), got.body)
			}
		}
	}
}

// TestEveryNameIsMet sets each ready-made fault.
func TestEveryNameIsMet(t *testing.T) {
	t.Parallel()
	c := start(t)
	for _, name := range fault.Names() {
		if strings.HasPrefix(name, "importer-") || name == "flaky" || name == "quota" {
			continue // see internal/mcn, and TestProfiles
		}
		surface := map[string]string{
			"token": "oauth", "graphql": "reporting", "file": "files", "rest": "rest", "dyntube": "dyntube",
			"outage": "rest", "slow": "rest",
		}[strings.SplitN(name, "-", 2)[0]]
		require.NotEmpty(t, surface, name)
		require.NoError(t, c.SetFaults(name))
		got := c.send(t, surface, "")
		require.Contains(t, got.fault(), name)
		require.NotEmpty(t, fault.AboutName(name))
	}
}

// TestLatencyWaits at least as long as the rule says, and ends with the client.
func TestLatencyWaits(t *testing.T) {
	t.Parallel()
	c := start(t)
	require.NoError(t, c.SetFaults("latency=30ms spread=5ms surface=rest", "latency=10ms surface=rest"))
	got := c.send(t, "rest", "")
	require.Equal(t, 200, got.status)
	require.Equal(t, "latency-30ms-rest, latency-10ms-rest", got.fault())
	e := faulty(t, c, 0)
	require.GreaterOrEqual(t, e.Duration, 40*time.Millisecond)
	require.Equal(t, "latency-30ms-rest, latency-10ms-rest", e.Fault)
	v, err := c.Verify(journal.Matcher{Fault: "latency-10ms-rest"}, journal.Exactly(1))
	require.NoError(t, err)
	require.True(t, v.Held, v.String())

	require.NoError(t, c.SetFaults("latency=10m surface=rest"))
	r := c.request(t, "rest", "")
	ctx, cancel := contextUntilCounted(t, c)
	defer cancel()
	require.Error(t, do(r.WithContext(ctx)).err)
	require.Eventually(t, func() bool { e := entry(c); return e.Surface == "rest" && e.Status == 0 }, time.Minute,
		time.Millisecond)
}

// TestDripIsSlow at the rate of the rule.
func TestDripIsSlow(t *testing.T) {
	t.Parallel()
	c := start(t)
	n := len(c.send(t, "rest", "").body)
	require.NoError(t, c.SetFaults(fmt.Sprintf("drip=%d surface=rest", n*20))) // takes 1/20 s
	require.Len(t, c.send(t, "rest", "").body, n)
	require.GreaterOrEqual(t, faulty(t, c, 0).Duration, 45*time.Millisecond)
}

// TestFieldErrors moves the null to the nearest nullable parent.
func TestFieldErrors(t *testing.T) {
	t.Parallel()
	c := start(t)
	for _, tt := range []struct{ path, kind, want string }{
		{"partner", "", `{"data":{"partner":null},"errors":[{"message":"An internal error occurred.","path":["partner"],` +
			`"locations":[{"line":1,"column":14}],"type":"internal_error"}]}`},
		{"partner.reportFile", "concurrent_reports_limit", `{"data":{"partner":{"reportFile":null}},"errors":[{` +
			`"message":"Too many reports are in progress.","path":["partner","file"],` +
			`"locations":[{"line":1,"column":24}],"type":"too_many_requests","reason":"concurrent_reports_limit"}]}`},
		{"partner.reportFile.createDate", "", `{"data":{"partner":{"reportFile":null}},"errors":[{`}, // is never null
		{"partner.reportFile.status", "not_found", `{"data":{"partner":{"reportFile":{"status":null,"createDate":"2026-`},
		{"partner.reportFile.downloadLinks.edges.node.link", "", `"downloadLinks":{"edges":[{"node":{"link":null}}]}`},
	} {
		t.Run(tt.path, func(t *testing.T) {
			rule := "surface=reporting field-error=" + tt.path
			if tt.kind != "" {
				rule += " type=" + tt.kind
			}
			require.NoError(t, c.SetFaults(rule))
			require.Empty(t, c.send(t, "reporting", "").fault(), "the field is not asked for")
			got := c.send(t, "reporting", `query Poll { partner { file: reportFile(reportToken: "`+c.own(t)+`") {`+
				` status createDate downloadLinks { edges { node { link } } } } } }`)
			require.Equal(t, 200, got.status)
			require.Contains(t, got.body, strings.ReplaceAll(tt.want, `"reportFile":`, `"file":`))
			require.NotEmpty(t, got.fault())
		})
	}
}

// own returns the token of a report of the client's key.
func (c *client) own(t *testing.T) string {
	t.Helper()
	got := c.send(t, "reporting", "mutation { askPartnerReportFile(input: {metrics: [VIEWS], dimensions: [DAY], "+
		`startDate: "2026-06-01", endDate: "2026-06-07"}) { reportFile { reportToken } } }`)
	var found struct {
		Data struct {
			AskPartnerReportFile struct{ ReportFile struct{ ReportToken string } }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(got.body), &found), got.body)
	return found.Data.AskPartnerReportFile.ReportFile.ReportToken
}

// TestReportsFail: the second of three.
func TestReportsFail(t *testing.T) {
	t.Parallel()
	c := start(t)
	for _, end := range []string{"FAILED", "EXPIRED"} {
		require.NoError(t, c.SetFaults("report="+end+" every=2"))
		for n, want := range []string{"FINISHED", end, "FINISHED"} {
			require.Empty(t, c.send(t, "reporting", "").fault(), "asks for no report")
			token := c.own(t)
			got := c.send(t, "reporting", `query Poll { partner { reportFile(reportToken: "`+token+`") { status } } }`)
			require.Contains(t, got.body, want, n)
		}
	}
}

// TestDamagedFiles has each damage of a CSV file.
func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	c := start(t)
	whole := c.send(t, "files", "").body
	lines := strings.SplitAfter(strings.TrimSuffix(whole, "\n"), "\n")
	require.Greater(t, len(lines), 4)
	ended := strings.HasSuffix(whole, "\n")
	last := lines[len(lines)-1]
	if ended {
		last += "\n"
	}
	withLate := lines[0] + lines[1]
	for _, line := range lines[2:] {
		withLate += strings.TrimSuffix(line, "\n") + ",late"
		if strings.HasSuffix(line, "\n") || ended {
			withLate += "\n"
		}
	}
	for damage, want := range map[string]string{
		"bom":          "\ufeff" + whole,
		"crlf":         strings.ReplaceAll(whole, "\n", "\r\n"),
		"delimiter":    strings.ReplaceAll(whole, ",", ";"),
		"header-twice": lines[0] + whole,
		"cut-row":      strings.Join(lines[:len(lines)-1], "") + last[:len(last)/2],
		"late-column":  withLate,
	} {
		require.NoError(t, c.SetFaults("csv="+damage))
		got := c.send(t, "files", "")
		require.NoError(t, got.err, damage)
		require.Equal(t, want, got.body, damage)
		require.Equal(t, "csv-"+damage, got.fault())
		require.Empty(t, got.header.Get("ETag"))
		r := c.request(t, "files", "")
		r.Header.Set("Range", "bytes=5-9")
		require.Equal(t, want, do(r).body, "a range of another file")
		r.Method = http.MethodHead
		require.Empty(t, do(r).fault(), "HEAD has no rows")
	}
	require.Len(t, fault.Damages(), 6)
	require.NoError(t, c.SetFaults("csv=bom", "csv=crlf", "truncate=20 surface=files"))
	got := c.send(t, "files", "")
	require.True(t, errors.Is(got.err, io.ErrUnexpectedEOF))
	require.Equal(t, ("\ufeff" + strings.ReplaceAll(whole, "\n", "\r\n"))[:20], got.body)
	c.links[0] += "no"
	got = c.send(t, "files", "")
	require.Equal(t, 404, got.status)
	require.Contains(t, got.body, "<?xml")
}
