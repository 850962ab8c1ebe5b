package env

import (
	"fmt"
	"io"
	"strings"
)

// A Form is the syntax of a shell or a file for variables.
type Form string

// The forms that Print knows.
const (
	Bash       Form = "bash"       // for eval in sh, bash, zsh
	Fish       Form = "fish"       // for source
	PowerShell Form = "powershell" // for Invoke-Expression
	Dotenv     Form = "dotenv"     // a file of NAME="value"
	GitHub     Form = "github"     // lines to append to $GITHUB_ENV
)

// Forms lists them.
func Forms() []string {
	return []string{string(Bash), string(Fish), string(PowerShell), string(Dotenv), string(GitHub)}
}

var (
	inBash   = strings.NewReplacer(`'`, `'\''`)
	inFish   = strings.NewReplacer(`\`, `\\`, `'`, `\'`)
	inShell  = strings.NewReplacer(`'`, `''`)
	inDotenv = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`, "`", "\\`")
)

// Print writes one variable per line.
func (v Variables) Print(w io.Writer, f Form) error {
	var b strings.Builder
	for _, x := range v {
		switch f {
		case Bash:
			fmt.Fprintf(&b, "export %s='%s'\n", x.Name, inBash.Replace(x.Value))
		case Fish:
			fmt.Fprintf(&b, "set -gx %s '%s'\n", x.Name, inFish.Replace(x.Value))
		case PowerShell:
			fmt.Fprintf(&b, "$env:%s = '%s'\n", x.Name, inShell.Replace(x.Value))
		case Dotenv:
			fmt.Fprintf(&b, "%s=\"%s\"\n", x.Name, inDotenv.Replace(x.Value))
		case GitHub:
			if x.Name != "NODE_OPTIONS" { // GitHub's runner refuses it and fails the step
				fmt.Fprintf(&b, "%s=%s\n", x.Name, x.Value)
			}
		default:
			return fmt.Errorf("unknown form %q; known forms: %s", f, strings.Join(Forms(), ", "))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
