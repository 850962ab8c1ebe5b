package object

import (
	"errors"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
)

// A player is one that is embedded on sites: of the made world, or one that a
// user created.
type player struct {
	xid   string
	owner *world.Channel
	title string // in the made world; "" for one that a user created
	state world.State[world.PlayerEdit]
}

func (p *player) id() string             { return p.xid }
func (p *player) noun() string           { return "player" }
func (p *player) holder() *world.Channel { return p.owner }

func (p *player) read(c *Call, name string) any {
	switch name {
	case "id":
		return p.xid
	case "item_type":
		return "player"
	case "owner":
		return c.Users().User(p.owner)
	case "label":
		return p.label()
	case "embed_html_url":
		return "https://geo.dailymotion.com/player/" + p.xid + ".html"
	case "embed_script_url":
		return "https://geo.dailymotion.com/player/" + p.xid + ".js"
	case "lib_script_url":
		return "https://geo.dailymotion.com/libs/player/" + p.xid + ".js"
	case "created_time":
		return p.created(c)
	case "updated_time":
		if !p.state.Updated.IsZero() {
			return p.state.Updated.Unix()
		}
		return p.created(c)
	}
	if value, ok := world.Written(&p.state.Edit, name); ok {
		return value
	}
	return initialOf(name)
}

// initialOf is what a field of a new player holds, from the catalogue.
func initialOf(name string) any {
	f := catalog.Schemas["player"].ByName[name]
	if n, ok := f.Initial.(float64); ok && f.Type == "integer" {
		return int64(n)
	}
	return f.Initial
}

func (p *player) label() string {
	return p.state.Edit.Label.Or(p.title)
}

func (p *player) created(c *Call) int64 {
	if p.title == "" {
		return p.state.Created.Unix()
	}
	return c.Users().founded(p.owner) + int64(c.World.Bounded("player "+p.xid, 300*86400))
}

func (c playerCall) player(id string) (*player, error) {
	c.Call.Rights().openOwn()
	state, edited := c.World.PlayerEdits().State(id, c.Moment)
	p := &player{xid: id, owner: state.Owner, state: state}
	made, err := c.World.MadePlayer(id)
	if err == nil {
		p.owner, p.title = made.Owner, made.Title()
	}
	if state.Deleted || errors.Is(err, world.ErrNotFound) && !edited {
		return nil, reply.NotFound("player", id, "id")
	}
	return p, nil
}

// playersOf are a channel's.
func (c playerCall) playersOf(ch *world.Channel) []*player {
	var all []*player
	for _, made := range c.World.MadePlayers(ch) {
		state, _ := c.World.PlayerEdits().State(made.ID, c.Moment)
		all = append(all, &player{made.ID, ch, made.Title(), state})
	}
	for _, id := range c.World.PlayerEdits().Created(ch, c.Moment) {
		state, _ := c.World.PlayerEdits().State(id, c.Moment)
		all = append(all, &player{xid: id, owner: ch, state: state})
	}
	return slices.DeleteFunc(all, func(p *player) bool { return p.state.Deleted })
}

// listPlayers answers GET /user/{id}/players, which needs the scope: without it
// the vendor speaks of rights (docs/spec/rest.md#errors).
func listPlayers(c *Call, o object) (list, error) {
	ch := o.holder()
	if !c.Rights().mayReadBy("manage_players") || !c.Rights().manages(ch) {
		return list{}, reply.NoRights(c.line())
	}
	all := c.players().playersOf(ch)
	if text, ok := c.Args.Lookup("search"); ok {
		all = slices.DeleteFunc(all, func(p *player) bool {
			return !strings.Contains(strings.ToLower(p.label()),
				strings.ToLower(text))
		})
	}
	return listed(c, "player", all, func(p *player) object { return p })
}

// CreatePlayer creates a player and returns it.
func CreatePlayer(c *Call, vars []string) (any, error) {
	ch, values, err := c.creation(vars[0], "player", "manage_players", "label")
	if err != nil {
		return nil, err
	}
	id, err := c.World.PlayerEdits().Create(ch, "", c.Now, world.Write(world.PlayerEdit{}, values))
	if err != nil {
		return nil, err
	}
	c.refresh()
	return c.players().askedPlayer(id)
}

func (c playerCall) askedPlayer(id string) (any, error) {
	p, err := c.player(id)
	if err != nil {
		return nil, err
	}
	return c.asked(p)
}

func (c playerCall) ownPlayer(id string) (*player, error) {
	p, err := c.player(id)
	if err != nil {
		return nil, err
	}
	return p, c.Call.Rights().needOver(p.owner, "manage_players")
}

// EditPlayer changes a player and returns it.
func EditPlayer(c *Call, vars []string) (any, error) {
	p, err := c.players().ownPlayer(vars[0])
	if err != nil {
		return nil, err
	}
	values, err := c.written(catalog.Schemas["player"], p.owner)
	if err != nil {
		return nil, err
	}
	if err := c.World.PlayerEdits().Change(p.xid, p.owner, c.Now, writing[world.PlayerEdit](values)); err != nil {
		return nil, err
	}
	c.refresh()
	return c.players().askedPlayer(p.xid)
}

// DeletePlayer deletes a player.
func DeletePlayer(c *Call, vars []string) (any, error) {
	p, err := c.players().ownPlayer(vars[0])
	if err != nil {
		return nil, err
	}
	return c.Nothing(), c.World.PlayerEdits().Delete(p.xid, p.owner, c.Now)
}
