package words

// clubs follow a town in the name of a team.
var clubs = []string{"United", "Rovers", "Harriers", "Athletic", "Mariners", "Wanderers", "Olympic", "Rangers",
	"Falcons", "Academicals"}

// lists are slots of their own words.
var lists = map[string][]string{
	"plan": {
		"the new tram line", "the harbour extension", "free school meals", "the night buses", "a car-free centre",
		"the flood barrier",
		"water prices", "the new library", "the bridge tolls", "the wind farm", "the school reform", "the hospital merger",
		"the budget", "affordable housing", "the airport noise rules", "the market hall", "cheaper day care",
		"the bus strike",
	},
	"who": {
		"commuters", "families", "farmers", "students", "tenants", "pensioners", "fishermen", "shop owners", "cyclists",
		"small towns", "the islands", "first-time buyers", "teachers", "nurses",
	},
	"event": {
		"the storm", "the power cut", "the election", "the flood", "the strike", "the heatwave", "the snow", "the marathon",
		"the summer festival", "the landslide", "the ferry breakdown",
	},
	"dish": {
		"{vegetable} soup", "{vegetable} tart", "{vegetable} risotto", "roasted {vegetable}", "{vegetable} curry",
		"{fruit} cake",
		"{fruit} crumble", "{fruit} tart", "{fruit} sorbet", "pickled {vegetable}", "{vegetable} dumplings",
		"{fruit} chutney",
		"{vegetable} pancakes", "{fruit} cheesecake", "{vegetable} stew", "stuffed {vegetable}", "{vegetable} gratin",
		"{fruit} jam",
	},
	"touch": {
		"brown butter", "wild garlic", "sea salt", "smoked paprika", "fresh mint", "toasted almonds", "goat’s cheese",
		"black pepper",
		"lemon and thyme", "miso", "mustard seeds", "honey", "saffron", "rosemary", "ginger", "crispy breadcrumbs",
	},
	"technique": {
		"sharpen a knife", "poach an egg", "make stock", "fold dumplings", "bake bread without a tin", "fillet a fish",
		"temper chocolate",
		"keep herbs fresh", "roll out pastry", "caramelise onions", "cook rice", "clarify butter", "whip cream by hand",
	},
	"ensemble": {"Quartet", "Brass", "Choir", "Trio", "Radio Orchestra", "Collective", "String Band", "Sextet",
		"Ensemble", "Sound System"},
	"tune": {
		"{weekday} in {town}", "Slow {month}", "Letters to {town}", "Last Tram to {town}", "The {Animal} Waltz",
		"Rain over {town}",
		"{Colour} Lanterns", "Half past {town}", "Salt and {Fruit}", "Nine Windows", "{Animal} Lullaby",
		"Homesick for {town}",
		"A {Colour} Umbrella", "Northbound, {month}", "Second Bell", "Paper Boats, Part {#2-4}", "{Fruit} Season",
		"Ferry Lights",
	},
	"game": {
		"{Animal} Courier", "{Animal} Tactics", "{Colour} Orchard", "Tiny {town}", "{town} Rail Manager",
		"Lanterns of {town}",
		"{Fruit} Drift", "Deep {town}", "{Animal} & Anvil", "Siege of {town}", "{Bird} Squadron", "{Colour} & Bone",
	},
	"picture": {
		"The {Animal} of {town}", "Letters from {town}", "{town}, {#1-12} O’Clock", "The {town} Ferry",
		"Winter in {town}", "The Lighthouse at {town}",
		"Nobody Leaves {town}", "A House on {street}", "The {Bird} Keeper", "Half a {Fruit}", "The Year of the {Animal}",
		"Two Tickets to {town}",
		"Under {street}", "{Colour} Over {town}", "The Last {Bird}", "Five {weekday}s", "Goodbye, {town}",
	},
	"shot": {
		"the train scene", "the storm scene", "the opening", "the long take", "the dinner scene", "the final scene",
		"the chase",
		"the costumes", "the sound of the sea", "the colours", "the stunts", "the set",
	},
	"sport": {
		"football", "handball", "volleyball", "cycling", "rowing", "athletics", "swimming", "basketball", "rugby",
		"table tennis",
		"judo", "sailing", "climbing", "cross-country skiing", "badminton", "hockey",
	},
	"league": {"Coastal League", "Northern Cup", "Harbour Trophy", "Lakes League", "Second Division", "Youth League",
		"Island Cup"},
	"moment": {
		"the winning goal", "the penalty that was not given", "the comeback", "the late equaliser",
		"the coach’s reaction", "the debut",
		"the double save", "the red card", "the volley from {#20-35} metres", "the hat-trick",
	},
	"sight": {
		"old town", "harbour", "botanical garden", "night market", "cable car", "lighthouse", "river walk", "cathedral",
		"flea market", "city walls",
		"fishing port", "public baths", "railway museum", "food halls", "street art",
	},
	"trip": {
		"by night train", "on foot", "by bicycle", "with children", "on a small budget", "by ferry", "out of season",
		"in the rain", "by canoe",
		"with a tent", "in a camper van", "without a car",
	},
}
