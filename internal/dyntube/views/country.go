package views

import (
	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// A country is a country with some cities, the first of which has most viewers.
type country struct {
	code      string
	Continent string
	Cities    []City
	texts     []string // what a row says of each city, and of none, ready to be written
}

// A City is in a region, given by its name (docs/spec/dyntube.md#analytics-response).
type City struct{ name, region string }

// maxCities is the most cities of a country: an address has two bits for them.
const maxCities = 4

// Countries are in the order of the countries of the world.
var Countries = func() []country {
	all := make([]country, len(catalogue.Countries))
	for i, code := range catalogue.Countries {
		all[i] = country{code: code, Continent: continents[code], Cities: cities[code]}
		all[i].ready()
	}
	return all
}()

var continents = byContinent(map[string]string{
	"AF": "DZ EG MA SN TN ZA",
	"AS": "AE ID IN JP KR MY PH PK SA TH TR TW VN",
	"EU": "AT BE CH DE ES FR GB IE IT NL PL PT RO SE UA",
	"NA": "CA MX US",
	"OC": "AU",
	"SA": "AR BR CL CO PE",
})

func byContinent(lists map[string]string) map[string]string {
	of := map[string]string{}
	for continent, list := range lists {
		for i := 0; i < len(list); i += 3 {
			of[list[i:i+2]] = continent
		}
	}
	return of
}

var cities = map[string][]City{
	"AE": {{"Dubai", "Dubai"}, {"Abu Dhabi", "Abu Dhabi"}, {"Sharjah", "Sharjah"}},
	"AR": {{"Buenos Aires", "Buenos Aires F.D."}, {"Rosario", "Santa Fe"}, {"Mendoza", "Mendoza"}},
	"AT": {{"Vienna", "Vienna"}, {"Graz", "Styria"}, {"Linz", "Upper Austria"}},
	"AU": {
		{"Sydney", "New South Wales"},
		{"Melbourne", "Victoria"},
		{"Brisbane", "Queensland"},
		{"Perth", "Western Australia"},
	},
	"BE": {{"Brussels", "Brussels Capital"}, {"Antwerp", "Flanders"}, {"Liège", "Wallonia"}},
	"BR": {
		{"São Paulo", "São Paulo"},
		{"Rio de Janeiro", "Rio de Janeiro"},
		{"Recife", "Pernambuco"},
		{"Curitiba", "Paraná"},
	},
	"CA": {{"Toronto", "Ontario"}, {"Montreal", "Quebec"}, {"Vancouver", "British Columbia"}},
	"CH": {{"Zurich", "Zurich"}, {"Geneva", "Geneva"}, {"Bern", "Bern"}},
	"CL": {{"Santiago", "Santiago Metropolitan"}, {"Concepción", "Biobío"}},
	"CO": {{"Bogotá", "Bogota D.C."}, {"Medellín", "Antioquia"}, {"Cali", "Valle del Cauca"}},
	"DE": {
		{"Berlin", "State of Berlin"},
		{"Hamburg", "Free and Hanseatic City of Hamburg"},
		{"Munich", "Bavaria"},
		{"Cologne", "North Rhine-Westphalia"},
	},
	"DZ": {{"Algiers", "Algiers"}, {"Oran", "Oran"}},
	"EG": {{"Cairo", "Cairo Governorate"}, {"Alexandria", "Alexandria"}},
	"ES": {{"Madrid", "Madrid"}, {"Barcelona", "Catalonia"}, {"Seville", "Andalusia"}, {"Valencia", "Valencia"}},
	"FR": {
		{"Paris", "Île-de-France"},
		{"Marseille", "Provence-Alpes-Côte d'Azur"},
		{"Lyon", "Auvergne-Rhône-Alpes"},
		{"Nantes", "Pays de la Loire"},
	},
	"GB": {{"London", "England"}, {"Manchester", "England"}, {"Glasgow", "Scotland"}, {"Cardiff", "Wales"}},
	"ID": {{"Jakarta", "Jakarta"}, {"Surabaya", "East Java"}, {"Bandung", "West Java"}},
	"IE": {{"Dublin", "Leinster"}, {"Cork", "Munster"}, {"Galway", "Connacht"}},
	"IN": {
		{"Mumbai", "Maharashtra"},
		{"Bengaluru", "Karnataka"},
		{"Delhi", "National Capital Territory of Delhi"},
		{"Chennai", "Tamil Nadu"},
	},
	"IT": {{"Rome", "Lazio"}, {"Milan", "Lombardy"}, {"Naples", "Campania"}, {"Turin", "Piedmont"}},
	"JP": {{"Tokyo", "Tokyo"}, {"Osaka", "Ōsaka"}, {"Sapporo", "Hokkaido"}},
	"KR": {{"Seoul", "Seoul"}, {"Busan", "Busan"}},
	"MA": {{"Casablanca", "Casablanca-Settat"}, {"Rabat", "Rabat-Salé-Kénitra"}},
	"MX": {{"Mexico City", "Mexico City"}, {"Guadalajara", "Jalisco"}, {"Monterrey", "Nuevo León"}},
	"MY": {{"Kuala Lumpur", "Kuala Lumpur"}, {"George Town", "Penang"}, {"Johor Bahru", "Johor"}},
	"NL": {{"Amsterdam", "North Holland"}, {"Rotterdam", "South Holland"}, {"Utrecht", "Utrecht"}},
	"PE": {{"Lima", "Lima region"}, {"Arequipa", "Arequipa"}, {"Trujillo", "La Libertad"}},
	"PH": {{"Manila", "Metro Manila"}, {"Cebu City", "Central Visayas"}, {"Davao", "Davao"}},
	"PK": {{"Karachi", "Sindh"}, {"Lahore", "Punjab"}, {"Islamabad", "Islamabad"}},
	"PL": {{"Warsaw", "Mazovia"}, {"Krakow", "Lesser Poland"}, {"Gdansk", "Pomerania"}},
	"PT": {{"Lisbon", "Lisbon"}, {"Porto", "Porto"}},
	"RO": {{"Bucharest", "București"}, {"Cluj-Napoca", "Cluj"}},
	"SA": {{"Riyadh", "Riyadh Region"}, {"Jeddah", "Mecca Region"}},
	"SE": {{"Stockholm", "Stockholm County"}, {"Gothenburg", "Västra Götaland County"}, {"Malmo", "Skåne County"}},
	"SN": {{"Dakar", "Dakar"}, {"Thiès", "Thiès"}},
	"TH": {{"Bangkok", "Bangkok"}, {"Chiang Mai", "Chiang Mai"}},
	"TN": {{"Tunis", "Tunis Governorate"}, {"Sfax", "Sfax Governorate"}},
	"TR": {{"Istanbul", "Istanbul"}, {"Ankara", "Ankara"}, {"Izmir", "İzmir Province"}},
	"TW": {{"Taipei", "Taipei City"}, {"Kaohsiung", "Kaohsiung"}},
	"UA": {{"Kyiv", "Kyiv City"}, {"Lviv", "Lviv"}, {"Odesa", "Odessa"}},
	"US": {{"New York", "New York"}, {"Los Angeles", "California"}, {"Chicago", "Illinois"}, {"Houston", "Texas"}},
	"VN": {{"Ho Chi Minh City", "Ho Chi Minh"}, {"Hanoi", "Hanoi"}},
	"ZA": {{"Johannesburg", "Gauteng"}, {"Cape Town", "Western Cape"}, {"Durban", "KwaZulu-Natal"}},
}
