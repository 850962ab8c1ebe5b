package main

import (
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/spf13/pflag"
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
		var s settings
		fs := pflag.NewFlagSet("", pflag.ContinueOnError)
		s.flags(fs)
		if err := fs.Parse(tt.args); err != nil {
			t.Fatal(err)
		}
		o, err := s.options()
		if err != nil {
			t.Fatal(err)
		}
		if o.ReportTakes != tt.want {
			t.Errorf("%q: ReportTakes = %v, want %v", tt.args, o.ReportTakes, tt.want)
		}
	}
}
