package dailymock_test

import (
	"testing"

	"github.com/dailymock/dailymock"
)

// A new mock, or a reset one, with its world: a part of the time from start to
// first answer.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := dailymock.New(dailymock.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
