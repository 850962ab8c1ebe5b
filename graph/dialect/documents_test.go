package dialect

import (
	"fmt"
	"testing"
)

// What is remembered is bounded in number and in bytes, whatever comes.
func TestDocumentsAreBounded(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name        string
		size, count int // of each document, and how many come
		want        int // how many are kept
	}{
		{"few small ones are all kept", 1 << 10, 100, 100},
		{"many small ones are kept up to their number", 1 << 10, 5000, maxDocuments},
		{"big ones are kept up to their bytes", 1 << 20, 100, maxDocumentBytes >> 20},
		{"one that is bigger than all may be is not", maxDocumentBytes + 1, 3, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDocuments()
			for i := range row.count {
				d.add(&document{text: fmt.Sprint(i), size: row.size})
				d.add(&document{text: fmt.Sprint(i), size: row.size}) // no more than once
			}
			if got := d.byText.Len(); got != row.want {
				t.Errorf("kept %d, want %d", got, row.want)
			}
			if got, want := *d.bytes, row.want*row.size; got != want {
				t.Errorf("they are said to have %d bytes, want %d", got, want)
			}
			if _, ok := d.get(fmt.Sprint(row.count - 1)); ok != (row.want > 0) {
				t.Errorf("the last one is there: %t", ok)
			}
		})
	}
}
