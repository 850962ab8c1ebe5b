package dialect

import "github.com/vektah/gqlparser/v2/ast"

var (
	sectionVariablesOnce    = section("5.8.1", "Variable Uniqueness")
	sectionVariableTypes    = section("5.8.2", "Variables Are Input Types")
	sectionVariablesDefined = section("5.8.3", "All Variable Uses Defined")
	sectionVariablesUsed    = section("5.8.4", "All Variables Used")
	sectionVariablesAllowed = section("5.8.5", "All Variable Usages are Allowed")
)

// title returns the name of an operation in messages.
func title(op *ast.OperationDefinition) string {
	if op.Name == "" {
		return "anonymous Operation"
	}
	return "Operation < " + brief(op.Name) + " >"
}

func variableUniqueness(s *index) {
	for op := range each(s, s.doc.Operations) {
		for _, v := range repeated(op.VariableDefinitions, func(v *ast.VariableDefinition) string { return v.Variable }) {
			s.addError(sectionVariablesOnce, nil, v.Position,
				"Can't have multiple variables named < %s >.", brief(v.Variable))
		}
	}
}

func variableTypes(s *index) {
	for op := range each(s, s.doc.Operations) {
		for v := range each(s, op.VariableDefinitions) {
			switch def := s.schema.Types[v.Type.Name()]; {
			case def == nil:
				s.addError(sectionVariableTypes, nil, v.Position, "Unknown type < %s >.", brief(v.Type.Name()))
			case !def.IsInputType():
				s.addError(sectionVariableTypes, nil, v.Position,
					"Variable < $%s > can't be of type < %s >, which is not an input type.", brief(v.Variable), def.Name)
			}
		}
	}
}

// uses calls do for each variable that an operation uses, itself or in the
// fragments that it reaches.
func uses(s *index, do func(op *ast.OperationDefinition, defined map[string]*ast.VariableDefinition, u use)) {
	for from := range each(s, s.operations()) {
		defined := make(map[string]*ast.VariableDefinition, len(from.operation.VariableDefinitions))
		for _, v := range from.operation.VariableDefinitions {
			defined[v.Variable] = v
		}
		for _, x := range s.reached(from) {
			for u := range each(s, x.uses) {
				do(from.operation, defined, u)
			}
		}
	}
}

func variablesDefined(s *index) {
	uses(s, func(op *ast.OperationDefinition, defined map[string]*ast.VariableDefinition, u use) {
		if defined[u.value.Raw] == nil {
			s.addError(sectionVariablesDefined, u.insideField, u.value.Position,
				"Undefined Variable < %s > in %s.", brief(u.value.Raw), title(op))
		}
	})
}

// variablesUsed reports unused variables. The misspelling is the vendor's.
func variablesUsed(s *index) {
	used := map[*ast.VariableDefinition]bool{}
	uses(s, func(_ *ast.OperationDefinition, defined map[string]*ast.VariableDefinition, u use) {
		used[defined[u.value.Raw]] = true
	})
	for op := range each(s, s.doc.Operations) {
		for v := range each(s, op.VariableDefinitions) {
			if !used[v] {
				s.addError(sectionVariablesUsed, nil, v.Position,
					"Unused Varibable < %s > in %s.", brief(v.Variable), title(op))
			}
		}
	}
}

func variablesAllowed(s *index) {
	uses(s, func(_ *ast.OperationDefinition, defined map[string]*ast.VariableDefinition, u use) {
		v := defined[u.value.Raw]
		if v == nil || u.expected == nil || s.schema.Types[v.Type.Name()] == nil || allowed(v, u) {
			return
		}
		s.addError(sectionVariablesAllowed, u.insideField, u.value.Position,
			"Variable < $%s > of type < %s > used in position expecting type < %s >.", brief(v.Variable), v.Type, u.expected)
	})
}

// allowed implements IsVariableUsageAllowed of the specification: a nullable variable is
// allowed in a non-null position if there is a default value.
func allowed(v *ast.VariableDefinition, u use) bool {
	expected := u.expected
	if expected.NonNull && !v.Type.NonNull {
		ownDefault := v.DefaultValue != nil && v.DefaultValue.Kind != ast.NullValue
		if !ownDefault && !u.hasDefault {
			return false
		}
		nullable := *expected
		nullable.NonNull = false
		expected = &nullable
	}
	return v.Type.IsCompatible(expected)
}
