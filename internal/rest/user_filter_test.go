package rest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// names returns the user names in a list.
func names(answer map[string]any) (all []string) {
	for _, u := range answer["list"].([]any) {
		all = append(all, u.(map[string]any)["username"].(string))
	}
	return all
}

func TestUserFilters(t *testing.T) {
	t.Parallel()
	d := open(t)
	c := d.anybody(t)
	ask := func(query string) []string {
		return names(c.must("GET", "/users?limit=100&fields=username&"+query))
	}
	all := ask("")
	for query, want := range map[string][]string{
		"language=it":                 {"stadio-centrale"},
		"country=fr":                  {"cuisine-du-port"},
		"search=hafen":                {"hafenklang"},
		"recommendedforchannel=music": {"hafenklang"},
		"flags=partner,verified":      all,
		"verified":                    all,
		"recommended":                 all,
		"usernames=ana,harbour-news":  {"ana", "harbour-news"},
		"usernames=ana&verified":      nil,
		"usernames=ana&recommended":   nil,
		"exclude_ids=" + d.id(t, "northlight") + "&search=north": slices.DeleteFunc(ask("search=north"),
			func(s string) bool { return s == "northlight" }),
	} {
		if got := ask(query); !slices.Equal(got, want) {
			t.Errorf("%s = %v, want %v", query, got, want)
		}
	}
	popular := ask("mostpopular&sort=popular")
	if len(popular) == 0 || len(popular) >= len(all)/2 || !slices.Equal(popular, ask("sort=popular")[:len(popular)]) {
		t.Errorf("most popular: %v of %v", popular, ask("sort=popular"))
	}
	for _, query := range []string{"flags=nope", "recommendedforchannel=nope", "sort=nope", "parent=xnotfound"} {
		if got := c.refused("GET", "/users?"+query); got.Code != 400 && got.Code != 404 {
			t.Errorf("%s = %+v", query, got)
		}
	}
	d.user(t, "ana").must("POST", "/me", "partner=false&country=FR")
	if got := ask("usernames=ana&partner"); len(got) != 0 {
		t.Errorf("partners: %v", got)
	}
	if got := ask("usernames=ana&country=fr"); !slices.Equal(got, []string{"ana"}) {
		t.Errorf("by what was written: %v", got)
	}
	d.upload(t, d.user(t, "harbour-fans"), "a.mp4")
	d.advance(minute)
	if got := ask("sort=activity"); got[0] != "harbour-fans" {
		t.Errorf("by activity: %v", got)
	}
}

func TestEditorsSelections(t *testing.T) {
	t.Parallel()
	d := open(t)
	c := d.anybody(t)
	for _, query := range []string{"list=what-to-watch", "list=recommended"} {
		some := c.must("GET", "/videos?limit=100&fields=language&"+query)["total"].(float64)
		french := c.must("GET", "/videos?limit=100&fields=language&localization=fr_FR&"+query)
		if some == 0 || some >= 1000 || french["total"].(float64) == 0 || french["total"].(float64) >= some {
			t.Errorf("%s has %v, in French %v", query, some, french["total"])
		}
		for _, v := range french["list"].([]any) {
			if v.(map[string]any)["language"] != "fr" {
				t.Errorf("%s in French has %v", query, v)
			}
		}
	}
	for _, v := range c.must("GET", "/videos?limit=100&fields=channel&nogenre=news")["list"].([]any) {
		if v.(map[string]any)["channel"] == "news" {
			t.Fatal("news though nogenre=news")
		}
	}
}

func TestLocalizationIsDetected(t *testing.T) {
	t.Parallel()
	d := open(t)
	for accepts, want := range map[string]string{"": "Sports", "fr-FR,fr;q=0.9": "Sport", "es": "Deportes",
		"nonsense!": "Sports"} {
		r, err := http.NewRequest("GET", d.URL+"/channel/sport?fields=name&localization=detect", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Language", accepts)
		if got := bodyOf(t, r); !strings.Contains(got, `"`+want+`"`) {
			t.Errorf("%q: %s, want %s", accepts, got, want)
		}
	}
}
