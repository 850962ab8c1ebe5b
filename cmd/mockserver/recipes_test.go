package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/testing/slow"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// junit is where Debian's package junit5 has the console launcher and what it needs.
const junit = "/usr/share/java/junit-jupiter-api.jar:/usr/share/java/junit-jupiter-engine.jar:" +
	"/usr/share/java/junit-platform-console.jar:/usr/share/java/junit-platform-commons.jar:" +
	"/usr/share/java/junit-platform-engine.jar:/usr/share/java/junit-platform-launcher.jar:" +
	"/usr/share/java/junit-platform-reporting.jar:/usr/share/java/opentest4j.jar:/usr/share/java/apiguardian-api.jar:" +
	"/usr/share/java/picocli.jar:/usr/share/java/univocity-parsers.jar"

// TestRecipes runs the test suites of examples/recipes and docs/recipes.md as they are: with a mock that they start,
// and with one that refuses their keys, so that each has to fail and print the journal.
func TestRecipes(t *testing.T) {
	t.Parallel()
	slow.Test(t)
	folder := func(name string) string { return "../../examples/recipes/" + name }
	for name, recipe := range map[string]func(*testing.T) (folder string, command []string){
		"pytest": func(t *testing.T) (string, []string) {
			return folder("pytest"), []string{pythonWith(t, "pytest"), "-B", "-m", "pytest", "-p", "no:cacheprovider"}
		},
		"Vitest": func(t *testing.T) (string, []string) {
			tools(t, "node")
			works(t, folder("vitest")+"/node_modules/.bin/vitest", "--version")
			return folder("vitest"), []string{"node_modules/.bin/vitest", "run"}
		},
		"PHPUnit": func(t *testing.T) (string, []string) {
			tools(t, "phpunit")
			works(t, phpCurl...)
			return folder("phpunit"), []string{"phpunit", "--do-not-cache-result", "ReportTest.php"}
		},
		"Go": func(*testing.T) (string, []string) { return folder("go"), []string{"go", "test", "-count=1", "."} },
		"RSpec": func(t *testing.T) (string, []string) {
			tools(t, "rspec")
			return recipeFile(t, "ruby", "report_spec.rb"), []string{"rspec", "report_spec.rb"}
		},
		"JUnit": func(t *testing.T) (string, []string) {
			tools(t, "javac", "java")
			if _, err := os.Stat("/usr/share/java/junit-platform-console.jar"); err != nil {
				missing(t, "JUnit", err)
			}
			classes := recipeFile(t, "java", "ReportTest.java")
			out, err := exec.CommandContext(t.Context(), "javac", "-cp", junit, "-d", classes, classes+"/ReportTest.java").
				CombinedOutput()
			require.NoError(t, err, string(out))
			return classes, []string{"java", "-cp", junit, "org.junit.platform.console.ConsoleLauncher", "--class-path", ".",
				"--select-class", "ReportTest", "--fail-if-no-tests"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder, command := recipe(t)
			out, err := runRecipe(t, folder, command, "")
			require.NoError(t, err, out)

			strict, err := os.ReadFile(stays(t, []string{"--auth", "strict"}))
			require.NoError(t, err)
			out, err = runRecipe(t, folder, command, strings.TrimSpace(string(strict)))
			assert.Error(t, err, out)
			assert.Contains(t, strings.ToLower(out), "journal")
			assert.Contains(t, out, "/oauth/v1/token")
		})
	}
}

func runRecipe(t *testing.T, folder string, command []string, url string) (string, error) {
	ctx, cancel := context.WithTimeout(t.Context(), 6*patience) // go test and java take their time
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = folder
	cmd.Env = plainEnviron()
	if url != "" {
		cmd.Env = append(cmd.Env, "DAILYMOCK_URL="+url)
	}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// recipeFile writes the block of docs/recipes.md in a language to a file, and returns its folder.
func recipeFile(t *testing.T, language, name string) string {
	page, err := os.ReadFile("../../docs/recipes.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(page), "\n```"+language+"\n")
	require.True(t, found)
	code, _, _ := strings.Cut(rest, "```\n")
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(code), 0o600))
	return folder
}
