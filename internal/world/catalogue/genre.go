package catalogue

import "github.com/dailymock/dailymock/internal/world/words"

// Genres returns what a channel may be about, in alphabetical order.
func Genres() []string { return words.Genres() }

// lengths are the shortest and the longest video of a genre, in seconds.
var lengths = map[string][2]int{
	"film":   {45, 1500},
	"food":   {60, 1200},
	"games":  {120, 5400},
	"music":  {120, 420},
	"news":   {40, 600},
	"sports": {30, 900},
	"travel": {90, 1800},
}

// drawnGenres are those that a channel may be given if the world file names none. Another one here would change
// the figures of these channels.
var drawnGenres = []string{"film", "food", "games", "music", "news", "sports"}
