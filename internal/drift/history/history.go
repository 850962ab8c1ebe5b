// Package history compares the findings of a run with earlier runs: which cases were lost, and what the APIs did
// otherwise than last time.
package history

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/evidence"
	"github.com/dailymock/dailymock/contracts/observe"
	"github.com/dailymock/dailymock/internal/drift"
	"github.com/dailymock/dailymock/internal/drift/behaviour"
)

// Compare adds a comparison with the runs in a folder that are of the same kind to findings. What may break a client is
// in Changed and fails the run; the rest is information.
func Compare(f *contracts.Findings, folder string) error {
	if err := evidence.Compare(f, folder); err != nil {
		return err
	}
	runs, err := evidence.Earlier(f, folder)
	if err != nil || len(runs) == 0 {
		return err
	}
	last := latest(runs)
	now := evidence.Of(f)
	changes, _ := behaviour.Compare(last, now)
	drift.Sort(changes)
	for _, c := range merge(changes) {
		switch {
		case slices.Contains([]string{"CASE_FAILED", "CASE_PASSED", "SLOWER", "FASTER", "WORD_REMOVED", "TLS_KEY_CHANGED"},
			c.Rule): // the results of cases and the time they take are findings of their own
		case c.Class == drift.Additive || c.Rule == "WORD_ADDED" ||
			c.Rule == "NULL_ADDED" && nullable.MatchString(c.Path),
			c.Rule == "MEMBER_REMOVED" && optional.MatchString(c.Path):
			f.Information = append(f.Information, c.Message)
		default:
			cases := seenBy(now, last, c.Path)
			f.Changed = append(f.Changed, contracts.Changed{What: c.Message, Where: c.Path, Class: string(c.Class),
				Since: lastSeen(runs, cases), Advice: advice[c.Rule], Cases: cases})
		}
	}
	return nil
}

// nullable matches the paths whose values may be null now and then: empty fields of files, and members of the objects
// of REST (docs/spec/rest.md#types).
var nullable = regexp.MustCompile(`^csv |^[A-Z]+ /(rest/)?(videos?|users?|playlists?|channels?|me)\b|` +
	`^POST / 200(\[\])? result `)

// optional matches the paths of members that may be left out: the total of lists (docs/spec/rest.md#lists).
var optional = regexp.MustCompile(`^(GET /\S+ 200|POST / 200(\[\])? result) total$`)

// latest returns a run with the last result of each case that passed.
func latest(runs []evidence.Run) evidence.Run {
	all := runs[len(runs)-1]
	all.Cases = slices.Clone(all.Cases)
	for _, r := range slices.Backward(runs) {
		for _, c := range r.Cases {
			i := slices.IndexFunc(all.Cases, func(k evidence.Case) bool { return k.ID == c.ID })
			switch {
			case i < 0:
				all.Cases = append(all.Cases, c)
			case all.Cases[i].Outcome != contracts.Pass && c.Outcome == contracts.Pass:
				all.Cases[i] = c
			}
		}
	}
	return all
}

// merge makes one change of those that have the same rule, values and member on different routes.
func merge(changes []drift.Change) []drift.Change {
	var all []drift.Change
	where := map[string]int{}
	more := map[int][]string{}
	for _, c := range changes {
		key := strings.Join([]string{c.Rule, c.Path[strings.LastIndex(c.Path, " ")+1:], c.From, c.To}, "\x00")
		if i, ok := where[key]; ok {
			more[i] = append(more[i], c.Path)
			continue
		}
		where[key] = len(all)
		all = append(all, c)
	}
	for i, paths := range more {
		const most = 5
		rest := ""
		if len(paths) > most {
			rest = fmt.Sprintf(" and %d more", len(paths)-most)
		}
		all[i].Message += "; the same holds of " + strings.Join(paths[:min(len(paths), most)], ", ") + rest
	}
	return all
}

// seenBy returns the ids of the cases that saw a path, now or last time.
func seenBy(now, last evidence.Run, path string) []string {
	id, _, _ := strings.Cut(path, " ")
	var ids []string
	for _, r := range []evidence.Run{now, last} {
		for _, c := range r.Cases {
			if c.ID == id || slices.ContainsFunc(c.Observations, func(o observe.Observation) bool { return o.Path == path }) {
				ids = append(ids, c.ID)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// lastSeen returns the date of the last run that has one of some cases; without cases, that of the last run.
func lastSeen(runs []evidence.Run, ids []string) time.Time {
	for _, r := range slices.Backward(runs) {
		if slices.ContainsFunc(r.Cases, func(c evidence.Case) bool { return slices.Contains(ids, c.ID) }) {
			return r.Date
		}
	}
	return runs[len(runs)-1].Date
}

// advice says by the rule of a change what a client should do.
var advice = map[string]string{
	"STATUS_CHANGED":      "handle both statuses",
	"MEMBER_REMOVED":      "do without the member, or look for its new name in the vendor's changelog",
	"HEADER_REMOVED":      "do not rely on the header",
	"MEMBER_OPTIONAL":     "accept responses without the member",
	"KIND_CHANGED":        "accept both kinds of value",
	"NULL_ADDED":          "accept null",
	"FORMAT_CHANGED":      "parse both formats",
	"WORDS_CHANGED":       "accept the new values, and treat unknown ones as an error",
	"MAGNITUDE_CHANGED":   "stop loading the figures until the unit is known",
	"DECIMALS_CHANGED":    "parse any number of decimals; check columns of fixed precision",
	"TLS_ISSUER_CHANGED":  "check trust stores and pinned certificates",
	"TLS_VERSION_CHANGED": "check that clients allow the version",
}
