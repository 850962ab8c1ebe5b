package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Reporting is what can be controlled about reports.
type Reporting interface {
	Policy(key string) Policy
	SetPolicy(PolicyChange) error
	Reports() []Report
	EndReport(name, status string) (Report, error) // ErrNotFound where there is none
	Expect(Input) (Expectation, error)
	ExpectOf(token string) (Expectation, error) // ErrNotFound where there is none
	Invariants() []Invariant
}

// A Policy says how long reports take and how they end.
type Policy struct {
	Key      string `json:"key,omitempty"` // "" for all keys without one of their own
	Progress string `json:"progress"`
	Takes    string `json:"takes"`
	Polls    int    `json:"polls"`
	Outcome  string `json:"outcome"`
}

// A PolicyChange is a Policy to be set; what is left out has its default.
type PolicyChange struct {
	Key, Progress string
	Takes         time.Duration
	Polls         int
	Outcome       string
}

// A Report is one that was asked for.
type Report struct {
	ID         string       `json:"id"`
	Status     string       `json:"status"`
	History    []Transition `json:"history"`
	Polls      int          `json:"polls,omitempty"`
	Login      string       `json:"login,omitempty"`
	Edition    string       `json:"edition"`
	Metrics    []string     `json:"metrics"`
	Dimensions []string     `json:"dimensions"`
	StartDate  string       `json:"startDate"`
	EndDate    string       `json:"endDate"`
	Product    string       `json:"product"`
	Filters    Filters      `json:"filters,omitzero"`
}

// A Transition is a change of a report's status.
type Transition struct {
	Status string    `json:"status"`
	At     time.Time `json:"at"`
}

// Filters are the mutation's.
type Filters struct {
	ChannelSlug           string `json:"channelSlug,omitempty"`
	VideoOwnerChannelSlug string `json:"videoOwnerChannelSlug,omitempty"`
	MediaType             string `json:"mediaType,omitempty"`
	MonetizationType      string `json:"monetizationType,omitempty"`
	VisitorDomainGroup    string `json:"visitorDomainGroup,omitempty"`
}

// An Input is the mutation's, with who asks and by which documentation.
type Input struct {
	Metrics, Dimensions []string
	StartDate, EndDate  string // days
	Product             string
	Filters             Filters
	Login, Edition      string
}

// An Expectation is what a loader must hold.
type Expectation struct {
	Rows   int               `json:"rows"`
	Files  int               `json:"files"`
	Sums   map[string]string `json:"sums"`
	First  map[string]string `json:"first"`
	Last   map[string]string `json:"last"`
	SHA256 string            `json:"sha256,omitempty"` // none where there are too many rows to sort
}

// An Invariant holds in every report.
type Invariant struct {
	Name  string `json:"name"`
	Holds string `json:"holds"`
}

// Policy answers the policy of ?key=, or of all keys without one of their own.
func (c *Control) Policy(w http.ResponseWriter, r *http.Request) {
	write(w, http.StatusOK, c.mock.Policy(r.URL.Query().Get("key")))
}

// SetPolicy takes any of the members that Policy answers and answers as it does.
func (c *Control) SetPolicy(w http.ResponseWriter, r *http.Request) {
	var p PolicyChange
	var takes duration
	known := members{{"key", &p.Key}, {"progress", &p.Progress}, {"takes", &takes}, {"polls", &p.Polls}, {"outcome", &p.Outcome}}
	c.act(w, r, known, func() (any, error) {
		p.Takes = time.Duration(takes)
		err := c.mock.SetPolicy(p)
		return c.mock.Policy(p.Key), err
	})
}

// Reports answers the reports that are remembered, the one asked for last first.
func (c *Control) Reports(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, map[string]any{"reports": c.mock.Reports()})
}

// EndReport takes {"status": "FAILED"} for the report that the path names by its
// id or its token, and answers the report.
func (c *Control) EndReport(w http.ResponseWriter, r *http.Request) {
	var status string
	c.act(w, r, members{{"status", &status}}, func() (any, error) {
		if status == "" {
			return nil, errors.New(`"status" is missing; send {"status": "FINISHED"}, "FAILED" or "EXPIRED"`)
		}
		return c.mock.EndReport(r.PathValue("report"), status)
	})
}

// Expect takes the variables of the mutation, {"input": {…}}, or {"reportToken":
// "…"}, and answers what a loader must hold. Beside input, login names the user
// whose token asks, and edition the documentation whose limits hold.
func (c *Control) Expect(w http.ResponseWriter, r *http.Request) {
	var in *input
	var token, login, edition string
	known := members{{"input", &in}, {"reportToken", &token}, {"login", &login}, {"edition", &edition}}
	c.act(w, r, known, func() (any, error) {
		switch {
		case (in == nil) == (token == ""):
			return nil, errors.New(`send either {"input": {…}}, as for the mutation, or {"reportToken": "…"}`)
		case token != "":
			return c.mock.ExpectOf(token)
		}
		i := Input(*in)
		i.Login, i.Edition = login, edition
		return c.mock.Expect(i)
	})
}

// Invariants answers what holds in every report.
func (c *Control) Invariants(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, map[string]any{"invariants": c.mock.Invariants()})
}

// input is an Input as clients write it: a list of one may be a bare value, and
// filters null.
type input Input

func (in *input) UnmarshalJSON(b []byte) error {
	var of struct {
		ClientMutationID    json.RawMessage
		Metrics, Dimensions oneOrMore
		StartDate, EndDate  string
		Product             string
		Filters             *Filters
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&of); err != nil {
		return fmt.Errorf("must be the mutation's input: %w", err)
	}
	*in = input{Metrics: of.Metrics, Dimensions: of.Dimensions, StartDate: of.StartDate, EndDate: of.EndDate, Product: of.Product}
	if of.Filters != nil {
		in.Filters = *of.Filters
	}
	return nil
}

// oneOrMore is a list of texts, or one of them bare.
type oneOrMore []string

func (l *oneOrMore) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*l = oneOrMore{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(l))
}
