package dailymock

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/graph"
	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/control"
	"github.com/dailymock/dailymock/internal/dyntube"
	"github.com/dailymock/dailymock/internal/fault"
	"github.com/dailymock/dailymock/internal/mailbox"
	"github.com/dailymock/dailymock/internal/mcn"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/packed"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/rest"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/switches"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/store"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/webhook"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/journal"
)

// A state is all that changes while a mock runs. Reset and SetState make a new one.
type state struct {
	control.Core
	options  Options
	world    *world.World
	origin   wire.Origin
	accounts *oauth.Issuer
	rest     *rest.Surface
	dyntube  *dyntube.Handler
	hosts    hosts
	handler  http.Handler // hosts, watched by the journal
}

// defaultWorld is the world file of a mock without one.
//
//go:embed fixtures/world.yaml
var defaultWorld []byte

// worldSchema describes world files.
//
//go:generate go run ./internal/packed/pack fixtures/world.schema.json
//go:embed fixtures/world.schema.json.gz
var worldSchema []byte

// restDocument describes the responses of REST as OpenAPI. internal/rest/openapi generates it; tests check responses
// against it.
//
//go:embed docs/openapi/rest.yaml.gz
var restDocument []byte

// controlDocument describes /_mock/…; tests check responses against it.
//
//go:embed docs/openapi/control.yaml.gz
var controlDocument []byte

// DefaultWorld returns the world file of a mock whose Options have none.
func DefaultWorld() []byte { return slices.Clone(defaultWorld) }

// WorldSchema returns the JSON Schema, draft 2020-12, of world files.
func WorldSchema() []byte { return packed.Read(worldSchema) }

// RESTDocument returns the OpenAPI document of the REST surface, in YAML.
func RESTDocument() []byte { return packed.Read(restDocument) }

// ControlDocument returns the OpenAPI document of the control API, in YAML.
func ControlDocument() []byte { return packed.Read(controlDocument) }

// pace lets a client with half a kilobyte per second upload files of any size.
var pace = wire.Pace{Now: clock.Wall, Window: 30 * time.Second, Least: 16 << 10}

// newState makes the state that the Options of s describe.
func newState(s *Server) (*state, error) {
	o := s.options
	c, err := clock.New(o.Now, o.Speed)
	if err != nil {
		return nil, err
	}
	spec, err := catalogue.ParseSpec(o.World)
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
	st := &state{options: o, world: w, origin: o.origin(fileHosts)}
	st.Core = control.Core{
		Clock: c,
		Journal: traffic.New(traffic.Config{
			Now: c.Now, Wall: clock.Wall, Elapsed: clock.Elapsed, Bodies: o.JournalBodies, Log: o.RequestLog,
			Intercept: func(w http.ResponseWriter, r *http.Request, h http.Handler) { st.Faults.Intercept(w, r, h) },
		}),
		Reports: report.NewEngine(report.Config{
			World: w, Signer: signer, Now: c.Now,
			Policy: o.policy(), RowsPerFile: o.RowsPerFile, Matrix: report.Matrix(o.Matrix), Limits: o.Limits,
		}),
		Webhooks: webhook.New(webhook.Config{Now: c.Now, Anywhere: o.WebhooksAnywhere, Changed: s.changed, Log: o.Logger}),
		Mailbox:  &mailbox.Mailbox{},
		World:    w,
	}
	st.accounts = oauth.NewIssuer(st.signIn(spec, signer))
	st.Tokens = st.accounts
	st.dyntube = dyntube.New(dyntube.Config{
		World: w, Seed: o.Seed, Now: c.Now, Webhooks: st.Webhooks,
		AuthOff: o.DynTubeAuthOff, MaxSize: o.DynTubeMaxSize,
	})
	st.DynTube = st.dyntube
	st.Importer = mcn.New(mcn.Config{
		World: w, Seed: o.Seed, Now: c.Now, Webhooks: st.Webhooks, Waits: o.REST.Waits, Encodes: o.REST.Encodes,
		Category: object.CategoryNamed, Failure: object.Failure, Changed: s.changed, Log: o.Logger,
		Fault: func(operation string) string { return st.Faults.Importer(operation, c.Now()) },
	})
	if err := setImporter(st.Importer, spec.Importer); err != nil {
		return nil, err
	}
	st.rest = rest.New(rest.Config{
		World: w, Signer: signer, Now: c.Now, Webhooks: st.Webhooks, Mailbox: st.Mailbox, Logout: st.accounts.Logout,
		KeyOwner: keyOwners(spec), Switches: switches.Switches(o.REST), Origin: o.origin(uploadHosts),
	})
	st.hosts = st.routes(s)
	st.Faults = fault.New(st.faultConfig())
	if err := st.Faults.Replace("", o.Faults...); err != nil {
		return nil, OptionError{"Faults", err}
	}
	st.handler = st.Journal.Watch(pace.Limit(st.hosts))
	return st, nil
}

// faultConfig says what rules can match.
func (s *state) faultConfig() fault.Config {
	routes := map[string][]string{}
	for _, r := range s.hosts.routes {
		if _, path, _ := strings.Cut(r.pattern, "/"); r.whole {
			routes[r.surface.name] = append(routes[r.surface.name], "/"+path)
		}
	}
	return fault.Config{
		Seed: s.options.Seed, Routes: routes, Field: graph.FieldPath,
		Operations: map[string][]string{
			signIn.name: {"token"}, objects.name: rest.Operations(), "importer": {"callback", "crawl"},
		},
		Count: func(name string) { s.Journal.Count(journal.FaultMet, name) },
	}
}

func (o Options) origin(instead map[string]string) wire.Origin {
	return wire.Origin{Public: o.PublicURL, Trusted: o.TrustedProxies, Instead: instead}
}

