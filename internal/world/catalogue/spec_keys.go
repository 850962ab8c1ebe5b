package catalogue

import (
	"net/url"
	"time"
)

func (k *checker) someKeys(keys []KeySpec) {
	k.within(path{"keys"}, "keys", len(keys), 0, maxKeys)
	seen := map[string]bool{}
	for i, key := range keys {
		at := path{"keys", i}
		k.name(at, "id", key.ID)
		k.once(at.to("id"), seen, key.ID, "key %q is listed twice")
		k.name(at, "secret", key.Secret)
		k.oneOf(at.to("kind"), "kind", key.Kind, KeyKinds)
		k.text(at, "name", key.Name, false)
		k.text(at, "owner", key.Owner, false)
		k.within(at.to("roles"), "roles", len(key.Roles), 0, maxNames)
		k.within(at.to("scopes"), "scopes", len(key.Scopes), 0, maxNames)
		k.within(at.to("grants"), "grants", len(key.Grants), 0, maxNames)
	}
}

func (k *checker) someUsers(users []UserSpec) {
	k.within(path{"users"}, "users", len(users), 0, maxUsers)
	seen := map[string]bool{}
	for i, u := range users {
		at := path{"users", i}
		k.name(at, "login", u.Login)
		k.once(at.to("login"), seen, u.Login, "user %q is listed twice")
		k.name(at, "password", u.Password)
	}
}

// name checks what a token request holds: there, and not too long.
func (k *checker) name(at path, key, text string) {
	if n := len(text); n == 0 || n > maxName {
		k.say(at.to(key), "%s: 1 to %d bytes are needed, and it has %d", key, maxName, n)
	}
}

// importer checks what an importer needs to start; nil is none.
func (k *checker) importer(s *ImporterSpec) {
	if s == nil {
		return
	}
	at := path{"importer"}
	for _, field := range []struct{ key, address string }{{"users", s.Users}, {"callback", s.Callback}} {
		u, err := url.Parse(field.address)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || len(field.address) > maxAddress {
			k.say(at.to(field.key), "%s: an http or https URL of at most %d bytes is needed", field.key, maxAddress)
		}
	}
	if s.Period != "" {
		if period, err := time.ParseDuration(s.Period); err != nil || period < time.Minute {
			k.say(at.to("period"), "period: a duration of at least 1m is needed, such as 24h")
		}
	}
	if s.Login == "" && s.Password != "" {
		k.say(at.to("password"), "password: a password needs a login")
	}
	for key, text := range map[string]string{"parent": s.Parent, "login": s.Login, "password": s.Password} {
		if len(text) > maxName {
			k.say(at.to(key), "%s: at most %d bytes are allowed", key, maxName)
		}
	}
	k.within(at.to("allow_hosts"), "allow_hosts", len(s.AllowHosts), 0, maxNames)
}

// maxAddress bounds an address, in bytes.
const maxAddress = 2048
