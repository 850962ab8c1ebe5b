package openapitest

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// An Exchange holds a request and its response.
type Exchange struct {
	Method string
	URL    *url.URL
	Host   string // of the request
	Type   string // of the request's body
	Body   []byte // of the request, as far as it is known

	Status int
	Header http.Header // of the response
	Answer []byte      // its body
}

func (x *Exchange) String() string {
	return fmt.Sprintf("%s %s = %d %.600s", x.Method, x.URL.RequestURI(), x.Status, x.Answer)
}

// parts returns those of the path below its root, and reports whether that is the root of private keys.
func (x *Exchange) parts() (all []string, below bool) {
	all = parts(x.URL.Path)
	if len(all) > 0 && all[0] == "rest" {
		return all[1:], true
	}
	return all, false
}

// method returns the method that the request asks for.
func (x *Exchange) method() string {
	switch all := x.URL.Query()["method"]; {
	case x.Method == http.MethodHead:
		return http.MethodGet
	case x.Method == http.MethodGet && len(all) > 0: // JSONP
		return strings.ToUpper(all[len(all)-1])
	}
	return x.Method
}

// operation returns the operation and the responses for a method and a path. The operation may be nil.
func (d *Document) operation(method string, path []string, below bool) (*openapi3.Operation, *openapi3.Responses) {
	if op := d.find(method, path, below); op != nil {
		return op, op.Responses
	}
	return nil, d.nowhere
}

// Check returns an error that says how a response differs from the document.
func (d *Document) Check(x *Exchange) error {
	all, below := x.parts()
	if !d.twoRoots && strings.HasSuffix(x.URL.Path, "/") {
		all = append(all, "") // another path
	}
	op, responses := d.operation(x.method(), all, below)
	if x.Method == http.MethodOptions && d.twoRoots && !below {
		op, responses = nil, d.preflight
	}
	if err := d.check(x, op, responses); err != nil {
		return fmt.Errorf("not as documented: %w\n%s", err, x)
	}
	return nil
}

func (d *Document) check(x *Exchange, op *openapi3.Operation, responses *openapi3.Responses) error {
	kind, _, err := mime.ParseMediaType(x.Header.Get("Content-Type"))
	if x.Method == http.MethodGet && x.URL.Query().Has("callback") && x.Status == http.StatusOK &&
		kind == "text/javascript" {
		return d.script(x, op, responses)
	}
	r := responses.Status(x.Status)
	if r == nil {
		return fmt.Errorf("status %d", x.Status)
	}
	if err := d.headers(x, r.Value); err != nil {
		return err
	}
	switch {
	case len(r.Value.Content) == 0:
		if len(x.Answer) > 0 {
			return errors.New("a body, where none is expected")
		}
		return nil
	case err == nil && r.Value.Content[kind] != nil && r.Value.Content["application/json"] == nil:
		return nil // no schema says what is in it
	case err != nil || r.Value.Content[kind] == nil || kind != "application/json":
		return fmt.Errorf("content type %q", x.Header.Get("Content-Type"))
	case x.Method == http.MethodHead:
		return nil
	}
	v, err := d.valid(r.Value, x.Answer)
	if err != nil || x.Status != http.StatusOK || op == nil {
		return err
	}
	if op.OperationID == "call" {
		return d.calls(x, v)
	}
	return asked(op, x.fields(), v)
}

// headers checks the headers that the document names.
func (d *Document) headers(x *Exchange, r *openapi3.Response) error {
	for name, h := range r.Headers {
		values := x.Header.Values(name)
		if _, below := x.parts(); below && name == "Access-Control-Allow-Origin" {
			if len(values) > 0 { // that root is for servers, not for pages
				return fmt.Errorf("header %s at the root of private keys", name)
			}
			continue
		}
		if len(values) == 0 && h.Value.Required {
			return fmt.Errorf("no header %s", name)
		}
		for _, v := range values {
			if err := d.schemas[h.Value.Schema].Validate(v); err != nil {
				return fmt.Errorf("header %s: %w", name, err)
			}
		}
	}
	return nil
}

// valid returns the value of a body, which must match the schema of a response.
func (d *Document) valid(r *openapi3.Response, body []byte) (any, error) {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return v, d.schemas[r.Content["application/json"].Schema].Validate(v)
}

// script checks the value in a response in JavaScript, whose status is always 200.
func (d *Document) script(x *Exchange, op *openapi3.Operation, responses *openapi3.Responses) error {
	_, inner, ok := strings.Cut(strings.TrimPrefix(string(x.Answer), "/**/"), "(")
	inner, closed := strings.CutSuffix(inner, ");")
	if !ok || !closed {
		return errors.New("the script is not a call of a function")
	}
	return d.value(op, responses, []byte(inner), x.fields())
}

// value checks a bare value against the response of its status: the code of the error in it, else 200.
func (d *Document) value(op *openapi3.Operation, responses *openapi3.Responses, text []byte, fields *string) error {
	status, err := statusOf(text)
	if err != nil {
		return err
	}
	r := responses.Status(status)
	if r == nil {
		return fmt.Errorf("status %d", status)
	}
	v, err := d.valid(r.Value, text)
	if err != nil || status != http.StatusOK {
		return err
	}
	return asked(op, fields, v)
}
