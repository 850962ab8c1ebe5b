package graph

import "github.com/dailymock/dailymock/graph/dialect"

// requestIn reads a body, whatever its content type is. Other members are ignored; of one
// that comes twice, the last counts.
func requestIn(body []byte) (r dialect.Request, err error) {
	v, err := dialect.ParseJSON(body)
	sent, ok := v.(*dialect.Object)
	if err != nil || !ok {
		return r, errBody
	}
	if r.Query, err = text(sent, "query", errQuery); err != nil {
		return r, err
	}
	if r.Query == "" {
		return r, errNoQuery
	}
	if r.OperationName, err = text(sent, "operationName", errOperation); err != nil {
		return r, err
	}
	r.Variables, err = variables(sent)
	return r, err
}

// text returns a member that is a string, and "" if it is null or missing.
func text(sent *dialect.Object, name string, otherwise error) (string, error) {
	v, _ := sent.Get(name)
	s, ok := v.(string)
	if !ok && v != nil {
		return "", otherwise
	}
	return s, nil
}

// variables returns the variables, or nil if there are none. The vendor's HTTP layer also
// takes an object as JSON in a string.
func variables(sent *dialect.Object) (*dialect.Object, error) {
	v, _ := sent.Get("variables")
	if s, ok := v.(string); ok {
		var err error
		if v, err = dialect.ParseJSON([]byte(s)); err != nil {
			return nil, errVariables
		}
	}
	o, ok := v.(*dialect.Object)
	if !ok && v != nil {
		return nil, errVariables
	}
	return o, nil
}
