// Package contracts tests what clients rely on in Dailymotion's partner APIs and DynTube's analytics. Its cases run
// against the mock, a staging system or the real APIs.
//
//	target := contracts.Target{Name: "staging", Base: "https://staging.example", Keys: keys}
//	found, err := contracts.Run(ctx, contracts.Options{Target: target, Cases: cases.All()})
//	render.Text(os.Stdout, found, false)
//	os.Exit(found.Status())
//
// # Sources of a case
//
// Each case names the statements that it relies on, by their ids in statements.txt. A statement has a basis:
// DOCUMENTED, OBSERVED, ENGINE or ASSUMED. The basis of a case is that of its weakest statement. Cases based on
// ASSUMED or ENGINE run against mocks only. uncovered.md lists the statements without a case, with the reason.
//
// # Limits of a case
//
// A case uses the network only through its T, which applies the limits, the redaction and the request budget and
// records the servers that responded. Against a target other than a mock, a case only reads or sends invalid requests,
// unless Options.Allow permits other effects.
//
// # Outcomes
//
// A case passes, fails, is skipped with a reason, or is inconclusive: the target did not respond, had an outage or
// refused the credentials, or the budget was spent. A run without a conclusive case is not a success.
package contracts
