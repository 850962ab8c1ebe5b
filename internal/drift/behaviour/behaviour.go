// Package behaviour compares runs of the contract suite that were recorded as evidence: what cases came to, statuses,
// headers, the members of responses and their forms, constants of the API, timings, and the servers that responded.
//
// Evidence has no values, so that runs over different data compare as equal. What data may change is left out: members
// that are not always there, formats of free text, and words of members that are not listed in wordMembers.
package behaviour

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/evidence"
	"github.com/dailymock/dailymock/contracts/observe"
	"github.com/dailymock/dailymock/contracts/provenance"
	"github.com/dailymock/dailymock/internal/drift"
)

// Compare returns what changed from one run to another, and the number of cases that both have.
func Compare(from, to evidence.Run) (changes []drift.Change, compared int) {
	old, now := byID(from), byID(to)
	before, after := newSeen(), newSeen()
	for _, id := range slices.Sorted(maps.Keys(old)) {
		a, b, ok := pair(old, now, id)
		if !ok {
			continue
		}
		compared++
		changes = append(changes, outcome(a, b)...)
		if a.Outcome == contracts.Pass && b.Outcome == contracts.Pass {
			changes = append(changes, timing(a, b)...)
		}
		changes = append(changes, statuses(a, b)...)
		changes = append(changes, refusals(a, b)...)
		before.add(a)
		after.add(b)
	}
	changes = append(changes, before.compare(after)...)
	if compared > 0 {
		changes = append(changes, servers(from, to)...)
	}
	return changes, compared
}

// Since sets since when each change from the first to the last of some runs is seen: the date of the first run from
// which on each run has it.
func Since(changes []drift.Change, runs []evidence.Run) {
	last := len(runs) - 1
	open := map[int]bool{}
	for i := range changes {
		changes[i].Since = runs[last].Date.Format(time.DateOnly)
		open[i] = true
	}
	for _, run := range slices.Backward(runs[1:last]) {
		some, _ := Compare(runs[0], run)
		for i, c := range changes {
			same := func(o drift.Change) bool { return o.ID() == c.ID() && o.Fingerprint() == c.Fingerprint() }
			if open[i] = open[i] && slices.ContainsFunc(some, same); open[i] {
				changes[i].Since = run.Date.Format(time.DateOnly)
			}
		}
	}
}

func byID(r evidence.Run) map[string]evidence.Case {
	all := map[string]evidence.Case{}
	for _, c := range r.Cases {
		all[c.ID] = c
	}
	return all
}

// pair returns a case of two runs, unless the case asserts something else in the second.
func pair(old, now map[string]evidence.Case, id string) (a, b evidence.Case, ok bool) {
	a = old[id]
	b, ok = now[id]
	return a, b, ok && a.Version == b.Version
}

func outcome(a, b evidence.Case) []drift.Change {
	good := func(c evidence.Case) bool { return c.Outcome == contracts.Pass }
	c := drift.Change{Path: a.ID, From: string(a.Outcome), To: string(b.Outcome)}
	switch {
	case good(a) && !good(b):
		c.Rule, c.Class = "CASE_FAILED", drift.Breaking
		c.Message = fmt.Sprintf("%s failed: %s", a.ID, a.Title)
	case !good(a) && good(b):
		c.Rule, c.Class = "CASE_PASSED", drift.Additive
		c.Message = fmt.Sprintf("%s passes now: %s", a.ID, a.Title)
	default:
		return nil
	}
	return []drift.Change{c}
}

// The band of timings: a case is slower or faster only beyond both.
const (
	timingFactor = 4
	timingLeast  = 2000 // milliseconds
)

func timing(a, b evidence.Case) []drift.Change {
	slower := b.Milliseconds > timingFactor*a.Milliseconds && b.Milliseconds-a.Milliseconds > timingLeast
	faster := a.Milliseconds > timingFactor*b.Milliseconds && a.Milliseconds-b.Milliseconds > timingLeast
	if !slower && !faster {
		return nil
	}
	c := drift.Change{Rule: "SLOWER", Path: a.ID, Class: drift.Dangerous,
		From: order(a.Milliseconds), To: order(b.Milliseconds)}
	if faster {
		c.Rule, c.Class = "FASTER", drift.Additive
	}
	c.Message = fmt.Sprintf("%s took %v and takes %v: %s", a.ID, time.Duration(a.Milliseconds)*time.Millisecond,
		time.Duration(b.Milliseconds)*time.Millisecond, a.Title)
	return []drift.Change{c}
}

