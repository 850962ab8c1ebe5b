package benchratio

import (
	"fmt"
	"strings"
)

// LargeWorld returns a world file with a hundred channels, which have 100,000 videos in
// the spring of 2026.
func LargeWorld() []byte {
	genres := strings.Fields("film food games music news sports")
	countries := strings.Fields("DE FR GB IT")
	var b strings.Builder
	b.WriteString("partners:\n")
	for partner := range 10 {
		fmt.Fprintf(&b, "- name: Partner %d\n  channels:\n", partner)
		for channel := range 10 {
			n := partner*10 + channel
			fmt.Fprintf(&b, "  - {slug: channel-%d, genre: %s, country: %s, uploads: 90}\n",
				n, genres[n%len(genres)], countries[n%len(countries)])
		}
	}
	return []byte(b.String())
}
