// Package drift describes what changed between two states of the vendor's APIs:
// in the schema, in recorded behaviour, and in the documentation. The packages
// below it load and compare; this one classifies, filters and prints.
//
//	from, err := schema.Load("old.graphqls", old)
//	to, err := schema.Load("introspection.json", response)
//	report := drift.NewReport("schema", schema.Diff(from, to))
//	err = report.Write(os.Stdout, drift.Text)
package drift

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// A Class says what a change may do to a client.
type Class string

// The classes, worst first.
const (
	Breaking  Class = "breaking"  // a request that was valid is refused, or a response has another form
	Dangerous Class = "dangerous" // requests stay valid, but a client may behave differently
	Additive  Class = "additive"  // nothing that a client uses is different
)

// Classes lists the classes, worst first.
var Classes = []Class{Breaking, Dangerous, Additive}

// An Impact says what a change does to one operation.
type Impact string

// The impacts, worst first. The zero Impact means that the operation does not
// touch what has changed.
const (
	Breaks   Impact = "breaks"
	Affected Impact = "may be affected"
	Safe     Impact = "safe"
)

// An Effect is the impact of a change on one named operation.
type Effect struct {
	Operation string `json:"operation"`
	Impact    Impact `json:"impact"`
}

// A Change is one difference. Rule and Path identify it; From and To are what
// was there before and after, as text, "" if nothing was.
type Change struct {
	Rule    string   `json:"rule"` // such as FIELD_REMOVED
	Path    string   `json:"path"` // such as PartnerReportFile.status
	Class   Class    `json:"class"`
	Message string   `json:"message"` // one sentence for people
	From    string   `json:"from,omitempty"`
	To      string   `json:"to,omitempty"`
	Advice  string   `json:"advice,omitempty"`  // what a client should do
	Source  string   `json:"source,omitempty"`  // file or address where the new state was read
	Since   string   `json:"since,omitempty"`   // date of the first run that saw it, if known
	Effects []Effect `json:"effects,omitempty"` // nil if the change was compared without operations
}

// ID identifies the change by kind and place: it stays the same if the change
// changes again.
func (c Change) ID() string { return c.Rule + " " + c.Path }

// Fingerprint identifies the change with its values: 12 hexadecimal digits.
func (c Change) Fingerprint() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{c.Rule, c.Path, string(c.Class), c.From, c.To}, "\x00")))
	return hex.EncodeToString(sum[:6])
}

// Sort orders changes by class, worst first, then by path and rule.
func Sort(changes []Change) {
	slices.SortFunc(changes, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(slices.Index(Classes, a.Class), slices.Index(Classes, b.Class)),
			cmp.Compare(a.Path, b.Path), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To),
		)
	})
}
