// Command openapi writes docs/openapi/rest.yaml, the OpenAPI document of the
// object graph, from the catalogue of fields, the routes and filters that the
// code knows, and what parts/ says by hand.
//
// Tests hold each answer against the document. So what an answer looks like is
// never asked of the code that answers: it stands in parts/ and in the
// catalogue.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: openapi CATALOGUE DOCUMENT")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "openapi:", err)
		os.Exit(1)
	}
}

func write(from, to string) error {
	catalogue, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	text, err := document(catalogue)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}
