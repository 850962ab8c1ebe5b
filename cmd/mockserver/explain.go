package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock"
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
				return failure{exitUsage, err}
			}
			return page.Write(cmd.OutOrStdout(), format)
		},
	}
	fs := cmd.Flags()
	fs.Var(as(&o.Edition, oneOf(append(dailymock.Editions(), "")...)), "edition", "only this `edition`: "+strings.Join(dailymock.Editions(), ", "))
	fs.VarP(as(&format, oneOf("text", "json", "markdown")), "output", "o", "`text`, json or markdown")
	fs.Var(as(&o.Matrix, oneOf(dailymock.Matrices()...)), "matrix", "judge a request by a `lenient` matrix, a strict one, or none: off")
	fs.Var(limits(&o.Limits), "limit", "judge a request by `name=value` instead of the edition's own limit")
	return cmd
}
