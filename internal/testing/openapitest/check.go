package openapitest

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// An Exchange is a request and the response to it.
type Exchange struct {
	Method string
	URL    *url.URL
	Host   string // that was asked
	Type   string // of the request's body
	Body   []byte // of the request, as far as it is known

	Status int
	Header http.Header // of the response
	Answer []byte      // its body
}

func (x *Exchange) String() string {
	return fmt.Sprintf("%s %s = %d %.600s", x.Method, x.URL.RequestURI(), x.Status, x.Answer)
}

// root is the path of the root of private keys.
const root = "rest"

// parts are those of the path below its root; below is true for that of private
// keys.
func (x *Exchange) parts() (all []string, below bool) {
	all = parts(x.URL.Path)
	if len(all) > 0 && all[0] == root {
		return all[1:], true
	}
	return all, false
}

// method is the one that is meant.
func (x *Exchange) method() string {
	switch all := x.URL.Query()["method"]; {
	case x.Method == http.MethodHead:
		return http.MethodGet
	case x.Method == http.MethodGet && len(all) > 0: // JSONP
		return strings.ToUpper(all[len(all)-1])
	}
	return x.Method
}

// Check tells in what a response is not as the document has it.
func (d *Document) Check(x *Exchange) error {
	if err := d.check(x); err != nil {
		return fmt.Errorf("not as documented: %w\n%s", err, x)
	}
	return nil
}

func (d *Document) check(x *Exchange) error {
	if x.Method == http.MethodOptions && !x.forServers() {
		return d.fits(x, nil, at(d.root, "x-preflight"))
	}
	all, below := x.parts()
	op := d.find(x.method(), all, below)
	if op == nil {
		return d.fits(x, nil, at(d.root, "x-nowhere"))
	}
	return d.fits(x, op, at(op, "responses"))
}

// fits holds a response against one of some responses, that of its status.
func (d *Document) fits(x *Exchange, op, responses object) error {
	if x.isScript() {
		return d.script(x, op, responses)
	}
	listed := at(responses, strconv.Itoa(x.Status))
	if listed == nil {
		return fmt.Errorf("status %d", x.Status)
	}
	r, place := d.resolve(listed, "")
	if err := d.headers(x, r, place); err != nil {
		return err
	}
	content := at(r, "content")
	if content == nil {
		if len(x.Answer) > 0 {
			return errors.New("a body, where none is expected")
		}
		return nil
	}
	kind, _, err := mime.ParseMediaType(x.Header.Get("Content-Type"))
	if err != nil || content[kind] == nil || kind != "application/json" {
		return fmt.Errorf("content type %q", x.Header.Get("Content-Type"))
	}
	if x.Method == http.MethodHead {
		return nil
	}
	return d.json(x, op, place, x.Answer)
}

// headers looks at those that the document names.
func (d *Document) headers(x *Exchange, r object, place string) error {
	for name, h := range at(r, "headers") {
		header, where := d.resolve(h.(object), place+pointer("headers", name))
		values := x.Header.Values(name)
		if name == "Access-Control-Allow-Origin" && x.forServers() {
			if len(values) > 0 {
				return fmt.Errorf("header %s at the root of private keys", name)
			}
			continue
		}
		if len(values) == 0 && header["required"] == true {
			return fmt.Errorf("no header %s", name)
		}
		for _, v := range values {
			if err := d.schemas[where+"/schema"].Validate(v); err != nil {
				return fmt.Errorf("header %s: %w", name, err)
			}
		}
	}
	return nil
}

// forServers reports whether a request went to the root of private keys, which pages of other sites cannot read.
func (x *Exchange) forServers() bool {
	_, below := x.parts()
	return below
}

// json holds a body against the schema of a response.
func (d *Document) json(x *Exchange, op object, place string, body []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	if err := d.schemas[place+pointer("content", "application/json", "schema")].Validate(v); err != nil {
		return err
	}
	if x.Status != http.StatusOK || op == nil {
		return nil
	}
	if op["operationId"] == "call" {
		return d.calls(x, v)
	}
	return d.asked(op, x.fields(), v)
}

// isScript tells whether a response is JSONP, whose status is always 200.
func (x *Exchange) isScript() bool {
	kind, _, _ := mime.ParseMediaType(x.Header.Get("Content-Type"))
	return x.Method == http.MethodGet && x.URL.Query().Has("callback") && x.Status == http.StatusOK &&
		kind == "text/javascript"
}

// script holds a response in JavaScript against what is in it: its status is
// 200, whatever that is.
func (d *Document) script(x *Exchange, op, responses object) error {
	_, inner, ok := strings.Cut(strings.TrimPrefix(string(x.Answer), "/**/"), "(")
	inner, closed := strings.CutSuffix(inner, ");")
	if !ok || !closed {
		return errors.New("this is no call of a function")
	}
	return d.value(op, responses, []byte(inner), x.fields())
}

// value holds a bare answer against the response that it is one of: its status
// is that of the error in it, else 200.
func (d *Document) value(op, responses object, text []byte, fields *string) error {
	status, err := statusOf(text)
	if err != nil {
		return err
	}
	listed := at(responses, strconv.Itoa(status))
	if listed == nil {
		return fmt.Errorf("status %d", status)
	}
	_, place := d.resolve(listed, "")
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	if err := d.schemas[place+pointer("content", "application/json", "schema")].Validate(
		v,
	); err != nil ||
		status != http.StatusOK {
		return err
	}
	return d.asked(op, fields, v)
}
