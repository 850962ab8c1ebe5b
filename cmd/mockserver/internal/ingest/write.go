package ingest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/junit"
	"github.com/dailymock/dailymock/internal/mcn"
)

// writers write a result, by the name of the format.
var writers = map[string]func(io.Writer, *result) error{
	"text": writeText, "json": writeJSON, "junit": writeJUnit, "markdown": writeMarkdown,
}

func writeJSON(w io.Writer, r *result) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// place returns the address of an entry with its line and column.
func place(e dailymock.ImporterEntry) string {
	if e.Line == 0 {
		return e.URL
	}
	return fmt.Sprintf("%s:%d:%d", e.URL, e.Line, e.Column)
}

// printable keeps control characters of a feed from the terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, text)
}

// line returns an entry as one line.
func line(e dailymock.ImporterEntry) string {
	parts := []string{fmt.Sprintf("%-8s %-12s", e.About, e.Decision)}
	for _, p := range []struct{ name, value string }{{"child ", e.Child}, {"guid ", e.GUID}, {"video ", e.Video}} {
		if p.value != "" {
			parts = append(parts, p.name+p.value)
		}
	}
	parts = append(parts, place(e))
	if e.Status != 0 {
		parts = append(parts, fmt.Sprintf("status %d", e.Status))
	}
	if e.Rule == "" && e.Detail != "" {
		parts = append(parts, e.Detail)
	}
	return printable(strings.Join(parts, "  "))
}

func writeText(w io.Writer, r *result) error {
	rules := byID()
	var b strings.Builder
	for _, e := range r.Entries {
		fmt.Fprintln(&b, line(e))
		if rule, ok := rules[e.Rule]; ok {
			fmt.Fprintf(&b, "    %s %s: %s\n", e.Severity, rule.ID, rule.Text)
			if e.Detail != "" {
				fmt.Fprintf(&b, "    found: %s\n", printable(e.Detail))
			}
			fmt.Fprintf(&b, "    basis: %s\n    fix: %s\n", rule.Basis, rule.Fix)
		}
	}
	fmt.Fprintln(&b, r.summary())
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *result) summary() string {
	text := fmt.Sprintf("%d findings, %d warnings, %d unreachable", r.Findings, r.Warnings, r.Missing)
	if r.Left > 0 {
		text += fmt.Sprintf("; %d further entries are not shown", r.Left)
	}
	return text
}

func byID() map[string]dailymock.ImporterRule {
	rules := map[string]dailymock.ImporterRule{}
	for _, rule := range dailymock.ImporterRules() {
		rules[rule.ID] = rule
	}
	return rules
}

// writeJUnit writes a case for each rule: a broken one fails, a warning is skipped.
func writeJUnit(w io.Writer, r *result) error {
	suite := junit.Suite{Name: "ingest"}
	for _, rule := range dailymock.ImporterRules() {
		c := junit.Case{Class: "ingest", Name: rule.ID}
		var lines []string
		for _, e := range r.Entries {
			if e.Rule == rule.ID {
				lines = append(lines, line(e)+"  "+printable(e.Detail))
			}
		}
		if len(lines) > 0 {
			m := &junit.Message{Line: rule.Text, Text: strings.Join(append(lines, rule.Basis, rule.Fix), "\n")}
			switch rule.Severity {
			case mcn.Broken:
				c.Failure = m
			case mcn.Unreachable:
				c.Error = m
			case mcn.Warning:
				c.Skipped = m
			}
		}
		suite.Cases = append(suite.Cases, c)
	}
	return junit.Write(w, suite)
}

// cell escapes Markdown and HTML in a text.
var cell = strings.NewReplacer("\n", " ", "|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`)

func writeMarkdown(w io.Writer, r *result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## Ingestion\n\n%s\n", r.summary())
	for _, rule := range r.Rules {
		fmt.Fprintf(&b, "\n### %s: %s\n\n%s\n\nBasis: %s. Fix: %s\n\n", rule.Severity, rule.ID, rule.Text, rule.Basis,
			cell.Replace(rule.Fix))
		for _, e := range r.Entries {
			if e.Rule == rule.ID {
				fmt.Fprintf(&b, "- %s\n", cell.Replace(line(e)+"  "+printable(e.Detail)))
			}
		}
	}
	b.WriteString("\n### all\n\n| about | decision | child | guid | video | status |\n|---|---|---|---|---|---|\n")
	for _, e := range r.Entries {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %d |\n", e.About, e.Decision, e.Child, cell.Replace(printable(e.GUID)),
			e.Video, e.Status)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// A progress shows on a terminal what the importer does, in one line.
type progress struct {
	w    io.Writer
	done atomic.Int64
}

// Enabled reports whether a record is shown: all are.
func (p *progress) Enabled(context.Context, slog.Level) bool { return true }

// Handle shows a record.
func (p *progress) Handle(_ context.Context, r slog.Record) error {
	text := r.Message
	r.Attrs(func(a slog.Attr) bool {
		if value := a.Value.String(); value != "" {
			text += " " + value
		}
		return true
	})
	if text = printable(text); len(text) > 60 {
		text = text[:60]
	}
	_, err := fmt.Fprintf(p.w, "\r%-70s", fmt.Sprintf("%d %s", p.done.Add(1), text))
	return err
}

// WithAttrs returns p, since no logger has attributes of its own.
func (p *progress) WithAttrs([]slog.Attr) slog.Handler { return p }

// WithGroup returns p.
func (p *progress) WithGroup(string) slog.Handler { return p }

// clear removes the line of a progress.
func clear(w io.Writer) { fmt.Fprintf(w, "\r%-70s\r", "") }
