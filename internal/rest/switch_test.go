package rest_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/rest"
	"github.com/dailymock/dailymock/internal/rest/switches"
)

// switchCases has a request for each switch, with a part of the response for the default and for another value.
var switchCases = []struct {
	name, value string
	line        string // after which an hour passes, and line again where that is set
	later       string
	off         string // a part of the response by default
	on          string // and with the value
}{
	{"escape_slashes", "on", "GET /user/ana?fields=url", "", `"https://www.dailymotion.com/ana"`,
		`"https:\/\/www.dailymotion.com\/ana"`},
	{"channels_unpaged", "off", "GET /channels", "", `"limit":17,`, `"limit":10,`},
	{"delete_body", "[]", "DELETE /me/likes/{video}", "", `{}`, `[]`},
	{"unknown_category", "400", "POST /me/videos?url=https://a.example/a.mp4&channel=nope", "", `"code":404`,
		`"code":400`},
	{"strict_publish", "on", "POST /me/videos?url=https://a.example/a.mp4&published=1", "", `"title":null`,
		"Missing required parameter"},
	{"missing_kids", "error", "POST /me/videos?url=https://a.example/a.mp4&title=A&channel=fun&published=1&fields=published",
		"", `{"published":false}`, "Missing required parameter `is_created_for_kids'"},
	{"missing_kids", "publish", "POST /me/videos?url=https://a.example/a.mp4&title=A&channel=fun&published=1",
		"GET /me/videos?fields=status", `"ready"`, `"published"`},
	{"strict_form_names", "on", "POST /me?fields=city&city=X&nope=1", "", `{"city":"X"}`, "Unrecognized parameter `nope'"},
	{"stream_field_denied", "null", "GET /video/{video}?fields=stream_hls_url", "", `"code":403`,
		`{"stream_hls_url":null}`},
	{"total_cap", "7", "GET /videos?limit=1", "", `"total":1000`, `"total":7`},
	{"item_cap", "20", "GET /videos?limit=10&page=2&fields=id", "", `"has_more":true`, `"has_more":false`},
	{"delete_users", "on", "DELETE /me", "", `"code":403`, `{}`},
	{"upload_quota", "off", "POST /me/videos?url=https://a.example/clip-7300s.mp4&fields=title", "",
		"Duration of this video is too long", `{"title":null}`},
	{"request_work", "10", "GET /videos?fields=id", "", `"list":[`, "The request costs more than 10 units"},
	{"waits", "2h", "POST /me/videos?url=https://a.example/a.mp4", "GET /me/videos?fields=status", `"ready"`, `"waiting"`},
	{"encodes", "2h", "POST /me/videos?url=https://a.example/a.mp4", "GET /me/videos?fields=status", `"ready"`,
		`"processing"`},
	{"expiry_grace", "1m", "POST /me/videos?url=https://a.example/a.mp4&expiry_date=1773146400",
		"GET /me/videos?fields=status&shorter_than=10000", `"ready"`, `"list":[`},
}

func TestSwitches(t *testing.T) {
	t.Parallel()
	for _, c := range switchCases {
		switched, err := switches.Read(map[string]string{c.name: c.value})
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range []switches.Switches{{}, switched} {
			d := openWorld(t, []byte(strings.Replace(small, "uploads: 4", "uploads: 200", 1)),
				func(config *rest.Config) { config.Switches = s })
			ana := d.user(t, "ana")
			want := []string{c.off, c.on}[i]
			got := ana.line(c.line, d.video(t, "harbour-news").ID)
			if c.later != "" {
				d.advance(time.Hour)
				got = ana.line(c.later, "")
			}
			if !strings.Contains(got, want) {
				t.Errorf("%s, %s: %.300s, want %s", c.name, []string{"by default", "switched"}[i], got, want)
			}
			if c.name == "expiry_grace" && i == 1 && strings.Contains(got, `"ready"`) {
				t.Errorf("a video that expired an hour ago is %s", got)
			}
		}
	}
}

