package words

var sports = genre{
	titles: []string{
		"{team} {#0-4}–{#0-4} {team} | Highlights, {date}",
		"{team} v {team}: {moment} ({date})",
		"{league}: {team} {#0-4}–{#0-4} {team}, extended highlights",
		"{town} half marathon {year}: the last kilometre",
		"Training with {team}: {#5-20} minutes of {sport}",
		"{team} before the match against {team}: press conference, {date}",
		"All {#12-48} goals of {team} this season",
		"{Moment}: {team} – {team}, every angle",
		"{sport} for beginners: {#3-10} mistakes to avoid",
		"From {town} to the {league}: the rise of {team}",
		"Derby day in {town}: inside the dressing room",
		"The {#3-10} best saves of the {league}, {month} {year}",
		"{town} Open {year}: {sport} final, full match",
		"A season with the under-{#12-19}s of {team}",
		"Mic’d up: the referee of {team} – {team}",
	},
	lives: []string{
		"Live: {team} – {team}, {league}, {date}",
		"Live: {sport} from {town}, {date}",
		"Live: {team} unveil the new squad, {date}",
		"Live: {town} Grand Prix of {sport}, day {#1-4}",
	},
	series: []series{
		{[]string{"Matchday", "The Weekend in Goals", "Full Time", "Round by Round"},
			"{series} {episode}, {date}: {team} {#0-4}–{#0-4} {team}"},
		{[]string{"Road to the Final", "Dressing Room Diaries", "Promoted", "The Long Season"},
			"{series} {code}: {moment}"},
		{[]string{"Tactics Board", "Extra Time",
			"The Touchline Talk"}, "{series} #{episode}: how {team} beat {team} ({date})"},
	},
	abouts: []string{
		"{team} met {team} on {date}. The goals, the chances and {moment}.",
		"All the action from the {league}, {month} {year}, on {channel}.",
		"{sport} from {town}, with interviews after the final whistle. {channel}, {date}.",
		"{moment}, seen from the stands of {town}.",
	},
	playlists: []string{
		"{league} highlights", "Goals of the month", "Interviews", "{team}: all matches", "{sport} explained", "Derbies",
		"Saves and blocks",
		"Youth teams", "This season", "Training ground",
	},
	channelAbouts: []string{
		"{channel}: matches, interviews and training from the {league}.",
		"Everything about {sport} and {sport} around {town}. New videos after every matchday.",
		"The goals of {team} and their rivals, minutes after the final whistle.",
	},
	channels: []string{"Sport", "Sports TV", "Arena", "Matchday", "Athletics"},
	tags: []string{
		"football", "highlights", "goals", "interview", "training", "derby", "handball", "cup", "league", "athletics",
		"full match", "analysis",
	},
	ownTags: []string{"team", "league", "sport", "town"},
}
