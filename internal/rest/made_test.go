package rest_test

import (
	"slices"
	"testing"
)

// TestWhatIsTakenAwayStaysAway: an empty value of a field that can be null is null, also if the made world has a
// value.
func TestWhatIsTakenAwayStaysAway(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	owner := d.user(t, "harbour-news")
	video := "/video/" + d.video(t, "harbour-news").ID
	got := owner.must("POST", video+"?fields=title,tags,description,language,country,channel,is_created_for_kids",
		"title=&tags=&description=&language=&country=&channel=&is_created_for_kids=")
	if want := `map[channel:<nil> country:<nil> description:<nil> is_created_for_kids:<nil> language:<nil> tags:[] ` +
		`title:<nil>]`; sprint(
		got,
	) != want {
		t.Errorf("video = %v\nwant %s", got, want)
	}
	if got := owner.must("POST", "/me?fields=description,city", "description=&city="); got["description"] != nil ||
		got["city"] != nil {
		t.Errorf("user = %v, want nulls", got)
	}
	p := ids(owner.must("GET", "/me/playlists"))[0]
	if got := owner.must("POST", "/playlist/"+p+"?fields=description", "description="); got["description"] != nil {
		t.Errorf("playlist = %v, want null", got)
	}
}

// TestADescriptionIsNotTheTitle: a new title leaves the description alone.
func TestADescriptionIsNotTheTitle(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	owner := d.user(t, "harbour-news")
	path := "/video/" + d.video(t, "harbour-news").ID + "?fields=description"
	before := owner.must("GET", path)["description"]
	if got := owner.must("POST", path, "title=Another")["description"]; got != before || got == nil {
		t.Errorf("description = %v, want %v", got, before)
	}
}

// TestAMadeVideoStaysPublishedWithAnotherSource checks it after the source is processed.
func TestAMadeVideoStaysPublishedWithAnotherSource(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	id := d.video(t, "harbour-news").ID
	d.user(t, "harbour-news").must("POST", "/video/"+id, "url=https://files.example/again-30s.mp4")
	d.advance(minute)
	if got := d.anybody(t).must("GET", "/video/"+id+"?fields=status,duration"); got["status"] != "published" ||
		got["duration"] != 30.0 {
		t.Errorf("a minute later: %v, want it published, 30 seconds long", got)
	}
}

// TestWhatIsNamedTwiceIsListedOnce names it by id and by user name.
func TestWhatIsNamedTwiceIsListedOnce(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	c := d.anybody(t)
	id, user := d.video(t, "harbour-news").ID, d.id(t, "harbour-news")
	if got := ids(c.must("GET", "/videos?ids="+id+","+id)); !slices.Equal(got, []string{id}) {
		t.Errorf("ids: %v", got)
	}
	if got := ids(c.must("GET", "/users?usernames=harbour-news,"+user)); !slices.Equal(got, []string{user}) {
		t.Errorf("usernames: %v", got)
	}
	once, twice := c.must("GET", "/videos?owners=harbour-news"), c.must("GET", "/videos?owners="+user+",harbour-news")
	if once["total"] != twice["total"] {
		t.Errorf("owners: %v videos by one name, %v by two", once["total"], twice["total"])
	}
}

// TestAnotherSourceCanMendAVideo writes a source to a video whose first one could not be processed.
func TestAnotherSourceCanMendAVideo(t *testing.T) {
	t.Parallel()
	d := openWorld(t, []byte(small))
	ana := d.user(t, "ana")
	id := d.upload(t, ana, "encoding-error.mp4")
	d.advance(minute)
	ana.must("POST", "/video/"+id, "url=https://files.example/good.mp4")
	d.advance(minute)
	if got := ana.must("GET", "/video/"+id+"?fields=status")["status"]; got != "published" {
		t.Errorf("status = %v, want published", got)
	}
}
