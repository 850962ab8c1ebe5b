package words

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/brianvoe/gofakeit/v7/data"
)

// slots are what a template may have in braces. {#2-9} is a number, {date} and its like are of the video's date,
// {the list} draws from one of lists, {an x} and {An x} put an article before a slot, {X} starts it with a capital.
var slots = map[string]func(*writer) string{
	"town":      (*writer).town,
	"team":      func(w *writer) string { return w.town() + " " + w.one(clubs) },
	"the band":  (*writer).band,
	"city":      func(w *writer) string { return w.clean(w.vocabulary.city) },
	"country":   func(w *writer) string { return w.clean(w.vocabulary.country) },
	"street":    func(w *writer) string { return upperFirst(w.clean(w.bird)) + " " + w.clean(w.streetName) },
	"animal":    func(w *writer) string { return w.clean(w.animal) },
	"bird":      func(w *writer) string { return w.clean(w.bird) },
	"fruit":     func(w *writer) string { return w.clean(w.fruit) },
	"vegetable": func(w *writer) string { return w.clean(w.vegetable) },
	"drink":     func(w *writer) string { return w.clean(w.drink) },
	"hobby":     func(w *writer) string { return w.clean(w.hobby) },
	"colour":    func(w *writer) string { return w.clean(w.colour) },
	"sound":     func(w *writer) string { return w.clean(w.sound) },
	"kind":      func(w *writer) string { return w.clean(w.kind) },
	"month":     (*writer).month,
	"weekday":   (*writer).weekday,
	"date":      (*writer).date,
	"year":      (*writer).year,
	"code":      func(w *writer) string { return "S" + twoDigits(w.season()) + "E" + twoDigits(w.episode()) },
	"season":    func(w *writer) string { return strconv.Itoa(w.season()) },
	"episode":   func(w *writer) string { return strconv.Itoa(w.episode()) },
	"channel":   func(w *writer) string { return w.subject.Channel },
	"series":    func(w *writer) string { return w.series },
}

// A vocabulary is gofakeit's lists. Entries that do not fit into a title or name somebody are empty.
type vocabulary struct {
	streetPrefix, streetSuffix, streetName, city, country []string
	animal, bird, fruit, vegetable, drink                 []string
	hobby, colour, sound, kind                            []string
}

var allWords = sync.OnceValue(func() *vocabulary {
	return &vocabulary{
		streetPrefix: fitting(data.Address["street_prefix"]),
		streetSuffix: fitting(data.Address["street_suffix"]),
		streetName:   fitting(data.Address["street_name"]),
		city:         fitting(data.Address["city"]),
		country:      fitting(data.Address["country"]),
		animal:       fitting(data.Animal["animal"]),
		bird:         fitting(data.Animal["bird"]),
		fruit:        lower(fitting(data.Food["fruit"])),
		vegetable:    lower(fitting(data.Food["vegetable"])),
		drink:        lower(fitting(each(data.Food["drink"], upperFirst))),
		hobby:        lower(fitting(data.Person["hobby"])),
		colour:       fitting(data.Colors["safe"]),
		sound:        lower(fitting(data.Songs["genre"])),
		kind:         lower(fitting(data.Movies["genre"])),
	}
})

func fitting(list []string) []string {
	return each(list, func(text string) string {
		if strings.ContainsAny(text, `(),/'*&"`) || len(text) > 20 || unfit[text] {
			return ""
		}
		return text
	})
}

func lower(list []string) []string { return each(list, strings.ToLower) }

func each(list []string, change func(string) string) []string {
	all := make([]string, len(list))
	for i, text := range list {
		all[i] = change(text)
	}
	return all
}

// clean draws until it has an entry that is not empty.
func (w *writer) clean(list []string) string {
	for {
		if text := w.one(list); text != "" {
			return text
		}
	}
}

// month is that of the video's date.
func (w *writer) month() string {
	if w.subject.Created.IsZero() {
		return time.Month(w.number(1, 12)).String()
	}
	return w.subject.Created.Month().String()
}

// weekday is that of the video's date.
func (w *writer) weekday() string {
	if w.subject.Created.IsZero() {
		return time.Weekday(w.number(0, 6)).String()
	}
	return w.subject.Created.Weekday().String()
}

