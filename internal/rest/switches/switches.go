// Package switches names the behaviours of the REST surface that are not known for sure, or not wanted.
package switches

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Switches change behaviour of the vendor that is not known for sure, or not wanted (docs/spec/rest.md#switches).
// Zero is the default of that page.
type Switches struct {
	EscapeSlashes      bool          // JSON has \/ for /, as it had until 2017
	PageChannels       bool          // /channels has pages of ten as any list, not all 17 at once
	StrictPublish      bool          // published=true without a title or a category is an error
	MissingKids        string        // one of MissingKids: published=true without is_created_for_kids; "" is the first
	StablePrivateIDs   bool          // a video has one private_id, not another one at each reading
	StrictFormNames    bool          // an unknown name in a form is an error
	ParentScopes       bool          // a parent needs email, userinfo, read_insights of its own for a child's fields
	StreamsReadNull    bool          // a stream field without the right is null, not 403
	DeleteArray        bool          // DELETE returns [], not {}
	UnknownCategory400 bool          // an unknown category is 400, not 404
	DeleteUsers        bool          // DELETE /user/{id} works
	NoUploadQuota      bool          // any number, size and length of videos
	TotalCap           int           // the most that a list's total says; zero means 1000
	ItemCap            int           // how many items of a list can be paged; zero means 1000
	RequestsPerMinute  int           // of one key or, without a token, of one address; zero means no limit
	RateLimitStatus    int           // of what goes beyond; zero means 429
	RequestWork        int           // units that one HTTP request may cost; zero means what the world's size allows
	Waits, Encodes     time.Duration // how long a new video waits and is encoded; zero means 2 and 8 seconds
	ExpiryGrace        time.Duration // how long after its expiry a video is deleted; zero means 30 days
}

// What becomes of a video that is to be published without is_created_for_kids.
const (
	KidsUnpublished = "unpublished"
	KidsPublish     = "publish"
	KidsError       = "error"
)

// MissingKids has the values of the switch missing_kids, the default first.
var MissingKids = []string{KidsUnpublished, KidsPublish, KidsError}

// A toggle sets a switch to a value as users write it.
type toggle func(s *Switches, value string) error

var toggles = map[string]toggle{
	"parent_scopes":     onOff(func(s *Switches) *bool { return &s.ParentScopes }),
	"escape_slashes":    onOff(func(s *Switches) *bool { return &s.EscapeSlashes }),
	"channels_unpaged":  not(onOff(func(s *Switches) *bool { return &s.PageChannels })),
	"strict_publish":    onOff(func(s *Switches) *bool { return &s.StrictPublish }),
	"missing_kids":      among(MissingKids, func(s *Switches) *string { return &s.MissingKids }),
	"private_id":        either("fresh", "stable", func(s *Switches) *bool { return &s.StablePrivateIDs }),
	"strict_form_names": onOff(func(s *Switches) *bool { return &s.StrictFormNames }),
	"upload_quota":      not(onOff(func(s *Switches) *bool { return &s.NoUploadQuota })),
	"delete_users":      onOff(func(s *Switches) *bool { return &s.DeleteUsers }),

	"stream_field_denied": either("403", "null", func(s *Switches) *bool { return &s.StreamsReadNull }),
	"delete_body":         either("{}", "[]", func(s *Switches) *bool { return &s.DeleteArray }),
	"unknown_category":    either("404", "400", func(s *Switches) *bool { return &s.UnknownCategory400 }),

	"total_cap":    whole(func(s *Switches) *int { return &s.TotalCap }),
	"item_cap":     whole(func(s *Switches) *int { return &s.ItemCap }),
	"read_rate":    whole(func(s *Switches) *int { return &s.RequestsPerMinute }),
	"request_work": whole(func(s *Switches) *int { return &s.RequestWork }),
	"rate_status":  rateStatus,

	"waits":        lasting(func(s *Switches) *time.Duration { return &s.Waits }),
	"encodes":      lasting(func(s *Switches) *time.Duration { return &s.Encodes }),
	"expiry_grace": lasting(func(s *Switches) *time.Duration { return &s.ExpiryGrace }),
}

// Names returns the names of all switches, in alphabetical order.
func Names() []string { return slices.Sorted(maps.Keys(toggles)) }

// Renamed returns the values with the new names of switches that have another name now, and a notice for each. An old
// name works until the next release. The switch html_500 is a fault now, whose name is the third result.
func Renamed(values map[string]string) (now map[string]string, notices []string, faults string) {
	now = maps.Clone(values)
	const until = " works until the next release"
	for old, name := range map[string]string{"requests_per_minute": "read_rate"} {
		if value, ok := now[old]; ok {
			delete(now, old)
			now[name] = value
			notices = append(notices, old+" has the name "+name+" now; the old name"+until)
		}
	}
	if _, ok := now["call_cache"]; ok {
		delete(now, "call_cache")
		notices = append(notices, "call_cache has no effect any more, and the name"+until)
	}
	if value, ok := now["html_500"]; ok {
		delete(now, "html_500")
		notices = append(notices, "html_500 is the fault rest-500 now; --rest html_500"+until)
		if value == "on" || value == "true" {
			faults = "rest-500"
		}
	}
	return now, notices, faults
}

// Read returns Switches from names and values, such as "strict_publish": "on" and "total_cap": "500". The error says
// which name or value is invalid, and what is allowed.
func Read(values map[string]string) (Switches, error) {
	var s Switches
	for _, name := range slices.Sorted(maps.Keys(values)) {
		t, ok := toggles[name]
		if !ok {
			return s, fmt.Errorf("unknown switch %q; known switches: %s", name, strings.Join(Names(), ", "))
		}
		if err := t(&s, values[name]); err != nil {
			return s, fmt.Errorf("switch %s: %w", name, err)
		}
	}
	return s, nil
}

func onOff(of func(*Switches) *bool) func(*Switches, string) error {
	return func(s *Switches, value string) error {
		switch value {
		case "on", "true", "1":
			*of(s) = true
		case "off", "false", "0":
			*of(s) = false
		default:
			return fmt.Errorf("on or off is needed, not %q", value)
		}
		return nil
	}
}

// not turns on what is said to be off.
func not(set func(*Switches, string) error) func(*Switches, string) error {
	opposite := map[string]string{"on": "off", "true": "off", "1": "off", "off": "on", "false": "on", "0": "on"}
	return func(s *Switches, value string) error {
		if other, ok := opposite[value]; ok {
			value = other
		}
		return set(s, value)
	}
}

// either has two values, the first of which is the default.
func either(usual, other string, of func(*Switches) *bool) func(*Switches, string) error {
	return func(s *Switches, value string) error {
		if value != usual && value != other {
			return fmt.Errorf("%s or %s is needed, not %q", usual, other, value)
		}
		*of(s) = value == other
		return nil
	}
}

// among has several values, the first of which is the default.
func among(values []string, of func(*Switches) *string) func(*Switches, string) error {
	return func(s *Switches, value string) error {
		if !slices.Contains(values, value) {
			return fmt.Errorf("one of %s is needed, not %q", strings.Join(values, ", "), value)
		}
		*of(s) = value
		return nil
	}
}

func whole(of func(*Switches) *int) func(*Switches, string) error {
	return func(s *Switches, value string) error {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return fmt.Errorf("a whole number from 1 is needed, not %q", value)
		}
		*of(s) = n
		return nil
	}
}

func rateStatus(s *Switches, value string) error {
	if value != "429" && value != "403" {
		return fmt.Errorf("429 or 403 is needed, not %q", value)
	}
	s.RateLimitStatus, _ = strconv.Atoi(value) // it is a number
	return nil
}

func lasting(of func(*Switches) *time.Duration) func(*Switches, string) error {
	return func(s *Switches, value string) error {
		d, err := time.ParseDuration(value)
		if err != nil || d <= 0 {
			return fmt.Errorf("a duration such as 2s or 90m is needed, not %q", value)
		}
		*of(s) = d
		return nil
	}
}