// order returns the order of magnitude of a duration, which stays the same from run to run.
func order(milliseconds int64) string {
	return fmt.Sprintf("about 10^%d ms", len(fmt.Sprint(milliseconds))-1)
}

var response = regexp.MustCompile(`^([A-Z]+ \S+) (\d{3})`)

// statuses compares the statuses of each route in a case.
func statuses(a, b evidence.Case) []drift.Change {
	collect := func(c evidence.Case) map[string][]string {
		all := map[string][]string{}
		for _, o := range c.Observations {
			if m := response.FindStringSubmatch(o.Path); m != nil && !slices.Contains(all[m[1]], m[2]) {
				all[m[1]] = append(all[m[1]], m[2])
			}
		}
		return all
	}
	var changes []drift.Change
	before, after := collect(a), collect(b)
	for _, route := range slices.Sorted(maps.Keys(before)) {
		from, to := slices.Sorted(slices.Values(before[route])), slices.Sorted(slices.Values(after[route]))
		if len(to) == 0 || slices.Equal(from, to) {
			continue
		}
		class := drift.Dangerous
		if slices.ContainsFunc(from, func(s string) bool { return s < "300" && !slices.Contains(to, s) }) {
			class = drift.Breaking
		}
		f, t := strings.Join(from, ", "), strings.Join(to, ", ")
		changes = append(changes, drift.Change{
			Rule: "STATUS_CHANGED", Path: a.ID + " " + route, Class: class, From: f, To: t,
			Message: fmt.Sprintf("%s: %s responded %s and responds %s", a.ID, route, f, t),
		})
	}
	return changes
}

// codes matches the paths of what refusals are branched on.
var codes = regexp.MustCompile(` errors?(\[\])? (type|reason)$| 4\d\d error$| error_data reason$`)

// refusals compares the codes of a case's refusals, since other cases may still get the same ones.
func refusals(a, b evidence.Case) []drift.Change {
	at := func(c evidence.Case, path string) observe.Observation {
		i := slices.IndexFunc(c.Observations, func(o observe.Observation) bool { return o.Path == path })
		if i < 0 {
			return observe.Observation{}
		}
		return c.Observations[i]
	}
	var changes []drift.Change
	for _, o := range a.Observations {
		up, now := parent(o.Path), at(b, o.Path)
		if slices.Equal(o.Words, now.Words) || !codes.MatchString(o.Path) || at(a, up).Times != at(b, up).Times {
			continue // or another number of refusals, of which one may have another reason
		}
		from, to := strings.Join(o.Words, " or "), strings.Join(now.Words, " or ")
		changes = append(changes, drift.Change{Rule: "WORDS_CHANGED", Path: a.ID + " " + o.Path, Class: drift.Dangerous,
			From: from, To: to, Message: fmt.Sprintf("%s: %s was %s and is %s", a.ID, o.Path, from, cmp.Or(to, "missing"))})
	}
	return changes
}

// servers compares the hosts that responded: certificates, TLS versions and software.
func servers(from, to evidence.Run) []drift.Change {
	var changes []drift.Change
	for _, h := range to.Hosts {
		for _, old := range from.Hosts {
			if old.Host != h.Host {
				continue
			}
			for _, f := range []struct {
				rule, name, from, to string
				class                drift.Class
			}{
				{"TLS_ISSUER_CHANGED", "issuer of the certificate", issuer(old), issuer(h), drift.Dangerous},
				{"TLS_KEY_CHANGED", "key of the certificate", old.Key, h.Key, drift.Additive},
				{"TLS_VERSION_CHANGED", "TLS version", old.Version, h.Version, older(old.Version, h.Version)},
				{"SERVER_CHANGED", "server", old.Server, h.Server, drift.Additive},
			} {
				if f.from != f.to {
					changes = append(changes, drift.Change{Rule: f.rule, Path: h.Host, Class: f.class, From: f.from, To: f.to,
						Message: fmt.Sprintf("%s: the %s was %q and is %q", h.Host, f.name, f.from, f.to)})
				}
			}
		}
	}
	return changes
}

// issuer returns the organization that issued a certificate, which uses several certificates in turn.
func issuer(h provenance.Fingerprint) string { return cmp.Or(h.By, h.Issuer) }

// older classifies a change of the TLS version: an older one is dangerous.
func older(from, to string) drift.Class {
	if to < from {
		return drift.Dangerous
	}
	return drift.Additive
}
