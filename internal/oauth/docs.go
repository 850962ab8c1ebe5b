package oauth

import (
	"fmt"
	"strings"
)

// CredentialsDoc is docs/credentials.md, made from ReservedValues so that the
// page and the behaviour cannot differ.
func CredentialsDoc() string {
	var doc strings.Builder
	doc.WriteString(credentialsIntro)
	member := ""
	for _, r := range ReservedValues() {
		if r.Member != member {
			member = r.Member
			fmt.Fprintf(&doc, "\n## As `%s`\n\n| value | what happens |\n| --- | --- |\n", member)
		}
		fmt.Fprintf(&doc, "| `%s` | %s |\n", r.Value, r.Effect)
	}
	doc.WriteString(credentialsEnd)
	return doc.String()
}

const credentialsIntro = `# Credentials

<!-- Generated from internal/oauth by "go generate ./...": do not edit. -->

No credentials are needed. By default any API key, secret, login and password will do, at every sign-in that the
vendor has. The same key is always the same account, and the same login always the same channel; tests that run side
by side keep out of each other's way by using different keys. A member that is missing or empty is refused by name.

A key that is not listed anywhere has every permission and the roles ` + "`can-manage-partners-reports` and\n`can-adopt-users`" + `. Its consent page sends the browser to any loopback address.

These values make a failure happen without any set-up. They work at both token endpoints, where the grant has the
member; logins, passwords and the first, second and fourth of the keys work at the consent page as well. They mean
nothing where only listed keys and users are known, nor where they are listed themselves.
`

const credentialsEnd = `
## Without a browser

The consent page answers at once when its query has ` + "`mock_decision=allow` or `mock_decision=deny`, for the user in\n`mock_user`" + ` (by default ` + "`mock`" + `). No vendor has these two; leave them out where a person is to decide.
`
