package config_test

import (
	"testing"
	"time"

	"github.com/spf13/pflag"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
)

func TestReportTakesOption(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args []string
		want time.Duration
	}{
		{nil, 2 * time.Second},
		{[]string{"--report-takes", "0"}, dailymock.Immediate}, // zero Options mean two seconds
		{[]string{"--report-takes", "90m"}, 90 * time.Minute},
	} {
		var s config.Settings
		fs := pflag.NewFlagSet("", pflag.ContinueOnError)
		s.Flags(fs)
		if err := fs.Parse(tt.args); err != nil {
			t.Fatal(err)
		}
		o, err := s.Options(config.Sources{})
		if err != nil {
			t.Fatal(err)
		}
		if o.ReportTakes != tt.want {
			t.Errorf("%q: ReportTakes = %v, want %v", tt.args, o.ReportTakes, tt.want)
		}
	}
}
