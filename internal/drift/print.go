package drift

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Format is a way to print a report.
type Format string

// The formats of Write.
const (
	Text     Format = "text"
	JSON     Format = "json"
	JUnit    Format = "junit"
	Markdown Format = "markdown"
)

// Formats lists the formats of Write.
var Formats = []Format{Text, JSON, JUnit, Markdown}

// Schema is the JSON Schema of a report in the format JSON.
//
//go:embed report.schema.json
var Schema []byte

// Write prints the report.
func (r Report) Write(w io.Writer, format Format) error {
	switch format {
	case JSON:
		return r.json(w)
	case JUnit:
		return r.junit(w)
	case Markdown:
		return r.markdown(w)
	case Text:
		return r.text(w)
	}
	return fmt.Errorf("unknown format %q; known formats: %q", format, Formats)
}

// A jsonChange is a change with what is derived from it.
type jsonChange struct {
	ID          string `json:"id"`
	Fingerprint string `json:"fingerprint"`
	Change
}

func (r Report) json(w io.Writer) error {
	changes := func(list []Change) []jsonChange {
		all := []jsonChange{}
		for _, c := range list {
			all = append(all, jsonChange{c.ID(), c.Fingerprint(), c})
		}
		return all
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Version  int           `json:"version"` // of this form
		Witness  string        `json:"witness"`
		From     string        `json:"from"`
		To       string        `json:"to"`
		Compared int           `json:"compared"`
		Exit     int           `json:"exit"`
		Changes  []jsonChange  `json:"changes"`
		Known    []jsonChange  `json:"known"`
		Outside  map[Class]int `json:"outside,omitempty"`
		Unknown  []string      `json:"unknown,omitempty"`
		Stale    []UnmetKnown  `json:"stale,omitempty"`
	}{
		1,
		r.Witness,
		r.From,
		r.To,
		r.Compared,
		r.ExitCode(),
		changes(r.Changes),
		changes(r.Known),
		r.Outside,
		r.Unknown,
		r.Stale,
	})
}

// Summary says in one line what the report holds.
func (r Report) Summary() string {
	if r.Compared == 0 {
		return "nothing could be compared"
	}
	var parts []string
	for _, class := range Classes {
		parts = append(parts, fmt.Sprintf("%d %s", r.Count(class), class))
	}
	text := strings.Join(parts, ", ")
	if n := r.outside(); n > 0 {
		text += fmt.Sprintf("; %d more touch none of your operations", n)
	}
	if len(r.Known) > 0 {
		text += fmt.Sprintf("; %d known", len(r.Known))
	}
	if len(r.Stale) > 0 {
		text += fmt.Sprintf("; %d known entries no longer hold", len(r.Stale))
	}
	return text
}

func (r Report) outside() int {
	n := 0
	for _, count := range r.Outside {
		n += count
	}
	return n
}

func (r Report) text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s to %s\n", r.Witness, Printable(r.From), Printable(r.To))
	for _, class := range Classes {
		if r.Count(class) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s\n", class)
		for _, c := range r.Changes {
			if c.Class == class {
				c.text(&b)
			}
		}
	}
	for _, u := range r.Unknown {
		fmt.Fprintf(&b, "\nunknown: %s\n", Printable(u))
	}
	for _, s := range r.Stale {
		fmt.Fprintf(&b, "\nknown entry %s: %s\n", Printable(s.Change), Printable(s.Why))
	}
	fmt.Fprintf(&b, "\n%s\n", r.Summary())
	_, err := io.WriteString(w, b.String())
	return err
}

func (c Change) text(b *strings.Builder) {
	fmt.Fprintf(b, "  %s\n    %s, fingerprint %s\n", Printable(c.Message), Printable(c.ID()), c.Fingerprint())
	for _, impact := range []Impact{Breaks, Affected, Safe} {
		if names := c.operations(impact); len(names) > 0 {
			fmt.Fprintf(b, "    %s: %s\n", impact, Printable(strings.Join(names, ", ")))
		}
	}
	for _, note := range []struct{ name, text string }{{"since", c.Since}, {"do", c.Advice}, {"see", c.Source}} {
		if note.text != "" {
			fmt.Fprintf(b, "    %s: %s\n", note.name, Printable(note.text))
		}
	}
}

// operations names the operations on which the change has an impact, sorted.
func (c Change) operations(impact Impact) []string {
	var names []string
	for _, e := range c.Effects {
		if e.Impact == impact {
			names = append(names, e.Operation)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (r Report) markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## Drift of the %s\n\n%s to %s: %s\n", r.Witness, inline(r.From), inline(r.To), inline(r.Summary()))
	if len(r.Changes) > 0 {
		b.WriteString("\n| class | change | operations | fingerprint |\n|---|---|---|---|\n")
	}
	for _, c := range r.Changes {
		var effects []string
		for _, impact := range []Impact{Breaks, Affected, Safe} {
			if names := c.operations(impact); len(names) > 0 {
				effects = append(effects, string(impact)+": "+strings.Join(names, ", "))
			}
		}
		fmt.Fprintf(
			&b,
			"| %s | %s | %s | `%s` |\n",
			c.Class,
			inline(c.Message),
			inline(strings.Join(effects, "; ")),
			c.Fingerprint(),
		)
	}
	for _, u := range r.Unknown {
		fmt.Fprintf(&b, "\n- unknown: %s", inline(u))
	}
	for _, s := range r.Stale {
		fmt.Fprintf(&b, "\n- known entry %s: %s", inline(s.Change), inline(s.Why))
	}
	if len(r.Unknown)+len(r.Stale) > 0 {
		b.WriteString("\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Printable replaces control characters, so that a text from a server cannot
// steer a terminal.
func Printable(s string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\t' || c >= 0x7f && c < 0xa0 || c == '\u2028' || c == '\u2029' || c >= '\u202a' && c <= '\u202e' {
			return '\ufffd'
		}
		return c
	}, s)
}

// inline keeps a text from being taken for Markdown or HTML.
func inline(s string) string { return markdownEscapes.Replace(Printable(s)) }

var markdownEscapes = strings.NewReplacer(
	"|",
	`\|`,
	"<",
	"&lt;",
	"*",
	`\*`,
	"_",
	`\_`,
	"`",
	"\\`",
	"[",
	`\[`,
	"#",
	`\#`,
)
