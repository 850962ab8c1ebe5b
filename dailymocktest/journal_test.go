package dailymocktest_test

import (
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/journal"
)

func TestMustVerifySaysWhatAlmostMatches(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	m.MustCSV(t, m.MustAsk(t, "VIEWS", "DAY"))
	m.MustVerify(t, journal.Matcher{Step: "asked", Key: "private-key"}, journal.Exactly(1))
	m.MustVerify(t, journal.Matcher{Surface: "dyntube"}, journal.AtMost(0))
	defer func() {
		text, _ := recover().(string)
		for _, want := range []string{"0 requests match, want at least 1", `status is "200", want "404"`, "/graphql"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is missing in %s", want, text)
			}
		}
	}()
	m.MustVerify(&quiet{}, journal.Matcher{Surface: "reporting", Status: "404"}, journal.AtLeast(1))
	t.Error("MustVerify did not end the test")
}

func TestAFailedTestLogsTheLastRequests(t *testing.T) {
	t.Parallel()
	for _, failed := range []bool{false, true} {
		q := &quiet{failed: failed}
		m := dailymocktest.Start(q, dailymock.Options{})
		m.MustToken(t, dailymocktest.Private)
		q.end()
		if got := strings.Contains(q.logged, "POST "+m.URL[len("http://"):]+"/oauth/v1/token 200"); got != failed {
			t.Errorf("failed %t: logged %q", failed, q.logged)
		}
	}
}
