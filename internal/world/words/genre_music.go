package words

var music = genre{
	titles: []string{
		"{town} {ensemble} – {tune} (live at the {sight} of {town})",
		"{town} {ensemble} – {tune} (official video)",
		"{The band} – {tune} (acoustic session)",
		"{The band}: {tune}, rehearsal",
		"{#10-45} minutes with {the band}",
		"{town} {ensemble} play {tune} in one take",
		"{The band} – {tune} ({sound} version)",
		"{town} Festival {year}: {the band}, full concert",
		"How {the band} recorded “{tune}”",
		"{An sound} song in {#10-60} minutes: {tune}",
		"{The band} on tour: from {town} to {town}",
		"Unboxing a {#1952-1984} guitar with {the band}",
		"{tune} – {the band} (lyrics)",
		"Choir practice in {town}: {tune} for {#12-80} voices",
	},
	lives: []string{
		"Live: {town} {ensemble}, {date}",
		"Live session: {the band} – {tune}",
		"Live from the {town} Festival {year}, stage {#1-3}",
		"Radio {town}: {sound} all night",
	},
	series: []series{
		{[]string{"Rooftop Sessions", "The Empty Hall", "Kitchen Concerts", "One Microphone"},
			"{series} #{episode}: {the band} – {tune}"},
		{[]string{"Record of the Week", "The {town} Charts", "New on Friday"}, "{series}, {date}: {the band} – {tune}"},
		{[]string{"Studio Diaries", "How It Sounds", "Soundcheck"}, "{series} {code}: {the band} and the art of {sound}"},
	},
	abouts: []string{
		"{The band} perform {tune}. Recorded in {town} in {month} {year}.",
		"{tune}, in {an sound} arrangement. Filmed by {channel} on {date}.",
		"A session with {the band} at the {sight} of {town}.",
		"From the archive of {channel}: {town} {ensemble}, {year}.",
	},
	playlists: []string{
		"Official videos", "Live sessions", "{town} Festival", "Acoustic", "{sound} essentials", "New this month",
		"Rehearsals", "Full concerts",
		"Late night {sound}", "Interviews",
	},
	channelAbouts: []string{
		"{channel}: sessions, videos and full concerts.",
		"{sound}, {sound} and everything between. Recorded in {town}.",
		"Music from small stages. {channel} films one band a week.",
	},
	channels: []string{"Sessions", "Radio", "Records", "Live", "Stage"},
	tags: []string{
		"live", "session", "indie", "electro", "clip", "concert", "acoustic", "festival", "choir", "rehearsal",
		"official video", "interview",
	},
	ownTags: []string{"sound", "the band", "town"},
}
