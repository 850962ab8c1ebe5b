package dailymock

import "github.com/dailymock/dailymock/internal/control"

// controlled shows a Server as internal/control wants it.
type controlled struct{ *Server }

func (c controlled) Clock() control.Clock { return control.Clock(c.Server.Clock()) }

func (c controlled) SetClock(to control.ClockChange) error {
	return c.Server.SetClock(ClockChange(to))
}
