package control

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/world"
)

// A policy is a report.Policy and the API key that it is for; "" means all keys without a policy of their own.
type policy struct {
	Key      string          `json:"key,omitempty"`
	Progress report.Progress `json:"progress"`
	Takes    duration        `json:"takes"`
	Polls    int             `json:"polls"`
	Outcome  report.Status   `json:"outcome"`
}

func (c *Control) policy(key string) policy {
	p := c.config.Core().Reports.Policy(key)
	return policy{key, p.Progress, duration(p.Takes), p.Polls, p.Outcome}
}

// Policy shows the policy of ?key=, or of all keys without one of their own.
func (c *Control) Policy(w http.ResponseWriter, r *http.Request) {
	c.show(w, r, []string{"key"}, func(query map[string]string) (any, error) { return c.policy(query["key"]), nil })
}

// SetPolicy takes any of the members that Policy shows, and shows the policy. Missing members have their defaults.
func (c *Control) SetPolicy(w http.ResponseWriter, r *http.Request) {
	var p policy
	known := members{
		{"key", &p.Key}, {"progress", &p.Progress}, {"takes", &p.Takes}, {"polls", &p.Polls}, {"outcome", &p.Outcome},
	}
	c.handle(w, r, known, func() (any, error) {
		err := c.config.Core().Reports.SetPolicy(p.Key, report.Policy{
			Progress: p.Progress, Takes: time.Duration(p.Takes), Polls: p.Polls, Outcome: p.Outcome,
		})
		return c.policy(p.Key), err
	})
}

// Reports shows the reports of ?key=, or all that are remembered, the last one first.
func (c *Control) Reports(w http.ResponseWriter, r *http.Request) {
	c.show(w, r, []string{"key"}, func(query map[string]string) (any, error) {
		reports := append([]report.State{}, c.config.Core().Reports.States(query["key"])...) // [] in JSON, never null
		return map[string][]report.State{"reports": reports}, nil
	})
}

// EndReport takes {"status": "FAILED"} for the report whose id or token is in the path, and shows the report.
func (c *Control) EndReport(w http.ResponseWriter, r *http.Request) {
	var status report.Status
	c.handle(w, r, members{{"status", &status}}, func() (any, error) {
		if status == "" {
			return nil, errors.New(`"status" is missing; send {"status": "FINISHED"}, "FAILED" or "EXPIRED"`)
		}
		return c.config.Core().Reports.End(r.PathValue("report"), status)
	})
}

// Expect takes the variables of the mutation, {"input": {…}}, or {"reportToken": "…"}, and shows what a loader must
// hold. Beside input, login names the user whose token asks, and edition the documentation whose limits hold.
func (c *Control) Expect(w http.ResponseWriter, r *http.Request) {
	var input json.RawMessage
	var token, login, edition string
	known := members{{"input", &input}, {"reportToken", &token}, {"login", &login}, {"edition", &edition}}
	c.handle(w, r, known, func() (any, error) {
		if (len(input) == 0 || string(input) == "null") == (token == "") {
			return nil, errors.New(`send either {"input": {…}}, as for the mutation, or {"reportToken": "…"}`)
		}
		if token != "" {
			return c.config.Core().Reports.ExpectOf(r.Context(), token)
		}
		request, err := report.ParseInput(input)
		if err != nil {
			return nil, err
		}
		request.Edition = cmp.Or(edition, "2026")
		return c.config.Core().Reports.Expect(r.Context(), world.Account{Login: login}, request)
	})
}

// Invariants shows what holds in every report.
func (c *Control) Invariants(w http.ResponseWriter, r *http.Request) {
	c.show(w, r, nil, func(map[string]string) (any, error) {
		return map[string][]report.Invariant{"invariants": report.Invariants()}, nil
	})
}
