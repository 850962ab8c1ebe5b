package controlcmd

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/client"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	reports "github.com/dailymock/dailymock/internal/report"
)

const anyKey = "API key; default: all keys without a policy of their own"

const policyPath = "/_mock/policy"

// A policy is the response of /_mock/policy.
type policy struct {
	Key, Progress, Takes, Outcome string
	Polls                         int
}

func printPolicy(w io.Writer, p policy) error {
	who := "all keys without a policy of their own"
	if p.Key != "" {
		who = "key " + p.Key
	}
	how := p.Progress
	switch p.Progress {
	case "after":
		how += " " + p.Takes
	case "polls":
		how = fmt.Sprintf("after %d polls", p.Polls)
	case "hand":
		how = "by hand"
	}
	_, err := fmt.Fprintf(w, "%s: %s, then %s\n", who, how, p.Outcome)
	return err
}

// Policy returns the command policy.
func Policy() *cobra.Command {
	var key string
	cmd := show(&cobra.Command{
		Use:   "policy",
		Short: "Show and set how long reports take and how they end",
		Long: "Shows how long the reports of a running mock take and how they end, for one API key or for\n" +
			"all keys without a policy of their own.\n\n" + client.Where,
		Example: "  mockserver policy set --progress polls --polls 3\n" +
			"  mockserver policy set --key my-key --outcome FAILED\n" +
			"  mockserver policy --key my-key",
	}, 0, func([]string) (client.Request, error) {
		return client.Request{Method: http.MethodGet, Path: client.Path(policyPath, map[string]string{"key": key})}, nil
	}, printPolicy)
	config.Add(cmd.Flags(), config.Text(&key, "key"), "key", "", anyKey)
	cmd.AddCommand(setPolicyCommand())
	return cmd
}

func setPolicyCommand() *cobra.Command {
	var p policy
	var takes time.Duration
	cmd := show(&cobra.Command{
		Use: "set", Short: "Set the policy of reports to come",
		Long: "Sets the policy of the reports that are asked for from now on. A flag that is left out has\n" +
			"its default, not its value in the policy before.\n\n" + client.Where,
	}, 0, func([]string) (client.Request, error) {
		body := map[string]any{"key": p.Key, "progress": p.Progress, "outcome": p.Outcome, "polls": p.Polls}
		if takes > 0 {
			body["takes"] = takes.String()
		}
		maps.DeleteFunc(body, func(_ string, v any) bool { return v == "" || v == 0 })
		_, err := reports.Policy{
			Progress: reports.Progress(p.Progress), Takes: takes, Polls: p.Polls, Outcome: reports.Status(p.Outcome),
		}.Check()
		return client.Request{Method: http.MethodPut, Path: policyPath, Body: body}, err
	}, printPolicy)
	fs := cmd.Flags()
	config.Add(fs, config.Text(&p.Key, "key"), "key", "", anyKey)
	config.Add(fs, config.Choice(&p.Progress, "", "after", "polls", "hand", "realistic"), "progress", "",
		"what makes a report end; default: after")
	config.Add(fs, config.Duration(&takes), "takes", "", "time from request to end, with --progress after")
	config.Add(fs, config.Number(&p.Polls, 0), "polls", "", "polls that return IN_PROGRESS, with --progress polls")
	config.Add(fs, config.Choice(&p.Outcome, "", "FINISHED", "FAILED", "EXPIRED"), "outcome", "",
		"status in which reports end; default: FINISHED")
	return cmd
}

// Reset returns the command reset.
func Reset() *cobra.Command {
	var key string
	cmd := show(&cobra.Command{
		Use:   "reset",
		Short: "Reset a running mock, or what belongs to one API key",
		Long: "Makes everything in a running mock as it was at its start, its clock too. With --key it\n" +
			"forgets what belongs to one API key: its reports, its policy, its faults and its requests in\n" +
			"the journal.\n\n" + client.Where,
		Example: "  mockserver reset\n  mockserver reset --key my-key",
	}, 0, func([]string) (client.Request, error) {
		body := map[string]string{}
		if key != "" {
			body["key"] = key
		}
		return client.Request{Method: http.MethodPost, Path: "/_mock/reset", Body: body}, nil
	}, printClock)
	config.Add(cmd.Flags(), config.Text(&key, "key"), "key", "", "only what belongs to this API key")
	return cmd
}

func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
