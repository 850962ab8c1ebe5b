package words

var film = genre{
	titles: []string{
		"{picture} – official trailer",
		"{picture} – teaser ({year})",
		"{picture}: behind the scenes of {shot}",
		"How we filmed {shot} of {picture} in {town}",
		"{picture} – clip: {shot}",
		"{picture}: an interview with the director",
		"{Kind} in {#60-240} seconds: {picture}",
		"The music of {picture}",
		"{picture}: deleted scene",
		"Short film: {picture} ({#4-24} min)",
		"{#3-9} {kind} films to see this {month}",
		"{picture} or {picture}? The critics’ table, {date}",
		"The miniatures of {picture}",
		"Opening night in {town}: {picture}",
	},
	lives: []string{
		"Live: the premiere of {picture}, {date}",
		"Live from the {town} Film Festival, day {#1-9}",
		"Live: questions and answers with the makers of {picture}",
		"Watch party: {picture}",
	},
	series: []series{
		{[]string{"The Cutting Room", "Frame by Frame", "Set Visit"}, "{series} {code}: {shot} of {picture}"},
		{[]string{"Harbour Street", "The Ferrymen", "Quay Road", "The Tenants of {street}"},
			"{series} – Season {season}, Episode {episode}: “{picture}”"},
		{[]string{"Now Showing", "The Week in Film", "Coming Attractions"}, "{series}, {date}: {picture} and {#2-6} more"},
	},
	abouts: []string{
		"The first pictures of {picture}, {an kind} film. In cinemas from {month} {year}.",
		"How the crew made {shot} of {picture}. Filmed in {town}.",
		"{channel} presents {picture}. {Kind}, {#80-160} minutes.",
		"The makers of {picture} talk about {shot}.",
	},
	playlists: []string{
		"Trailers", "Behind the scenes", "Short films", "{Kind}", "Interviews", "Clips", "The {town} Film Festival",
		"Coming soon",
		"Film music", "Deleted scenes",
	},
	channelAbouts: []string{
		"{channel}: trailers, clips and short films.",
		"Independent cinema from {town}. New films every {weekday}.",
		"{channel} shows how films are made, from the first sketch to the premiere.",
	},
	channels: []string{"Pictures", "Film", "Cinema", "Studios", "Screen"},
	tags: []string{
		"cinema", "trailer", "making of", "interview", "short film", "premiere", "clip", "festival", "review",
		"animation", "drama", "documentary",
	},
	ownTags: []string{"picture", "kind"},
}
