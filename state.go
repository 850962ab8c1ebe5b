package dailymock

import (
	_ "embed"
	"net/http"
	"slices"

	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/dyntube"
	"github.com/dailymock/dailymock/internal/mailbox"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/rest"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/webhook"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
)

// A state is all that changes while a mock runs. Reset drops it for a new one,
// so nothing in it needs a reset of its own.
type state struct {
	options  Options
	clock    *clock.Clock
	origin   wire.Origin
	accounts *oauth.Issuer
	reports  *report.Engine
	rest     *rest.Surface
	webhooks *webhook.Queue
	mailbox  mailbox.Mailbox
	dyntube  *dyntube.Handler
	journal  *traffic.Journal
	handler  byHost
	watched  http.Handler // handler, in sight of the journal
}

// defaultWorld is the world file of a mock that is given none.
//
//go:embed fixtures/world.yaml
var defaultWorld []byte

// worldSchema describes world files.
//
//go:embed fixtures/world.schema.json
var worldSchema []byte

// DefaultWorld is the world file of a mock whose Options have none.
func DefaultWorld() []byte { return slices.Clone(defaultWorld) }

// WorldSchema is the JSON Schema, draft 2020-12, of world files.
func WorldSchema() []byte { return slices.Clone(worldSchema) }

// newState makes the state of s as its Options say.
func newState(s *Server) (*state, error) {
	o := s.options
	c, err := clock.New(o.Now, o.Speed)
	if err != nil {
		return nil, err
	}
	spec, err := world.ParseSpec(o.World)
	if err != nil {
		return nil, err
	}
	w, err := world.New(spec, world.Config{Seed: o.Seed, Closed: o.ClosedWorld})
	if err != nil {
		return nil, err
	}
	signer := signed.FromSeed(o.Seed)
	if len(o.SigningKey) > 0 {
		signer = signed.New(o.SigningKey)
	}
	webhooks := webhook.New(webhook.Config{Now: c.Now, Anywhere: o.WebhooksAnywhere})
	st := &state{
		webhooks: webhooks,
		options:  o,
		clock:    c,
		origin:   wire.Origin{Public: o.PublicURL, Trusted: o.TrustedProxies, Instead: fileHosts},
		accounts: oauth.NewIssuer(o.accounts(spec, w, signer, c.Now)),
		reports: report.NewEngine(report.Config{
			World: w, Signer: signer, Now: c.Now,
			Policy: o.policy(), RowsPerFile: o.RowsPerFile,
			Matrix: report.Matrix(o.Matrix), Limits: o.Limits,
		}),
		dyntube: dyntube.New(dyntube.Config{
			World: w, Seed: o.Seed, Now: c.Now,
			AuthOff: o.DynTubeAuthOff, MaxSize: o.DynTubeMaxSize, Webhooks: webhooks,
		}),
	}
	st.rest = rest.New(rest.Config{
		World: w, Signer: signer, Now: c.Now, Webhooks: webhooks, Mailbox: &st.mailbox, Logout: st.accounts.Logout,
		KeyOwner: keyOwners(spec), Switches: o.Objects,
		Origin: wire.Origin{Public: o.PublicURL, Trusted: o.TrustedProxies, Instead: uploadHosts},
	})
	webhooks.Follow(c)
	faults, _ := readFaults(o.Faults) // complete has looked at them
	st.journal = traffic.New(traffic.Config{Now: c.Now, Elapsed: clock.Elapsed, Faults: faults})
	st.handler = st.routes(s)
	st.watched = st.journal.Watch(st.handler)
	return st, nil
}
