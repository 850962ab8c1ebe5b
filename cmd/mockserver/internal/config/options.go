package config

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/internal/bounded"
	"github.com/dailymock/dailymock/internal/rest/switches"
)

// New returns a server with these settings, which logs to log, and to requests unless --quiet is set. Errors name the
// settings as the user typed them.
func (s *Settings) New(from Sources, log, requests *slog.Logger) (*dailymock.Server, error) {
	o, err := s.Options(from)
	if err != nil {
		return nil, err
	}
	o.Logger = log
	if !s.Quiet {
		o.RequestLog = requests
	}
	_, notices, _ := switches.Renamed(s.rest)
	for name, all := range map[string][]string{"rest": notices, "fault": s.oldFaults} {
		for _, notice := range all {
			log.Warn(from.Name(name) + ": " + notice)
		}
	}
	mock, err := dailymock.New(o)
	return mock, exit.With(exit.Usage, from.explain(err))
}

// Options returns the options of the mock, and reads the files that the settings
// name.
func (s *Settings) Options(from Sources) (dailymock.Options, error) {
	o := s.options
	o.AllowHostnames = s.allowHostnames.Words
	if s.reportProgress != after {
		o.ReportPolicy.Progress = s.reportProgress
	}
	if s.reportProgress == "polls" {
		o.ReportPolicy.Polls = s.reportPolls
	}
	rest, _, fault := switches.Renamed(s.rest)
	if fault != "" {
		o.Faults = append(slices.Clone(o.Faults), fault)
	}
	switches, err := switches.Read(rest)
	if err != nil {
		return o, exit.With(exit.Usage, fmt.Errorf("%s: %w", from.Name("rest"), err))
	}
	o.REST = dailymock.RESTSwitches(switches)
	if o.SigningKey, err = from.read("signing-key-file", s.signingKeyFile, bounded.Word); err != nil {
		return o, err
	}
	if s.signingKeyFile != "" && len(o.SigningKey) == 0 { // else the key would be derived from the seed
		return o, exit.With(exit.Usage, fmt.Errorf("%s: %s is empty", from.Name("signing-key-file"), s.signingKeyFile))
	}
	if o.World, err = from.read("world", s.worldFile, bounded.YAML); err != nil || s.worldFile == "" {
		return o, err
	}
	_, err = ParseWorld(s.worldFile, o.World) // New does not know the file's name
	return o, exit.With(exit.Usage, err)
}

// ControlToken returns the token of the control API, or "" if it needs none.
func (s *Settings) ControlToken() string { return s.options.ControlToken }

// read reads the file that a flag names, at most that many bytes; it returns nil for "".
func (s Sources) read(flag, file string, most int64) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	text, err := bounded.ReadFile(file, most)
	if err != nil {
		return nil, exit.With(exit.Usage, fmt.Errorf("%s: %w", s.Name(flag), err))
	}
	return text, nil
}

// explain replaces the names of options in an error with those of settings.
func (s Sources) explain(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var errs []error
		for _, one := range joined.Unwrap() {
			errs = append(errs, s.explain(one))
		}
		return errors.Join(errs...)
	}
	var wrong dailymock.OptionError
	if !errors.As(err, &wrong) {
		return err
	}
	i := slices.IndexFunc(settings, func(row setting) bool { return row.option == wrong.Option })
	if i < 0 {
		return err
	}
	return fmt.Errorf("%s: %w", s.Name(settings[i].name), wrong.Err)
}
