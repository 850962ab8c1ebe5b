package rest

import (
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// partnerFields are those of a video that only partners may write
// (docs/spec/rest-fields.json). Who is a partner stands in the user's field partner, and
// everybody is until that is written.
var partnerFields = []string{"advertising_custom_target", "expiry_date", "geoblocking", "publish_date"}

func (c userCall) isPartner(ch *world.Channel) bool { return c.aUser(ch).edit.Partner.Or(true) }

// partnersOnly refuses what others may not write. That they cannot choose a
// picture is not told them (docs/spec/rest.md#writing-videos).
func (c userCall) partnersOnly(owner *world.Channel, values catalog.Form) error {
	if c.isPartner(owner) {
		return nil
	}
	for _, name := range partnerFields {
		if values[name] != nil {
			return reply.Forbidden("Insufficient rights for the `%s' parameter: it is for partners", name)
		}
	}
	delete(values, "thumbnail_url")
	return nil
}
