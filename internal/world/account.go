package world

// An Account is whose eyes look at the world: the API key that asks and, where
// a user signed in, that user's login. The same pair sees the same channels.
type Account struct {
	Key   string // the API key; never empty for a request that may see anything
	Login string // "" for a key that acts for itself
}
