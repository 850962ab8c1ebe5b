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

// A Target is what the cases run against. The zero Target is the vendors' own
// hosts, without credentials.
type Target struct {
	Name string // for people, such as "mock"; "" means "live", or Base

	// Base takes the place of every vendor host, such as
	// "http://127.0.0.1:8080"; "" leaves them.
	Base string

	// Mock says that the target is one, so that effects harm nobody and what is
	// assumed may be asserted.
	Mock bool

	// Keys are the credentials for a case. A mock gives each case keys of its
	// own, so that they do not meet. Nil means none.
	Keys func(caseID string) Keys

	// KeyKinds says that a mock has been told which keys are public and which
	// private. Any other target knows.
	KeyKinds bool

	// Transport carries the requests; nil means a transport that never uses a
	// connection twice for two hosts and follows no redirect.
	Transport http.RoundTripper

	// Advance moves the clock of the target; nil where that cannot be done.
	Advance func(ctx context.Context, by time.Duration) error

	// Now is the time of the target; nil means that it is everybody's.
	Now func() time.Time

	// Shown stands in for Base in the curl of a failure, for a target that ends
	// with the run; "" means Base.
	Shown string
}

// A Host is one of the vendors' hosts.
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

// VendorHosts are those that a real target has to be reached at, to be called real.
var VendorHosts = []Host{PublicGraphQL, Partner, Data, Site, Stats, Management, "storage.googleapis.com"}

// Keys are credentials. Empty ones are not there.
type Keys struct {
	Public, Private    Key
	Username, Password string // of the user that public keys sign in
	DynTube            string // the API key
	Source             string // where the vendor can fetch a short video, for uploads
}

// A Key is an API key with its secret.
type Key struct{ ID, Secret string }

func (k Key) there() bool { return k.ID != "" && k.Secret != "" }

func (t Target) name() string {
	switch {
	case t.Name != "":
		return t.Name
	case t.Base != "":
		return t.Base
	}
	return "live"
}

// Check completes a target, or says what is wrong with it. Run does so too.
func (t Target) Check() (Target, error) {
	t.Name = t.name()
	t.Base = strings.TrimSuffix(t.Base, "/")
	if t.Base != "" {
		u, err := url.Parse(t.Base)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.User != nil {
			return t, fmt.Errorf("target %q: an address such as https://staging.example is needed", t.Base)
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

// url is where a path of a host is at this target.
func (t Target) url(h Host, path string) string {
	if t.Base != "" {
		return t.Base + path
	}
	return "https://" + string(h) + path
}

// lacks names the first need that the target does not meet, or "".
func (t Target) lacks(c Case) Need {
	k := t.Keys(c.ID)
	has := map[Need]bool{
		PublicKey: k.Public.there(), PrivateKey: k.Private.there(), Login: k.Username != "" && k.Password != "",
		DynTubeKey: k.DynTube != "", Source: k.Source != "", Clock: t.Advance != nil, Hosts: t.Base == "", MockOnly: t.Mock,
		KeyKinds: t.KeyKinds || !t.Mock,
	}
	i := slices.IndexFunc(c.Needs, func(n Need) bool { return !has[n] })
	if i < 0 {
		return ""
	}
	return c.Needs[i]
}
