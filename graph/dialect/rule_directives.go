package dialect

import "slices"

var (
	sectionDirectivesDefined = section("5.7.1", "Directives Are Defined")
	sectionDirectivesPlaced  = section("5.7.2", "Directives Are In Valid Locations")
	sectionDirectivesOnce    = section("5.7.3", "Directives Are Unique Per Location")
)

func directivesDefined(s *index) {
	for d := range each(s, s.directives) {
		if d.it.Definition == nil {
			s.addError(sectionDirectivesDefined, d.path, d.it.Position,
				"Unknown directive < @%s >.", brief(d.it.Name))
		}
	}
}

func directiveLocations(s *index) {
	for d := range each(s, s.directives) {
		if def := d.it.Definition; def != nil && !slices.Contains(def.Locations, d.it.location) {
			s.addError(sectionDirectivesPlaced, d.path, d.it.Position,
				"Directive < @%s > may not be used on < %s >.", def.Name, d.it.location)
		}
	}
}

func directivesOnce(s *index) {
	known := map[string]bool{}
	for d := range each(s, s.directives) {
		if d.it.index == 0 {
			clear(known)
		}
		if known[d.it.Name] && (d.it.Definition == nil || !d.it.Definition.IsRepeatable) {
			s.addError(sectionDirectivesOnce, d.path, d.it.Position,
				"Directive < @%s > may be used once in one place only.", brief(d.it.Name))
		}
		known[d.it.Name] = true
	}
}
