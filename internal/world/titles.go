package world

import (
	"slices"
	"strconv"
	"strings"
)

// A genre holds the words that titles and tags of a channel are made from. In a
// pattern, {a} and {b} stand for words of the lists and {n} for a number.
type genre struct {
	patterns []string
	a, b     []string
	tags     []string
	seconds  [2]int // the shortest and the longest video
}

// Genres names what a channel may be about, in alphabetical order.
func Genres() []string {
	names := make([]string, 0, len(genres))
	for name := range genres {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

var genres = map[string]*genre{
	"film": {
		patterns: []string{"{a} in {b}: the trailer", "Behind the scenes of {a}", "{a}: scene {n}", "How {a} was filmed in {b}", "{a} – director’s notes"},
		a:        []string{"The Lighthouse Keeper", "Paper Moons", "A Winter in Blue", "Northbound", "The Last Ferry", "Glass Gardens", "Echo Street"},
		b:        []string{"Lisbon", "the Highlands", "a harbour town", "black and white", "one long take"},
		tags:     []string{"cinema", "trailer", "making of", "interview", "short film"},
		seconds:  [2]int{45, 1500},
	},
	"food": {
		patterns: []string{"{a} with {b} in {n} minutes", "The best {a} of {b}", "{a}: {n} mistakes to avoid", "{b} and {a}, step by step", "We tasted {n} kinds of {a}"},
		a:        []string{"Onion tart", "Fish soup", "Lemon cake", "Risotto", "Buckwheat pancakes", "Tomato salad", "Apple pie", "Pumpkin bread"},
		b:        []string{"sea salt", "the old market", "brown butter", "wild garlic", "the harbour", "grandmother"},
		tags:     []string{"recipe", "cooking", "kitchen", "dessert", "quick meal", "baking"},
		seconds:  [2]int{60, 1200},
	},
	"games": {
		patterns: []string{"{a}: {b}, part {n}", "{n} secrets of {a}", "{a} speedrun: {b}", "Is {a} worth it? {b}", "{a} – level {n} without a scratch"},
		a:        []string{"Iron Orchard", "Starfall Valley", "Tiny Harbours", "Rook & Ruin", "Paper Racer", "Deep Delve"},
		b:        []string{"all endings", "first look", "the hidden boss", "patch notes", "no damage"},
		tags:     []string{"gameplay", "walkthrough", "speedrun", "review", "indie"},
		seconds:  [2]int{120, 5400},
	},
	"music": {
		patterns: []string{"{a} – {b} (live)", "{a} – {b} (official video)", "{a}: {b}, acoustic session", "{n} minutes with {a}", "{a} talks about {b}"},
		a:        []string{"Mirror Coast", "The Night Trams", "Ada Linden", "Velvet Antenna", "Quartier Nord", "Saltwater Choir"},
		b:        []string{"Slow Morning", "Copper Rain", "Out of Season", "Second Home", "Left on Read", "Low Tide"},
		tags:     []string{"live", "session", "indie", "electro", "clip", "concert"},
		seconds:  [2]int{120, 420},
	},
	"news": {
		patterns: []string{"{a}: what changes for {b}", "{b} after {a}", "{a} in {n} questions", "{n} pictures of the day: {b}", "Why {a} matters to {b}", "{a} – the report"},
		a:        []string{"New tram line", "Harbour works", "School reform", "The storm", "Budget vote", "Water prices", "The long strike", "Night trains"},
		b:        []string{"commuters", "the coast", "small towns", "families", "the old port", "farmers", "the islands"},
		tags:     []string{"politics", "local", "economy", "weather", "report", "interview", "world"},
		seconds:  [2]int{40, 600},
	},
	"sports": {
		patterns: []string{"{a} – {b}: all goals", "{a} – {b}: the last {n} minutes", "{n} saves by the keeper of {a}", "{a} before the match against {b}", "Training with {b}"},
		a:        []string{"Port United", "Real Laguna", "Olympia Nord", "Stella Rossa", "Racing Bay", "AC Collina"},
		b:        []string{"Sporting Delta", "Union Hafen", "FC Brise", "Atletico Faro", "Valley Rovers"},
		tags:     []string{"football", "highlights", "goals", "interview", "training", "derby"},
		seconds:  [2]int{30, 900},
	},
}

// title fills one of the genre's patterns.
func (g *genre) title(h uint64) string {
	p := g.patterns[Below(h, len(g.patterns))]
	h = Mix(h)
	p = strings.Replace(p, "{a}", g.a[Below(h, len(g.a))], 1)
	h = Mix(h)
	p = strings.Replace(p, "{b}", g.b[Below(h, len(g.b))], 1)
	return strings.Replace(p, "{n}", strconv.Itoa(3+Below(Mix(h), 27)), 1)
}

// someTags returns one to four different tags, in the genre's order.
func (g *genre) someTags(h uint64) []string {
	var tags []string
	keep := 1 + Below(h, 4)
	for i, t := range g.tags {
		if h = Mix(h); Below(h, len(g.tags)-i) < keep-len(tags) {
			tags = append(tags, t)
		}
	}
	return tags
}
