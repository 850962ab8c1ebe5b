package object

import (
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/reply"
)

// A Category is one of the seventeen that the vendor calls channels (docs/spec/rest.md#other-endpoints).
type Category struct {
	Slug  string
	names map[string]string // by language
}

// Identity names the category.
func (k *Category) Identity() Identity { return Identity{k.Slug, "channel", nil} }

// Read returns the value of a field.
func (k *Category) Read(c *Call, name string) any {
	switch name {
	case "id", "slug":
		return k.Slug
	case "item_type":
		return "channel"
	case "name":
		return k.Name(c.Language)
	case "description":
		return allAbout(c.Language) + strings.ToLower(k.Name(c.Language))
	case "created_time":
		return int64(1287507036) // docs/spec/rest.md#channel-fields has it as a sample
	case "updated_time":
		return int64(1404129540)
	}
	return nil
}

// Name returns the name in a language, else in English.
func (k *Category) Name(language string) string {
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

// Categories are the vendor's.
var Categories = readCategories(`
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

func readCategories(text string) []*Category {
	var all []*Category
	for line := range strings.Lines(strings.TrimSpace(text)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		k := &Category{cells[0], map[string]string{}}
		for i, language := range []string{"en", "fr", "de", "es", "it"} {
			k.names[language] = cells[1+i]
		}
		all = append(all, k)
	}
	return all
}

func categoryBy(slug string) *Category {
	i := slices.IndexFunc(Categories, func(k *Category) bool { return k.Slug == slug })
	if i < 0 {
		return nil
	}
	return Categories[i]
}

// CategoryNamed returns the slug of a category by its slug or its English name, whatever their case.
func CategoryNamed(name string) (slug string, ok bool) {
	i := slices.IndexFunc(Categories, func(k *Category) bool {
		return strings.EqualFold(k.Slug, name) || strings.EqualFold(k.Name("en"), name)
	})
	if i < 0 {
		return "", false
	}
	return Categories[i].Slug, true
}

// GenreCategories maps the genres of channels to the categories of their videos.
var GenreCategories = map[string]string{
	"film": "shortfilms", "food": "lifestyle", "games": "videogames", "music": "music", "news": "news", "sports": "sport",
}

// CategorySlug returns the category of a video, or "".
func CategorySlug(v *Video) string {
	if v.Edit.Channel.Written() || v.uploaded() {
		return v.Edit.Channel.Or("")
	}
	return GenreCategories[v.Owner.Genre()]
}

func (v *Video) categoryOf(c *Call) any {
	if k := categoryBy(CategorySlug(v)); k != nil {
		return k
	}
	return nil
}

// Category returns a category by its slug.
func (c *Call) Category(slug, param string) (*Category, error) {
	k := categoryBy(slug)
	if k == nil {
		return nil, reply.NotFound("channel", slug, param)
	}
	return k, nil
}
