package dyntube

// A Country is a place as tests see it.
type Country struct {
	Continent string
	Cities    []city
}

// Places are all countries that viewers may come from.
func Places() []Country {
	var all []Country
	for _, p := range countries {
		all = append(all, Country{p.continent, p.cities})
	}
	return all
}
