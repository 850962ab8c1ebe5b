package rest

//go:generate go run ./openapi fields.json ../../docs/openapi/rest.yaml
