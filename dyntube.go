package dailymock

import (
	"context"

	"github.com/dailymock/dailymock/internal/control"
	"github.com/dailymock/dailymock/internal/dyntube"
)

// A DynTubeDelivery says what a webhook is told, and a DynTubeDelivered what it
// was; see internal/dyntube.
type (
	DynTubeDelivery  = dyntube.Delivery
	DynTubeDelivered = dyntube.Delivered
)

// DeliverDynTube posts to a webhook what happened on DynTube: videos that were
// published, streams that started and stopped. It is the only thing that the
// server ever sends, and only when asked to.
func (s *Server) DeliverDynTube(ctx context.Context, d DynTubeDelivery) ([]DynTubeDelivered, error) {
	return s.state.Load().dyntube.Deliver(ctx, d)
}

func (c controlled) DeliverDynTube(ctx context.Context, d control.DynTubeDelivery) ([]control.DynTubeEvent, error) {
	told, err := c.Server.DeliverDynTube(ctx, DynTubeDelivery(d))
	events := []control.DynTubeEvent{}
	for _, t := range told {
		events = append(events, control.DynTubeEvent(t))
	}
	return events, err
}
