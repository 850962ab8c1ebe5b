package rest

//go:generate go run ./openapi catalog/fields.json ../../docs/openapi/rest.yaml
