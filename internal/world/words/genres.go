package words

var genres = map[string]*genre{
	"film": &film, "food": &food, "games": &games, "music": &music, "news": &news, "sports": &sports, "travel": &travel,
}

// Genres returns what a channel may be about, in alphabetical order.
func Genres() []string {
	return []string{"film", "food", "games", "music", "news", "sports", "travel"}
}

func genreOf(name string) *genre {
	if g := genres[name]; g != nil {
		return g
	}
	return &news
}

var playerTitles = []string{
	"Main player of {channel}", "Sidebar player of {channel}", "Article player of {channel}",
	"Floating player of {channel}",
	"{channel}, top of page", "{channel} video box", "Start page of {channel}",
}

var playlistAbouts = []string{
	"All videos of the series, newest first.",
	"The best of {channel}, chosen by the editors.",
	"Everything {channel} has published on the subject.",
	"Start here if you are new to {channel}.",
	"A selection that {channel} updates every week.",
}
