package world

import (
	"math"

	"github.com/dailymock/dailymock/internal/world/plays"
)

// CountedDays is how many days decide most about the views of a video.
const CountedDays = 64

// EstimateViews returns bounds of Views without visiting each day, or false for a video whose days do not follow from
// its age alone. It counts some of its first days; the bounds of the others are nine standard deviations wide on each
// side.
func EstimateViews(v *Video, before Hour, countedDays Day) (least, most int64, ok bool) {
	if v.DailyPlays != nil || v.Live || len(v.Closed) > 0 || v.Blocked != nil {
		return 0, 0, false
	}
	start := Hour(v.FirstDay()+countedDays) * 24
	counted := plays.Between(v, 0, min(before, start))
	if before <= start {
		return counted, counted, true
	}
	const (
		mean  = 1831.0 / 7 / 256 * 287.5 / 256 // of weekday and luck, in plays of the day
		luck  = 0.14                           // variance of weekday times luck
		share = 1.2                            // the most that chance adds to the variance for each expected play
	)
	days, fade := float64(before-start)/24, float64(v.Fade)+float64(countedDays)
	first := float64(v.Popularity) / 4096 * math.Pow(float64(v.Fade)/fade, 2)
	expected := first * fade * days / (fade + days) // the integral of first*(fade/(fade+age))^2
	deviation := math.Sqrt(luck*first*first*(1+fade/3) + share*(expected+first))
	slack := 9*deviation + 4*first + 5 + days/500
	return counted + int64(max(0, mean*expected-slack)), counted + int64(mean*(expected+first)+slack), true
}
