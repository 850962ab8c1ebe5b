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
	switch {
	case v.DailyPlays != nil || len(v.Closed) > 0 || v.Blocked != nil:
		return 0, 0, false
	case v.Live:
		return 0, mostOfStream(v, before), true
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

// mostOfStream returns an upper bound of the views of a stream, which is on air one day a week: as if it had been the
// best of days each time.
func mostOfStream(v *Video, before Hour) int64 {
	const busiest, luckiest = 330.0 / 256, 415.0 / 256 // see plays.Total
	days, fade := max(0, float64(before)/24-float64(v.FirstDay())), float64(v.Fade)
	first := float64(v.Popularity) / 4096
	expected := first + first*fade*days/(fade+days)/7 // the first day, and a seventh of the integral of what follows
	return int64(busiest*luckiest*expected+days/7) + 3
}
