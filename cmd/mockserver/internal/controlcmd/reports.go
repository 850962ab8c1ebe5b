package controlcmd

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/client"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
)

const reportsPath = "/_mock/reports"

// A report is one in the responses of /_mock/reports.
type report struct {
	ID, Status, Key     string
	Metrics, Dimensions []string
	StartDate, EndDate  string
	History             []struct {
		Status string
		At     time.Time
	}
}

func printReport(w io.Writer, r report) error {
	last := r.History[len(r.History)-1]
	_, err := fmt.Fprintf(w, "%s  %-11s  %s  key=%s  %s by %s  %s to %s\n", r.ID, r.Status, last.At.Format(time.RFC3339),
		cmp.Or(r.Key, "?"), strings.Join(r.Metrics, ","), strings.Join(r.Dimensions, ","), r.StartDate, r.EndDate)
	return err
}

// Reports returns the command reports.
func Reports() *cobra.Command {
	var key string
	type list struct{ Reports []report }
	cmd := show(&cobra.Command{
		Use:   "reports",
		Short: "List the reports of a running mock, and end them by hand",
		Long: "Lists the reports that a running mock remembers, the last one first, each with its status\n" +
			"and since when it has that.\n\n" + client.Where,
		Example: "  mockserver reports --key my-key\n" +
			"  mockserver reports end 0d6dac972b09 FAILED",
	}, 0, func([]string) (client.Request, error) {
		return client.Request{Method: http.MethodGet, Path: client.Path(reportsPath, map[string]string{"key": key})}, nil
	}, func(w io.Writer, l list) error {
		for _, r := range l.Reports {
			if err := printReport(w, r); err != nil {
				return err
			}
		}
		return nil
	})
	config.Add(cmd.Flags(), config.Text(&key, "key"), "key", "", "only reports of this API key")
	cmd.AddCommand(
		show(&cobra.Command{
			Use: "end REPORT STATUS", Short: "End a report now: FINISHED, FAILED or EXPIRED",
			Long: "Ends a report now, whatever its policy. REPORT is its id or its token, STATUS is\n" +
				"FINISHED, FAILED or EXPIRED.\n\n" + client.Where,
		}, 2, func(args []string) (client.Request, error) {
			var status string
			err := config.Choice(&status, "FINISHED", "FAILED", "EXPIRED").Set(strings.ToUpper(args[1]))
			return client.Request{
				Method: http.MethodPut, Path: reportsPath + "/" + url.PathEscape(args[0]),
				Body: map[string]string{"status": status},
			}, named("STATUS", err)
		}, printReport),
		expectCommand(), invariantsCommand(),
	)
	return cmd
}

func expectCommand() *cobra.Command {
	type expectation struct {
		Rows, Files int
		Sums        map[string]string
		SHA256      string
	}
	return show(&cobra.Command{Use: "expect TOKEN", Short: "Show what a loader must hold after it has loaded a report"}, 1,
		func(args []string) (client.Request, error) {
			return client.Request{
				Method: http.MethodPost, Path: "/_mock/expect", Body: map[string]string{"reportToken": args[0]},
			}, nil
		}, func(w io.Writer, x expectation) error {
			_, err := fmt.Fprintf(w, "rows    %d\nfiles   %d\nsha256  %s\n", x.Rows, x.Files, x.SHA256)
			for _, name := range sorted(x.Sums) {
				fmt.Fprintf(w, "%s  %s\n", name, x.Sums[name])
			}
			return err
		})
}

func invariantsCommand() *cobra.Command {
	type list struct {
		Invariants []struct{ Name, Holds string }
	}
	return show(&cobra.Command{Use: "invariants", Short: "List the rules that hold in every report"}, 0,
		func([]string) (client.Request, error) {
			return client.Request{Method: http.MethodGet, Path: "/_mock/invariants"}, nil
		}, func(w io.Writer, l list) error {
			for _, i := range l.Invariants {
				if _, err := fmt.Fprintf(w, "%s: %s\n", i.Name, i.Holds); err != nil {
					return err
				}
			}
			return nil
		})
}
