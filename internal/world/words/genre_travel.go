package words

var travel = genre{
	titles: []string{
		"{#24-72} hours in {city}",
		"{city} {trip}",
		"{country} {trip}: {#5-21} days, {#200-900} euros",
		"The {sight} of {town} at dawn",
		"{#5-12} things to see in {city} before noon",
		"From {city} to {city} {trip}",
		"Where {city} eats: {dish} and {drink}",
		"Looking for the {animal} in {country}",
		"A walk down {street}, {town} (4K)",
		"{country} in {month}: what to pack",
		"We slept in a lighthouse near {town}",
		"{city}: the {sight} that guidebooks forget",
		"The slowest train from {town} to {town}",
		"{hobby} in {country}",
	},
	lives: []string{
		"Live: harbour camera of {town}",
		"Live from {city}: the {sight} at night",
		"Live: sunrise over {town}, {date}",
		"Live: wildlife camera, waiting for the {animal}",
	},
	series: []series{
		{[]string{"Slow Roads", "Across {country}", "The Night Train"}, "{series} {code}: {town}"},
		{[]string{"Weekend Away", "Three Days In", "Off the Timetable"}, "{series} #{episode}: {city} {trip}"},
		{[]string{"Postcards", "One Place, One Minute"}, "{series}, {date}: the {sight} of {town}"},
	},
	abouts: []string{
		"{city} {trip}: the route, the costs and the {sight}. By {channel}.",
		"We spent {#2-9} days in {town} and ate {dish} every evening. Filmed in {month} {year}.",
		"The {sight} of {town}, without music or commentary.",
		"{country} {trip}. Map and packing list on the site of {channel}.",
	},
	playlists: []string{
		"City guides", "{country}", "Night trains", "Hikes", "Weekend trips", "Street food", "{city} {trip}",
		"On the water", "Camping", "Wildlife",
	},
	channelAbouts: []string{
		"{channel}: slow travel in small towns.",
		"From {city} to {town} {trip}. A new video every {weekday}.",
		"Guides without a hurry, from {country} to {town}.",
	},
	channels: []string{"Travels", "Roads", "Away", "Abroad", "Journeys"},
	tags: []string{
		"city guide", "train", "hiking", "street food", "budget", "weekend", "4k", "nature", "island", "road trip",
		"camping", "museum",
	},
	ownTags: []string{"city", "country", "town"},
}
