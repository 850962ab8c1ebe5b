package contracts

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/source"
)

// A Case asserts one thing that clients rely on.
type Case struct {
	ID        string  // stable, such as "REPORTING-014"
	Title     string  // a sentence that is true when the case passes
	Level     Level   // severity of a failure; "" means Must
	Surface   Surface // the API that it tests
	Edition   string  // the documentation it holds for; "" means any
	States    string  // ids in statements.txt that the case relies on, separated by spaces
	Needs     []Need  // what the target must have; optional
	Effect    Effect  // what it does to the target; "" means Reads
	ExtraHost Host    // a host that the target must serve besides those of the surface; optional
	Exclusive bool    // runs while no other case runs, since it moves or reads the clock
	Version   int     // incremented when the assertion changes, which makes older evidence stale; starts at 0

	Run func(t *T)
}

// Basis grades how well a statement is known.
type Basis = source.Basis

// A Level grades a failure.
type Level string

// The levels. A May case is a probe: it records the response and never fails a run.
const (
	Must   Level = "must"
	Should Level = "should"
	May    Level = "may"
)

// Levels lists the levels, the strictest first.
var Levels = []Level{Must, Should, May}

// A Surface names an API.
type Surface string

// The surfaces.
const (
	Reporting Surface = "reporting"
	OAuth     Surface = "oauth"
	REST      Surface = "rest"
	MCN       Surface = "mcn"
	DynTube   Surface = "dyntube"
)

// Surfaces lists the surfaces in the order in which they run.
var Surfaces = []Surface{OAuth, Reporting, REST, MCN, DynTube}

// An Effect names the changes that a case makes on the target.
type Effect string

// The effects. Reads and Validates (which sends invalid requests) are always allowed.
const (
	Reads         Effect = "reads"
	Validates     Effect = "validates"
	CreatesReport Effect = "creates-report"
	Uploads       Effect = "uploads"
	Deletes       Effect = "deletes"
	SignsOut      Effect = "signs-out"   // ends sessions of the user, other programs' too
	FailsLogin    Effect = "fails-login" // signs in as the user with a wrong password
)

// Effects lists the effects that Options.Allow must name on a target other than a mock.
var Effects = []Effect{CreatesReport, Uploads, Deletes, SignsOut, FailsLogin}

// A Need names something that a case requires of a target.
type Need string

// The needs. Those for credentials name their environment variables.
const (
	PublicKey  Need = "a public API key (DAILYMOTION_PUBLIC_KEY, DAILYMOTION_PUBLIC_SECRET)"
	Login      Need = "a login (DAILYMOTION_USERNAME, DAILYMOTION_PASSWORD)"
	PrivateKey Need = "a private API key (DAILYMOTION_PRIVATE_KEY, DAILYMOTION_PRIVATE_SECRET)"
	DynTubeKey Need = "a DynTube API key (DYNTUBE_API_KEY)"
	Source     Need = "the address of a short video to upload (DAILYMOTION_SOURCE_URL)"
	KeyKinds   Need = "keys that are known to be public or private; a mock takes any key for either, unless it is listed"
	Clock      Need = "a clock that can be moved"
	Hosts      Need = "the vendor's hosts apart from each other"
	MockOnly   Need = "a mock: the case uses what only a mock has"
)

// Needs lists the needs in display order.
var Needs = []Need{PublicKey, Login, PrivateKey, DynTubeKey, Source, KeyKinds, Clock, Hosts, MockOnly}

// Basis returns the weakest basis of the case's statements.
func (c Case) Basis() source.Basis {
	worst := source.Documented
	for _, s := range c.statements() {
		if s.Basis.Weaker(worst) {
			worst = s.Basis
		}
	}
	return worst
}

// Source returns the pages and other sources that the case relies on, with their addresses, followed by the headings of
// the fact sheets that explain them.
func (c Case) Source() string {
	var sources, sheets []string
	for _, s := range c.statements() {
		for _, key := range s.Sources {
			from, _ := source.Lookup(key)
			sources = append(sources, from.String())
		}
		sheets = append(sheets, s.Sheet)
	}
	var all []string
	for _, text := range append(sources, sheets...) {
		if !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, "; ")
}

func (c Case) statements() []Statement {
	var all []Statement
	for _, id := range strings.Fields(c.States) {
		if s, ok := statementByID()[id]; ok {
			all = append(all, s)
		}
	}
	return all
}

// complete returns the case with its defaults set, or an error if the case is invalid.
func (c Case) complete() (Case, error) {
	if c.Level == "" {
		c.Level = Must
	}
	if c.Effect == "" {
		c.Effect = Reads
	}
	for _, id := range strings.Fields(c.States) {
		if _, ok := statementByID()[id]; !ok {
			return c, fmt.Errorf("%s: unknown statement %q", c.ID, id)
		}
	}
	switch {
	case c.States == "":
		return c, fmt.Errorf("%s: States is empty", c.ID)
	case c.Run == nil:
		return c, fmt.Errorf("%s: no Run function", c.ID)
	case !slices.Contains(Surfaces, c.Surface):
		return c, fmt.Errorf("%s: unknown surface %q", c.ID, c.Surface)
	case !strings.HasPrefix(c.ID, strings.ToUpper(string(c.Surface))+"-"):
		return c, fmt.Errorf("%s: the id does not begin with the surface %s", c.ID, c.Surface)
	}
	return c, nil
}
