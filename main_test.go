package dailymock_test

import (
	"net/http"
	"os"
	"testing"

	"github.com/dailymock/dailymock/internal/testing/openapitest"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// documented carries requests; an answer of REST that is not as the document
// has it is an error.
var documented = openapitest.Must(os.ReadFile("docs/openapi/rest.yaml")).Transport(http.DefaultTransport)
