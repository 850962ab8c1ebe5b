package dailymock

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/traffic"
)

const (
	defaultSeed        = 1
	defaultReportTakes = 2 * time.Second
	defaultRowsPerFile = 50_000
	leastSigningKey    = 16 // bytes
)

// An OptionError says which field of Options is invalid, and why.
type OptionError struct {
	Option string // such as "SigningKey"
	Err    error
}

func (e OptionError) Error() string { return "dailymock: Options." + e.Option + ": " + e.Err.Error() }
func (e OptionError) Unwrap() error { return e.Err }

func optionError(option, format string, args ...any) error {
	return OptionError{option, fmt.Errorf(format, args...)}
}

// Editions are the documentations whose limits a mock can hold to.
func Editions() []string { return edition.Names() }

// Matrices are the ways to hold requests to an edition's compatibility matrix:
// "lenient" refuses what a source proves wrong and notes what no source states,
// "strict" refuses both, "off" looks at neither.
func Matrices() []string {
	var names []string
	for _, m := range edition.Matrices {
		names = append(names, string(m))
	}
	return names
}

// complete fills in what was left out and refuses what cannot be.
func (o Options) complete() (Options, error) {
	if o.Seed == 0 {
		o.Seed = defaultSeed
	}
	switch {
	case o.ReportTakes == 0:
		o.ReportTakes = defaultReportTakes
	case o.ReportTakes < 0:
		o.ReportTakes = 0
	}
	if o.RowsPerFile == 0 {
		o.RowsPerFile = defaultRowsPerFile
	}
	if o.World == nil {
		o.World = defaultWorld
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	o.SigningKey = slices.Clone(o.SigningKey)
	o.Limits = maps.Clone(o.Limits)
	return o, errors.Join(o.checkFaults(), o.checkReports(), o.checkIdentity())
}

// policy is that of reports: what ReportPolicy says, after ReportTakes where it
// does not say how they progress.
func (o Options) policy() ReportPolicy {
	p := o.ReportPolicy
	if p.Progress == "" && p.Takes == 0 && p.Polls == 0 {
		p.Takes = o.ReportTakes
	}
	return p
}

// FaultNames are the faults that Options may have. One is met by each request of
// its surface, or with "=3" behind its name by each third.
func FaultNames() []string { return traffic.FaultNames() }

// readFaults reads faults as people write them, such as "file-cut=3".
func readFaults(texts []string) ([]traffic.Fault, error) {
	var all []traffic.Fault
	for _, text := range texts {
		f, err := traffic.ParseFault(text)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

func (o Options) checkFaults() error {
	if _, err := readFaults(o.Faults); err != nil {
		return OptionError{"Faults", err}
	}
	return nil
}

func (o Options) checkReports() error {
	if _, err := o.policy().Check(); err != nil {
		return OptionError{"ReportPolicy", err}
	}
	if o.RowsPerFile < 0 {
		return optionError("RowsPerFile", "got %d, need at least 1", o.RowsPerFile)
	}
	if o.DynTubeMaxSize < 0 {
		return optionError("DynTubeMaxSize", "got %d, need at least 1", o.DynTubeMaxSize)
	}
	if o.Edition != "" && !slices.Contains(Editions(), o.Edition) {
		return optionError("Edition", "got %q, need one of %q", o.Edition, Editions())
	}
	if o.Matrix != "" && !slices.Contains(Matrices(), o.Matrix) {
		return optionError("Matrix", "got %q, need one of %q", o.Matrix, Matrices())
	}
	if err := edition.CheckLimits(o.Limits); err != nil {
		return OptionError{"Limits", err}
	}
	return nil
}

func (o Options) checkIdentity() error {
	if n := len(o.SigningKey); n > 0 && n < leastSigningKey {
		return optionError("SigningKey", "key has %d bytes, need at least %d", n, leastSigningKey)
	}
	if o.PublicURL == "" {
		return nil
	}
	u, err := url.Parse(o.PublicURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return optionError("PublicURL", "got %q, need an address such as https://mock.example", o.PublicURL)
	}
	return nil
}
