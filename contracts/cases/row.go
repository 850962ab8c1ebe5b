package cases

import . "github.com/dailymock/dailymock/contracts"

// The endpoints for public and private keys.
var (
	pub  = PublicReports
	priv = PrivateReports
	data = PublicData
)

// row returns a case with the ids of its statements.
func row(id, title, states string, run func(t *T)) Case {
	return Case{ID: id, Title: title, States: states, Run: run}
}

// keyed returns a case with a private key.
func keyed(id, title, states string, run func(t *T)) Case {
	return needing(PrivateKey, row(id, title, states, run))
}

// each returns cases with an effect, unless they have another one.
func each(e Effect, cases ...Case) []Case {
	for i := range cases {
		if cases[i].Effect == "" {
			cases[i].Effect = e
		}
	}
	return cases
}

// should returns the case with the level Should.
func should(c Case) Case { c.Level = Should; return c }

// revised returns a case that checks something else than it did.
func revised(c Case) Case { c.Version++; return c }

// last returns the case to run after all others.
func last(c Case) Case { c.Last = true; return c }

// may returns the case as a probe.
func may(c Case) Case { c.Level = May; return c }

// alone returns the case to run while no other case runs.
func alone(c Case) Case { c.Exclusive = true; return c }

// with returns the case with another effect.
func with(e Effect, c Case) Case { c.Effect = e; return c }

// needing returns the case with one more need.
func needing(n Need, c Case) Case { c.Needs = append(c.Needs, n); return c }

// signedIn returns the case with the needs of a password grant.
func signedIn(c Case) Case { return needing(Login, needing(PublicKey, c)) }

// onMock returns the case to run on mocks only.
func onMock(c Case) Case { return needing(MockOnly, c) }

// moving returns a case that moves the clock.
func moving(c Case) Case { return alone(needing(Clock, c)) }

// unlessKeys returns all, or the first if the run has credentials, with which other cases see the rest.
func unlessKeys[E any](t *T, all ...E) []E {
	if k := t.Keys(); !t.Mock() && (k.Private.ID != "" || k.Public.ID != "" || k.DynTube != "") {
		return all[:1]
	}
	return all
}

const typename = `{ __typename }`

// body returns a GraphQL request with a query.
func body(query string) map[string]any { return map[string]any{"query": query} }

// query sends a query with a private key.
func query(t *T, text string) *Response { return priv.GraphQL(t, text, nil) }

// A change changes the input of a report request.
type change func(t *T, in Input)

// input returns the example of the guides with some changes.
func input(t *T, changes ...change) Input {
	in := t.ReportInput()
	for _, c := range changes {
		c(t, in)
	}
	return in
}

// set sets members, given as names and values in turn.
func set(pairs ...any) change {
	return func(_ *T, in Input) {
		for i := 0; i < len(pairs); i += 2 {
			in[pairs[i].(string)] = pairs[i+1]
		}
	}
}

// drop removes a member.
func drop(name string) change { return func(_ *T, in Input) { delete(in, name) } }

// A wide report has what several cases check. On a target other than a mock those cases share it, so that a run makes
// six reports at most: each takes up to two hours, and a key has two at a time.
type wide []change

// The wide reports. Each also has something that a case expects to be accepted.
var (
	production = wide{of("VIEWS", "TIME_WATCHED_SECONDS", "VIEW_THROUGH_RATE", "AVERAGE_WATCH_TIME_SEC"),
		by("DAY", "HOUR", "VIDEO_ID", "MEDIA_TYPE", "VISITOR_COUNTRY", "VISITOR_DEVICE_TYPE", "PLAYER_ID", "PLAYLIST_ID"),
		between(7, 7), drop("product")}
	earnings = wide{of("ESTIMATED_EARNINGS_EUR", "ESTIMATED_EARNINGS_USD"),
		by("DAY", "VIDEO_ID", "VISITOR_PAGE_URL", "VISITOR_DEVICE_TYPE"), drop("product"), set("filters", map[string]any{})}
	inventory = wide{of("NB_IMPRESSION", "NB_MISSED_IMPRESSION", "TOTAL_INVENTORY", "SELLABLE_INVENTORY", "NO_ADS",
		"NO_AD_RATE", "FILL_RATE", "VIEWABILITY_SCORE", "ECPM_EUR", "ESTIMATED_EARNINGS_EUR", "ECPM_USD",
		"ESTIMATED_EARNINGS_USD", "ERPM_EUR", "ERPM_USD"), by("MONTH", "DAY"),
		set("product", "ALL"), where("mediaType", "VIDEO"), between(9, 0), withTimes}
	uploaded = wide{of("UPLOADS"), by("MONTH", "DAY", "VIDEO_OWNER_CHANNEL_SLUG", "VIDEO_ID", "VIDEO_TITLE", "VISIBILITY"),
		between(longest+2, 3)}
	plain = wide{set("metrics", "VIEWS", "dimensions", "DAY", "product", "EMBED")} // on the public host
)

// longest is the number of days that a report may have (docs/spec/reporting.md#limits).
const longest = 180

// withTimes gives the dates a time.
func withTimes(_ *T, in Input) {
	for _, name := range []string{"startDate", "endDate"} {
		in[name] = in[name].(string) + "T00:00:00"
	}
}

// from has the case use a wide report on a target other than a mock.
func from(w wide) change {
	return func(t *T, in Input) {
		if t.Mock() {
			return
		}
		clear(in)
		for name, v := range input(t, w...) {
			in[name] = v
		}
	}
}

// of sets the metrics.
func of(metrics ...string) change { return set("metrics", metrics) }

// by sets the dimensions.
func by(dimensions ...string) change { return set("dimensions", dimensions) }

// where sets a filter.
func where(filter, value string) change { return set("filters", map[string]any{filter: value}) }

// between sets the dates to days before today.
func between(start, end int) change {
	return func(t *T, in Input) { in["startDate"], in["endDate"] = t.Day(start), t.Day(end) }
}

// ask requests a report with a private key.
func ask(t *T, changes ...change) Report { return priv.Report(t, input(t, changes...)) }

// links requests a report, and returns the links of its files.
func links(t *T, changes ...change) []string { return ask(t, changes...).Finished().Links }

// table requests a report, and downloads its files.
func table(t *T, changes ...change) Table { return priv.Table(t, input(t, changes...)) }
