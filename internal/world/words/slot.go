package words

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// slots are what a template may have in braces. {#2-9} is a number, {date} and its like are of the video's date,
// {the list} draws from one of lists, {an x} and {An x} put an article before a slot, {X} starts it with a capital.
var slots = map[string]func(*writer) string{
	"town":      (*writer).town,
	"team":      func(w *writer) string { return w.town() + " " + w.one(clubs) },
	"the band":  (*writer).band,
	"city":      func(w *writer) string { return w.clean(w.City) },
	"country":   func(w *writer) string { return w.clean(w.Country) },
	"street":    func(w *writer) string { return upperFirst(w.clean(w.Bird)) + " " + w.clean(w.StreetName) },
	"animal":    func(w *writer) string { return w.clean(w.Animal) },
	"bird":      func(w *writer) string { return w.clean(w.Bird) },
	"fruit":     func(w *writer) string { return strings.ToLower(w.clean(w.Fruit)) },
	"vegetable": func(w *writer) string { return strings.ToLower(w.clean(w.Vegetable)) },
	"drink":     func(w *writer) string { return strings.ToLower(w.clean(w.Drink)) },
	"hobby":     func(w *writer) string { return strings.ToLower(w.clean(w.Hobby)) },
	"colour":    func(w *writer) string { return w.clean(w.SafeColor) },
	"sound":     func(w *writer) string { return strings.ToLower(w.clean(w.SongGenre)) },
	"kind":      func(w *writer) string { return strings.ToLower(w.clean(w.MovieGenre)) },
	"month":     (*writer).month,
	"weekday":   (*writer).weekday,
	"date":      func(w *writer) string { return w.subject.Created.Format("2 January 2006") },
	"year":      func(w *writer) string { return w.subject.Created.Format("2006") },
	"code":      func(w *writer) string { return fmt.Sprintf("S%02dE%02d", w.season(), w.episode()) },
	"season":    func(w *writer) string { return strconv.Itoa(w.season()) },
	"episode":   func(w *writer) string { return strconv.Itoa(w.episode()) },
	"channel":   func(w *writer) string { return w.subject.Channel },
	"series":    func(*writer) string { return "{series}" }, // filled by title
}

// month is that of the video's date.
func (w *writer) month() string {
	if w.subject.Created.IsZero() {
		return w.MonthString()
	}
	return w.subject.Created.Month().String()
}

// weekday is that of the video's date.
func (w *writer) weekday() string {
	if w.subject.Created.IsZero() {
		return w.WeekDay()
	}
	return w.subject.Created.Weekday().String()
}

// season counts years from 2015, the first in which channels publish.
func (w *writer) season() int { return max(w.subject.Created.Year()-2014, 1) }

// episode counts the videos of a series in a year: one of five is its.
func (w *writer) episode() int { return w.subject.Number/5 + 1 }

// write fills a template and starts it with a capital.
func (w *writer) write(template string) string { return upperFirst(w.fill(template)) }

// fill puts words into the slots of a template.
func (w *writer) fill(template string) string {
	var b strings.Builder
	b.Grow(2 * len(template))
	for {
		before, after, found := strings.Cut(template, "{")
		b.WriteString(before)
		slot, rest, closed := strings.Cut(after, "}")
		if !found || !closed {
			return b.String()
		}
		b.WriteString(w.slot(slot))
		template = rest
	}
}

func (w *writer) slot(name string) string {
	if limits, ok := strings.CutPrefix(name, "#"); ok {
		low, high, _ := strings.Cut(limits, "-")
		least, _ := strconv.Atoi(low)
		most, _ := strconv.Atoi(high)
		return strconv.Itoa(w.Number(least, most))
	}
	if rest, ok := strings.CutPrefix(name, "an "); ok {
		return withArticle(w.slot(rest))
	}
	if r, size := utf8.DecodeRuneInString(name); unicode.IsUpper(r) {
		return upperFirst(w.slot(string(unicode.ToLower(r)) + name[size:]))
	}
	return w.fresh(name, func() string {
		if list, ok := lists[name]; ok {
			return w.fill(w.one(list))
		}
		return slots[name](w)
	})
}

// fresh draws until it has a text that is not used yet, so that no team plays against itself.
func (w *writer) fresh(slot string, draw func() string) string {
	text := draw()
	for range 8 {
		if !slices.ContainsFunc(w.filled, func(f filled) bool { return f.text == text }) {
			break
		}
		text = draw()
	}
	w.filled = append(w.filled, filled{slot, text})
	return text
}

// clean draws from one of gofakeit's lists, leaving out entries that do not fit into a title or name somebody.
func (w *writer) clean(draw func() string) string {
	for {
		if text := draw(); !strings.ContainsAny(text, `(),/'*&"`) && len(text) <= 20 && !unfit[text] {
			return text
		}
	}
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
	prefix, suffix := w.clean(w.StreetPrefix), w.clean(w.StreetSuffix)
	if strings.EqualFold(prefix, suffix) || slices.Contains(realTowns, prefix+suffix) {
		suffix = "haven"
	}
	return prefix + suffix
}

// band makes the name of a band, which no real one should have.
func (w *writer) band() string {
	switch w.IntN(3) {
	case 0:
		return w.town() + " " + w.one(lists["ensemble"])
	case 1:
		return upperFirst(w.clean(w.Animal)) + " & " + upperFirst(w.clean(w.Bird))
	default:
		return "The " + upperFirst(w.clean(w.StreetPrefix)) + " " + upperFirst(w.clean(w.Animal)) + " Society"
	}
}

// realTowns are names that belong to well-known places or clubs.
var realTowns = []string{"Newport", "Southport", "Portland", "Newtown", "Newland", "Westland", "Westport", "Easttown"}

func withArticle(word string) string {
	if word != "" && strings.ContainsRune("aeiou", rune(word[0]|0x20)) {
		return "an " + word
	}
	return "a " + word
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
