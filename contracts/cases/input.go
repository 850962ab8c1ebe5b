package cases

import . "github.com/dailymock/dailymock/contracts"

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
