// Command openapi writes docs/openapi/rest.yaml, the OpenAPI document of
// REST, from the catalogue of fields, the routes and filters that the
// code knows, and what parts/ says by hand.
//
// Tests check each response against the document. So the shape of responses is
// written in parts/ and in the catalogue, and not taken from the code that
// responds.
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
