package rest_test

import (
	"maps"
	"slices"
	"time"
)

// The rules of videos, playlists and what hangs from them once more, in the
// plainest words and after docs/spec/rest.md#writing-videos alone. model_steps_test.go holds the
// surface against them.
//
// Going back in time shows the last change whose time has come by then; what is
// tied (likes, follows, adoption) and the order of playlists do not go back.

// Values are those of fields as JSON decodes them.
type values map[string]any

// A thing is a video, user, playlist, player or subtitle.
type thing struct {
	noun, id, owner string // the owner's name
	of              string // a subtitle's video
	created         time.Time
	made            values // what the made world says; nil for what users created
	past            []version
	content         []string // of a playlist
	ordered         time.Time
	secrets         []string // a video's private ids that were read
}

// A version is a thing after one write.
type version struct {
	at      time.Time
	values  values
	deleted bool
}

// last is the last write whose time has come, nil for none.
func (x *thing) last(now time.Time) *version {
	for i := len(x.past) - 1; i >= 0; i-- {
		if !x.past[i].at.After(now) {
			return &x.past[i]
		}
	}
	return nil
}

// shown are a thing's values; ok is false before it was there and after it was
// deleted.
func (x *thing) shown(now time.Time) (v values, ok bool) {
	switch last := x.last(now); {
	case now.Before(x.created):
		return nil, false
	case last != nil:
		return last.values, !last.deleted
	}
	return x.made, x.made != nil
}

// write lays values over what is shown.
func (x *thing) write(now time.Time, written values) {
	old, _ := x.shown(now)
	all := maps.Clone(old)
	if all == nil {
		all = values{}
	}
	maps.Copy(all, written)
	x.past = append(x.past, version{at: now, values: all})
}

func (x *thing) remove(now time.Time) {
	old, _ := x.shown(now)
	x.past = append(x.past, version{at: now, values: old, deleted: true})
}

// updated is when it was last written, else when it came.
func (x *thing) updated(now time.Time) float64 {
	if last := x.last(now); last != nil {
		return float64(last.at.Unix())
	}
	return float64(x.created.Unix())
}

// resting returns the value of a field of a video that users did not write, or reset.
var resting = values{
	"private": false, "explicit": false, "allow_embed": true, "allowed_in_playlists": true, "mode": "vod",
	"publish_date_keep_private": false, "expiry_date_deletion": true, "geoblocking": []any{"allow"},
	"tags": []any{}, "hashtags": []any{}, "custom_classification": []any{}, "stream_altered_with_ai": false,
}

func (v values) get(name string) any {
	if value := v[name]; value != nil {
		return value
	}
	return resting[name]
}

func (v values) is(name string) bool { return v.get(name) == true }

// published is the field: what the owner wants, where all that it needs is there.
func (x *thing) published(v values) bool {
	if x.made != nil {
		return v["published"] == true
	}
	return v["published"] == true && v["title"] != nil && v["channel"] != nil && v["is_created_for_kids"] != nil
}

// status follows the time since the source was named.
func (x *thing) status(v values, now time.Time) string {
	if source, ok := v["source time"].(time.Time); ok {
		switch age := now.Sub(source); {
		case age < 2*time.Second:
			return "waiting"
		case age < 10*time.Second:
			return "processing"
		}
	}
	switch failure, _ := v["source failure"].(string); {
	case failure != "":
		return failure
	case x.published(v):
		return "published"
	}
	return "ready"
}

// early is before the date of publishing, expired from the date of expiry on.
func early(v values, now time.Time) bool {
	from, ok := v["publish_date"].(float64)
	return ok && float64(now.Unix()) < from
}

func expired(v values, now time.Time) bool {
	until, ok := v["expiry_date"].(float64)
	return ok && float64(now.Unix()) >= until
}

// opened tells whether the dates make a private video public between them.
func opened(v values) bool {
	return (v["publish_date"] != nil || v["expiry_date"] != nil) && !v.is("publish_date_keep_private") &&
		v["private again"] != true
}

// private is the field: what was written, unless the date of publishing has made the video public; and always after
// the date of expiry.
func private(v values, now time.Time) bool {
	return expired(v, now) || v.is("private") && (!opened(v) || early(v, now))
}

// follow adds to what is written to a video what follows from its dates: a date of expiry in the future publishes it,
// where there is no date of publishing; and what is made private after a date has made it public stays so.
func (x *thing) follow(now time.Time, written values) {
	old, _ := x.shown(now)
	all := maps.Clone(old)
	if all == nil {
		all = values{}
	}
	maps.Copy(all, written)
	_, from := written["publish_date"]
	_, until := written["expiry_date"]
	if _, said := written["published"]; !said && written["expiry_date"] != nil && all["publish_date"] == nil &&
		!expired(all, now) {
		written["published"] = true
	}
	if from || until {
		written["private again"] = false
	} else if on, said := written["private"]; said {
		written["private again"] = on == true && (old["private again"] == true || opened(old) && !early(old, now))
	}
}