func (w *writer) date() string {
	of := w.subject.Created
	return strconv.Itoa(of.Day()) + " " + of.Month().String() + " " + w.year()
}

func (w *writer) year() string {
	if year := w.subject.Created.Year(); year >= 1000 {
		return strconv.Itoa(year)
	}
	return w.subject.Created.Format("2006")
}

// season counts years from 2015, the first in which channels publish.
func (w *writer) season() int { return max(w.subject.Created.Year()-2014, 1) }

// episode counts the videos of a series in a year: one of five is its.
func (w *writer) episode() int { return w.subject.Number/5 + 1 }

func twoDigits(n int) string {
	if 0 <= n && n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// unfit are entries of gofakeit's lists that are trademarks, misspelled, plural, or odd in a title.
var unfit = setOf(
	"Lego Building", "Zumba", "Pickleball", "Shooting", "Shooting Sport", "Hunting", "Poker", "Beauty Pageants",
	"Hacking", "Survivalism", "Practical Jokes", "Sun Bathing", "Dolls", "Do It Yourself",
	"Playing Musical Instruments", "LARPing", "Kendama", "Poi", "Hooping", "Frisbee", "Ultimate Frisbee",
	"Marbles", "Waxing", "Rapping", "Flying", "Gold Prospecting", "Legume", "Mangostine", "Eggplant", "Raisin",
	"Rock melon", "Currant", "Jambul", "Date", "Durian", "Avocado", "Swiss Chard", "Belgian Endive",
	"Brussel Sprouts", "Amaranth Leaves", "Yam Root", "Arrowroot", "Crookneck", "Cassava", "louse", "cockroach",
	"dinosaur", "mammoth", "yellowjacket", "gnat", "termite", "ape", "cattle", "clam", "minnow", "ant",
	"guinea pig", "prairie dog", "sea lion", "water buffalo", "yellow warbler", "woodchuck", "Merican Ale",
	"Antarctica", "R&B", "Stravenue", "Trafficway", "Throughway", "Radial", "Loaf", "Burgs", "Rest", "Neck",
	"Ramp", "Union", "Unions", "Via", "Rue", "Divide", "War", "Music", "Sport", "Film-Noir", "Biography",
	"Musical", "Western", "fuchsia", "aqua", "Virginia Beach", "Kansas", "Oklahoma", "Jersey", "Washington",
	"Radishes", "Sugar Snap Peas", "Snow Peas", "Soybeans", "Fiddleheads", "Dandelion Greens", "Mustard Greens",
	"Bamboo Shoots", "Beets", "Broadbeans", "Collards", "Leeks", "Mushrooms", "Peas", "Shallots", "Broccoli Rabe",
	"Squash",
)

func setOf(texts ...string) map[string]bool {
	set := make(map[string]bool, len(texts))
	for _, text := range texts {
		set[text] = true
	}
	return set
}

// town makes the name of a town that is on no map, most of the time.
func (w *writer) town() string {
	prefix, suffix := w.clean(w.streetPrefix), w.clean(w.streetSuffix)
	if strings.EqualFold(prefix, suffix) || slices.Contains(realTowns, prefix+suffix) {
		suffix = "haven"
	}
	return prefix + suffix
}

// band makes the name of a band, which no real one should have.
func (w *writer) band() string {
	switch w.intN(3) {
	case 0:
		return w.town() + " " + w.one(lists["ensemble"])
	case 1:
		return upperFirst(w.clean(w.animal)) + " & " + upperFirst(w.clean(w.bird))
	default:
		return "The " + upperFirst(w.clean(w.streetPrefix)) + " " + upperFirst(w.clean(w.animal)) + " Society"
	}
}

// realTowns are names that belong to well-known places or clubs.
var realTowns = []string{"Newport", "Southport", "Portland", "Newtown", "Newland", "Westland", "Westport", "Easttown"}

func articleOf(word string) string {
	if word != "" && strings.IndexByte("aeiou", word[0]|0x20) >= 0 {
		return "an "
	}
	return "a "
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
