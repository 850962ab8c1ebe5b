package main

import (
	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/explain"
)

func explainCommand() *cobra.Command {
	o, format := explain.Options{Matrix: "lenient"}, "text"
	cmd := &cobra.Command{
		Use:   "explain [NAME | METRIC+METRIC by DIMENSION,…]",
		Short: "Say what a report may ask for, with evidence",
		Long: "Describes a metric, a dimension, a filter, a product, a limit or a request: what each\n" +
			"edition allows, with the evidence for it. Without an argument it compares the\n" +
			"editions; with --edition alone it describes one edition completely.",
		Example: "  mockserver explain VIEWS\n" +
			"  mockserver explain UPLOADS by VISITOR_COUNTRY\n" +
			"  mockserver explain views+uploads by day --edition 2026 -o json",
		RunE: func(cmd *cobra.Command, args []string) error {
			page, err := explain.Explain(args, o)
			if err != nil {
				return exit.With(exit.Usage, err)
			}
			return page.Write(cmd.OutOrStdout(), format)
		},
	}
	fs := cmd.Flags()
	config.Add(fs, config.Choice(&o.Edition, append(dailymock.Editions(), "")...), "edition", "",
		"describe only this edition")
	config.Add(fs, config.Choice(&format, "text", "json", "markdown"), "output", "o", "format of the explanation")
	config.Add(fs, config.Choice(&o.Matrix, dailymock.Matrices()...), "matrix", "", "how strictly to check a request")
	config.Add(fs, config.Limits(&o.Limits), "limit", "",
		"check a request with another limit, such as days=30; may be repeated")
	return cmd
}
