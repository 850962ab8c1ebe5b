package dailymocktest_test

import (
	"context"
	"fmt"
	"testing"
)

// A quiet is the testing.TB that an Example lacks.
type quiet struct {
	testing.TB
	cleanups []func()
	failed   bool
	logged   string
}

func (q *quiet) Failed() bool                      { return q.failed }
func (q *quiet) Logf(format string, args ...any)   { q.logged += fmt.Sprintf(format, args...) }
func (q *quiet) Helper()                           {}
func (q *quiet) Context() context.Context          { return context.Background() }
func (q *quiet) Cleanup(f func())                  { q.cleanups = append(q.cleanups, f) }
func (q *quiet) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

func (q *quiet) end() {
	for _, f := range q.cleanups {
		f()
	}
}
