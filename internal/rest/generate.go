package rest

//go:generate go run ../packed/pack catalog/fields.json
//go:generate go run ./openapi catalog/fields.json ../../docs/openapi/rest.yaml
//go:generate go run ../packed/pack ../../docs/openapi/rest.yaml ../../docs/openapi/control.yaml
