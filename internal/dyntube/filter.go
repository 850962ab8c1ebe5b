package dyntube

// A filter lets views through: of one project or anyProject, of one of its
// videos or anyVideo, through one of its channels or anyDoor.
type filter struct {
	project int
	video   int
	through channelKind
}

const (
	anyProject = -1
	anyVideo   = -1
)

var everything = filter{anyProject, anyVideo, anyChannel}

// filter returns what the three keys let through together, "" letting through
// all. It is false when that can be nothing: a key of nothing in this account,
// or two that contradict each other (docs/spec/dyntube.md#analytics-request, ASSUMED).
func (a *account) filter(video, channel, project string) (filter, bool) {
	f := everything
	ok := a.narrow(&f, projectKey, project) && a.narrow(&f, videoKey, video) && a.channel(&f, channel)
	return f, ok
}

// channel narrows by the key of a channel, that of a project or of one video.
func (a *account) channel(f *filter, key string) bool {
	if key == "" {
		return true
	}
	n, ok := a.name(key)
	if !ok {
		return false
	}
	f.through = projectChannel
	if n.kind == ownChannelKey {
		f.through = videoChannel
		return a.narrow(f, ownChannelKey, key)
	}
	return a.narrow(f, channelKey, key)
}

// narrow lets only what a key of some kind names through.
func (a *account) narrow(f *filter, k keyKind, key string) bool {
	if key == "" {
		return true
	}
	n, ok := a.named(k, key)
	if !ok || f.project != anyProject && f.project != n.project {
		return false
	}
	f.project = n.project
	if k == videoKey || k == ownChannelKey {
		if f.video != anyVideo && f.video != n.index {
			return false
		}
		f.video = n.index
	}
	return true
}
