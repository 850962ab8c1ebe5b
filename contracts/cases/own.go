package cases

import (
	"encoding/json"
	"strings"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases that read with credentials and change nothing: what an account shows its owner, and the root of private keys.

const (
	accountScopes = "email userinfo read_insights"
	accountFields = `id username screenname email first_name last_name fullname birthday address gender limits
		webhook_url webhook_events`
	ownFields = ` private_id expiry_date expiry_date_availability expiry_date_deletion publish_date
		publish_date_keep_private`
)

func own() []Case {
	return []Case{
		should(signedIn(row("MCN-022", "an account shows its owner sixteen revenues, in dollars and cents",
			"mcn-2.7 oauth-9.4", func(t *T) {
				a := data.Read(t, asking("/me", "username "+strings.Join(revenues(), " ")), accountScopes).OK()
				amounts := 0
				whole := true
				for _, name := range revenues() {
					n, ok := a.At(name).(json.Number)
					require.True(t, ok || a.Has(name) && a.At(name) == nil, name+" is a number or null")
					_, cents, fraction := strings.Cut(n.String(), ".")
					assert.LessOrEqual(t, len(cents), 2, "decimals of "+name)
					if f, _ := n.Float64(); f != 0 {
						amounts++
						whole = whole && !fraction
					}
				}
				assert.False(t, whole && amounts > 7, "all amounts are whole: are they cents?")
			}))),
		should(signedIn(row("REST-190", "an account shows its owner its own data and lists", "rest-1.11 rest-12.3 oauth-9.1",
			func(t *T) {
				const scopes = accountScopes + " " + manageVideos
				a := data.Read(t, asking("/me", accountFields), scopes).OK()
				has(t, a, strings.Fields(accountFields)...)
				if !spare(t) {
					return
				}
				for _, l := range []wideList{{"/me/videos?limit=20", itemOfOwner + ownFields}, {"/me/playlists", itemOfOther},
					{"/me/followers", "id screenname"}, {"/me/likes", itemOfOwner}, {"/me/children", childOfParent}} {
					a := data.Read(t, asking(l.path, l.fields), scopes).OK().Fits("rest-list")
					for _, item := range a.MustList("list") {
						hasFields(t, item, l.fields)
					}
				}
			}))),
		both("REST-153", "private keys read lists with all fields",
			"rest-1.2 rest-12.1 rest-12.3 rest-12.4 rest-2.16 rest-2.2", func(t *T) {
				all := []wideList{{"/videos?limit=20", itemOfVideo}, {"/users?limit=20", userFields},
					{user(t) + "/videos?limit=20", itemOfOwner}}
				if spare(t) {
					all = append(all, wideList{"/channels", channelFields}, wideList{video(t) + "/related", itemOfOwner},
						wideList{playlist(t) + "/videos", itemOfOwner}, wideList{user(t) + "/playlists", itemOfOther},
						wideList{"/channel/news/videos", itemOfVideo})
				}
				for _, l := range all {
					eachValue(t, PrivateData.Read(t, asking(l.path, l.fields), manageVideos), l.fields)
				}
			}),
		both("REST-154", "private keys read objects with all fields",
			"rest-1.2 rest-8.1 rest-8.8 rest-12.1 rest-12.3 rest-12.4", func(t *T) {
				for _, l := range []wideList{{user(t), userFields}, {playlist(t), itemOfOther}} {
					hasFields(t, PrivateData.Read(t, asking(l.path, l.fields), manageVideos).OK().JSON, l.fields)
				}
			}),
		both("REST-155", "private keys get the errors of the public root", "rest-1.2 rest-6.1 rest-6.2 rest-6.4 rest-6.5",
			func(t *T) {
				PrivateData.Read(t, "/videos?limit=101", manageVideos).Failed(400, "invalid_parameter")
				PrivateData.Read(t, "/video/xnotfound", manageVideos).Failed(404, "not_found")
				if spare(t) {
					PrivateData.Read(t, "/playlist/"+unknownID, manageVideos).Failed(404, "not_found")
					PrivateData.Read(t, "/videos?fields=nope", manageVideos).Failed(400, "invalid_parameter")
				}
			}),
	}
}
