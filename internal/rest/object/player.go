package object

import (
	"errors"
	"slices"

	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// A Player is embedded on sites. It is of the made world, or a user created it.
type Player struct {
	xid   string
	owner *world.Channel
	title string // in the made world; "" for one that a user created
	state edits.State[edits.PlayerEdit]
}

// Identity names the player.
func (p *Player) Identity() Identity { return Identity{p.xid, "player", p.owner} }

// Read returns the value of a field.
func (p *Player) Read(c *Call, name string) any {
	switch name {
	case "id":
		return p.xid
	case "item_type":
		return "player"
	case "owner":
		return c.User(p.owner)
	case "label":
		return p.Label()
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
	if value, ok := edits.Written(&p.state.Edit, name); ok {
		return value
	}
	return initialOf(name)
}

// initialOf returns the value of a field of a new player, from the catalogue.
func initialOf(name string) any {
	f := catalog.SchemaOf("player").ByName[name]
	if n, ok := f.Initial.(float64); ok && f.Type == "integer" {
		return int64(n)
	}
	return f.Initial
}

// Label returns the value of the field label.
func (p *Player) Label() string {
	return p.state.Edit.Label.Or(p.title)
}

func (p *Player) created(c *Call) int64 {
	if p.title == "" {
		return p.state.Created.Unix()
	}
	return Founded(c, p.owner) + int64(c.World.Bounded("player "+p.xid, 300*86400))
}

// FindPlayer returns a player by its id.
func FindPlayer(c *Call, id string) (*Player, error) {
	c.openOwn()
	state, edited := c.World.PlayerEdits().State(id, c.Moment())
	p := &Player{xid: id, owner: state.Owner, state: state}
	made, err := c.World.MadePlayer(id)
	if err == nil {
		p.owner, p.title = made.Owner, made.Title()
	}
	if state.Deleted || errors.Is(err, catalogue.ErrNotFound) && !edited {
		return nil, reply.NotFound("player", id, "id")
	}
	return p, nil
}

// PlayersOf returns the players of a channel.
func PlayersOf(c *Call, ch *world.Channel) []*Player {
	var all []*Player
	for _, made := range c.World.MadePlayers(ch) {
		state, _ := c.World.PlayerEdits().State(made.ID, c.Moment())
		all = append(all, &Player{made.ID, ch, made.Title(), state})
	}
	for _, id := range c.World.PlayerEdits().Created(ch, c.Moment()) {
		state, _ := c.World.PlayerEdits().State(id, c.Moment())
		all = append(all, &Player{xid: id, owner: ch, state: state})
	}
	return slices.DeleteFunc(all, func(p *Player) bool { return p.state.Deleted })
}

// CreatePlayer creates a player and returns it.
func CreatePlayer(c *Call, vars []string) (any, error) {
	ch, values, err := c.creation(vars[0], "player", "manage_players", "label")
	if err != nil {
		return nil, err
	}
	id, err := c.World.PlayerEdits().Create(ch, "", c.Now, edits.Write(edits.PlayerEdit{}, values))
	if err != nil {
		return nil, err
	}
	c.seeEdits()
	return askedPlayer(c, id)
}

func askedPlayer(c *Call, id string) (any, error) {
	p, err := FindPlayer(c, id)
	if err != nil {
		return nil, err
	}
	return c.Asked(p)
}

func ownPlayer(c *Call, id string) (*Player, error) {
	p, err := FindPlayer(c, id)
	if err != nil {
		return nil, err
	}
	return p, c.needOver(p.owner, "manage_players")
}

// EditPlayer changes a player and returns it.
func EditPlayer(c *Call, vars []string) (any, error) {
	p, err := ownPlayer(c, vars[0])
	if err != nil {
		return nil, err
	}
	values, err := c.written(catalog.SchemaOf("player"), p.owner)
	if err != nil {
		return nil, err
	}
	if err := c.World.PlayerEdits().Change(p.xid, p.owner, c.Now, writing[edits.PlayerEdit](values)); err != nil {
		return nil, err
	}
	c.seeEdits()
	return askedPlayer(c, p.xid)
}

// DeletePlayer deletes a player.
func DeletePlayer(c *Call, vars []string) (any, error) {
	p, err := ownPlayer(c, vars[0])
	if err != nil {
		return nil, err
	}
	return c.Nothing(), c.World.PlayerEdits().Delete(p.xid, p.owner, c.Now)
}
