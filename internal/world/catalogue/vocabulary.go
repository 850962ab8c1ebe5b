package catalogue

import (
	"github.com/dailymock/dailymock/internal/world/hash"
	"github.com/dailymock/dailymock/internal/world/words"
)

// Countries are those that viewers come from, as ISO 3166-1 alpha-2 codes, in
// alphabetical order. A Cluster's Country is an index into it.
var Countries = []string{
	"AE", "AR", "AT", "AU", "BE", "BR", "CA", "CH", "CL", "CO", "DE", "DZ", "EG", "ES", "FR", "GB",
	"ID", "IE", "IN", "IT", "JP", "KR", "MA", "MX", "MY", "NL", "PE", "PH", "PK", "PL", "PT", "RO",
	"SA", "SE", "SN", "TH", "TN", "TR", "TW", "UA", "US", "VN", "ZA",
}

// Devices are the classes of device, in alphabetical order. A Cluster's Device
// is an index into it. docs/spec/reporting.md#csv has "mobile" from a real report.
var Devices = []string{"desktop", "mobile", "tablet", "tv"}

// DeviceWeights holds the share of each of Devices.
var DeviceWeights = hash.NewWeights([]int{38, 46, 8, 8})

// speakers weighs the countries that a language is spoken in, beside a tail of
// all others.
var speakers = map[string]map[string]int{
	"de": {"DE": 70, "AT": 12, "CH": 10},
	"en": {"US": 40, "GB": 22, "IN": 14, "CA": 8, "AU": 5, "PH": 5, "IE": 3, "ZA": 3, "PK": 3},
	"es": {"ES": 38, "MX": 24, "AR": 12, "CO": 9, "CL": 7, "PE": 6, "US": 5},
	"fr": {"FR": 70, "BE": 8, "CH": 5, "CA": 6, "MA": 4, "DZ": 4, "TN": 3, "SN": 2},
	"it": {"IT": 84, "CH": 4},
	"ja": {"JP": 95},
	"ko": {"KR": 95},
	"pt": {"BR": 78, "PT": 18},
	"tr": {"TR": 90, "DE": 6},
}

// countryWeights weighs the countries for a channel of a language and a home.
func countryWeights(language, home string) hash.Weights {
	weights := make([]int, len(Countries))
	for i, c := range Countries {
		weights[i] = 4 + 10*speakers[language][c]
		if c == home {
			weights[i] += 300
		}
	}
	return hash.NewWeights(weights)
}

// DeviceOf draws an index into Devices, each as often as it is used.
func DeviceOf(h uint64) int { return int(DeviceWeights[h&0xff]) }

// Each list is in alphabetical order, in the words of reports; no source shows the vendor's.
var (
	FrameRates    = []string{"25", "30", "50", "60"}
	ContentTypes  = []string{"clip", "episode", "live"}
	Visibilities  = []string{"password", "private", "public"}
	PlaylistTypes = []string{"automatic", "manual"}
)

// dailymotion is the vendor's own site: there each video has its own page and
// no embedded player takes part.
const dailymotion = "dailymotion.com"

// OwnHost is the host of the vendor's pages.
const OwnHost = "www." + dailymotion

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
