package rows

import (
	"math"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/plays"
)

// perVideoAndDay are the dimensions with one value for all plays of a video on a day, if they count for its owner.
var perVideoAndDay = map[edition.Dimension]bool{
	"MONTH": true, "DAY": true, "VIDEO_ID": true, "VIDEO_TITLE": true, "MEDIA_TYPE": true, "CONTENT_TAG_LIST": true,
	"CONTENT_TYPE": true, "VISIBILITY": true, "CHANNEL_SLUG": true, "ACCOUNT_ID": true, "ACCOUNT_USERNAME": true,
	"VIDEO_OWNER_CHANNEL_SLUG": true, "VIDEO_OWNER_ID": true, "VIDEO_OWNER_USERNAME": true,
}

// needsClusters reports whether the clusters of a day matter to the table. If not, the total of the day is enough.
func (b *Table) needsClusters() bool {
	for _, k := range b.counters {
		if !k.isEvent() && k != views && k != livePlays && k != length {
			return true
		}
	}
	for _, d := range b.query.Request.Dimensions {
		if !perVideoAndDay[d] {
			return true
		}
	}
	s := b.scope
	return s.product != edition.Content || s.bySite || s.monetization >= 0
}

// visitTotal calls count once for all plays of a video and day. It is false if only the clusters say how many count:
// where the video was not available all day and everywhere or not the account's all day, and on a day that is not over.
func (s *scope) visitTotal(a *cursor, count func(*cursor)) bool {
	day := s.from + world.Day(a.day)
	v := a.video
	total := plays.Total(v.Video, day)
	if v.owner >= 0 && s.during[v.owner] != nil && !s.during[v.owner].AllOf(day) {
		return false
	}
	if len(v.Closed) > 0 || v.Blocked != nil || world.Hour(day+1)*24 > s.until || total > math.MaxUint32 {
		return false
	}
	a.creditedTo = v.owner
	if total > 0 && v.owner >= 0 && (s.target < 0 || s.target == v.owner) {
		a.cluster = &plays.Cluster{Kind: plays.Played, Day: day, Plays: uint32(total)}
		count(a)
	}
	return true
}
