package main

// form returns the schema of a form, nil for a noun that clients cannot write.
func (w *writer) form(n noun) object {
	var properties object
	for _, f := range n.Fields {
		if f.Writable {
			properties = append(properties, entry(f.Name, f.input(n.known[f.Name])))
		}
	}
	if properties == nil {
		return nil
	}
	properties = append(properties, w.forms[n.name]...)
	return object{
		entry("type", "object"),
		entry(
			"description",
			"Names that are not here are left out, unless a switch wants them refused. An empty text is null.",
		),
		entry(
			"properties",
			append(properties, entry("fields", object{entry("type", "string"), entry("description", "What the answer shows.")})),
		),
		entry("x-assumed", "What is done with other names, and with empty texts."),
	}
}

// formTypes maps the types of the catalogue to types in a form, where they differ.
var formTypes = map[string]object{
	"boolean": ref("schemas/Boolean"),
	"array":   {entry("type", "array"), entry("items", object{entry("type", "string"), entry("maxLength", 150)})},
}

// input returns the schema of a field in a form.
func (f field) input(k knowledge) object {
	s, ok := formTypes[f.Type]
	if !ok {
		s = jsonTypes[f.Type]
	}
	s = append(object{}, s...)
	s = f.bounded(s, true)
	if len(f.Enum) > 0 {
		s = append(s, entry("enum", texts(f.Enum)))
	}
	if f.RequiredOn != nil {
		s = append(s, entry("x-required-on", texts(f.RequiredOn)))
	}
	if f.WriteScope != "" {
		s = append(s, entry("x-scope", f.WriteScope))
	}
	return append(s, evidence(k.Basis, k.Assumed, "")...)
}

// body returns a requestBody with a form.
func (w *writer) body(form string) object {
	schema, properties := "ContentForm", w.forms["content"]
	for _, n := range w.nouns {
		if n.name == form {
			schema, properties = n.Schema+"Form", get(w.form(n), "properties")
		}
	}
	var encoding object
	for _, p := range properties {
		if s, ok := p.Value.(object); ok && len(s) > 0 && s[0].Value == "array" {
			encoding = append(encoding, entry(p.Key.(string), object{entry("style", "form"), entry("explode", false)}))
		}
	}
	plain := object{entry("schema", ref("schemas/"+schema))}
	encoded := plain
	if encoding != nil {
		encoded = append(append(object{}, plain...), entry("encoding", encoding))
	}
	return object{entry("content", object{
		entry("application/x-www-form-urlencoded", encoded),
		entry("multipart/form-data", plain),
	})}
}
