package views

import (
	"strings"

	"github.com/dailymock/dailymock/internal/world"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// A view is one row of the analytics (docs/spec/dyntube.md#analytics-response).
type view struct {
	id       uint64 // another one for each view of the account, below 1<<idBits
	play     uint64 // below 1<<playBits
	visit    uint64 // the same for what one viewer sees of a channel in one go
	project  *Project
	video    *world.Video
	index    int // of the video in its project
	through  channelKind
	millis   int64 // since 1970, when it began
	started  bool
	ended    bool
	muted    bool
	watched  int // seconds, at most the video's duration
	viewer   viewer
	site     embed
	userKey  userKey
	browsers int // major version of the browser that day
	systems  int // major version of the system that day
}

// An embed is the page of the player.
type embed struct{ url, domain string }

// A userKey says how a row contains the optional key.
type userKey uint8

const (
	noUserKey    userKey = iota // the row lacks it
	emptyUserKey                // ""
	memberUserKey
)

const (
	idBits   = 47 // eight letters and digits
	playBits = 53 // nine
)

// view returns the view of a slot. Its row says from the beginning how the view ended, and never changes.
func (a *Account) view(x *day, slot int) view {
	number, position := x.position(slot)
	p := &a.Projects[number]
	index, through := x.shares[number].at(position)
	h := x.hash(slot)
	v := view{
		project: p, index: index, through: through,
		video:  p.Until(x.date).Videos[index],
		millis: int64(x.date)*millisPerDay + x.instant(slot),
	}
	serial := uint64(x.date-FirstDay)<<16 | uint64(slot)
	v.id = newPermutation(1<<idBits, a.seed).at(serial)
	v.play = newPermutation(1<<playBits, hash.Sum64(a.seed)).at(serial)

	seat := p.visitOf(x.date, slot, h)
	v.viewer = p.viewerOf(x.date, seat)
	v.visit = hash.Sum64(seat + uint64(through))
	if through == videoChannel {
		v.visit = hash.Sum64(v.visit + uint64(index))
	}
	v.site = a.embed(&v)
	v.watch(hash.Sum64(h + 1))
	v.userKey = v.viewer.userKey(hash.Sum64(h + 2))
	v.browsers, v.systems = v.viewer.versions(x.date)
	return v
}

// A visitOf is one viewer's for a while: of sixteen slots in a row, a project's are
// shared by four viewers, who so see several videos within some minutes.
func (p *Project) visitOf(d world.Day, slot int, h uint64) uint64 {
	return hash.Sum64(p.Seed^uint64(d)*odd) + uint64(slot)>>4<<2 + h&3
}

// watch draws what happened: one player of 32 is never started, a third of the others reach the end, half of these skip
// some, and most of the rest watch little.
func (v *view) watch(h uint64) {
	duration := v.video.Duration
	v.muted = v.viewer.mutes
	if v.started = h&31 != 0; !v.started {
		return
	}
	part := h >> 16 & 0xff // of the duration, in 1/256
	switch {
	case h>>8&0xff < 43:
		v.ended, v.watched = true, duration
	case h>>8&0xff < 86:
		v.ended, v.watched = true, duration*int(128+part/2)>>8
	default:
		v.watched = duration * int(part*part>>8) >> 8
	}
}

// embed chooses the page: for a project's channel one of the channel's own
// site; for a video also the private page that DynTube has for it, the
// customer's page there, or a site of others.
func (a *Account) embed(v *view) embed {
	sites := v.project.Source.Sites()
	h := v.visit
	if v.through == projectChannel {
		return pageOf(sites[1], h)
	}
	switch part := h >> 32 & 0xff; {
	case part < 64:
		return embed{"https://play.dyntube.io/videos/" + a.KeyOf(PrivateLink, v.project.Number, v.index), "play.dyntube.io"}
	case part < 96:
		host := strings.TrimSuffix(sites[1].Domain, ".example") + ".dyntube.io"
		return embed{"https://" + host + "/", host}
	case part < 176:
		return pageOf(sites[1], h)
	default:
		return pageOf(sites[1+hash.Bounded(hash.Sum64(h), len(sites)-1)], h)
	}
}

func pageOf(s *catalogue.Site, h uint64) embed {
	url := s.Page(hash.Bounded(h, s.Pages()))
	host := strings.TrimPrefix(url, "https://")
	if i := strings.IndexByte(host, '/'); i >= 0 {
		host = host[:i]
	}
	return embed{url, host}
}
