package introspect_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/introspect"
)

// The types of a target.
const (
	text   = `{"kind":"SCALAR","name":"String"}`
	links  = `{"kind":"OBJECT","name":"ReportFileDownloadLinkConnection"}`
	report = `{"kind":"OBJECT","name":"PartnerReportFile","interfaces":[{"name":"Node"}],"enumValues":null,"fields":[
		{"name":"createDate","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"DateTime"}},"args":[]},
		{"name":"createdAt","isDeprecated":true,"type":{"kind":"SCALAR","name":"DateTime"},"args":[]},
		{"name":"id","type":{"kind":"NON_NULL","ofType":{"kind":"SCALAR","name":"ID"}},"args":[]},
		{"name":"reportToken","type":` + text + `,"args":[]},
		{"name":"status","type":{"kind":"ENUM","name":"PartnerReportStatus"},"args":[]},
		{"name":"downloadLinks","type":` + links + `,"args":[
			{"name":"first","type":{"kind":"SCALAR","name":"Int"},"defaultValue":null},
			{"name":"page","type":{"kind":"SCALAR","name":"Int"},"defaultValue":"1"}]}]}`
	statuses = `{"kind":"ENUM","name":"PartnerReportStatus","enumValues":[{"name":"EXPIRED"},{"name":"FAILED"},
		{"name":"FINISHED"},{"name":"IN_PROGRESS"}]}`
	products = `{"kind":"ENUM","name":"PartnerReportProduct","enumValues":[{"name":"ALL"},{"name":"CLAIM"},
		{"name":"CONTENT"},{"name":"EMBED"}]}`
)

// TestHasType compares types of a target with those that clients rely on.
func TestHasType(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind, text string
		from, to   string // what is replaced
		want       contracts.Outcome
		news       string
	}{
		"the same report": {"PartnerReportFile", report, "", "", contracts.Pass, ""},
		"another default": {"PartnerReportFile", report, `"1"`, `"0"`, contracts.Fail, ""},
		"a default where none is": {"PartnerReportFile", report, `"defaultValue":null`, `"defaultValue":"5"`,
			contracts.Fail, ""},
		"another type": {"PartnerReportFile", report, text, `{"kind":"SCALAR","name":"ID"}`, contracts.Fail, ""},
		"required": {"PartnerReportFile", report, text, `{"kind":"NON_NULL","ofType":` + text + `}`,
			contracts.Fail, ""},
		"deprecated": {"PartnerReportFile", report, `{"name":"createDate",`, `{"name":"createDate","isDeprecated":true,`,
			contracts.Pass, "PartnerReportFile.createDate is deprecated"},

		"a new field": {"PartnerReportFile", report, `"fields":[`, `"fields":[{"name":"rows","type":` + text + `,"args":[]},`,
			contracts.Pass, "PartnerReportFile has a new member, rows: String"},
		"a new status": {"PartnerReportStatus", statuses, `{"name":"FAILED"}`, `{"name":"FAILED"},{"name":"LATE"}`,
			contracts.Fail, ""},
		"a new product": {"PartnerReportProduct", products, `{"name":"ALL"}`, `{"name":"ALL"},{"name":"LIVE"}`,
			contracts.Pass, "PartnerReportProduct has a new value, LIVE"},
		"EMBED is deprecated": {"PartnerReportProduct", products, `{"name":"EMBED"`, `{"name":"EMBED","isDeprecated":true`,
			contracts.Pass, "PartnerReportProduct.EMBED is deprecated"},
		"no CLAIM": {"PartnerReportProduct", products, `{"name":"CLAIM"},`, ``, contracts.Fail, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := compare(t, c.kind, strings.Replace(c.text, c.from, c.to, 1))
			if found.Outcome != c.want || strings.Join(found.Information, "; ") != c.news {
				t.Errorf("%s, information %q; want %s and %q\n%v", found.Outcome, found.Information, c.want, c.news, found.Failures)
			}
		})
	}
}

// compare compares a type with that of a server which has only this one.
func compare(t *testing.T, name, text string) contracts.Result {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":"0123456789abcdef","expires_in":3600,"data":{%q:%s}}`, name, text)
	}))
	defer s.Close()
	found, err := contracts.Run(t.Context(), contracts.Options{Pause: 1, Known: []contracts.Difference{},
		Target: contracts.Target{Base: s.URL, Keys: func(string) contracts.Keys {
			return contracts.Keys{Private: contracts.Key{ID: "key", Secret: "the-secret"}}
		}},
		Cases: contracts.MustComplete([]contracts.Case{{ID: "REPORTING-999", Title: "a type", States: "reporting-4.1",
			Run: func(t *contracts.T) { introspect.HasType(t, contracts.PrivateReports, name) }}})})
	if err != nil {
		t.Fatal(err)
	}
	return found.Results[0]
}
