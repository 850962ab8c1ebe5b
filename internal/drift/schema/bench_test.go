package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/drift/schema"
)

// BenchmarkLargeSchema loads a schema of 5 MB twice and compares it with a
// version in which every hundredth type changed.
func BenchmarkLargeSchema(b *testing.B) {
	from, to := large("Int"), large("String")
	b.SetBytes(int64(len(from)))
	for b.Loop() {
		old, err := schema.Load("from", []byte(from))
		if err != nil {
			b.Fatal(err)
		}
		now, err := schema.Load("to", []byte(to))
		if err != nil {
			b.Fatal(err)
		}
		if n := len(schema.Diff(old, now)); n < 100 {
			b.Fatalf("%d changes", n)
		}
	}
}

func large(changing string) string {
	var s strings.Builder
	s.WriteString("type Query { first: Type0 }\n")
	for i := 0; s.Len() < 5<<20; i++ {
		typ := "Int"
		if i%100 == 0 {
			typ = changing
		}
		fmt.Fprintf(
			&s,
			"type Type%d { id: ID! next: Type%d before(first: Int, after: String): [Type%d!]! changing: %s title: String }\n",
			i,
			i/2,
			i/3,
			typ,
		)
	}
	return s.String()
}
