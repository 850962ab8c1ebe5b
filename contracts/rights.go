package contracts

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// rights describes what the credentials of a run may do.
type rights struct {
	scopes []string // granted to the private key; nil if it is missing or its token request failed
	lines  []string // for people
}

// findRights asks what the credentials of a target other than a mock may do. Cases use the same tokens.
func (r *runner) findRights() {
	k := r.Target.Keys("")
	private, public := "no private key", "no public key with a login"
	ask := func(d Endpoint) *Response {
		var a *Response
		c := Case{ID: "rights", Title: "the credentials are known"}
		r.execute(c, func(t *T) {
			scope := ""
			if d == PrivateReports {
				scope = ReportScopes
			}
			a = d.AskToken(t, d.TokenForm(t, scope))
			d.keep(t, scope, a)
		})
		return a
	}
	if k.Private.set() {
		private = "the private key gets no token"
		if a := ask(PrivateReports); a != nil && a.String("access_token") != "" {
			r.rights.scopes = strings.Fields(a.String("scope"))
			private = "the private key has " + cmp.Or(r.redact.Text(strings.Join(r.rights.scopes, ", ")), "no scopes")
		}
	}
	if k.Public.set() && k.Username != "" {
		public = "the login gets no token"
		if a := ask(PublicReports); a != nil && a.String("access_token") != "" {
			public = "the public key signs in" + r.redact.Text(roles(a.String("access_token")))
		}
	}
	dyntube := "no DynTube key"
	if k.DynTube != "" {
		dyntube = "a DynTube key"
	}
	var surfaces, effects []string
	for _, c := range r.Cases {
		if !slices.Contains(surfaces, string(c.Surface)) {
			surfaces = append(surfaces, string(c.Surface))
		}
	}
	for _, e := range r.Allow {
		effects = append(effects, string(e))
	}
	r.rights.lines = []string{
		fmt.Sprintf("credentials: %s; %s; %s", private, public, dyntube),
		fmt.Sprintf("checked: %s; allowed: %s; a key has two reports at a time and 15 uploads a day",
			strings.Join(surfaces, ", "),
			cmp.Or(strings.Join(effects, ", "), "only what reads or must be refused")),
	}
}

// roles returns the roles in the claims of a JWT, for people; "" if there are none (docs/spec/reporting.md#tokens).
func roles(token string) string {
	parts := strings.Split(token, ".")
	if len(parts) < 2 {
		return ""
	}
	var claims struct {
		Roles string `json:"rol"`
	}
	text, _ := base64.RawURLEncoding.DecodeString(parts[1])
	if json.Unmarshal(text, &claims) != nil || claims.Roles == "" {
		return ""
	}
	return ", with the roles " + strings.Join(strings.Fields(claims.Roles), ", ")
}

// lacks returns why the private key may not do what a case needs, or "".
func (s rights) lacks(c Case) string {
	if s.scopes == nil || c.Surface != Reporting || !slices.Contains(c.Needs, PrivateKey) {
		return ""
	}
	for _, scope := range []string{"create_reports", "read_reports"} {
		if c.Effect == CreatesReport && !slices.Contains(s.scopes, scope) {
			return "the private key does not have the scope " + scope
		}
	}
	return ""
}
