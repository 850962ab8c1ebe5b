package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/testing/slow"
)

// runIngest runs the command against a partner, and returns its exit status and what it prints.
func runIngest(base string, flags ...string) (status int, stdout, stderr string) {
	var out, errors bytes.Buffer
	args := append([]string{"ingest", "--users", base + "/users.json", "--callback", base + "/callback"}, flags...)
	status = run(context.Background(), args, strings.NewReader(""), &out, &errors)
	return status, out.String(), errors.String()
}

// brokenRules returns the ids of the rules that a report in JSON has.
func brokenRules(t *testing.T, report string) (ids []string) {
	t.Helper()
	var r struct{ Rules []dailymock.ImporterRule }
	require.NoError(t, json.Unmarshal([]byte(report), &r), report)
	for _, rule := range r.Rules {
		ids = append(ids, rule.ID)
	}
	return ids
}

// TestIngestReportsEachRule: a partner that breaks a rule is reported with that rule, and one that breaks none is not.
func TestIngestReportsEachRule(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	flags := map[string][]string{"child-unknown": {"--closed-world"}, "item-still-in-feed": {"--twice"}}
	for language, command := range partners(t) {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			status, report, stderr := runIngest(partner(t, command), "--twice", "-o", "json")
			require.Empty(t, brokenRules(t, report))
			require.Zero(t, status, stderr)
		})
		for _, rule := range dailymock.ImporterRules() {
			if rule.ID == "child-not-adopted" {
				continue // the command adopts the users that are listed
			}
			t.Run(language+" "+rule.ID, func(t *testing.T) {
				t.Parallel()
				base := partner(t, command, "--break", rule.ID)
				status, report, stderr := runIngest(base, append(flags[rule.ID], "-o", "json")...)
				assert.Contains(t, brokenRules(t, report), rule.ID)
				want := map[string]int{"finding": 1, "unreachable": 3, "warning": 0}[string(rule.Severity)]
				assert.Equal(t, want, status, "%s%s", report, stderr)
			})
		}
	}
}

// TestIngestFormats: each format has the rule, where it is broken, and the basis.
func TestIngestFormats(t *testing.T) {
	t.Parallel()
	command := partners(t)["Go"]
	for format, want := range map[string]string{
		"text": "finding item-unknown-category", "json": `"rule": "item-unknown-category"`,
		"junit": `name="item-unknown-category"`, "markdown": "### finding: item-unknown-category",
	} {
		status, report, _ := runIngest(partner(t, command, "--break", "item-unknown-category"), "-o", format)
		assert.Equal(t, 1, status)
		assert.Contains(t, report, want)
		assert.Contains(t, report, "docs/spec/rest.md#other-endpoints")
		assert.Contains(t, report, "underwater-knitting")
	}
}

// TestIngestFaults: the examples cope with each fault, and are told of it.
func TestIngestFaults(t *testing.T) {
	t.Parallel()
	for name, command := range partners(t) {
		for fault, deliveries := range map[string]int{
			"importer-duplicate": 2, "importer-out-of-order": 1, "importer-batch": 1, "importer-failed-item": 1,
			"importer-unknown-event": 1,
		} {
			t.Run(name+" "+fault, func(t *testing.T) {
				t.Parallel()
				status, report, stderr := runIngest(partner(t, command), "--fault", fault, "-o", "json")
				assert.Equal(t, 0, status, report+stderr)
				assert.GreaterOrEqual(t, strings.Count(report, `"delivered"`), deliveries+1)
			})
		}
	}
}

func TestIngestLogin(t *testing.T) {
	t.Parallel()
	base := partner(t, partners(t)["Go"], "--user", "me", "--password", "hidden-word")
	status, report, stderr := runIngest(base)
	assert.Equal(t, 3, status, stderr)
	assert.Contains(t, report, "401")
	status, report, stderr = runIngest(base, "--users-login", "me", "--users-password", "hidden-word", "-o", "json")
	assert.Equal(t, 0, status, stderr)
	assert.NotContains(t, report+stderr, "hidden-word")
}
