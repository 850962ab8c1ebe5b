package ui_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/slow"
)

var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

// TestDashboard uses the page as a person does, in Chromium.
func TestDashboard(t *testing.T) {
	slow.Test(t)
	t.Parallel()
	b := start(t)
	b.with("a report of a client", "", dailymock.Options{ReportTakes: time.Hour}, aReportOfAClient)
	byHand := dailymock.ReportPolicy{Progress: dailymock.ProgressHand}
	b.with("reports end by hand", "", dailymock.Options{ReportPolicy: byHand}, reportsEndByHand)
	b.with("requests come live", "", dailymock.Options{}, requestsComeLive)
	b.with("ten thousand requests", "", dailymock.Options{}, tenThousandRequests)
	b.with("the clock is steered", "", dailymock.Options{}, theClockIsSteered)
	b.with("texts stay texts", "", dailymock.Options{JournalBodies: 4096, World: []byte(hostileWorld)}, textsStayTexts)
	guarded := dailymock.Options{ControlToken: "let-me-in"}
	b.with("the control token is asked for", "401", guarded, theControlTokenIsAskedFor)
	b.with("faults are switched", "400", dailymock.Options{}, faultsAreSwitched)
	b.with("deliveries", "", dailymock.Options{}, deliveries)
	b.with("GraphiQL runs a query", "", dailymock.Options{}, graphiQLRunsAQuery)
}

// aReportOfAClient: a client's report appears while it runs, time is advanced, its rows are shown.
func aReportOfAClient(b *browser, m *dailymocktest.Mock) {
	b.show("reports")
	b.has("main", "No report was asked for yet")
	token := m.MustAsk(b, "VIEWS", "DAY")
	b.has(".card .badge", "IN_PROGRESS")
	b.has("#now", "2026-07-01 12:00:00")
	b.press("Advance by one hour")
	b.has("#now", "2026-07-01 13:00:00")
	b.has(".card .badge", "FINISHED")
	b.has(".life", "finished 2026-07-01 13:00:00")
	if got := m.MustStatus(b, token); got != "FINISHED" {
		b.Errorf("status for the client = %q, want FINISHED", got)
	}
	b.press("Show rows of report")
	rows := m.MustCSV(b, token)
	for _, cell := range rows[len(rows)-1] {
		b.has(".preview td", cell)
	}
	if got := value[int](b, `document.querySelectorAll('.chart rect').length`); got != len(rows)-1 {
		b.Errorf("the chart has %d bars, want %d", got, len(rows)-1)
	}
	fetched := m.Tally().Files.Fetched
	if fetched != 1 {
		b.Errorf("%d files were fetched, want the client's alone: a preview is no download", fetched)
	}
	b.press("Expire report")
	b.has(".card .badge", "EXPIRED")
}

func theClockIsSteered(b *browser, m *dailymocktest.Mock) {
	b.show("reports")
	m.MustAsk(b, "VIEWS", "DAY")
	b.press("Advance to the next event")
	b.has("#now", "2026-07-01 12:00:02")
	b.has("#clock", "FINISHED")
	clock := func(is string) {
		b.run(fmt.Sprintf(`(async () => {
			for (let tries = 0; tries < 500; tries++) {
				const clock = await (await fetch('/_mock/clock')).json();
				if (%[1]s) return;
			}
			throw new Error(%[1]q + ' is never true');
		})()`, is))
	}
	b.press("Let the clock run")
	clock(`!clock.frozen`)
	b.run(`{ const speed = document.querySelector('#speed'); speed.value = '60';
		speed.dispatchEvent(new Event('change')); }`)
	clock(`clock.speed === 60`)
	b.press("Freeze the clock")
	clock(`clock.frozen`)
}

func reportsEndByHand(b *browser, m *dailymocktest.Mock) {
	b.show("reports")
	for _, tt := range []struct{ button, want string }{{"Finish report", "FINISHED"}, {"Fail report", "FAILED"}} {
		token := m.MustAsk(b, "VIEWS", "DAY")
		b.press(tt.button)
		b.has(".card .badge", tt.want)
		if got := m.MustStatus(b, token); got != tt.want {
			b.Errorf("after %q the status is %q, want %q", tt.button, got, tt.want)
		}
	}
}

