package world_test

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

const schemaFile = "../../fixtures/world.schema.json"

func mustRead(tb testing.TB, file string) string {
	tb.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// conforms tells what the published schema has against a world file.
func conforms(tb testing.TB, text string) error {
	tb.Helper()
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		tb.Fatal(err)
	}
	asJSON, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(asJSON)))
	if err != nil {
		tb.Fatal(err)
	}
	return schema.Validate(value)
}

// TestSchemaAndSpecHaveTheSameFields in both directions.
func TestSchemaAndSpecHaveTheSameFields(t *testing.T) {
	t.Parallel()
	type object struct {
		Properties map[string]struct {
			Description string
			Enum        []string
			Items       struct{ Enum []string }
		}
		Required   []string
		Additional *bool `json:"additionalProperties"`
	}
	var schema struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal([]byte(mustRead(t, schemaFile)), &schema); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		object object
		spec   any
	}{
		{"world", schema.object, catalogue.Spec{}},
		{"partner", schema.Defs["partner"], catalogue.PartnerSpec{}},
		{"channel", schema.Defs["channel"], catalogue.ChannelSpec{}},
		{"video", schema.Defs["video"], catalogue.VideoSpec{}},
		{"playlist", schema.Defs["playlist"], catalogue.PlaylistSpec{}},
		{"player", schema.Defs["player"], catalogue.PlayerSpec{}},
		{"site", schema.Defs["site"], catalogue.SiteSpec{}},
		{"key", schema.Defs["key"], catalogue.KeySpec{}},
		{"user", schema.Defs["user"], catalogue.UserSpec{}},
		{"importer", schema.Defs["importer"], catalogue.ImporterSpec{}},
	} {
		var want []string
		for f := range reflect.TypeOf(c.spec).Fields() {
			want = append(want, f.Tag.Get("yaml"))
		}
		slices.Sort(want)
		if got := slices.Sorted(maps.Keys(c.object.Properties)); !slices.Equal(got, want) {
			t.Errorf("%s: the schema has %v, the spec %v", c.name, got, want)
		}
		if c.object.Additional == nil || *c.object.Additional {
			t.Errorf("%s: the schema lets any other field pass", c.name)
		}
		for key, p := range c.object.Properties {
			if p.Description == "" {
				t.Errorf("%s.%s has no description", c.name, key)
			}
		}
	}
	for key, want := range map[string][]string{"genre": catalogue.Genres(), "country": catalogue.Countries} {
		if got := schema.Defs["channel"].Properties[key].Enum; !slices.Equal(got, want) {
			t.Errorf("channel.%s: the schema has %v, the spec %v", key, got, want)
		}
	}
	if got, want := schema.Defs["video"].Properties["visibility"].Enum, catalogue.Visibilities; !slices.Equal(got, want) {
		t.Errorf("video.visibility: the schema has %v, the spec %v", got, want)
	}
	if got, want := schema.Defs["video"].Properties["devices"].Items.Enum, catalogue.Devices; !slices.Equal(got, want) {
		t.Errorf("video.devices: the schema has %v, the spec %v", got, want)
	}
	if got, want := schema.Defs["playlist"].Properties["type"].Enum, catalogue.PlaylistTypes; !slices.Equal(got, want) {
		t.Errorf("playlist.type: the schema has %v, the spec %v", got, want)
	}
}

func TestWorldsPassSchemaAndSpec(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"../../fixtures/world.yaml", "../../fixtures/my-world.yaml"} {
		text := mustRead(t, file)
		if err := conforms(t, text); err != nil {
			t.Errorf("%s: the schema says %v", file, err)
		}
		if _, err := catalogue.ParseSpec([]byte(text)); err != nil {
			t.Errorf("%s: the spec says %v", file, err)
		}
		if want := "# yaml-language-server: $schema=world.schema.json\n"; !strings.HasPrefix(text, want) {
			t.Errorf("%s does not begin with %q, by which editors find the schema", file, want)
		}
	}
}

// inChannel is a world file of one channel, with a line more in it.
func inChannel(line string) string {
	return "partners:\n- name: A\n  channels:\n  - slug: a\n    " + line + "\n"
}

// inVideo is one whose only channel has a video.
func inVideo(line string) string {
	return inChannel("videos:\n    - created: 2026-01-31\n      " + line)
}

