package contracts

import (
	"net/http"
	"net/url"

	"github.com/dailymock/dailymock/contracts/ledger"
)

// An Endpoint combines a kind of key, the token endpoint for it and the API that its tokens are valid for.
type Endpoint struct {
	Name      string
	Kind      string // of key: "public" or "private"
	TokenHost Host
	TokenPath string
	APIHost   Host   // where the tokens are valid
	APIPath   string // of GraphQL, or of the REST root
}

// Needs returns the credentials that its usual grant requires.
func (d Endpoint) Needs() []Need {
	if d.Kind == "public" {
		return []Need{PublicKey, Login}
	}
	return []Need{PrivateKey}
}

// The endpoints.
var (
	PublicReports  = Endpoint{"public reporting", "public", PublicGraphQL, "/oauth/token", PublicGraphQL, "/"}
	PrivateReports = Endpoint{"private reporting", "private", Partner, "/oauth/v1/token", Partner, "/graphql"}
	PublicData     = Endpoint{publicREST, "public", Data, "/oauth/token", Data, ""}
	PrivateData    = Endpoint{privateREST, "private", Partner, "/oauth/v1/token", Partner, "/rest"}
)

// ReportScopes lists the scopes in the guide for private keys.
const ReportScopes = "access_ads access_revenue create_reports delete_reports read_reports"

// GraphQL sends a query with a token for reports. Variables may be nil.
func (d Endpoint) GraphQL(t *T, query string, variables any) *Response {
	body := map[string]any{"query": query}
	if variables != nil {
		body["variables"] = variables
	}
	return d.GraphQLBody(t, body)
}

// GraphQLBody sends a JSON value as a GraphQL request, with a token for reports.
func (d Endpoint) GraphQLBody(t *T, body any) *Response {
	defer t.session.hold()()
	return d.GraphQLAs(t, d.Token(t), body)
}

// GraphQLAs sends a JSON value as a GraphQL request, with a token; "" sends none.
func (d Endpoint) GraphQLAs(t *T, token Secret, body any) *Response {
	return t.Do(Request{Host: d.APIHost, Path: d.APIPath, JSON: body, Token: token})
}

// Read reads a path of REST with a token for some scopes, separated by spaces.
func (d Endpoint) Read(t *T, path, scopes string) *Response {
	return d.rest(t, http.MethodGet, path, scopes, nil)
}

// Post sends a form to a path of REST with a token for some scopes. Nil sends no body.
func (d Endpoint) Post(t *T, path, scopes string, form url.Values) *Response {
	return d.rest(t, http.MethodPost, path, scopes, form)
}

// Delete deletes at a path of REST with a token for some scopes.
func (d Endpoint) Delete(t *T, path, scopes string) *Response {
	return d.rest(t, http.MethodDelete, path, scopes, nil)
}

func (d Endpoint) rest(t *T, method, path, scopes string, form url.Values) *Response {
	defer t.session.hold()()
	return t.Do(Request{Method: method, Host: d.APIHost, Path: d.APIPath + path, Form: form, Token: d.Token(t, scopes)})
}

// Created adds an object that the case created at the endpoint to the ledger, unless the target is a mock.
func (d Endpoint) Created(t *T, kind, id string) {
	if !t.Mock() {
		t.session.ledger.Add(ledger.Entry{Kind: kind, ID: id, Root: d.Name, Case: t.id, Run: t.RunID(), Made: t.Now()})
	}
}
