package report

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/world"
)

func sample() reportSpec {
	return reportSpec{
		account: 77,
		login:   "ana@studio.example",
		serial:  3,
		created: time.UnixMilli(
			1773146400123,
		).UTC(),
		policy:    Policy{Progress: After, Takes: 2 * time.Second, Outcome: Failed},
		retention: 48 * time.Hour,
		rows:      50_000,
		request: Request{
			Edition:    "2026",
			Metrics:    []Metric{"VIEWS", "VIEW_THROUGH_RATE"},
			Dimensions: []Dimension{"DAY", "VIDEO_TITLE"},
			Start:      world.Day(20000).Time(),
			End:        world.Day(20100).Time(),
			Product:    edition.All,
			Filters: Filters{
				ChannelSlug:        "<your_channel_slug>",
				MediaType:          edition.Live,
				MonetizationType:   edition.ClaimMonetization,
				VisitorDomainGroup: "a.example",
			},
		},
	}
}

// studioSample is sample, asked for in the Studio.
func studioSample() reportSpec {
	t := sample()
	t.studio = &studioSpec{
		name:         "Été 2026",
		slug:         "harbour-news",
		channel:      "x1fz4ii",
		organization: "x2abc",
		order:        Order{By: "VIEW_THROUGH_RATE", Ascending: true},
	}
	return t
}

// FuzzTicket gives the decoder any bytes: it never panics, and what it accepts it
// can write again.
func FuzzTicket(f *testing.F) {
	f.Add(sample().encode())
	f.Add(studioSample().encode())
	f.Add([]byte{})
	f.Add([]byte{specVersion})
	f.Add(append(sample().encode(), 0))
	f.Add(sample().encode()[:20])
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := decodeSpec(b)
		if err != nil {
			return
		}
		again, err := decodeSpec(got.encode())
		if err != nil || !reflect.DeepEqual(again, got) {
			t.Fatalf("%+v became %+v, %v", got, again, err)
		}
	})
}

// FuzzObjectName gives the opener of file names any text.
func FuzzObjectName(f *testing.F) {
	s := signed.FromSeed(1)
	name := objectName(s, sample().encode(), 12)
	f.Add(name)
	f.Add(name[:len(name)-2])
	f.Add(strings.ToUpper(name))
	f.Add("")
	f.Add("21da4e2e74")
	f.Fuzz(func(t *testing.T, text string) {
		ticket, n, err := openObject(s, text)
		if err == nil && objectName(s, ticket, n) != text {
			t.Fatalf("%q opens, but is not the name of file %d", text, n)
		}
	})
}

func TestTicketSurvivesItsToken(t *testing.T) {
	t.Parallel()
	for _, want := range []reportSpec{sample(), studioSample()} {
		got, err := decodeSpec(want.encode())
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	want := sample()
	text, n, err := openObject(signed.FromSeed(1), objectName(signed.FromSeed(1), want.encode(), 12))
	if err != nil || n != 12 || !reflect.DeepEqual(text, want.encode()) {
		t.Errorf("file 12 opens as %d, %v", n, err)
	}
}

func TestTicketOfUnknownValuesIsBroken(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*reportSpec){
		"a metric that is not known":    func(t *reportSpec) { t.request.Metrics = []Metric{"LOVE"} },
		"no rows in a file":             func(t *reportSpec) { t.rows = 0 },
		"more days than can be":         func(t *reportSpec) { t.request.End = world.Day(30000).Time() },
		"an order by what is not there": func(t *reportSpec) { t.studio = &studioSpec{order: Order{By: "UPLOADS"}} },
	} {
		bad := sample()
		change(&bad)
		if got, err := decodeSpec(bad.encode()); err == nil {
			t.Errorf("%s: decoded as %+v", name, got)
		}
	}
}
