package catalogue

import "strings"

// An Account says who is asking: the API key and, if a user signed in, that user's login. The same pair sees the same
// channels.
type Account struct {
	Key   string // the API key; never empty for a request that may see anything
	Login string // "" for a key that acts for itself
}

// Slug is the slug of the channel that the login stands for: its part before
// an @. It is empty where no user signed in.
func (a Account) Slug() string {
	local, _, _ := strings.Cut(a.Login, "@")
	return local
}

// Own returns the channels whose reports an account gets without naming any:
// those of its partner, and the channel of the user who signed in. A login that
// names a channel of some partner acts for that partner; any other acts for the
// world's first.
func (w *Catalogue) Own(a Account) []*Channel {
	partner, login := w.partnerOf(a)
	own := make([]*Channel, 0, len(partner.Channels)+1)
	for _, c := range partner.Channels {
		if !c.Aside || c == login {
			own = append(own, c)
		}
	}
	if login != nil && login.Partner == nil {
		own = append(own, login)
	}
	return own
}

// Owns reports whether a channel is the account's: one of its partner's, or one
// that no partner has.
func (w *Catalogue) Owns(a Account, c *Channel) bool {
	return c.Partner == nil || c.Partner == w.PartnerOf(a)
}

// PartnerOf is the partner that an account acts for. It is never nil.
func (w *Catalogue) PartnerOf(a Account) *Partner {
	partner, _ := w.partnerOf(a)
	return partner
}

func (w *Catalogue) partnerOf(a Account) (*Partner, *Channel) {
	slug := a.Slug()
	if slug == "" {
		return w.partners[0], nil
	}
	login, err := w.Channel(slug)
	if err != nil || login.Partner == nil {
		return w.partners[0], login
	}
	return login.Partner, login
}
