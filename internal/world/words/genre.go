package words

// A genre holds the templates of a subject matter. Their slots are in slot.go.
type genre struct {
	titles        []string // of single videos
	lives         []string // of streams
	series        []series // at least two
	abouts        []string
	playlists     []string
	channelAbouts []string
	channels      []string // what follows a town in the name of a channel
	tags          []string // at least four
	ownTags       []string // slots of a title whose words make a tag
}

// A series is a row of episodes. A channel draws one of the names for all of them.
type series struct {
	names   []string
	episode string
}
