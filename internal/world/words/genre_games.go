package words

var games = genre{
	titles: []string{
		"{game}: {#3-12} secrets that everyone misses",
		"{game} – all endings",
		"{game}: first {#10-60} minutes",
		"{game} speedrun in {#11-58}:{#10-59}",
		"Is {game} worth it? Review after {#10-90} hours",
		"{game}: level {#2-40} without a scratch",
		"{game} patch {#1-4}.{#0-12}: what has changed",
		"{game} or {game}? The {month} releases compared",
		"I built {town} in {game}",
		"{game}: the hidden boss under the {sight}",
		"{game} beginner’s guide: {#5-15} tips",
		"{game}, but I can only use {an animal}",
		"{game} soundtrack: {tune}",
		"{game} couch co-op: who breaks first?",
	},
	lives: []string{
		"Live: {game} until the credits",
		"Live: {game} charity stream, {#6-24} hours, {date}",
		"{game} tournament, {town} regional, {date}",
		"Live: viewers choose, today {game}",
	},
	series: []series{
		{[]string{"Let’s Play {game}", "{game}: The Full Run",
			"A New World in {game}"}, "{series}, part {episode}: the {sight}"},
		{[]string{"Patch Notes", "The Loading Screen", "Save Point"}, "{series} #{episode}, {date}: {game}"},
		{[]string{"Level Design", "The Making of a Map", "Pixel by Pixel"}, "{series} {code}: the {sight} in {game}"},
	},
	abouts: []string{
		"{channel} plays {game}. No commentary until the {sight}.",
		"Chapters: intro, the {sight}, the boss, verdict. {game}, version {#1-4}.{#0-9}.",
		"Everything we know about {game} in {month} {year}.",
		"{game} on the hardest setting. Recorded on {date}.",
	},
	playlists: []string{
		"{game}: complete", "Speedruns", "Reviews", "Guides", "Live streams", "Co-op", "Indie games", "Challenges",
		"Soundtracks",
		"First looks",
	},
	channelAbouts: []string{
		"{channel}: guides, reviews and full runs.",
		"One game a month, played to the end. Now: {game}.",
		"Live every {weekday}. {channel} plays what viewers choose.",
	},
	channels: []string{"Games", "Plays", "Arcade", "Lets Play", "Pixel"},
	tags: []string{
		"gameplay", "walkthrough", "speedrun", "review", "indie", "guide", "strategy", "co-op", "retro", "puzzle",
		"challenge", "no commentary",
	},
	ownTags: []string{"game"},
}
