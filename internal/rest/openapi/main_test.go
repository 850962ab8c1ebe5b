package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

const (
	theCatalogue = "../catalog/fields.json"
	theDocument  = "../../../docs/openapi/rest.yaml"
)

func TestTheDocumentIsUpToDate(t *testing.T) {
	t.Parallel()
	fresh := filepath.Join(t.TempDir(), "rest.yaml")
	if err := write(theCatalogue, fresh); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(fresh)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(theDocument); err != nil || string(got) != string(want) {
		t.Errorf("docs/openapi/rest.yaml has drifted (%v); go generate ./internal/rest mends it", err)
	}
}

// TestTheDocumentIsValid checks the document with another reader of OpenAPI 3.1.
func TestTheDocumentIsValid(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromFile(theDocument)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context(), openapi3.EnableSchemaPatternValidation()); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method, o := range item.Operations() {
			if o.OperationID == "" || names[o.OperationID] || o.Summary == "" {
				t.Errorf("%s %s has the id %q and the summary %q", method, path, o.OperationID, o.Summary)
			}
			names[o.OperationID] = true
			switch o.Extensions["x-basis"] {
			case "DOCUMENTED", "OFFICIAL-SDK", "OBSERVED", "CLIENT", "ASSUMED":
			default:
				t.Errorf("%s %s has the basis %v", method, path, o.Extensions["x-basis"])
			}
		}
	}
	if len(names) < 120 {
		t.Errorf("%d operations", len(names))
	}
}
