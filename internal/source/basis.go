package source

import "slices"

// A Basis says how well a fact about the real APIs is known (docs/spec/README.md#marks).
type Basis string

// The Bases, from the strongest to the weakest. What an official SDK or several clients depend on counts as Observed.
const (
	Documented Basis = "DOCUMENTED" // an official page says so
	Observed   Basis = "OBSERVED"   // seen in a real response, or relied on by working code
	Engine     Basis = "ENGINE"     // read from the source of the engine that the vendor ran once
	Assumed    Basis = "ASSUMED"    // no source says so; a default of the mock
)

// Bases lists them, the strongest first.
var Bases = []Basis{Documented, Observed, Engine, Assumed}

// Known reports whether b is one of the Bases.
func (b Basis) Known() bool { return slices.Contains(Bases, b) }

// Weaker reports whether b is weaker than other.
func (b Basis) Weaker(other Basis) bool { return slices.Index(Bases, b) > slices.Index(Bases, other) }

// MockOnly reports whether a fact is a choice of the mock, which no case may assert of a real target.
func (b Basis) MockOnly() bool { return b == Engine || b == Assumed }
