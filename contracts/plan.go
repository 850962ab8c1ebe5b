package contracts

// A Plan counts what a run with some options would do.
type Plan struct {
	Runs    int            // cases that would run
	Reports int            // those that request reports; several may share one
	Effects map[Effect]int // cases that need the effect allowed
	Needs   map[Need]int   // cases that need something the target does not have
	Mock    int            // cases that run on mocks only
}

// NewPlan returns the plan of a run. It sends no requests.
func NewPlan(o Options) (*Plan, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	p := &Plan{Effects: map[Effect]int{}, Needs: map[Need]int{}}
	for _, c := range o.Cases {
		need := o.Target.missing(c.ID, c.Needs)
		switch {
		case o.Target.Mock && need == Clock:
			p.Effects[MovesClock]++
		case !o.Target.Mock && (c.Basis().MockOnly() || need == MockOnly || need == Clock):
			p.Mock++
		case need != "":
			p.Needs[need]++
		case !o.Target.Mock && !c.Effect.in(o.Allow):
			p.Effects[c.Effect]++
		default:
			p.Runs++
			if c.Effect == CreatesReport {
				p.Reports++
			}
		}
	}
	return p, nil
}
