package oauth

import (
	"fmt"
	"strings"
)

//go:generate go run ./credentials ../../docs/credentials.md

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

You need no real credentials. By default any API key, secret, user name and password works, at every sign-in of the
vendor. The same key is always the same account, and the same user name always the same channel. Tests that run in
parallel do not affect each other if they use different keys. If a member is missing or empty, the error names it.

A key that is not in the world file has every permission and the roles
` + "`" + `can-manage-partners-reports` + "`" + ` and
` + "`" + `can-adopt-users` + "`" + `. Its consent page may redirect to any loopback address, and to
` + "`" + `http://localhost.com` + "`" + `.

The values below make a failure happen without any setup. They work at both token endpoints, if the grant has the
member; user names, passwords and the first, second and fourth key also work at the consent page. They have no effect
with ` + "`" + `--auth strict` + "`" + `, or if the world file lists them.
`

const credentialsEnd = `
## Without a browser

If the query has ` + "`" + `mock_decision=allow` + "`" + ` or ` + "`" + `mock_decision=deny` + "`" + `,
the consent page redirects at once, for the user in
` + "`" + `mock_user` + "`" + ` (by default ` + "`" + `mock` + "`" + `). The vendor has neither parameter;
leave them out if a person should decide.
`