func requestsComeLive(b *browser, m *dailymocktest.Mock) {
	b.show("requests")
	b.has("main", "No request yet")
	send(b.T, m, "GET", "", "/users?fields=id,nonsense", nil)
	b.has(".row", "/users?fields=id,nonsense")
	m.MustAsk(b, "VIEWS", "DAY")
	b.has(".row", "askPartnerReportFile")
	b.run(`document.querySelector('#failed').click()`)
	b.until(`document.querySelectorAll('.row').length === 1`)
	b.run(`document.querySelector('.list').dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown'}))`)
	b.has(".detail", "Unrecognized values")
	b.has(".detail", "docs/spec/rest.md#errors")
	b.run(`{ const filter = document.querySelector('#filter'); filter.value = 'nothing-has-this';
		filter.dispatchEvent(new InputEvent('input')); }`)
	b.has("main", "No request matches the filter")
	b.press("Clear the journal")
	b.has("#count", "0 requests")
	if got := len(m.Journal()); got > 1 { // the request that cleared it comes afterwards
		b.Errorf("the journal has %d entries, want it cleared", got)
	}
	if got := m.Tally().Surfaces["control"]; got > 1 {
		b.Errorf("the journal counts %d requests of the page, want only the one that changed something", got)
	}
	m.Reset()
	send(b.T, m, "GET", "", "/video/xnope", nil)
	b.run(`{ const filter = document.querySelector('#filter'); filter.value = '';
		filter.dispatchEvent(new InputEvent('input')); }`)
	b.has(".row", "/video/xnope")
}

// tenThousandRequests: the page has elements only for those that can be seen.
func tenThousandRequests(b *browser, m *dailymocktest.Mock) {
	b.show("requests")
	b.run(`import('/_mock/ui/page/requests.js').then(({ addEntries }) => {
		for (let n = 1; n <= 12_000; n++) addEntries([{ number: n, time: '2026-07-01T12:00:00Z', real_time: '', method: 'GET',
			host: 'h', path: '/video/x' + n, status: n % 7 ? 200 : 404, surface: 'rest', duration_ns: 1, bytes: 1,
			request_bytes: 0 }]);
	})`)
	b.has(".row", "/video/x12000")
	b.has("#count", "10000 of ")
	b.run(`document.querySelector('.list').dispatchEvent(new KeyboardEvent('keydown', {key: 'End'}))`)
	b.has(".row[aria-selected=true]", "/video/x2001")
	b.has(".detail h3", "/video/x2001")
	if got := value[int](b, `document.querySelectorAll('.row').length`); got > 60 {
		b.Errorf("the list has %d elements, want those that can be seen", got)
	}
}

const short = `<b>'"; $(touch hacked) ` + "`id`"

const hostile = `<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>'"; $(touch hacked) ` + "`id`"

// hostileWorld has names and titles that would be elements if the page took them for HTML.
var hostileWorld = fmt.Sprintf(
	"partners: [{name: %[1]q, channels: [{slug: a, name: %[1]q, titles: [%[1]q]}]}]", hostile)

// textsStayTexts: nothing that a client or a world says becomes an element of the page, or a command of a shell.
func textsStayTexts(b *browser, m *dailymocktest.Mock) {
	b.show("requests")
	path := "/video/" + url.PathEscape(short) + "?fields=" + url.QueryEscape(hostile)
	send(b.T, m, "GET", "", path, http.Header{"X-Note": {hostile}, "Authorization": {"Bearer secret-of-the-test"}})
	b.has(".row .path", short)
	b.run(`document.querySelector('.row').click()`)
	b.has(".detail h3", short)
	b.has(".detail pre", "X-Note: ")

	body := fmt.Sprintf(`{"query": "query q { me { id } }", "operationName": %q}`, short)
	req, err := http.NewRequestWithContext(b.Context(), "POST", m.URL+"/graphql", strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+m.MustToken(b, dailymocktest.Private))
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		b.Fatal(err)
	}
	resp.Body.Close()
	b.has(".row .path", "/graphql")
	b.run(`[...document.querySelectorAll('.row')].find((row) => row.textContent.includes('/graphql')).click()`)
	b.has(".detail .note", "Unknown operation named < <b>")

	b.show("world")
	b.run(`document.querySelector('#channel').value = 'a'; document.querySelector('form').requestSubmit()`)
	b.has("main h3", hostile)
	b.has("main td", hostile)

	made := `(window.hacked ?? 0) + document.querySelectorAll('main img, main script, main b').length`
	if got := value[int](b, made); got != 0 {
		b.Errorf("a text became %d elements or ran", got)
	}
	b.show("requests")
	b.has(".row", "touch")
	b.run(`[...document.querySelectorAll('.row')].find((row) => row.textContent.includes('touch')).click()`)
	b.has(".detail h3", short)
	command := b.text(".detail .copyable pre")
	if strings.Contains(command, "secret-of-the-test") || !strings.Contains(command, `"Authorization: Bearer $TOKEN"`) {
		b.Errorf("the command is %s, want the token as a variable", command)
	}
	shell := exec.CommandContext(b.Context(), "sh", "-c", command)
	shell.Dir, shell.Env = b.TempDir(), append(shell.Environ(), "TOKEN=none")
	if _, err := exec.LookPath("curl"); err != nil {
		b.Skip("needs curl: ", err)
	}
	if out, err := shell.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", command, err, out)
	}
	entries := m.Journal()
	first, last := entries[0], entries[len(entries)-1]
	if first.Path != last.Path || first.Query != last.Query || last.Number == first.Number {
		b.Errorf("repeated as %s?%s, want %s?%s", last.Path, last.Query, first.Path, first.Query)
	}
}

