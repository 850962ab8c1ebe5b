package contracts

import (
	"slices"

	"github.com/dailymock/dailymock/internal/source"
)

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
	MovesClock    Effect = "moves-clock" // advances the clock of a mock that others use too
)

// in reports whether a run that allows some effects may have the effect.
func (e Effect) in(allowed []Effect) bool {
	return e == Reads || e == Validates || slices.Contains(allowed, e)
}

// Effects lists the effects that Options.Allow must name on a target other than a mock, and MovesClock, which the
// command asks for on a mock that it did not start.
var Effects = []Effect{CreatesReport, Uploads, Deletes, SignsOut, FailsLogin, MovesClock}

// The names of the endpoints of REST, as the ledger has them.
const (
	publicREST  = "public REST"
	privateREST = "private REST"
)

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