// A knot is one of a user's likes or follows.
type modelLink struct {
	to    string // a video's id or a user's name
	since time.Time
}

// A model is all that was written.
type model struct {
	clock   func() time.Time
	ids     map[string]string // of users, by name
	things  []*thing
	likes   map[string][]modelLink // by user name
	follows map[string][]modelLink
	parents map[string][]string // by child
}

func (m *model) find(noun, id string) *thing {
	for _, x := range m.things {
		if x.noun == noun && x.id == id {
			return x
		}
	}
	return nil
}

// all are the things of a noun that are there now, as far as keep says.
func (m *model) all(noun string, keep func(*thing) bool) []*thing {
	var found []*thing
	for _, x := range m.things {
		if _, ok := x.shown(m.clock()); ok && x.noun == noun && (keep == nil || keep(x)) {
			found = append(found, x)
		}
	}
	return found
}

// manages tells who may write what is a user's: the user, the parents, and the
// key of the organisation, which has the listed user and all opened ones.
func (m *model) manages(who, owner string) bool {
	return who == owner || who == theKey || slices.Contains(m.parents[owner], who)
}

// sees is the status with which somebody gets a video.
func (m *model) sees(who string, x *thing, bySecret bool) int {
	v, ok := x.shown(m.clock())
	switch {
	case !ok:
		return 404
	case m.manages(who, x.owner):
		return 200
	case x.status(v, m.clock()) != "published":
		return 404
	case bySecret:
		return 200
	case early(v, m.clock()):
		return 404
	case private(v, m.clock()):
		return 403
	}
	return 200
}

// listed are the videos that somebody finds in lists, the newest first.
func (m *model) listed(who string, explicit bool, keep func(*thing) bool) []*thing {
	found := m.all("video", func(x *thing) bool {
		v, _ := x.shown(m.clock())
		return m.sees(who, x, false) == 200 && (explicit || m.manages(who, x.owner) || !v.is("explicit")) && keep(x)
	})
	slices.SortStableFunc(found, func(a, b *thing) int { return -a.created.Compare(b.created) })
	return found
}

// seesPlaylist is the status with which somebody gets a playlist.
func (m *model) seesPlaylist(who string, x *thing) int {
	if v, ok := x.shown(m.clock()); !ok || v["private"] == true && !m.manages(who, x.owner) {
		return 404
	}
	return 200
}

// quota tells whether a user may create one more video of a length now: 15
// videos and 10 hours in 24 hours, 96 videos of any length for partners.
func (m *model) quota(owner string, seconds float64) bool {
	n, sum := 0, 0.0
	now := m.clock()
	for _, x := range m.things {
		if last := x.last(now); x.noun == "video" && x.owner == owner && x.made == nil && last != nil &&
			x.created.After(now.Add(-24*time.Hour)) {
			n++
			length, _ := last.values["source length"].(float64)
			sum += length
		}
	}
	if owner == thePartner {
		return n < 96
	}
	return n < 15 && sum+seconds <= 36000
}

// reads are all fields of a video that the model knows, as somebody reads them.
func (m *model) reads(who string, x *thing) values {
	now := m.clock()
	v, _ := x.shown(now)
	status := x.status(v, now)
	out := values{
		"id": x.id, "owner": m.ids[x.owner], "published": x.published(v), "status": status,
		"created_time": float64(x.created.Unix()), "updated_time": x.updated(now),
		"password": nil, "password_protected": v["password"] != nil, "duration": nil, "liked_at": nil,
		"owner.screenname": m.user(x.owner)["screenname"],
	}
	for _, f := range videoFields {
		if _, there := out[f.name]; !there {
			out[f.name] = v.get(f.name)
		}
	}
	out["private"] = private(v, now)
	if status == "ready" || status == "published" || v["source uploaded"] == true {
		out["duration"] = v["source length"]
	}
	for _, k := range m.likes[who] {
		if k.to == x.id {
			out["liked_at"] = float64(k.since.Unix())
		}
	}
	if !m.manages(who, x.owner) {
		for _, name := range []string{"publish_date", "expiry_date", "publish_date_keep_private", "expiry_date_deletion"} {
			out[name] = nil
		}
	}
	return out
}

// user are the values of a user.
func (m *model) user(name string) values {
	v, _ := m.find("user", m.ids[name]).shown(m.clock())
	return v
}
