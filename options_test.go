package dailymock_test

import (
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		options dailymock.Options
		says    string
	}{
		{dailymock.Options{RowsPerFile: -1}, "RowsPerFile: got -1, need at least 1"},
		{dailymock.Options{Edition: "2019"}, `Edition: got "2019", need one of ["2018" "2023" "2026"]`},
		{dailymock.Options{Matrix: "loose"}, `Matrix: got "loose", need one of ["lenient" "strict" "off"]`},
		{dailymock.Options{Limits: map[string]string{"day": "1"}}, `Limits: unknown limit "day"; known limits: days, `},
		{dailymock.Options{Limits: map[string]string{"days": "0"}}, `Limits: limit days is "0", must be 1 to 3660`},
		{dailymock.Options{SigningKey: []byte("short")}, "SigningKey: key has 5 bytes, need at least 16"},
		{dailymock.Options{PublicURL: "mock.example"}, `PublicURL: got "mock.example"`},
		{dailymock.Options{PublicURL: "ftp://mock.example"}, "PublicURL"},
		{dailymock.Options{PublicURL: "http://mock.example/?a=b"}, "PublicURL"},
		{dailymock.Options{Now: time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC)}, "outside of the years 2000 to 2199"},
		{dailymock.Options{Speed: -2}, "speed -2"},
	} {
		s, err := dailymock.New(tt.options)
		if s != nil || err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("New(%+v): server %v, error %v; want no server and an error that says %q", tt.options, s != nil, err, tt.says)
		}
	}
}

func TestZeroOptionsFollowTheWallClock(t *testing.T) {
	t.Parallel()
	s, err := dailymock.New(dailymock.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := s.Clock()
	if off := time.Since(got.Now); got.Frozen || got.Speed != 1 || off < 0 || off > time.Hour {
		t.Errorf("the clock reads %+v, which is %v off", got, off)
	}
}
