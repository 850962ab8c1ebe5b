package dailymock

import (
	_ "embed"
	"net/http"
	"slices"

	"github.com/dailymock/dailymock/internal/wire"
)

// restDocument is what the object graph answers, as OpenAPI: made by
// internal/rest/openapi, and held against the answers by tests.
//
//go:embed docs/openapi/rest.yaml
var restDocument []byte

// RESTDocument is the OpenAPI document of what the object graph answers, in YAML.
func RESTDocument() []byte { return slices.Clone(restDocument) }

// typeYAML is that of RFC 9512.
const typeYAML = "application/yaml"

func describeREST(w http.ResponseWriter, _ *http.Request) {
	wire.Write(w, http.StatusOK, typeYAML, restDocument)
}
