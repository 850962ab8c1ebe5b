package exec_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/graph/dialect"
)

// gqlgen resolves siblings concurrently, so their errors come in any order.
func TestAnAnswerHasTheSameBytesEveryTime(t *testing.T) {
	t.Parallel()
	s := newZoo()
	var query strings.Builder
	query.WriteString("{ ")
	for i := range 40 {
		fmt.Fprintf(&query, "k%[1]d: kennel { heart } s%[1]d: shelter { name heart } ", i)
	}
	query.WriteString("w: walls { heart } surely: broken { heart } }")
	first := answer(t, s, query.String(), "")
	for range 50 {
		if got := answer(t, s, query.String(), ""); got != first {
			t.Fatalf("answers differ:\n%s\n%s", first, got)
		}
	}
	last := 0
	for i := range 40 {
		for _, key := range []string{"k", "s"} {
			at := strings.Index(first, fmt.Sprintf(`"path":["%s%d",1,"heart"]`, key, i))
			if at < last {
				t.Errorf("the error at %s%d is out of order or missing", key, i)
			}
			last = at
		}
	}
}

func TestErrorsBesideDataAreBounded(t *testing.T) {
	t.Parallel()
	var query strings.Builder
	for i := range 200 {
		fmt.Fprintf(&query, "a%d: shelter { ...Hearts } ", i)
	}
	got := answer(t, newZoo(), "{ "+query.String()+"} fragment Hearts on Broken { heart h: heart }", "")
	if n := strings.Count(got, `"message":`); n != 250 {
		t.Errorf("%d errors, want 250", n)
	}
}

func TestExecutionStopsWhenTheClientLeaves(t *testing.T) {
	t.Parallel()
	s := newZoo()
	op, errs := s.dialect.Prepare(dialect.Request{Query: `{ dog { name } surely { heart } echo }`})
	if errs != nil {
		t.Fatal(errs)
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	got := string(s.executor.Append(ctx, nil, op))
	if strings.Contains(got, "Rex") || strings.Contains(got, "errors") {
		t.Errorf("answer %s, want no data and no errors, which nobody would read", got)
	}
}