// signIn returns the configuration of the token endpoints.
func (s *state) signIn(spec catalogue.Spec, signer *signed.Signer) oauth.Config {
	o := s.options.SignIn
	return oauth.Config{
		Signer: signer, Now: s.Clock.Now,
		Directory:                     newDirectory(spec),
		Strict:                        o.Strict,
		UserID:                        func(a world.Account) string { return userOf(s.world, a).ID() },
		PublicLifetime:                o.PublicLifetime,
		PrivateLifetime:               o.PrivateLifetime,
		RefreshLifetime:               o.RefreshLifetime,
		RefusePublicClientCredentials: o.RefusePublicClientCredentials,
		IgnoreUnknownScopes:           o.IgnoreUnknownScopes,
		StickyScopes:                  o.StickyScopes,
		RotateRefreshTokens:           o.RotateRefreshTokens,
		ExpiredTokenCode:              o.ExpiredTokenCode,
		RevenueScopeRequired:          o.RevenueScopeRequired,
	}
}

// setImporter applies the importer of a world file, if it has one.
func setImporter(i *mcn.Importer, s *catalogue.ImporterSpec) error {
	if s == nil {
		return nil
	}
	period, _ := time.ParseDuration(cmp.Or(s.Period, "0s")) // the world has checked it
	err := i.Set(mcn.Settings{
		Users: s.Users, Callback: s.Callback, Period: period, Parent: s.Parent, Login: s.Login, Password: s.Password,
		AllowHosts: s.AllowHosts, Adopt: s.Adopt,
	})
	if err != nil {
		return fmt.Errorf("the world's importer: %w", err)
	}
	return nil
}

// keyOwners returns who owns each API key of a world file.
func keyOwners(spec catalogue.Spec) func(key string) string {
	owners := map[string]string{}
	for _, k := range spec.Keys {
		owners[k.ID] = k.Owner
	}
	return func(key string) string { return owners[key] }
}

// A directory has the keys and users of a world file.
type directory struct {
	keys  map[string]oauth.Key
	users map[string]oauth.User
}

// Key returns the key with an id.
func (d directory) Key(id string) (oauth.Key, bool) {
	k, ok := d.keys[id]
	return k, ok
}

// User returns the user with a login.
func (d directory) User(login string) (oauth.User, bool) {
	u, ok := d.users[login]
	return u, ok
}

func newDirectory(s catalogue.Spec) directory {
	d := directory{map[string]oauth.Key{}, map[string]oauth.User{}}
	for _, k := range s.Keys {
		d.keys[k.ID] = oauth.Key{
			ID: k.ID, Secret: k.Secret, Kind: oauth.KeyKind(cmp.Or(k.Kind, string(oauth.Public))),
			Name: k.Name, Picture: k.Picture, Description: k.Description, Terms: k.Terms,
			Callback: k.Callback, Roles: k.Roles, Scopes: k.Scopes, Grants: k.Grants,
		}
	}
	for _, u := range s.Users {
		d.users[u.Login] = oauth.User{Login: u.Login, Password: u.Password, Suspended: u.Suspended}
	}
	return d
}

// userOf returns the channel of an account: the user's, or the first of the key's partner.
func userOf(w *world.World, a world.Account) *world.Channel {
	if slug := a.Slug(); slug != "" {
		if c, err := w.Channel(slug); err == nil {
			return c
		}
	}
	return w.Own(a)[0]
}

// identity tells whether a snapshot belongs to a mock like this one.
func (o Options) identity() store.Identity {
	return store.Identity{Seed: o.Seed, World: fmt.Sprintf("%x", sha256.Sum256(o.World))}
}

// owners returns all that holds state, by the name that it has in a snapshot.
func (s *state) owners() map[string]store.Owner {
	return map[string]store.Owner{
		"clock":    s.Clock,
		"journal":  s.Journal,
		"faults":   s.Faults,
		"webhooks": s.Webhooks,
		"mailbox":  s.Mailbox,
		"world":    s.world,
		"oauth":    s.accounts,
		"rest":     s.rest,
		"reports":  s.Reports,
		"importer": s.Importer,
	}
}

// State returns all that has changed since New, as a JSON document for SetState. The same state gives the same bytes.
func (s *Server) State() ([]byte, error) {
	return store.Save(s.options.identity(), s.state.Load().owners())
}

// SetState replaces the state by what State returned, of a server with the same seed and world file, or changes nothing
// and returns an error.
func (s *Server) SetState(saved []byte) error {
	s.resets.Lock()
	defer s.resets.Unlock()
	fresh, err := newState(s)
	if err != nil {
		return fmt.Errorf("state: %w", err)
	}
	if err := store.Load(s.options.identity(), fresh.owners(), saved); err != nil {
		return err
	}
	s.start(fresh)
	return nil
}

// openStateFile restores into a new state what Options.StateFile has, and lets changes be saved there from now on.
func (s *Server) openStateFile(fresh *state) error {
	path := s.options.StateFile
	if path == "" {
		return nil
	}
	saved, err := store.Read(path)
	if err == nil && saved != nil {
		if err = store.Load(s.options.identity(), fresh.owners(), saved); err != nil {
			err = fmt.Errorf("%s: %w; use the seed and the world file that wrote it, or move it away to start anew", path, err)
		}
	}
	if err != nil {
		return OptionError{"StateFile", err}
	}
	s.saver = store.NewSaver(path, saved, s.State, func(err error) {
		s.options.Logger.Error("the state was not saved", "error", err)
	})
	return nil
}

// changed schedules a save.
func (s *Server) changed() {
	if s.saver != nil {
		s.saver.Changed()
	}
}

// edit returns the state for a change, which it schedules to be saved.
func (s *Server) edit() *state {
	s.changed()
	return s.state.Load()
}
