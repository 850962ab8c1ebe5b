package world

// Ads and earnings of a cluster follow from its hash and its plays. Money is in
// millionths of a unit of its currency, whole numbers, so that it adds up to the
// last digit however it is grouped.

// Impressions is how many ads were shown: one for a part of the plays.
func (k *Cluster) Impressions() int64 {
	rate := 90 + k.hash>>20&0x7f // in 1/256: 35 % to 85 %
	return int64((uint64(k.Plays)*rate + k.hash&0xff) >> 8)
}

// MicroUSD is the estimated revenue of the cluster in millionths of a dollar.
func (k *Cluster) MicroUSD() int64 {
	perImpression := 700 + k.hash>>28%2900 // a thousand bring 0.70 to 3.60
	return k.Impressions() * int64(perImpression)
}

// MicroEUR is the same revenue in millionths of a euro, at the day's rate.
func (k *Cluster) MicroEUR(d Day) int64 {
	return k.MicroUSD() * eurPerUSD(d) / 10000
}

// eurPerUSD is the rate of a day in 1/10000: between 0.84 and 0.96, moving a
// little each day.
func eurPerUSD(d Day) int64 {
	const wave = 180 // days up, then as many down
	at := int64(d) % (2 * wave)
	if at > wave {
		at = 2*wave - at
	}
	return 8400 + at*1000/wave + int64(mix(uint64(d))%200)
}
