package driftcmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/shapes"
	"github.com/dailymock/dailymock/internal/drift"
	"github.com/dailymock/dailymock/internal/drift/schema"
)

// The names that stand for a schema.
const (
	contractName = "contract" // the part of the schema that the contract suite relies on
	liveName     = "live"     // the vendor's GraphQL API
)

// A schemaDrift compares two schemas.
type schemaDrift struct {
	options
	operations config.List
	all        bool
	token      string
	budget     int
}

func schemaCommand(args Arguments) *cobra.Command {
	var d schemaDrift
	cmd := &cobra.Command{
		Use:   "schema FROM TO",
		Short: "Compare two states of the GraphQL schema",
		Long: "FROM and TO are each \"contract\" (the part that the contract suite relies on), a file\n" +
			"(SDL, or the response to an introspection query), the address of a GraphQL endpoint, or\n" +
			"\"live\" (the vendor's). Reports the changes that touch an operation: those of the contract\n" +
			"suite and of --operations. If TO refuses introspection, its schema is probed with requests\n" +
			"that it must refuse.\n\n" + exitStatuses,
		Example: "  mockserver drift schema contract introspection.json\n" +
			"  mockserver drift schema old.graphqls new.graphqls --operations 'queries/*.graphql' -o markdown\n" +
			"  mockserver drift schema contract live --token \"$TOKEN\"",
		Args: args(2, 2),
		RunE: withSettings(func(cmd *cobra.Command, args []string) error { return d.run(cmd, args[0], args[1]) }),
	}
	d.operations.Name = "file"
	fs := cmd.Flags()
	config.Add(fs, &d.operations, "operations", "", "GraphQL documents of your clients; may contain * and ?")
	config.Add(fs, config.Switch(&d.all), "all", "", "report changes that touch no operation too")
	config.Add(fs, config.Text(&d.token, "token"), "token", "", "access token for an endpoint; default: "+
		"the variable DAILYMOTION_ACCESS_TOKEN")
	config.Add(fs, config.Number(&d.budget, 0), "budget", "", "most requests of a probe; 0 means 100")
	d.add(cmd)
	return cmd
}

func (d *schemaDrift) run(cmd *cobra.Command, fromName, toName string) error {
	ctx := cmd.Context()
	from, err := d.load(ctx, fromName)
	if err != nil {
		return failed(err)
	}
	r := drift.Report{Witness: "schema", From: fromName, To: toName}
	operations, err := d.loadOperations(from, &r)
	if err != nil {
		return failed(err)
	}
	to, err := d.load(ctx, toName)
	switch {
	case errors.Is(err, drift.ErrClosed):
		if err := d.probe(ctx, from, operations, &r); err != nil {
			return failed(err)
		}
	case err != nil:
		return failed(err)
	default:
		r.Changes, r.Compared = schema.Diff(from, to), len(from.Types)
	}
	for i := range r.Changes {
		r.Changes[i].Source = toName
	}
	if len(operations) > 0 {
		schema.Touch(r.Changes, operations)
	}
	return d.write(cmd, r, func(r *drift.Report) {
		if !d.all {
			r.Slice()
		}
	})
}

// load loads a schema by its name.
func (d *schemaDrift) load(ctx context.Context, name string) (*schema.Schema, error) {
	if name == contractName {
		return schema.Load(name, []byte(shapes.Reporting()))
	}
	if address := endpoint(name); address != "" {
		if err := checkAddress(address); err != nil {
			return nil, err
		}
		text, err := d.fetcher().Introspect(ctx, address, schema.Query)
		if err != nil {
			return nil, err
		}
		return schema.Load(name, text)
	}
	text, err := readFile(name)
	if err != nil {
		return nil, err
	}
	return schema.Load(name, text)
}

// endpoint returns the address of a GraphQL endpoint, or "" if the name is of something else.
func endpoint(name string) string {
	switch {
	case name == liveName:
		return "https://" + string(contracts.PublicReports.APIHost) + contracts.PublicReports.APIPath
	case isAddress(name):
		return name
	}
	return ""
}

func (d *schemaDrift) fetcher() drift.Fetcher {
	token := d.token
	if token == "" {
		token = os.Getenv("DAILYMOTION_ACCESS_TOKEN")
	}
	return drift.Fetcher{Token: token}
}

// loadOperations returns the operations of the contract suite, if the schema has what they need, and those of
// --operations.
func (d *schemaDrift) loadOperations(from *schema.Schema, r *drift.Report) ([]schema.Operation, error) {
	var all []schema.Operation
	for _, own := range []struct{ name, text string }{
		{"ask for a report", contracts.AskDocument}, {"read the status of a report", contracts.StatusDocument},
	} {
		some, err := schema.LoadOperations(from, own.name, own.text)
		if err != nil {
			r.Unknown = append(r.Unknown, fmt.Sprintf("the contract suite cannot %s in %s", own.name, r.From))
		}
		all = append(all, some...)
	}
	for _, pattern := range d.operations.Words {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			return nil, fmt.Errorf("--operations: %s: no such file", pattern)
		}
		for _, file := range files {
			text, err := readFile(file)
			if err != nil {
				return nil, fmt.Errorf("--operations: %w", err)
			}
			some, err := schema.LoadOperations(from, file, string(text))
			if err != nil {
				return nil, fmt.Errorf("--operations: %w", err)
			}
			all = append(all, some...)
		}
	}
	return all, nil
}

// probe compares with an endpoint that refuses introspection.
func (d *schemaDrift) probe(ctx context.Context, from *schema.Schema, operations []schema.Operation,
	r *drift.Report) error {
	fetcher, address := d.fetcher(), endpoint(r.To)
	found, err := schema.Prober{
		Ask: func(ctx context.Context, document string) ([]string, error) {
			return fetcher.Refusals(ctx, address, document)
		},
		Budget: d.budget,
	}.Run(ctx, from, operations)
	r.Changes, r.Compared = found.Changes, found.Seen
	r.Unknown = append(r.Unknown, found.Unknown...)
	r.Unknown = append(r.Unknown, "the types and the new parts of the schema: introspection is closed")
	return err
}
