// Package contracts states what a client may rely on when it talks to
// Dailymotion's partner APIs or to DynTube's analytics, as cases that run
// against anything which claims to be one of them: the mock, a staging system,
// the real thing.
//
//	target := contracts.Target{Name: "staging", Base: "https://staging.example", Keys: keys}
//	found, err := contracts.Run(ctx, contracts.Options{Target: target, Cases: cases.All()})
//	render.Text(os.Stdout, found, false)
//	os.Exit(found.Status())
//
// # What a case may claim
//
// Each case names the statements it stands on, by their ids in statements.txt.
// A statement has a mark: DOCUMENTED, OBSERVED, ENGINE or ASSUMED. A case is
// worth as much as its weakest statement, and what is ASSUMED or ENGINE is held
// against a mock alone. What has no case stands in uncovered.md, with the reason.
//
// # What a case may do
//
// A case reaches the network through its T and in no other way, so that limits,
// redaction, budget and provenance hold for all of them. On a target that is no
// mock it only reads, or sends what has to be refused, unless Options.Allow
// names more.
//
// # How a case ends
//
// It passes, fails, is skipped with a reason, or stays inconclusive because the
// target did not answer, answered with an outage, refused the credentials, or
// the budget was spent. A run in which nothing was conclusive is no success.
package contracts
