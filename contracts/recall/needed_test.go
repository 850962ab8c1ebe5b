package recall_test

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/apichange"
	"github.com/dailymock/dailymock/internal/testing/slow"
)

// TestEachLiveCaseIsNeeded wants each case that runs live to fail for a change that fewer than ten cases fail for, or
// to be in testdata/unneeded.txt. A case in that list sees nothing of the known changes that others do not see.
func TestEachLiveCaseIsNeeded(t *testing.T) {
	slow.Test(t)
	needed := map[string]bool{}
	var mu sync.Mutex
	t.Run("changes", func(t *testing.T) {
		for _, c := range slices.Concat(apichange.Table(), apichange.Written(), apichange.Outside()) {
			if c.Class == apichange.Additive || c.TLS() != (apichange.TLS{}) {
				continue
			}
			t.Run(c.Name, func(t *testing.T) {
				t.Parallel()
				failed := ids(runAll(t, live, c, dailymocktest.Today, 1, false), contracts.Fail)
				mu.Lock()
				defer mu.Unlock()
				for _, id := range failed {
					needed[id] = needed[id] || len(failed) < 10
				}
			})
		}
	})
	text, err := os.ReadFile("testdata/unneeded.txt")
	if err != nil {
		t.Fatal(err)
	}
	listed := strings.Fields(string(text))
	for _, id := range ids(runAll(t, live, nil, dailymocktest.Today, 1, false), contracts.Pass) {
		switch is := slices.Contains(listed, id); {
		case !needed[id] && !is:
			t.Errorf("no change needs %s, and testdata/unneeded.txt does not list it", id)
		case needed[id] && is:
			t.Errorf("a change needs %s: remove it from testdata/unneeded.txt", id)
		}
	}
}

// ids returns the ids of the cases with an outcome.
func ids(found *contracts.Findings, o contracts.Outcome) []string {
	var all []string
	for _, r := range found.Results {
		if r.Outcome == o {
			all = append(all, r.ID)
		}
	}
	return all
}
