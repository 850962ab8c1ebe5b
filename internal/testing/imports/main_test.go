package main

import (
	"bytes"
	"os"
	"testing"
)

const root = "../../.."

func TestPictureIsUpToDate(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(root + "/" + document)
	if err != nil {
		t.Fatal(err)
	}
	want, err := redraw(root, page)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page, want) {
		t.Errorf("%s does not show the imports; run go generate ./internal/testing/imports", document)
	}
}

// TestImportsPointDown: no part imports itself through others (Go itself sees that for packages only), surfaces do not
// import each other, and nothing below internal/ imports a surface but the server.
func TestImportsPointDown(t *testing.T) {
	t.Parallel()
	g, err := read(root)
	if err != nil {
		t.Fatal(err)
	}
	surfaces := []string{"graph", "internal/rest", "internal/dyntube", "internal/mcn", "internal/control"}
	for from := range g {
		if g[from]["dailymock"] && (from == "graph" || from == "contracts" || len(from) > 9 && from[:9] == "internal/") {
			t.Errorf("%s imports the server", from)
		}
	}
	for _, from := range surfaces {
		for _, to := range surfaces {
			if from == "internal/control" && to == "internal/mcn" {
				continue // the control API shows the importer, which serves nothing itself
			}
			if g.reaches(from, to) {
				t.Errorf("%s imports %s", from, to)
			}
		}
	}
}
