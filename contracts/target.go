package contracts

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/contracts/internal/redact"
)

// A Target describes the system under test. The zero Target is the vendors' own hosts, without credentials.
type Target struct {
	Name string // shown in results, such as "mock"; "" means Base, or "live" without one

	// Base replaces the scheme and host of every request, such as "http://127.0.0.1:8080"; optional.
	Base string

	// Mock marks the target as a mock: all effects are allowed, and cases with any basis run.
	Mock bool

	// Keys returns the credentials of a case. A mock has different ones for each case, so that cases do not affect
	// each other. Nil means none.
	Keys func(caseID string) Keys

	// KeyKinds is true if the mock's world lists which keys are public and which are private. It is implied for other
	// targets.
	KeyKinds bool

	// Transport sends the requests; nil means a copy of http.DefaultTransport.
	Transport http.RoundTripper

	// Advance moves the clock of the target; nil if the target does not support it, or others use the target too.
	Advance func(ctx context.Context, by time.Duration) error

	// Frozen is true if the clock of a mock stands still unless it is advanced.
	Frozen bool

	// Now returns the time of the target; nil means the local time.
	Now func() time.Time

	// Shown replaces Base in the curl commands of failures, for a target that ends with the run; "" means Base.
	Shown string
}

// A Host names one of the vendors' hosts.
type Host string

// The hosts.
const (
	PublicGraphQL Host = "graphql.api.dailymotion.com"
	Partner       Host = "partner.api.dailymotion.com"
	Data          Host = "api.dailymotion.com"
	Site          Host = "www.dailymotion.com"
	Stats         Host = "stats.dyntube.com"
	Management    Host = "api.dyntube.com"
)

// VendorHosts lists the hosts that count as real.
var VendorHosts = []Host{PublicGraphQL, Partner, Data, Site, Stats, Management, "storage.googleapis.com"}

func vendorHosts() []string {
	var names []string
	for _, h := range VendorHosts {
		names = append(names, string(h))
	}
	return names
}

// Keys holds credentials. Empty ones are missing.
type Keys struct {
	Public, Private    Key
	Username, Password string // of the user that signs in with the public key
	DynTube            string // the API key
	Source             string // where the vendor can fetch a short video, for uploads
}

// A Key holds an API key and its secret.
type Key struct{ ID, Secret string }

func (k Key) set() bool { return k.ID != "" && k.Secret != "" }

func (t Target) name() string {
	switch {
	case t.Name != "":
		return t.Name
	case t.Base != "":
		return t.Base
	}
	return "live"
}

// Check returns the target with its defaults set, or an error if it is invalid. Run calls it.
func (t Target) Check() (Target, error) {
	t.Name = t.name()
	t.Base = strings.TrimSuffix(t.Base, "/")
	if t.Base != "" {
		u, err := url.Parse(t.Base)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" ||
			u.User != nil {
			return t, fmt.Errorf("target %q: need an address such as https://staging.example", t.Base)
		}
	}
	if t.Mock && t.Base == "" && t.Transport == nil {
		return t, errors.New("a mock needs a Base or a Transport: without one its requests would go to the real hosts")
	}
	if t.Keys == nil {
		t.Keys = func(string) Keys { return Keys{} }
	}
	return t, nil
}

// url returns the address of a path of a host at this target.
func (t Target) url(h Host, path string) string {
	if t.Base != "" {
		return t.Base + path
	}
	return "https://" + string(h) + path
}

// shared reports whether the target is a mock whose clock must not be advanced.
func (t Target) shared() bool { return t.Mock && t.Advance == nil }

// doubt returns why the servers of the target are not the vendors', or "".
func (t Target) doubt() string {
	switch {
	case t.Mock || t.Base != "":
		return "the target is not the vendors' hosts"
	case t.Transport != nil:
		return "the requests used a custom transport"
	}
	return ""
}

// missing returns the first need of a case that the target does not meet, or "".
func (t Target) missing(caseID string, needs []Need) Need {
	k := t.Keys(caseID)
	has := map[Need]bool{
		PublicKey: k.Public.set(), PrivateKey: k.Private.set(), Login: k.Username != "" && k.Password != "",
		DynTubeKey: k.DynTube != "", Source: k.Source != "", Clock: t.Advance != nil, Hosts: t.Base == "", MockOnly: t.Mock,
		KeyKinds: t.KeyKinds || !t.Mock,
	}
	i := slices.IndexFunc(needs, func(n Need) bool { return !has[n] })
	if i < 0 {
		return ""
	}
	return needs[i]
}

// checkLink returns an error if a link of a response leads away from the target.
func (t Target) checkLink(link string, u *url.URL) error {
	switch {
	case link == "" || t.Transport != nil && t.Mock:
		return nil
	case t.Base == "":
		if u.Scheme != "https" {
			return fmt.Errorf("a link leads to %s by %s; only https is followed", u.Host, u.Scheme)
		}
	default:
		if base, _ := url.Parse(t.Base); u.Host != base.Host {
			return fmt.Errorf("a link leads to %s, away from the target", u.Host)
		}
	}
	return nil
}

// hide adds the credentials to a redactor.
func (k Keys) hide(r *redact.Redactor) {
	for _, h := range []struct{ value, name string }{
		{k.Public.ID, "$DAILYMOTION_PUBLIC_KEY"}, {k.Public.Secret, "$DAILYMOTION_PUBLIC_SECRET"},
		{k.Private.ID, "$DAILYMOTION_PRIVATE_KEY"}, {k.Private.Secret, "$DAILYMOTION_PRIVATE_SECRET"},
		{k.Username, "$DAILYMOTION_USERNAME"}, {k.Password, "$DAILYMOTION_PASSWORD"},
		{k.DynTube, "$DYNTUBE_API_KEY"},
	} {
		r.Hide(h.value, h.name)
	}
}
