package dailymocktest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// A test asks for a report that takes two hours, and lets them pass.
func Example() {
	var t testing.TB = &quiet{} // in a test, its own t

	s := dailymocktest.Start(t, dailymock.Options{ReportTakes: 2 * time.Hour})
	token := s.MustAsk(t, "VIEWS", "DAY")
	fmt.Println(s.MustStatus(t, token))
	s.Advance(2 * time.Hour)
	fmt.Println(s.MustStatus(t, token))
	fmt.Println(s.MustCSV(t, token)[0])

	t.(*quiet).end()
	// Output:
	// IN_PROGRESS
	// FINISHED
	// [day views]
}
