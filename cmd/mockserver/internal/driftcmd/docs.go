package driftcmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/drift"
	"github.com/dailymock/dailymock/internal/drift/docs"
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/source"
)

// A docsDrift compares pages of the documentation with an edition, and with their state at an earlier time.
type docsDrift struct {
	options
	edition    string
	editionOut string
	record     string
	keepText   bool
}

func docsCommand(args Arguments) *cobra.Command {
	names := edition.Names()
	d := docsDrift{edition: names[len(names)-1]}
	const many = 1000
	cmd := &cobra.Command{
		Use:   "docs PAGE...",
		Short: "Compare pages of the documentation with an edition of the mock",
		Long: "Reads the vendor's reference pages, Markdown or HTML, from files or addresses, or from\n" +
			"PAGE=FILE, a page that was saved. Compares their tables of metrics, dimensions,\n" +
			"filters, products and compatibility with an edition. With --record it also says which\n" +
			"sections were added, removed or changed since the last run, and keeps the headings and a\n" +
			"hash of each section for the next one. The mock comes with a first state of some pages,\n" +
			"which docs/drift.md lists.\n\n" + exitStatuses,
		Example: "  mockserver drift docs metrics.md matrix.html\n" +
			"  mockserver drift docs https://docs.example/reporting --record pages\n" +
			"  mockserver drift docs https://docs.example/reporting=reporting.html\n" +
			"  mockserver drift docs metrics.md matrix.html --edition-out 2027.yaml",
		Args: args(1, many),
		RunE: withSettings(d.run),
	}
	fs := cmd.Flags()
	config.Add(fs, config.Choice(&d.edition, names...), "edition", "", "edition to compare with")
	config.Add(fs, config.Text(&d.editionOut, "file"), "edition-out", "",
		"write what the tables say as an edition in YAML, for review")
	config.Add(fs, config.Text(&d.record, "folder"), "record", "", "folder that keeps the state of each page")
	config.Add(fs, config.Switch(&d.keepText), "keep-text", "", "keep the text of the sections too")
	d.add(cmd)
	return cmd
}

func (d *docsDrift) run(cmd *cobra.Command, pages []string) error {
	against, err := editionLists(d.edition)
	if err != nil {
		return exit.With(exit.Usage, err)
	}
	r := drift.Report{Witness: "docs", From: "edition " + d.edition, To: strings.Join(pages, ", ")}
	var all docs.Lists
	for _, arg := range pages {
		name, text, err := readPage(cmd.Context(), arg)
		if err != nil {
			return failed(err)
		}
		page, err := docs.Read(name, text)
		if errors.Is(err, docs.ErrNoText) {
			r.Unknown = append(r.Unknown, err.Error())
			continue
		}
		if err != nil {
			return exit.With(exit.Usage, err)
		}
		r.Compared += len(page.Sections)
		before, err := d.compareSections(&r, page)
		if err != nil {
			return exit.With(exit.Usage, fmt.Errorf("--record: %w", err))
		}
		lists := page.Tables(vocabulary())
		if lists.Empty() && !before.WithoutTables() {
			r.Changes = append(r.Changes, docs.Compare(name, lists, against)...)
		}
		all.Add(lists)
	}
	if !all.Empty() {
		r.Changes = append(r.Changes, docs.Compare(r.To, all, against)...)
	}
	if err := d.writeEdition(pages, all, against); err != nil {
		return exit.With(exit.Usage, fmt.Errorf("--edition-out: %w", err))
	}
	return d.write(cmd, r, nil)
}

// readPage reads the page of an argument: a file, an address, or PAGE=FILE for a page that was saved. It returns the
// page's name, too.
func readPage(ctx context.Context, arg string) (string, []byte, error) {
	if i := strings.LastIndexByte(arg, '='); i > 0 {
		if text, err := readFile(arg[i+1:]); err == nil {
			return arg[:i], text, nil
		}
	}
	if !isAddress(arg) {
		text, err := readFile(arg)
		return arg, text, err
	}
	if err := checkAddress(arg); err != nil {
		return "", nil, err
	}
	text, err := drift.Fetcher{}.Page(ctx, arg)
	return arg, text, err
}

// compareSections compares the sections of a page with its state in --record, or else with the one that the mock comes
// with, and keeps the new state in --record. It returns the earlier state, the zero State if there is none.
func (d *docsDrift) compareSections(r *drift.Report, page docs.Page) (docs.State, error) {
	before, err := d.before(page.Name)
	now := page.State(clock.Wall().Format(time.DateOnly), d.keepText)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return before, err
	case err == nil:
		r.Changes = append(r.Changes, docs.CompareStates(before, now)...)
	case d.record != "":
		r.Unknown = append(r.Unknown, page.Name+": there is no earlier state of its sections; this one is kept")
	}
	if d.record == "" {
		return before, nil
	}
	return before, now.Write(d.record)
}

// before returns the earlier state of a page. The error wraps fs.ErrNotExist if there is none.
func (d *docsDrift) before(page string) (docs.State, error) {
	if d.record != "" {
		s, err := docs.ReadState(d.record, page)
		if !errors.Is(err, fs.ErrNotExist) {
			return s, err
		}
	}
	return docs.Baseline(page)
}

// writeEdition writes the lists to --edition-out.
func (d *docsDrift) writeEdition(pages []string, all docs.Lists, earlier docs.Edition) error {
	if d.editionOut == "" {
		return nil
	}
	if all.Empty() {
		return errors.New("the pages have no tables that can be read, so there is no edition to write")
	}
	name, _, _ := strings.Cut(filepath.Base(d.editionOut), ".")
	text, err := docs.EditionYAML(name, pages, all, earlier)
	if err != nil {
		return err
	}
	return os.WriteFile(d.editionOut, text, 0o644)
}

// editionLists returns what an edition has from documentation. Its matrix has the metrics of which the page's row was
// read to its end.
func editionLists(name string) (docs.Edition, error) {
	e, err := edition.ByName(name)
	if err != nil {
		return docs.Edition{}, err
	}
	names := func(listings []edition.Listing) []string {
		var all docs.Lists
		for _, l := range listings {
			if l.Basis == source.Documented {
				all.Add(docs.Lists{Metrics: l.Names})
			}
		}
		return all.Metrics
	}
	lists := docs.Lists{Metrics: names(e.Metrics), Dimensions: names(e.Dimensions), Filters: names(e.Filters),
		Products: names(e.Products)}
	for _, row := range e.Matrix {
		if row.Coverage != edition.Complete || row.Basis != source.Documented {
			continue
		}
		for _, m := range row.Metrics {
			lists.Add(docs.Lists{Matrix: map[string][]string{string(m): texts(row.Allowed)}})
		}
	}
	limits := make([]docs.Limit, len(edition.LimitDefs))
	for i, def := range edition.LimitDefs {
		fact := def.Of(e)
		limits[i] = docs.Limit{Name: def.Name, Value: fact.Value, Sources: fact.Sources}
	}
	return docs.Edition{Name: name, Lists: lists, Limits: limits}, nil
}

// vocabulary returns the names of all metrics and dimensions. They tell names apart that a page runs together.
func vocabulary() []string { return append(texts(edition.Metrics), texts(edition.Dimensions)...) }

func texts[T ~string](all []T) []string {
	var list []string
	for _, one := range all {
		list = append(list, string(one))
	}
	return list
}
