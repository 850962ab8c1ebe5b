package behaviour_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dailymock/dailymock/contracts/evidence"
	"github.com/dailymock/dailymock/internal/drift"
	"github.com/dailymock/dailymock/internal/drift/behaviour"
)

// run returns a run with one case, which read a list of videos and was refused once. Pairs are texts in it and what
// replaces them.
func run(t *testing.T, pairs ...string) evidence.Run {
	t.Helper()
	b, err := os.ReadFile("testdata/run.json")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the run has no %q", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	var r evidence.Run
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func changed(changes []drift.Change) []string {
	var all []string
	for _, c := range changes {
		all = append(all, string(c.Class)+" "+c.ID())
	}
	slices.Sort(all)
	return all
}

func TestCompare(t *testing.T) {
	t.Parallel()
	const (
		list  = "GET /videos 200 list[] "
		idRow = `{"path":"GET /videos 200 list[] id","forms":["string"],"classes":["xid"],"times":60},`
		note  = `{"path":"GET /videos 200 list[] note","forms":["string"],"classes":["text"],"times":9},`
		csv   = `["text/csv"]`
		id    = `id","forms":["string"],"classes":["xid"]`
	)
	for name, c := range map[string]struct {
		pairs []string
		want  []string
	}{
		"nothing":    {nil, nil},
		"other data": {[]string{`"text","word"`, `"Word"`, `["FR"]`, `["GB"]`, `"times":9`, `"times":40`}, nil},
		"an optional member": {[]string{note,
			""}, nil},
		"a member gone": {[]string{idRow, ""},
			[]string{"breaking MEMBER_REMOVED " + list + "id"}},
		"a member sometimes gone": {[]string{`"classes":["xid"],"times":60`, `"classes":["xid"],"times":59`},
			[]string{"dangerous MEMBER_OPTIONAL " + list + "id"}},
		"a new member": {[]string{`list[] note","forms":["string"],"classes":["text"],"times":9`,
			`list[] note","forms":["string"],"classes":["text"],"times":9},` +
				`{"path":"GET /videos 200 list[] more","forms":["number"],"classes":["integer"],"times":60`},
			[]string{"additive MEMBER_ADDED " + list + "more"}},
		"another kind": {[]string{id, `id","forms":["number"],"classes":["integer"]`},
			[]string{"breaking KIND_CHANGED " + list + "id"}},
		"null": {[]string{id, `id","forms":["null","string"],"classes":["null","xid"]`},
			[]string{"dangerous NULL_ADDED " + list + "id"}},
		"another format": {[]string{`["date"]`, `["time in UTC"]`},
			[]string{"dangerous FORMAT_CHANGED " + list + "created_at"}},
		"another constant": {[]string{`["invalid_parameter"]`, `["bad_parameter"]`}, []string{
			"dangerous WORDS_CHANGED GET /videos 400 error type",
			"dangerous WORDS_CHANGED REST-001 GET /videos 400 error type"}},
		"another content type": {[]string{`["application/json"]`, `["text/html"]`}, []string{
			"dangerous WORDS_CHANGED GET /videos 200 header Content-Type"}},
		"a header gone": {[]string{
			`{"path":"GET /videos 200 header Vary","forms":["header"],"classes":["empty"],"times":30},`, ""},
			[]string{"dangerous HEADER_REMOVED GET /videos 200 header Vary"}},
		"a header of a server in between gone": {[]string{
			`{"path":"GET /videos 200 header Via","forms":["header"],"classes":["empty"],"times":30},`, ""},
			[]string{"additive HEADER_REMOVED GET /videos 200 header Via"}},
		"another charset":           {[]string{`["application/json"]`, `["application/json; charset=UTF-8"]`}, nil},
		"a charset in quotes":       {[]string{`["application/json"]`, `["application/json;charset=\"UTF-8\""]`}, nil},
		"a media type in capitals":  {[]string{`["application/json"]`, `["Application/JSON ; charset=utf-8"]`}, nil},
		"a file as an octet stream": {[]string{csv, `["application/octet-stream"]`}, nil},
		"a file with a charset":     {[]string{csv, `["text/csv;charset=utf-8"]`}, nil},
		"a file that is a page": {[]string{csv, `["text/html"]`}, []string{
			"dangerous WORDS_CHANGED GET (link) 200 header Content-Type"}},
		"JSON as an octet stream": {[]string{`["application/json"]`, `["application/octet-stream"]`}, []string{
			"dangerous WORDS_CHANGED GET /videos 200 header Content-Type"}},
		"a list in another order": {[]string{`["GET, HEAD; q=1"]`, `["head;q=\"0, 5\",get"]`}, nil},
		"a language as a name": {[]string{`["xx"]`, `["Word"]`},
			[]string{"dangerous FORMAT_CHANGED " + list + "language"}},
		"a code that was a word in older evidence": {[]string{`["WORD","null"]`, `["XX","null"]`}, nil},
		"other languages":                          {[]string{`["xx"]`, `["XX","xx"]`}, nil},
		"a day with a time": {[]string{`["column","date"]`, `["column","time"]`},
			[]string{"dangerous FORMAT_CHANGED csv day"}},
		"a country with three letters": {[]string{`"XX","empty"`, `"XXX"`},
			[]string{"dangerous FORMAT_CHANGED csv visitor_country"}},
		"no country": {[]string{`"XX","empty"`, `"empty"`}, nil},
		"names of several words": {[]string{`owner.screenname","forms":["string"],"classes":["Word"]`,
			`owner.screenname","forms":["string"],"classes":["text"]`}, nil},
		"players on another host": {[]string{`["geo.dailymotion.com"]`, `["www.dailymotion.com"]`},
			[]string{"dangerous WORDS_CHANGED " + list + "embed_url"}},
		"fewer items of lists": {[]string{`"times":90`, `"times":9`}, nil},
		"no rows":              {[]string{`csv day","forms":["column","field"]`, `csv day","forms":["column"]`}, nil},
		"other devices": {[]string{`["mobile","tv"]`, `["desktop","tv"]`}, []string{
			"additive WORD_REMOVED csv visitor_device_type mobile", "dangerous WORD_ADDED csv visitor_device_type desktop"}},
		"devices in other words": {[]string{`["mobile","tv"]`, `["a_mobile","a_tv"]`},
			[]string{"dangerous WORDS_CHANGED csv visitor_device_type"}},
		"another status": {[]string{`"GET /videos 400 error"`, `"GET /videos 422 error"`, `"GET /videos 400 error type"`,
			`"GET /videos 422 error type"`}, []string{"dangerous STATUS_CHANGED REST-001 GET /videos"}},
		"a failed case":   {[]string{`"outcome":"pass"`, `"outcome":"fail"`}, []string{"breaking CASE_FAILED REST-001"}},
		"an older case":   {[]string{`"case_version":0`, `"case_version":1`, `"pass"`, `"fail"`}, nil},
		"a little slower": {[]string{`"took_ms":1000`, `"took_ms":3900`}, nil},
		"much slower":     {[]string{`"took_ms":1000`, `"took_ms":9000`}, []string{"dangerous SLOWER REST-001"}},
		"another server": {[]string{`"nginx"`, `"envoy"`, `"k1"`, `"k2"`}, []string{"additive SERVER_CHANGED api.example",
			"additive TLS_KEY_CHANGED api.example"}},
		"milliseconds": {[]string{`"count":60,"least":1,"most":3,"mean":2.1`, `"count":60,"least":4,"most":6,"mean":5.1`},
			[]string{"breaking MAGNITUDE_CHANGED " + list + "duration"}},
		"longer videos": {[]string{`"least":1,"most":3,"mean":2.1`, `"least":1,"most":4,"mean":2.9`}, nil},
		"fewer decimals": {[]string{`"decimals":6`, `"decimals":2`},
			[]string{"dangerous DECIMALS_CHANGED " + list + "duration"}},
		"always null": {[]string{id, `id","forms":["null"],"classes":["null"]`},
			[]string{"breaking KIND_CHANGED " + list + "id"}},
		"other constants": {[]string{`"classes":["word"],"words":["video"]`, `"classes":["text"],"words":[]`},
			[]string{"dangerous WORDS_CHANGED " + list + "item_type"}},
		"no TLS": {[]string{`["url"]`, `["url without TLS"]`},
			[]string{"dangerous FORMAT_CHANGED " + list + "link"}},
		"an older TLS": {[]string{`"TLS 1.3"`, `"TLS 1.2"`, `"CA"`, `"Other CA"`}, []string{
			"dangerous TLS_ISSUER_CHANGED api.example", "dangerous TLS_VERSION_CHANGED api.example"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, compared := behaviour.Compare(run(t), run(t, c.pairs...))
			if d := cmp.Diff(c.want, changed(got)); d != "" {
				t.Errorf("changes (-want +got):\n%s", d)
			}
			if name != "an older case" && compared != 1 {
				t.Errorf("compared %d cases, want 1", compared)
			}
			if c.want == nil || strings.Contains(name, "null") || strings.Contains(name, "sometimes") {
				return // the other way round data may be the reason
			}
			if back, _ := behaviour.Compare(run(t, c.pairs...), run(t)); len(back) == 0 {
				t.Error("the other way round nothing changed")
			}
		})
	}
}

// TestRelations wants a relation of amounts that no longer holds to be a change, and one that holds now to be none.
func TestRelations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ holds, not, want string }{
		{`["per thousand"]`, `["otherwise"]`, "dangerous FORMAT_CHANGED csv ecpm_eur of earnings"},
		{`["different amounts"]`, `["equal amounts"]`,
			"dangerous FORMAT_CHANGED csv estimated_earnings_eur beside estimated_earnings_usd"},
	} {
		got, _ := behaviour.Compare(run(t), run(t, c.holds, c.not))
		if d := cmp.Diff([]string{c.want}, changed(got)); d != "" {
			t.Errorf("changes (-want +got):\n%s", d)
		}
		if got, _ := behaviour.Compare(run(t, c.holds, c.not), run(t)); len(got) > 0 {
			t.Errorf("a relation that holds now is a change: %v", changed(got))
		}
	}
}

func TestSince(t *testing.T) {
	t.Parallel()
	gone := []string{`["date"]`, `["time in UTC"]`}
	on := func(day int, pairs ...string) evidence.Run {
		r := run(t, pairs...)
		r.Date = time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC)
		return r
	}
	for want, runs := range map[string][]evidence.Run{
		"2026-11-03": {on(1), on(2), on(3, gone...), on(4, gone...)},
		"2026-11-04": {on(1), on(2, gone...), on(3), on(4, gone...)},
		"2026-11-02": {on(1), on(2, gone...)},
	} {
		changes, _ := behaviour.Compare(runs[0], runs[len(runs)-1])
		behaviour.Since(changes, runs)
		if len(changes) != 1 || changes[0].Since != want {
			t.Errorf("since %+v, want %s", changes, want)
		}
	}
}
