package world_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/dailymock/dailymock/internal/world/edits"
)

func TestAnEditIsTheSameAfterJSON(t *testing.T) {
	t.Parallel()
	edit := edits.Write(edits.VideoEdit{Source: edits.Source{Seconds: 60, Width: 1280}}, map[string]any{
		"title": "One", "description": nil, "tags": []string{}, "private": false, "publish_date": int64(1 << 60),
		"soundtrack_popularity": int64(7), "geoloc": []float64{2, 48.85}, "hashtags": []string{"#a"}, "content_provider": nil,
		"custom_classification": []string{}, "allow_embed": true,
	})
	text, err := json.Marshal(edit)
	if err != nil {
		t.Fatal(err)
	}
	var got edits.VideoEdit
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, edit) {
		t.Errorf("%s is read as %+v, want %+v", text, got, edit)
	}
	for name, want := range map[string]any{"title": "One", "description": nil, "geoloc": []float64{2, 48.85},
		"explicit": nil} {
		if value, ok := edits.Written(&got, name); !reflect.DeepEqual(value, want) || ok != (name != "explicit") {
			t.Errorf("%s = %v, %v, want %v", name, value, ok, want)
		}
	}
}

func TestWritingLeavesAnEditAsItWas(t *testing.T) {
	t.Parallel()
	before := edits.Write(edits.PlayerEdit{}, map[string]any{"label": "One", "color": "ff0000"})
	edits.Write(before, map[string]any{"label": "Two", "color": nil})
	if color, _ := edits.Written(&before, "color"); before.Label.Or("") != "One" || color != "ff0000" {
		t.Errorf("label %q and color %v after another edit", before.Label.Or(""), color)
	}
}