func theControlTokenIsAskedFor(b *browser, m *dailymocktest.Mock) {
	b.must(navigate(b.base + "/"))
	b.has("dialog", "control token")
	use := func(token string) {
		b.run(fmt.Sprintf(`document.querySelector('#token').value = %q;
			document.querySelector('dialog form').requestSubmit()`, token))
	}
	use("wrong")
	b.has("dialog", "refused this token")
	use("let-me-in")
	b.has("#now", "2026-07-01 12:00:00")
	b.until(`!document.querySelector('dialog') && document.querySelector('#connection[data-on]')`)
	b.press("Advance by one day")
	b.has("#now", "2026-07-02 12:00:00")
	kept := value[string](b, `location.href + document.cookie + JSON.stringify(localStorage)`)
	if strings.Contains(kept, "let-me-in") {
		b.Errorf("the token is in %s", kept)
	}
}

func faultsAreSwitched(b *browser, m *dailymocktest.Mock) {
	b.show("faults")
	b.has("main", "No fault is set")
	b.until(`document.querySelector('[data-focus="rest-500"]')`)
	b.run(`document.querySelector('[data-focus="rest-500"]').click()`)
	b.has("td", "rest-500")
	if resp, _ := send(b.T, m, "GET", "", "/videos?limit=1", nil); resp.StatusCode != 500 {
		b.Errorf("a client gets %s, want 500", resp.Status)
	}
	b.run(`document.querySelector('[data-focus="rest-500"]').click()`)
	b.has("main", "No fault is set")
	b.run(`document.querySelector('#rule').value = 'nonsense'; document.querySelector('form').requestSubmit()`)
	b.has("#messages", "nonsense")
	b.run(`document.querySelector('#rule').value = 'graphql-502=2'; document.querySelector('form').requestSubmit()`)
	b.has("td", "graphql-502")
	b.show("requests")
	b.has(".row .surface", "rest-500")
}

func graphiQLRunsAQuery(b *browser, m *dailymocktest.Mock) {
	b.show("graphql")
	b.until(`document.querySelector('.graphiql-execute-button')`)
	b.run(`document.querySelector('.graphiql-execute-button').click()`)
	b.has(".result-window", `"IN_PROGRESS"`)
	b.run(`document.querySelector('[aria-label="Show Documentation Explorer"]').click()`)
	b.has(".graphiql-doc-explorer", "PartnerReport")
	b.run(`document.querySelector('[aria-label="Show Documented queries"]').click()`)
	b.press("A refused report")
	b.run(`document.querySelector('.graphiql-execute-button').click()`)
	b.has(".result-window", "too_many_dimensions")
	b.run(`const s = document.querySelector('#endpoint'); s.value = 'public'; s.dispatchEvent(new Event('change'))`)
	b.until(`document.querySelector('.graphiql-execute-button')`)
	b.press("Show Documented queries")
	b.press("Who am I?")
	b.run(`document.querySelector('.graphiql-execute-button').click()`)
	b.has(".result-window", `"me"`)
	b.until(`document.querySelector('.result-window').textContent.includes('"id"')`)
	if got := len(m.Journal()); got == 0 || m.Journal()[got-1].Key != "dashboard" {
		b.Errorf("the last of %d requests is not one of the API key dashboard", got)
	}
}

func deliveries(b *browser, m *dailymocktest.Mock) {
	b.show("deliveries")
	b.has("main", "The importer has no user list")
	if err := m.SetImporter(dailymock.Importer{Users: m.URL + "/languages", Callback: m.URL + "/echo"}); err != nil {
		b.Fatal(err)
	}
	b.press("Crawl now")
	b.has("td", "/languages") // which is no list of users
}
