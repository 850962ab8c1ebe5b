package object

import (
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/listing"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// A category is what the vendor calls a channel: one of seventeen
// (docs/spec/rest.md#other-endpoints).
type category struct {
	slug  string
	names map[string]string // by language
}

func (k *category) id() string             { return k.slug }
func (k *category) noun() string           { return "channel" }
func (k *category) holder() *world.Channel { return nil }

func (k *category) read(c *Call, name string) any {
	switch name {
	case "id", "slug":
		return k.slug
	case "item_type":
		return "channel"
	case "name":
		return k.name(c.Language)
	case "description":
		return allAbout(c.Language) + strings.ToLower(k.name(c.Language))
	case "created_time":
		return int64(1287507036) // docs/spec/rest.md#channel-fields has it as a sample
	case "updated_time":
		return int64(1404129540)
	}
	return nil
}

func (k *category) name(language string) string {
	if name, ok := k.names[language]; ok {
		return name
	}
	return k.names["en"]
}

func allAbout(language string) string {
	about := map[string]string{"en": "All about ", "fr": "Tout sur : ", "de": "Alles über: ", "es": "Todo sobre: ",
		"it": "Tutto su: "}
	if text, ok := about[language]; ok {
		return text
	}
	return about["en"]
}

var categories = readCategories(`
animals | Animals | Animaux | Tiere | Animales | Animali
auto | Cars | Auto-moto | Auto | Coches | Auto
creation | Creative | Création | Kreativ | Creación | Creatività
fun | Comedy & Entertainment | Humour | Comedy | Humor | Comicità
kids | Kids | Jeunesse | Kinder | Infantil | Bambini
lifestyle | Lifestyle & How-To | Vie pratique | Lifestyle | Estilo de vida | Lifestyle
music | Music | Musique | Musik | Música | Musica
news | News | Actu | Nachrichten | Noticias | Notizie
people | Celeb | People | Prominente | Famosos | Celebrità
school | Education | Éducation | Bildung | Educación | Istruzione
shortfilms | Movies | Cinéma | Filme | Cine | Film
sport | Sports | Sport | Sport | Deportes | Sport
tech | Tech | High-tech | Technik | Tecnología | Tecnologia
travel | Travel | Voyages | Reisen | Viajes | Viaggi
tv | TV | TV | TV | TV | TV
videogames | Gaming | Jeux vidéo | Gaming | Videojuegos | Videogiochi
webcam | Webcam | Webcam | Webcam | Webcam | Webcam
`)

func readCategories(text string) []*category {
	var all []*category
	for line := range strings.Lines(strings.TrimSpace(text)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		k := &category{cells[0], map[string]string{}}
		for i, language := range []string{"en", "fr", "de", "es", "it"} {
			k.names[language] = cells[1+i]
		}
		all = append(all, k)
	}
	return all
}

func categoryBy(slug string) *category {
	i := slices.IndexFunc(categories, func(k *category) bool { return k.slug == slug })
	if i < 0 {
		return nil
	}
	return categories[i]
}

// genreCategories is what category the videos of a genre are in.
var genreCategories = map[string]string{
	"film": "shortfilms", "food": "lifestyle", "games": "videogames", "music": "music", "news": "news", "sports": "sport",
}

// slugOf is the category of a video, "" for none.
func slugOf(v *video) string {
	if v.edit.Channel.Written() || v.uploaded() {
		return v.edit.Channel.Or("")
	}
	return genreCategories[v.Owner.Genre()]
}

func (c videoCall) categoryOf(v *video) any {
	if k := categoryBy(slugOf(v)); k != nil {
		return k
	}
	return nil
}

// ListCategories answers GET /channels. One client pages without counting up
// and would never end, so that all are on one page by default (docs/spec/rest.md#other-endpoints).
func ListCategories(c *Call, _ []string) (any, error) {
	s, err := c.selected(catalog.Schemas["channel"])
	if err != nil {
		return nil, err
	}
	page, limit, err := c.paging()
	if err != nil {
		return nil, err
	}
	all := slices.Clone(categories)
	switch by := c.Args.Get("sort"); by {
	case "":
	case "popular":
		listing.SortBy(all, c.userLists().watched())
	case "alpha":
		slices.SortFunc(all, func(a, b *category) int { return strings.Compare(a.name(c.Language), b.name(c.Language)) })
	default:
		return nil, reply.Unrecognised(by, "sort", []string{"popular", "alpha"})
	}
	if !c.PageChannels && !c.Args.Has("limit") {
		limit = len(all)
	}
	return paged(c, s, all, page, limit, func(k *category) object { return k })
}

// watched orders categories by how often the listed channels in them were.
func (c userListCall) watched() func(*category) int64 {
	views := map[string]int64{}
	least := c.popularity()
	for _, ch := range c.World.Channels() {
		views[genreCategories[ch.Genre()]] += least(ch)
	}
	return func(k *category) int64 { return views[k.slug] }
}

func (c *Call) category(slug, param string) (*category, error) {
	k := categoryBy(slug)
	if k == nil {
		return nil, reply.NotFound("channel", slug, param)
	}
	return k, nil
}
