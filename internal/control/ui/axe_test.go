package ui_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// axe is the script of axe-core, which `npm ci --prefix tools/graphiql` installs.
func axe(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.FromSlash("../../../tools/graphiql/node_modules/axe-core/axe.min.js"))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("needs `npm ci --prefix tools/graphiql`: ", err)
	}
	return string(script)
}

// accessible fails the test for what axe calls serious or critical on the page. Scripts of the browser's debugger are
// not bound by the page's Content-Security-Policy.
func (b *browser) accessible(script, what string) {
	b.Helper()
	b.run(script)
	found := value[string](b, `axe.run(document, {resultTypes: ['violations']}).then((r) => JSON.stringify(
		r.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => ({
			id: v.id, help: v.help, nodes: v.nodes.slice(0, 12).map((n) => n.html.slice(0, 160) + ' ' +
				(n.any[0]?.message ?? n.failureSummary)), count: v.nodes.length,
		}))))`)
	var violations []struct {
		ID, Help string
		Nodes    []string
		Count    int
	}
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		b.Fatal(err)
	}
	for _, v := range violations {
		text := fmt.Sprintf("%s: axe finds %s (%s) %d times:", what, v.ID, v.Help, v.Count)
		for _, node := range v.Nodes {
			text += "\n\t" + node
		}
		b.Error(text)
	}
}
