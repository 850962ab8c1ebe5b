package contracts

import "context"

// A Plan says what a run with some options would do.
type Plan struct {
	Runs    int            // cases that would run
	Reports int            // those of them that ask for reports, of which some share one
	Effects map[Effect]int // cases that would run too if the effect was allowed
	Needs   map[Need]int   // cases that the target lacks something for
	Mock    int            // cases that run on mocks only
}

// NewPlan returns the plan of a run. It sends nothing.
func NewPlan(o Options) (*Plan, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	r := &run{Options: o, ctx: context.Background()}
	p := &Plan{Effects: map[Effect]int{}, Needs: map[Need]int{}}
	for _, c := range o.Cases {
		need := o.Target.lacks(c)
		switch {
		case !o.Target.Mock && (c.Basis().MockOnly() || need == MockOnly || need == Clock):
			p.Mock++
		case need != "":
			p.Needs[need]++
		case !o.Target.Mock && !r.allows(c.Effect):
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
