// Command credentials writes the page of reserved credentials to the file named.
package main

import (
	"fmt"
	"os"

	"github.com/dailymock/dailymock/internal/oauth"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: credentials FILE")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], []byte(oauth.CredentialsDoc()), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "credentials:", err)
		os.Exit(1)
	}
}
