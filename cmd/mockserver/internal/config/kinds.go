package config

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock"
)

// takes is a duration of which 0 means at once; to Options, 0 is the default.
var takes = kind[time.Duration]{
	placeholder: "duration",
	read: func(text string) (time.Duration, error) {
		d, err := ReadDuration(text)
		if d == 0 && err == nil {
			d = dailymock.Immediate
		}
		return d, err
	},
	write: func(d time.Duration) string { return max(d, 0).String() },
}

var moment = kind[time.Time]{
	placeholder: "time",
	read: func(text string) (time.Time, error) {
		if text == "" {
			return time.Time{}, nil
		}
		t, err := time.Parse(time.RFC3339, text)
		if err != nil || t.Before(dailymock.Earliest) || t.After(dailymock.Latest) {
			return t, fmt.Errorf("got %q, need a time such as 2026-01-31T12:00:00Z, in the years %d to %d",
				text, dailymock.Earliest.Year(), dailymock.Latest.Year()-1)
		}
		return t, nil
	},
	write: func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339Nano)
	},
}

// ReadTime returns the time that a text is, in the years that the mock's clock can show.
func ReadTime(text string) (time.Time, error) { return required(moment, text) }

// ReadSpeed returns the factor that a text is, as --speed takes it.
func ReadSpeed(text string) (float64, error) { return required(speed, text) }

// required reads a text; the error of an empty one is that of a text that is none.
func required[T any](k kind[T], text string) (T, error) {
	if text == "" {
		text = " "
	}
	return k.read(text)
}

// seed is a whole number from 1 on.
var seed = kind[uint64]{
	placeholder: "number",
	read: func(text string) (uint64, error) {
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil || n == 0 {
			return 0, fmt.Errorf("got %q, need a whole number from 1", text)
		}
		return n, nil
	},
	write: func(n uint64) string { return strconv.FormatUint(n, 10) },
}

var speed = kind[float64]{
	placeholder: "factor",
	read: func(text string) (float64, error) {
		if text == "" {
			return 0, nil
		}
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || !(x > 0 && x <= dailymock.MaxSpeed) {
			return 0, fmt.Errorf("got %q, need a number above 0, at most %d", text, dailymock.MaxSpeed)
		}
		return x, nil
	},
	write: func(x float64) string {
		if x == 0 {
			return ""
		}
		return strconv.FormatFloat(x, 'g', -1, 64)
	},
}

var prefixes = kind[[]netip.Prefix]{
	placeholder: "address,...",
	read: func(text string) ([]netip.Prefix, error) {
		var all []netip.Prefix
		for _, one := range splitList(text) {
			prefix, err := netip.ParsePrefix(one)
			if err != nil {
				addr, err := netip.ParseAddr(one)
				if err != nil {
					return nil, fmt.Errorf("got %q, need addresses such as 127.0.0.1 or 10.0.0.0/8", one)
				}
				prefix = netip.PrefixFrom(addr, addr.BitLen())
			}
			all = append(all, prefix)
		}
		return all, nil
	},
	write: func(all []netip.Prefix) string {
		texts := make([]string, len(all))
		for i, p := range all {
			texts[i] = p.String()
		}
		return strings.Join(texts, ",")
	},
}

// units are those of a size; a KB has 1,024 bytes.
var units = []struct {
	name  string
	bytes int
}{{"MB", 1 << 20}, {"KB", 1 << 10}, {"B", 1}, {"", 1}}

// size is a number of bytes with a unit, such as 64KB.
var size = kind[int]{
	placeholder: "size",
	read: func(text string) (int, error) {
		for _, u := range units {
			digits, ok := strings.CutSuffix(strings.ToUpper(text), u.name)
			if n, err := strconv.Atoi(digits); ok && err == nil && n >= 0 && n <= 1<<20 {
				return n * u.bytes, nil
			}
		}
		return 0, fmt.Errorf("got %q, need a size such as 64KB", text)
	},
	write: func(n int) string {
		for _, u := range units {
			if n > 0 && n%u.bytes == 0 {
				return strconv.Itoa(n/u.bytes) + u.name
			}
		}
		return strconv.Itoa(n)
	},
}
