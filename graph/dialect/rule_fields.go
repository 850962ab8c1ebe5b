package dialect

var (
	sectionFields = section("5.3.1", "Field Selections on Objects Interfaces and Unions Types")
	sectionLeaves = section("5.3.3", "Leaf Field Selections")
)

func fieldsDefined(s *index) {
	for f := range each(s, s.fields) {
		if f.parent != nil && f.parent.IsCompositeType() && f.it.Definition == nil {
			s.addError(sectionFields, f.path, f.it.Position,
				"Field %s doesn't exist on %s", brief(f.it.Name), f.parent.Name)
		}
	}
}

func leafFields(s *index) {
	for f := range each(s, s.fields) {
		if f.it.Definition == nil {
			continue
		}
		t := f.it.Definition.Type
		switch leaf := s.schema.Types[t.Name()].IsLeafType(); {
		case leaf && len(f.it.SelectionSet) > 0:
			s.addError(sectionLeaves, f.path, f.it.Position,
				"Field %s must not have a selection since type %s has no subfields.", f.it.Name, t)
		case !leaf && len(f.it.SelectionSet) == 0:
			s.addError(sectionLeaves, f.path, f.it.Position,
				"Field %s of type %s must have a selection of subfields.", f.it.Name, t)
		}
	}
}
