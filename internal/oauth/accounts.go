package oauth

import (
	"slices"

	"github.com/dailymock/dailymock/internal/oauth/authz"
)

// accounts knows API keys and users: those of the directory, and unless Config.Strict is set all others.
type accounts struct{ config *Config }

// key returns an API key for an endpoint of a kind. Unless Config.Strict is set, a key that is not listed exists with
// every role and permission, and its secret is not checked. A listed key of the other kind is unknown
// (docs/spec/oauth.md#key-types).
func (a accounts) key(kind KeyKind, id string) (Key, bool) {
	k, listed := a.config.Directory.Key(id)
	switch {
	case listed && k.Kind == kind:
		return k, true
	case listed, a.config.Strict:
		return Key{}, false
	}
	k = Key{ID: id, Kind: kind, Roles: []string{authz.RoleReports, authz.RoleAdopt}}
	if failureModeOf(id)&failNoRole != 0 {
		k.Roles = nil
	}
	return k, true
}

// client returns the key of a token request, and checks its secret.
func (a accounts) client(kind KeyKind, q tokenRequest) (Key, *Refusal) {
	k, known := a.key(kind, q.client)
	if !known || a.config.Strict && !equalSecret(k.Secret, q.secret) {
		return Key{}, invalidClient(kind)
	}
	if k.Grants != nil && !slices.Contains(k.Grants, q.grant) {
		return Key{}, refuse("unauthorized_client", "The grant type `%s' is not allowed for this API key.", clip(q.grant))
	}
	return k, nil
}

// SignIn checks a login and a password. Unless Config.Strict is set, all are valid.
func (a accounts) SignIn(login, password string) *Refusal {
	if f := a.CheckUser(login); f != nil {
		return f
	}
	u, listed := a.config.Directory.User(login)
	switch {
	case a.config.Strict && !equalSecret(u.Password, password):
		return wrongPassword(Public)
	case a.config.Strict, listed:
		return nil
	}
	return reservedFor("password", password)
}

// CheckUser refuses a user regardless of the password.
func (a accounts) CheckUser(login string) *Refusal {
	if f := checkMember("username", login); f != nil {
		return f
	}
	u, listed := a.config.Directory.User(login)
	switch {
	case u.Suspended:
		return suspended()
	case listed:
		return nil
	case a.config.Strict:
		return wrongPassword(Public)
	}
	return reservedFor("username", login)
}

// failureOf returns how the tokens of a reserved key fail; zero for other keys.
func (a accounts) failureOf(key string) failureMode {
	t := failureModeOf(key)
	if t == 0 {
		return 0
	}
	if _, listed := a.config.Directory.Key(key); listed {
		return 0
	}
	return t
}

// reservedClient refuses a reserved key or secret.
func (a accounts) reservedClient(kind KeyKind, q tokenRequest) *Refusal {
	if a.config.Strict {
		return nil
	}
	for _, id := range [...][2]string{{"client_id", q.client}, {"client_secret", q.secret}} {
		r := reservedIndex[id]
		if r == nil || r.refusal == nil {
			continue
		}
		if _, listed := a.config.Directory.Key(q.client); listed {
			continue
		}
		return r.refusal(kind)
	}
	return nil
}

// scope returns the granted scopes as one text: all that are asked for, unless one does not exist or the key lacks the
// permission (docs/spec/oauth.md#grants).
func (a accounts) scope(k Key, asked string) (string, *Refusal) {
	known, unknown := authz.Parse(asked)
	if unknown != "" && !a.config.IgnoreUnknownScopes {
		f := refuse("invalid_scope", "The scope `%s' does not exist.", clip(unknown))
		f.hint = scopeHint(asked)
		return "", f
	}
	for _, name := range known {
		if k.Scopes != nil && !slices.Contains(k.Scopes, name) {
			return "", refuse("invalid_scope", "The API key does not have the scope `%s'.", name)
		}
	}
	if a.failureOf(k.ID)&failNoScope != 0 {
		return "", nil
	}
	return authz.Join(known), nil
}