// line sends a request such as GET /video/{video}.
func (c *client) line(line, video string) string {
	method, path, _ := strings.Cut(strings.ReplaceAll(line, "{video}", video), " ")
	_, body := c.do(method, path, "", "")
	return body
}

// TestTheRateOfRequests counts by the minute of the mock's clock.
func TestTheRateOfRequests(t *testing.T) {
	t.Parallel()
	for status, code := range map[string]int{"": 429, "403": 403} {
		values := map[string]string{"read_rate": "2"}
		if status != "" {
			values["rate_status"] = status
		}
		s, err := switches.Read(values)
		if err != nil {
			t.Fatal(err)
		}
		d := open(t, func(config *rest.Config) { config.Switches = s })
		for _, want := range []int{200, 200, code} {
			got, body := d.anybody(t).do("GET", "/echo?message=a", "", "")
			if got != want || want != 200 && !strings.Contains(body, `"type":"rate_limit_exceeded"`) {
				t.Errorf("rate_status %q: %d %s, want %d", status, got, body, want)
			}
		}
		d.advance(time.Minute)
		d.anybody(t).must("GET", "/echo?message=a")
		d.advance(time.Minute)
		_, body := d.anybody(t).do("POST", "/", "", `[{"call":"/echo?message=a"},{"call":"/echo?message=b"},`+
			`{"call":"/echo?message=c"}]`)
		if want := `[{"result":{"message":"a"}},{"result":{"message":"b"}},{"error":`; !strings.HasPrefix(body, want) {
			t.Errorf("three calls at once: %s, want each counted once", body)
		}
	}
}

// TestEverySwitchIsKnown looks for each switch in the tests and in the documentation.
func TestEverySwitchIsKnown(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/rest.md")
	if err != nil {
		t.Fatal(err)
	}
	tested := []string{"rate_status", "read_rate", "private_id", "parent_scopes"} // each has a test of its own
	for _, c := range switchCases {
		tested = append(tested, c.name)
	}
	for _, name := range switches.Names() {
		if !slices.Contains(tested, name) {
			t.Errorf("no test switches %s", name)
		}
		if !strings.Contains(string(page), "\n| `"+name+"` | ") {
			t.Errorf("docs/rest.md has no row for %s", name)
		}
	}
}

func TestSwitchesThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]string{
		"nope": "on", "escape_slashes": "maybe", "upload_quota": "", "delete_body": "null", "total_cap": "0",
		"read_rate":   "many",
		"rate_status": "418", "waits": "2", "encodes": "-1s",
	} {
		if _, err := switches.Read(map[string]string{name: value}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
}

// TestPrivateIDsAreFreshOrStable, and each leads to the video: those that were read before a restart as well.
func TestPrivateIDsAreFreshOrStable(t *testing.T) {
	t.Parallel()
	for _, stable := range []bool{false, true} {
		config := func(c *rest.Config) { c.StablePrivateIDs = stable }
		d := openWorld(t, []byte(small), config)
		owner, id := d.user(t, "harbour-news"), d.video(t, "harbour-news").ID
		list := "/user/harbour-news/videos?fields=id,private_id&limit=100"
		first, listed := owner.private(id), owner.line("GET "+list, "")
		saved, err := d.Surface.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		second := owner.private(id)
		if (first == second) != stable || strings.Contains(listed, first) != stable {
			t.Errorf("stable %v: %s, then %s, in a list %s", stable, first, second, listed)
		}
		again := openWorld(t, []byte(small), config)
		if err := again.Surface.Restore(saved); err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{first, second} {
			if got := again.anybody(t).must("GET", "/video/"+secret); got["id"] != id {
				t.Errorf("stable %v: %s leads to %v after a restart", stable, secret, got)
			}
		}
		if got := again.user(t, "harbour-news").private(id); got != second {
			t.Errorf("stable %v: the restored server continues with %s, the saved one with %s", stable, got, second)
		}
	}
}
