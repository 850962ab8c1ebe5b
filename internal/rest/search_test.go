package rest_test

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestSearchLooksAtTitlesTagsAndDescriptions, of videos of the made world and of those that users wrote; all words have
// to be there, in any case and any of the texts.
func TestSearchLooksAtTitlesTagsAndDescriptions(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "a.mp4", "title=Quokka+Parade", "tags=Marsupial", "description=Filmed+at+Zanzibar%27s+HARBOUR")
	owner, made := d.user(t, "harbour-news"), d.video(t, "harbour-news").ID
	owner.must("POST", "/video/"+made, "description=A+quokka+visits+the+news")
	d.advance(minute)
	for _, c := range []struct {
		search string
		want   []string
	}{
		{"quokka", []string{id, made}}, {"QUOKKA parade", []string{id}}, {"zanzibar", []string{id}},
		{"marsupial harbour quok", []string{id}}, {"quokka visits", []string{made}}, {"quokka nowhere", nil},
	} {
		for _, sort := range []string{"", "&sort=recent", "&sort=id-asc"} {
			got := ids(ana.must("GET", "/videos?owners=ana,harbour-news&search="+url.QueryEscape(c.search)+sort))
			want := slices.Clone(c.want)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("search=%s%s finds %v, want %v", c.search, sort, got, want)
			}
		}
	}
	ana.must("POST", "/video/"+id, "description=null")
	if got := ids(ana.must("GET", "/videos?owners=ana&search=zanzibar")); len(got) > 0 {
		t.Errorf("a description that is gone is found: %v", got)
	}
}

// TestSearchFindsEveryVideoByItsDescription compares lists with the fields of all videos.
func TestSearchFindsEveryVideoByItsDescription(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(strings.Replace(small, "uploads: 4", "uploads: 20", 1)))
	c := d.anybody(t)
	const list = "/user/harbour-news/videos?limit=100&fields=id,title,description,tags"
	var all []map[string]any
	for page := 1; ; page++ {
		answer := c.must("GET", list+"&page="+strconv.Itoa(page))
		for _, v := range answer["list"].([]any) {
			all = append(all, v.(map[string]any))
		}
		if answer["has_more"] == false {
			break
		}
	}
	found := 0
	for i := 0; i < len(all); i += 7 {
		words := strings.Fields(all[i]["description"].(string))
		word := strings.ToLower(words[len(words)/2])
		want := 0
		for _, v := range all {
			if strings.Contains(textsOf(v), word) {
				want++
			}
		}
		if got := c.must("GET", list+"&search="+url.QueryEscape(word))["total"].(float64); int(got) != want {
			t.Errorf("search=%s finds %v videos, want %d", word, got, want)
		}
		found += want
	}
	if found == 0 || len(all) < 50 {
		t.Errorf("%d found of %d videos", found, len(all))
	}
}

// TestSearchesOfOtherLists look at all texts, too.
func TestSearchesOfOtherLists(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana")
	ana.must("POST", "/me", "screenname=Ana+Quokka&description=Filmed+at+Zanzibar")
	ana.must("POST", "/me/playlists", "name=Parades&description=Quokkas+in+Zanzibar")
	ana.must("POST", "/me/players", "label=Main+Quokka+player")
	for line, want := range map[string]int{
		"/me/playlists?search=zanzibar+parades": 1, "/me/playlists?search=zanzibar+nowhere": 0,
		"/me/players?search=player+QUOKKA": 1, "/me/players?search=other+quokka": 0,
		"/users?usernames=ana,harbour-news&search=zanzibar+quokka": 1, "/users?usernames=ana&search=nowhere": 0,
	} {
		if got := ana.must("GET", line)["list"].([]any); len(got) != want {
			t.Errorf("%s finds %v, want %d", line, got, want)
		}
	}
	text := ""
	for i := range 101 {
		text += "+w" + strconv.Itoa(i)
	}
	if got := ana.refused("GET", "/videos?search="+text); got.Code != 400 || got.Data.Param != "search" {
		t.Errorf("101 words: %+v, want 400", got)
	}
}
