package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/contracts"
)

// contractSettings are the settings of contract.
type contractSettings struct {
	target   string
	vary     int
	cases    config.List
	token    string // of the control API
	surfaces config.List
	level    string
	allow    config.List

	failFast bool
	parallel int
	timeout  time.Duration
	budget   int
	enough   int
	known    string
	pause    time.Duration

	start, resume string
	ledger        string
	cleanup       bool
	record        string

	output     string
	outputFile string
	verbose    bool
}

// ledgerFile is the default of --ledger.
const ledgerFile = "contract-ledger.json"

func contractCommand() *cobra.Command {
	var s contractSettings
	cmd := &cobra.Command{
		Use:   "contract",
		Short: "Check the contracts of a mock, the real APIs or a URL",
		Long: "Checks what clients rely on. Against a mock every case runs. Against any other target\n" +
			"only cases run that read or that must be refused, unless --allow lists more effects,\n" +
			"and assumed behavior is not checked. Credentials come from DAILYMOTION_PUBLIC_KEY,\n" +
			"DAILYMOTION_PUBLIC_SECRET, DAILYMOTION_USERNAME, DAILYMOTION_PASSWORD,\n" +
			"DAILYMOTION_PRIVATE_KEY, DAILYMOTION_PRIVATE_SECRET and DYNTUBE_API_KEY, or from\n" +
			"files: DAILYMOTION_PRIVATE_SECRET_FILE names one.\n\n" +
			"Exits with 0 if every conclusive case passed, 1 if a case failed, 2 for an invalid\n" +
			"flag, setting or address, 3 if no case was conclusive, 130 if interrupted.",
		Example: "  mockserver contract\n" +
			"  mockserver contract --target http://127.0.0.1:8080 --surface reporting,oauth\n" +
			"  mockserver contract --target live --budget 200 --record evidence -o markdown\n" +
			"  mockserver contract --target live --allow creates-report --start state.json\n" +
			"  mockserver contract --target live --allow creates-report --resume state.json",
		Args: knownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			from, err := config.Load(cmd, os.Environ())
			if err != nil {
				return err
			}
			err = checkFiles([2]string{from.Name("output-file"), s.outputFile},
				[2]string{from.Name("ledger"), s.ledger}, [2]string{from.Name("start"), s.start})
			if err != nil {
				return err
			}
			return s.run(cmd)
		},
	}
	s.flags(cmd)
	cmd.AddCommand(contractListCommand(), contractPlanCommand(), contractStatusCommand())
	return cmd
}

func (s *contractSettings) flags(cmd *cobra.Command) {
	s.target, s.level, s.output = "mock", "may", "text"
	s.cases.Name = "case"
	s.surfaces.Known, s.allow.Known = names(contracts.Surfaces), names(contracts.Effects)
	s.surfaces.Name, s.allow.Name = "surface", "effect"

	fs := cmd.Flags()
	fs.SortFlags = false
	config.Add(fs, config.Text(&s.target, "mock|live|URL"), "target", "",
		"what to check: a mock started for the run, the real APIs, or a URL")
	config.Add(fs, config.Text(&s.token, "token"), "control-token", "", "token of the control API of a mock at a URL")
	config.Add(fs, config.Number(&s.vary, 0), "vary", "",
		"with --target mock, vary what responses leave open, by this seed; 0 means no")
	config.Add(fs, &s.cases, "case", "", "run only these cases, such as REPORTING-120")
	config.Add(fs, &s.surfaces, "surface", "", "run only cases of these surfaces: "+strings.Join(s.surfaces.Known, ", "))
	config.Add(fs, config.Choice(&s.level, names(contracts.Levels)...), "level", "",
		"run only cases of this level and above")
	config.Add(fs, &s.allow, "allow", "",
		"effects that cases may have on a target that is not a mock: "+strings.Join(s.allow.Known, ", "))

	config.Add(fs, config.Switch(&s.failFast), "fail-fast", "", "start no more cases after a failure")
	config.Add(fs, config.Number(&s.parallel, 0), "parallel", "",
		"cases that run at a time; 0 means 4 on a mock, otherwise 1")
	config.Add(fs, config.Duration(&s.timeout), "timeout", "",
		"longest time for one case; 0 means 30s, or 2h30m if cases may create reports")
	config.Add(fs, config.Number(&s.budget, 0), "budget", "", "most requests in all; 0 means no limit")
	config.Add(fs, config.Number(&s.enough, 0), "min-conclusive", "",
		"fewer cases with a result make the run exit with 3; 0 means 1")
	config.Add(fs, config.Duration(&s.pause), "pause", "",
		"time between two requests to a target that is not a mock; 0 means 500ms")

	config.Add(fs, config.Text(&s.start, "file"), "start", "",
		"only request the reports that cases need, and save them to a file")
	config.Add(fs, config.Text(&s.resume, "file"), "resume", "", "use the reports in a file that --start wrote")
	config.Add(fs, config.Text(&s.ledger, "file"), "ledger", "", fmt.Sprintf(
		"file that lists what was created on a target that is not a mock; default: %s", ledgerFile))
	config.Add(fs, config.Switch(&s.cleanup), "cleanup", "", "run no case; delete what the ledger lists")
	config.Add(fs, config.Text(&s.known, "file"), "known", "",
		"YAML file of accepted differences: case or where, reason, until")
	config.Add(fs, config.Text(&s.record, "folder"), "record", "",
		"folder for evidence: what was observed, where and when")

	config.Add(fs, config.Choice(&s.output, "text", "json", "junit", "markdown"), "output", "o", "format of the findings")
	config.Add(fs, config.Text(&s.outputFile, "file"), "output-file", "",
		"file for the findings; standard output gets text")
	config.Add(fs, config.Switch(&s.verbose), "verbose", "v", "list every case in the text")
	config.AddFile(fs)
}

func names[T ~string](all []T) []string {
	var texts []string
	for _, one := range all {
		texts = append(texts, string(one))
	}
	return texts
}