// TestWrongWorldsAreRefused by schema and spec alike, where a schema can: what
// depends on another part of the file, only the spec sees.
func TestWrongWorldsAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, want string
		alone      bool // the schema cannot tell
	}{
		{"{}", "1:1: partners: at least one partner with a channel is needed", false},
		{"partners: []", "1:11: partners: at least one partner", false},
		{"partners: [{name: A}]", "at least one partner", true},
		{"partners:\n- channels:\n  - slug: a", `2:3: partners[0].name: name "": 1 to 255 characters`, false},
		{"partners: {a: b}", "1:", false},
		{inChannel("slugg: b"), `5:5: unknown field "slugg"`, false},
		{inChannel("name: [1]"), "5:", false},
		{inChannel("audience: many"), "5:15: cannot unmarshal", false},
		{"partners:\n- name: A\n  channels:\n  - slug: a b", `4:11: partners[0].channels[0].slug: slug "a b"`, false},
		{"partners:\n- name: A\n  channels:\n  - slug: a\n  - slug: a", `5:11: partners[0].channels[1].slug: channel ` +
			`"a" is listed twice`, true},
		{inChannel("genre: opera"), `5:12: partners[0].channels[0].genre: unknown genre "opera"; known values: [film`, false},
		{inChannel("country: XX"), `5:14: partners[0].channels[0].country: unknown country "XX"; known values: [AE`, false},
		{inChannel("language: English"), `language "English": two small letters`, false},
		{inChannel("audience: -1"), "audience -1 is not in 0 to 1048576", false},
		{inChannel("uploads: 257"), "uploads 257 is not in 0 to 256", false},
		{inChannel("detail: 5000"), "detail 5000 is not in 0 to 4096", false},
		{inChannel("reports: LOST"), `unknown reports "LOST"; known values: [FAILED EXPIRED]`, false},
		{inChannel("claimed_by: b"), `5:17: partners[0].channels[0].claimed_by: channel "a" is claimed by "b", which ` +
			`is not listed`, true},
		{inChannel("site: My Site"), `domain "My Site"`, false},
		{inChannel("site: dailymotion.com"), `domain "dailymotion.com" is listed twice, or the vendor's`, true},
		{inChannel("playlists: [{title: A}, {title: A}]"), `two playlists "A"`, true},
		{inChannel("playlists: [{id: x1abc}]"), `title "": 1 to 255`, false},
		{inChannel("playlists: [{title: A, type: smart}]"), `unknown type "smart"; known values: `, false},
		{inChannel("players: [{id: A1}]"), `player id "A1" is not of the form`, false},
		{inChannel("players: [{id: xa1wi}, {id: xa1wi}]"), `player "xa1wi" is listed twice`, true},
		{inChannel("videos: [{title: T}]"), `created "": a day such as`, false},
		{inChannel("videos: [{created: 1999-01-31}]"), "in the years 2015 to 2078", false},
		{inChannel("videos: [{created: 2026-02-30}]"), "a day such as", true},
		{inVideo("id: 8abc"), `7:11: partners[0].channels[0].videos[0].id: video id "8abc" is not of the form`, false},
		{inVideo("id: x8abc12\n    - created: 2026-01-31\n      id: x8abc12"),
			`9:11: partners[0].channels[0].videos[1].id: video "x8abc12" is listed twice`, true},
		{inVideo("duration: -1"), "duration -1 is not in 0 to 172800", false},
		{inVideo(`tags: ["a,b"]`), `7:14: partners[0].channels[0].videos[0].tags[0]: tag "a,b"`, false},
		{inVideo("plays: 10000001"), "plays 10000001 is not in 0 to 10000000", false},
		{inVideo("playlist: P"), `unknown playlist "P"; list it among`, true},
		{inVideo("visibility: secret"), `unknown visibility "secret"; known values: [password private public]`, false},
		{inVideo("devices: [desktop, fridge]"), `devices[1]: unknown device "fridge"; known devices: [desktop`, false},
		{inVideo("live: perhaps"), "7:", false},
		{inChannel("name: A") + "sites: [{}]", `domain ""`, false},
		{inChannel("name: A") + "sites:\n- domain: a.example\n- domain: a.example", `8:11: sites[1].domain: domain ` +
			`"a.example" is listed twice`, true},
		{inChannel("name: A") + "sites: [{domain: a.example, pages: 300}]", "pages 300 is not in 0 to 256", false},
		{inChannel("name: A") + "sites: [{domain: a.example, publisher: b}]", `publisher "b" is no listed channel`, true},
		{"partners:\n- name: \"A", "2:", false},
	} {
		_, err := catalogue.ParseSpec([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q:\n got %v\nwant %q", c.text, err, c.want)
		}
		if err := conforms(t, c.text); (err == nil) != c.alone {
			t.Errorf("%q: the schema says %v", c.text, err)
		}
	}
}

func TestAllFaultsAreTold(t *testing.T) {
	t.Parallel()
	_, err := catalogue.ParseSpec([]byte(inChannel("genre: opera\n    country: XX\n    detail: -1")))
	faults, ok := errors.AsType[catalogue.Faults](err)
	if !ok || len(faults) != 3 {
		t.Fatalf("got %v, want three faults", err)
	}
	if got, want := faults[2].Line, 7; got != want {
		t.Errorf("the third is in line %d, want %d", got, want)
	}
}
