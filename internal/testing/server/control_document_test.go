package server_test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

// A controlOperation is an operation of docs/openapi/control.yaml.
type controlOperation struct {
	method, path string
	OperationID  string        `yaml:"operationId"`
	Parameters   []ref         `yaml:"parameters"`
	RequestBody  ref           `yaml:"requestBody"`
	Responses    yaml.MapSlice `yaml:"responses"`
}

type ref struct {
	Ref string `yaml:"$ref"`
}

// controlOperations returns the operations of the document.
func controlOperations(t *testing.T) []controlOperation {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]controlOperation
	}
	require.NoError(t, yaml.Unmarshal(dailymock.ControlDocument(), &doc))
	var all []controlOperation
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(doc.Paths[path])) {
			o := doc.Paths[path][method]
			o.method, o.path = strings.ToUpper(method), path
			all = append(all, o)
		}
	}
	return all
}

// TestControlDocumentIsServed: the document has exactly the routes of the server, and is at its own path.
func TestControlDocumentIsServed(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	got := server.Call(t, m, "GET", "/_mock/openapi/control.yaml", "")
	assert.Equal(t, string(dailymock.ControlDocument()), got.Text)
	assert.Equal(t, "application/yaml", got.Header.Get("Content-Type"))
	assert.Contains(t, server.Call(t, m, "GET", "/_mock/schema.graphql", "").Text, "type Query")

	text := server.Call(t, m, "GET", "/", "").Text
	var served, documented []string
	for _, line := range regexp.MustCompile(`\b(GET|PUT|POST|DELETE)\s+(/_mock/\S*)`).FindAllStringSubmatch(text, -1) {
		if line[2] != "/_mock/" && line[2] != "/_mock/ui/" { // the dashboard
			served = append(served, line[1]+" "+line[2])
		}
	}
	for _, o := range controlOperations(t) {
		documented = append(documented, o.method+" "+o.path)
	}
	assert.ElementsMatch(t, documented, served)
}

// withoutOperation are the methods of Server that are no operation of the control API, each with the reason.
var withoutOperation = map[string]string{
	"ServeHTTP": "serves all", "Close": "ends the process's server", "Guard": "is for handlers beside the server's",
	"Hosts":         "is for programs that embed the server",
	"StopFollowing": "is for programs that embed the server",
	"Now":           "is a member of clock", "SetTime": "is setClock with now", "SetSpeed": "is setClock with speed",
	"Freeze": "is setClock with frozen", "Unfreeze": "is setClock with frozen", "Tally": "is a member of journal",
	"ExpectOf": "is expect with reportToken", "ResetKey": "is reset with key",
}

// withoutMethod are the operations that are no method of Server, each with the reason.
var withoutMethod = map[string]string{
	"followJournal": "a Go test runs in the process of the mock, and reads the journal at any time",
	"restDocument":  "is the function RESTDocument", "controlDocument": "is the function ControlDocument",
	"vendorSchema": "is the file schema.graphqls",
	"faultNames":   "is the function FaultNames",
	"preview":      "a Go test reads the files of a report", "world": "a Go test reads it over REST",
}

// TestOneNameForEachThing: what Go can do, HTTP can do under the same name, and the other way round. A test of
// cmd/mockserver compares the commands.
func TestOneNameForEachThing(t *testing.T) {
	t.Parallel()
	methods := reflect.TypeFor[*dailymock.Server]()
	operations := map[string]bool{}
	for _, o := range controlOperations(t) {
		require.NotEmpty(t, o.OperationID, o.path)
		operations[strings.ToUpper(o.OperationID[:1])+o.OperationID[1:]] = true
		_, ok := methods.MethodByName(strings.ToUpper(o.OperationID[:1]) + o.OperationID[1:])
		_, excused := withoutMethod[o.OperationID]
		assert.NotEqual(t, ok, excused, "%s %s: a method of Server with this name, or a reason", o.method, o.path)
	}
	for i := range methods.NumMethod() {
		name := methods.Method(i).Name
		_, excused := withoutOperation[name]
		assert.NotEqual(t, operations[name], excused, "Server.%s: an operation with this name, or a reason", name)
	}
}

// TestUnknownNamesAreRefusedEverywhere: a parameter and a member that the document does not have.
func TestUnknownNamesAreRefusedEverywhere(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	before, err := m.State()
	require.NoError(t, err)
	for _, o := range controlOperations(t) {
		path := strings.ReplaceAll(o.path, "{report}", "x")
		got := server.Call(t, m, o.method, path+"?kye=x", "")
		assert.Equal(t, http.StatusBadRequest, got.StatusCode, "%s %s", o.method, got.Text)
		assert.Contains(t, got.Text, `unknown parameter \"kye\"`, "%s %s", o.method, path)
		if slices.ContainsFunc(o.Parameters, func(p ref) bool { return strings.HasSuffix(p.Ref, "/Key") }) {
			assert.Contains(t, got.Text, `did you mean \"key\"?`, "%s %s", o.method, path)
		}
		if o.RequestBody.Ref == "" || o.OperationID == "setState" {
			continue
		}
		for range 5 { // the order of a map differs from time to time
			got = server.Call(t, m, o.method, path, `{"zz-unknown": 1, "aa-unknown": 2}`)
			assert.Equal(t, http.StatusBadRequest, got.StatusCode, "%s %s", o.method, got.Text)
			assert.Contains(t, got.Text, `unknown member \"aa-unknown\"`, "%s %s", o.method, path)
		}
	}
	after, err := m.State()
	require.NoError(t, err)
	assert.Equal(t, withoutJournal(t, before), withoutJournal(t, after), "a request that is refused changes nothing")
	assert.Contains(t, server.Call(t, m, "PUT", "/_mock/policy", `{"progres": "hand"}`).Text, `did you mean \"progress\"?`)
	assert.Contains(t, server.Call(t, m, "GET", "/_mock/reports?key=a&key=b", "").Text, "is there 2 times")
}

// TestControlOff: there is nothing below /_mock/, with and without a token, and the checks of health stay.
func TestControlOff(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ControlOff: true, ControlToken: "sesame"})
	off := func(method, path string) server.Response {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, m.URL+path, nil)
		require.NoError(t, err)
		return plainly(t, req)
	}
	for _, o := range controlOperations(t) {
		other := strings.Replace(o.path, "/_mock/", "/_nothing/", 1)
		got, want := off(o.method, o.path), off(o.method, other)
		assert.Equal(t, http.StatusNotFound, got.StatusCode, o.path)
		assert.Equal(t, want.Text, strings.Replace(got.Text, o.path, other, 1))
		assert.Empty(t, got.Header.Get("X-Mock-Control-Version"))
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		assert.Equal(t, http.StatusOK, off("GET", path).StatusCode, path)
	}
	page := off("GET", "/")
	assert.NotContains(t, page.Text, "/_mock/")
	m.Advance(1)
	for _, step := range m.QuickStart(m.URL) {
		assert.NotContains(t, step.Command, "/_mock/")
	}
}

// plainly sends a request, whatever a document says.
func plainly(t *testing.T, req *http.Request) server.Response {
	t.Helper()
	resp, err := http.DefaultTransport.RoundTrip(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return server.Response{resp, string(body)}
}

// withoutJournal returns a state without its requests.
func withoutJournal(t *testing.T, state []byte) map[string]any {
	t.Helper()
	var all map[string]any
	require.NoError(t, json.Unmarshal(state, &all))
	delete(all["owners"].(map[string]any), "journal")
	return all
}
