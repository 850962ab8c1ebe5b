package dailymock_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// What each option changes, seen from the front door.

func TestLinksLeadToTheHostOfFiles(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	report := m.MustAsk(t, "VIEWS", "DAY")
	for _, tt := range []struct{ asked, want string }{
		{"partner.api.dailymotion.com", "http://storage.googleapis.com/dailymotion-stats-report/"},
		{"PARTNER.api.dailymotion.com:8443", "http://storage.googleapis.com:8443/dailymotion-stats-report/"},
		{"mock.internal:8080", "http://mock.internal:8080/dailymotion-stats-report/"},
	} {
		link := linkAt(t, m, report, tt.asked, nil)
		if !strings.HasPrefix(link, tt.want) {
			t.Errorf("asked at %s, the link is %s, want %s…", tt.asked, link, tt.want)
		}
		if got := call(t, m, "GET", strings.TrimPrefix(link, "http:"), ""); got.StatusCode != http.StatusOK {
			t.Errorf("%s answers %s", link, got.Status)
		}
	}
}

func TestPublicURLNamesTheServer(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate, PublicURL: "https://mock.example/"})
	got := linkAt(t, m, m.MustAsk(t, "VIEWS", "DAY"), "elsewhere", nil)
	if want := "https://mock.example/dailymotion-stats-report/"; !strings.HasPrefix(got, want) {
		t.Errorf("link = %s, want %s…", got, want)
	}
}

func TestOnlyTrustedProxiesNameTheServer(t *testing.T) {
	t.Parallel()
	forwarded := http.Header{"X-Forwarded-Proto": {"https"}, "X-Forwarded-Host": {"mock.example"}}
	for _, tt := range []struct {
		name    string
		proxies []netip.Prefix
		want    string
	}{
		{"none", nil, "http://direct/"},
		{"another", []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, "http://direct/"},
		{"this one", []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, "https://mock.example/"},
	} {
		m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate, TrustedProxies: tt.proxies})
		got := linkAt(t, m, m.MustAsk(t, "VIEWS", "DAY"), "direct", forwarded)
		if !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s is trusted: link = %s, want %s…", tt.name, got, tt.want)
		}
	}
}

func TestTokensOpenWithTheSameKey(t *testing.T) {
	t.Parallel()
	start := func(o dailymock.Options) *dailymocktest.Mock { return dailymocktest.Start(t, o) }
	key := []byte("a key of sixteen bytes and more")
	for _, tt := range []struct {
		name     string
		from, to *dailymocktest.Mock
		want     int
	}{
		{"same seed", start(dailymock.Options{}), start(dailymock.Options{}), http.StatusOK},
		{"other seed", start(dailymock.Options{}), start(dailymock.Options{Seed: 2}), http.StatusUnauthorized},
		{"same key, other seed", start(dailymock.Options{SigningKey: key}), start(dailymock.Options{SigningKey: key, Seed: 2}), http.StatusOK},
		{"another key", start(dailymock.Options{SigningKey: key}), start(dailymock.Options{SigningKey: key[1:]}), http.StatusUnauthorized},
		{"no key against a key", start(dailymock.Options{}), start(dailymock.Options{SigningKey: key}), http.StatusUnauthorized},
	} {
		token := tt.from.MustToken(t, dailymocktest.Private)
		if got := graphql(t, tt.to, "", token, `{ partner { id } }`, nil); got.StatusCode != tt.want {
			t.Errorf("%s: %s, want %d", tt.name, got.Status, tt.want)
		}
	}
}

// The documentation of 2018 wants one metric for each report; today's takes several.
func TestEditions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		edition string
		door    dailymocktest.Door
		path    string
		takes   bool
	}{
		{"", dailymocktest.Public, "/", false},
		{"", dailymocktest.Private, "/graphql", true},
		{"2018", dailymocktest.Private, "/graphql", false},
		{"2026", dailymocktest.Public, "/", true},
	} {
		m := dailymocktest.Start(t, dailymock.Options{Edition: tt.edition})
		got := send(t, m, "//direct"+tt.path, m.MustToken(t, tt.door), `mutation { askPartnerReportFile(input: {metrics: [VIEWS, TIME_WATCHED_SECONDS],
			dimensions: [DAY], startDate: "2026-06-01", endDate: "2026-06-02"}) { reportFile { reportToken } } }`, nil)
		if takes := !strings.Contains(got.body, `"errors"`); takes != tt.takes {
			t.Errorf("edition %q at %s takes two metrics: %t, want %t; %s", tt.edition, tt.path, takes, tt.takes, got.body)
		}
	}
}

func TestClosedWorldKnowsOnlyWhatIsListed(t *testing.T) {
	t.Parallel()
	for _, closed := range []bool{false, true} {
		m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate, ClosedWorld: closed})
		var data struct {
			AskPartnerReportFile struct{ ReportFile struct{ ReportToken string } }
		}
		m.MustGraphQL(t, dailymocktest.Private, `mutation { askPartnerReportFile(input: {metrics: [VIEWS], dimensions: [DAY],
			startDate: "2026-06-01", endDate: "2026-06-02", filters: {channelSlug: "nobody-listed-this"}}) { reportFile { reportToken } } }`, nil, &data)
		rows := m.MustCSV(t, data.AskPartnerReportFile.ReportFile.ReportToken)
		if got, want := len(rows) > 1, !closed; got != want {
			t.Errorf("closed %t: a channel that is not listed has views: %t, want %t", closed, got, want)
		}
	}
}

// linkAt is a report's first link for a client that asks at a host.
func linkAt(t *testing.T, m *dailymocktest.Mock, report, host string, header http.Header) string {
	t.Helper()
	query := fmt.Sprintf(`{ partner { reportFile(reportToken: %q) { downloadLinks { edges { node { link } } } } } }`, report)
	got := graphql(t, m, host, m.MustToken(t, dailymocktest.Private), query, header)
	var body struct {
		Data struct {
			Partner struct {
				ReportFile struct {
					DownloadLinks struct {
						Edges []struct{ Node struct{ Link string } }
					}
				}
			}
		}
	}
	got.json(t, &body)
	edges := body.Data.Partner.ReportFile.DownloadLinks.Edges
	if len(edges) == 0 {
		t.Fatalf("no link in %s", got.body)
	}
	return edges[0].Node.Link
}

// graphql asks at the private door of a host.
func graphql(t *testing.T, m *dailymocktest.Mock, host, token, query string, header http.Header) answer {
	t.Helper()
	return send(t, m, "//"+host+"/graphql", token, query, header)
}

func send(t *testing.T, m *dailymocktest.Mock, target, token, query string, header http.Header) answer {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	all := http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {"application/json"}}
	for name, values := range header {
		all[name] = values
	}
	return call(t, m, "POST", target, string(body), all)
}
