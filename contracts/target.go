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

	// Advance moves the clock of the target; nil if the target does not support it.
	Advance func(ctx context.Context, by time.Duration) error

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

// missing returns the first need that the target does not meet, or "".
func (t Target) missing(c Case) Need {
	k := t.Keys(c.ID)
	has := map[Need]bool{
		PublicKey: k.Public.set(), PrivateKey: k.Private.set(), Login: k.Username != "" && k.Password != "",
		DynTubeKey: k.DynTube != "", Source: k.Source != "", Clock: t.Advance != nil, Hosts: t.Base == "", MockOnly: t.Mock,
		KeyKinds: t.KeyKinds || !t.Mock,
	}
	i := slices.IndexFunc(c.Needs, func(n Need) bool { return !has[n] })
	if i < 0 {
		return ""
	}
	return c.Needs[i]
}
