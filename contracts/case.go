package contracts

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/source"
)

// A Case is one thing that clients rely on.
type Case struct {
	ID        string  // stable, such as "REPORTING-014"
	Title     string  // a sentence that is true when the case passes
	Level     Level   // how bad it is when it fails; "" means Must
	Surface   Surface // whose contract it is
	Edition   string  // the documentation it holds for; "" means any
	States    string  // ids of statements.txt with blanks between: what it stands on
	Needs     []Need  // what the target has to have; empty means nothing
	Effect    Effect  // what it does to the target; "" means Reads
	ExtraHost Host    // the host that the target has to answer at, besides the surface's own; "" means none
	Exclusive bool    // no other case may run meanwhile, for it moves the clock or looks at time
	Version   int     // counts up when what is asserted changes, so that older evidence is stale; 0 is the first

	Run func(t *T)
}

// Basis is how well something is known.
type Basis = source.Basis

// A Level says how bad a failure is.
type Level string

// The levels. A May is a probe: it writes down what came and never fails a run.
const (
	Must   Level = "must"
	Should Level = "should"
	May    Level = "may"
)

// Levels from the strictest on.
var Levels = []Level{Must, Should, May}

// A Surface is a part of the APIs that stands or falls together.
type Surface string

// The surfaces.
const (
	Reporting Surface = "reporting"
	OAuth     Surface = "oauth"
	REST      Surface = "rest"
	MCN       Surface = "mcn"
	DynTube   Surface = "dyntube"
)

// Surfaces in the order in which they run.
var Surfaces = []Surface{OAuth, Reporting, REST, MCN, DynTube}

// An Effect is what a case leaves behind.
type Effect string

// The effects. Reads and Validates, which sends what has to be refused, are
// always allowed.
const (
	Reads         Effect = "reads"
	Validates     Effect = "validates"
	CreatesReport Effect = "creates-report"
	Uploads       Effect = "uploads"
	Deletes       Effect = "deletes"
	SignsOut      Effect = "signs-out"   // ends sessions of the user, other programs' too
	FailsLogin    Effect = "fails-login" // signs in as the user with a wrong password
)

// Effects that have to be allowed by name on a real target.
var Effects = []Effect{CreatesReport, Uploads, Deletes, SignsOut, FailsLogin}

// A Need is something that a target may lack.
type Need string

// The needs. Those for credentials name the variables that hold them.
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

// Needs in the order in which they are shown.
var Needs = []Need{PublicKey, Login, PrivateKey, DynTubeKey, Source, KeyKinds, Clock, Hosts, MockOnly}

// Basis is what the case is worth: the mark of its weakest statement.
func (c Case) Basis() source.Basis {
	worst := source.Documented
	for _, s := range c.statements() {
		if s.Basis.Weaker(worst) {
			worst = s.Basis
		}
	}
	return worst
}

// Source names the pages and the other sources that the case relies on, with their addresses, and then the headings of
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

// complete fills in what a case left out, or says what is wrong with it.
func (c Case) complete() (Case, error) {
	if c.Level == "" {
		c.Level = Must
	}
	if c.Effect == "" {
		c.Effect = Reads
	}
	for _, id := range strings.Fields(c.States) {
		if _, ok := statementByID()[id]; !ok {
			return c, fmt.Errorf("%s: there is no statement %q", c.ID, id)
		}
	}
	switch {
	case c.States == "":
		return c, fmt.Errorf("%s stands on no statement", c.ID)
	case c.Run == nil:
		return c, fmt.Errorf("%s does nothing", c.ID)
	case !slices.Contains(Surfaces, c.Surface):
		return c, fmt.Errorf("%s: there is no surface %q", c.ID, c.Surface)
	case !strings.HasPrefix(c.ID, strings.ToUpper(string(c.Surface))+"-"):
		return c, fmt.Errorf("%s is of surface %s", c.ID, c.Surface)
	}
	return c, nil
}
