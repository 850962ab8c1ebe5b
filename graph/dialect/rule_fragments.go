package dialect

import "github.com/vektah/gqlparser/v2/ast"

var (
	sectionFragmentNames    = section("5.5.1.1", "Fragment Name Uniqueness")
	sectionFragmentTypes    = section("5.5.1.2", "Fragment Spread Type Existence")
	sectionFragmentsOn      = section("5.5.1.3", "Fragments On Composite Types")
	sectionFragmentsUsed    = section("5.5.1.4", "Fragments Must Be Used")
	sectionFragmentsDefined = section("5.5.2.1", "Fragment spread target defined")
	sectionFragmentCycles   = section("5.5.2.2", "Fragment spreads must not form cycles")
	sectionFragmentPossible = section("5.5.2.3", "Fragment spread is possible")
)

func fragmentNames(s *index) {
	for _, f := range repeated(s.doc.Fragments, func(f *ast.FragmentDefinition) string { return f.Name }) {
		s.addError(sectionFragmentNames, nil, f.Position,
			"Can't have multiple fragments named < %s >.", brief(f.Name))
	}
}

func fragmentTypes(s *index) {
	for c := range each(s, s.typeConditions) {
		switch def := s.schema.Types[c.it.on]; {
		case def == nil:
			s.addError(sectionFragmentTypes, c.path, c.it.at, "Unknown type < %s >.", brief(c.it.on))
		case !def.IsCompositeType():
			s.addError(sectionFragmentsOn, c.path, c.it.at,
				"Fragment cannot condition on non composite type < %s >.", def.Name)
		}
	}
}

func fragmentsUsed(s *index) {
	used := map[string]bool{}
	for _, x := range s.reached(s.operations()...) {
		if x.fragment != nil {
			used[x.fragment.Name] = true
		}
	}
	for f := range each(s, s.doc.Fragments) {
		if !used[f.Name] {
			s.addError(sectionFragmentsUsed, nil, f.Position, "Fragment < %s > is never used.", brief(f.Name))
		}
	}
}

func fragmentsDefined(s *index) {
	for f := range each(s, s.spreads) {
		if s.fragments[f.it.Name] == nil {
			s.addError(sectionFragmentsDefined, f.path, f.it.Position, "Undefined fragment < %s >.", brief(f.it.Name))
		}
	}
}

// fragmentCycles reports each fragment once that spreads itself, directly or not.
func fragmentCycles(s *index) {
	const entered, left = 1, 2
	state := map[*scope]int{}
	var visit func(x *scope)
	visit = func(x *scope) {
		state[x] = entered
		for _, name := range x.spreads {
			switch f := s.byFragment[name]; {
			case f == nil:
			case state[f] == entered:
				s.addError(sectionFragmentCycles, nil, f.fragment.Position,
					"Fragment < %s > spreads itself.", brief(name))
				state[f] = left
			case state[f] != left:
				visit(f)
			}
		}
		state[x] = left
	}
	for _, x := range s.scopes {
		if state[x] != left {
			visit(x)
		}
	}
}

// fragmentsPossible reports fragments whose type condition has no object in common with
// the type around them.
func fragmentsPossible(s *index) {
	check := func(p location, on string, where *ast.Position) {
		inner := s.schema.Types[on]
		if p.parent == nil || inner == nil || !inner.IsCompositeType() || !p.parent.IsCompositeType() {
			return
		}
		for _, t := range s.objects(inner) {
			for _, u := range s.objects(p.parent) {
				if t == u {
					return
				}
			}
		}
		s.addError(sectionFragmentPossible, p.path, where,
			"A fragment on type < %s > can never apply to type < %s >.", inner.Name, p.parent.Name)
	}
	for c := range each(s, s.typeConditions) {
		if c.it.fragment == "" {
			check(c.location, c.it.on, c.it.at)
		}
	}
	for f := range each(s, s.spreads) {
		if target := s.fragments[f.it.Name]; target != nil {
			check(f.location, target.TypeCondition, f.it.Position)
		}
	}
}

// objects returns the object types that a value of a type can have.
func (s *index) objects(def *ast.Definition) []*ast.Definition {
	if def.IsAbstractType() {
		return s.schema.GetPossibleTypes(def)
	}
	return []*ast.Definition{def}
}
