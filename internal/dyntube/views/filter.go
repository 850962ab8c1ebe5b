package views

// A filter selects views: of one project or anyProject, of one of its videos or anyVideo, through one of its channels
// or anyChannel.
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

// filter returns the filter for three keys, "" for all. It is false if nothing matches: a key of another account, or
// two that contradict each other (docs/spec/dyntube.md#analytics-request, ASSUMED).
func (a *Account) filter(video, channel, project string) (filter, bool) {
	f := everything
	ok := a.narrow(&f, projectKey, project) && a.narrow(&f, VideoKey, video) && a.channel(&f, channel)
	return f, ok
}

// channel narrows the filter to the key of a channel, that of a project or of one video.
func (a *Account) channel(f *filter, key string) bool {
	if key == "" {
		return true
	}
	n, ok := a.name(key)
	if !ok {
		return false
	}
	f.through = projectChannel
	if n.kind == OwnChannelKey {
		f.through = videoChannel
		return a.narrow(f, OwnChannelKey, key)
	}
	return a.narrow(f, channelKey, key)
}

// narrow narrows the filter to a key of some kind.
func (a *Account) narrow(f *filter, k KeyKind, key string) bool {
	if key == "" {
		return true
	}
	n, ok := a.Named(k, key)
	if !ok || f.project != anyProject && f.project != n.Project {
		return false
	}
	f.project = n.Project
	if k == VideoKey || k == OwnChannelKey {
		if f.video != anyVideo && f.video != n.Index {
			return false
		}
		f.video = n.Index
	}
	return true
}
